import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Severity, TimelineEntry } from '../../../../src/api/types.ts';
import { type Lane, laneOf, lanes } from './lanes.ts';
import { createMarks, type Mark } from './marks.ts';
import { createScale } from './scale.ts';
import { TimelineAxis } from './timeline-axis.tsx';
import { useWidth } from './use-width.ts';

interface TimelineFigureProps {
  readonly timeline: readonly TimelineEntry[];
  readonly severity: Severity;
  /** The act that the pointer is on in the list. */
  readonly pointed: string | undefined;
  readonly onChoose: (id: string) => void;
}

const narrowPx = 620;
const labelPx = 132;
const endPx = 12;
const axisPx = 44;
const topPx = 8;

/** The acts in their lanes, drawn to scale. The list below it says the same in words, so it is hidden from readers. */
export function TimelineFigure({ timeline, severity, pointed, onChoose }: TimelineFigureProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useChosenMark(box, onChoose);
  const isNarrow = width < narrowPx;
  const lanePx = isNarrow ? 44 : 34;
  const shown = lanes.filter((lane) => lane.isAlwaysShown || timeline.some((entry) => isIn(lane, entry)));
  const height = topPx + shown.length * lanePx + axisPx;
  const x0 = isNarrow ? 4 : labelPx;
  const x1 = Math.max(x0 + 40, width - endPx);
  const scale = createScale(
    timeline.flatMap(({ activity }) => [activity.atMs, activity.lastMs]),
    { x0, x1 },
  );
  const deciding = timeline.filter((entry) => entry.deciding);
  return (
    <div ref={box} class={`timeline severity-${severity}`}>
      <svg height={height} width={width} viewBox={`0 0 ${Math.max(1, width)} ${height}`} aria-hidden="true">
        {shown.map((lane, index) => (
          <LaneGround
            key={lane.name}
            name={lane.name}
            y={topPx + index * lanePx}
            height={lanePx}
            width={width}
            isNarrow={isNarrow}
            isEmpty={!timeline.some((entry) => isIn(lane, entry))}
          />
        ))}
        <TimelineAxis scale={scale} top={topPx} bottom={height - axisPx} />
        {deciding.map(({ activity }) => (
          <path
            key={activity.id}
            class="timeline-guide"
            d={`M${scale.x(activity.atMs).toFixed(1)} ${topPx}V${height - axisPx}`}
          />
        ))}
        {width > 0 &&
          shown.map((lane, index) => {
            const y = topPx + index * lanePx + (isNarrow ? lanePx - 14 : lanePx / 2);
            const entries = timeline.filter((entry) => isIn(lane, entry));
            return createMarks(entries, { x: scale.x, x0, x1 }).map((mark) => (
              <MarkDrawing key={mark.entries[0]?.activity.id} mark={mark} y={y} pointed={pointed} />
            ));
          })}
      </svg>
    </div>
  );
}

/** A mark that is clicked leads to its row. The rows are what the keyboard reaches. */
function useChosenMark(box: RefObject<HTMLElement | null>, onChoose: (id: string) => void): void {
  useEffect(() => {
    const { current } = box;
    const onClick = ({ target }: MouseEvent) => {
      const id = target instanceof Element ? target.closest('[data-act]')?.getAttribute('data-act') : null;
      if (id) onChoose(id);
    };
    current?.addEventListener('click', onClick);
    return () => current?.removeEventListener('click', onClick);
  }, [box, onChoose]);
}

function isIn(lane: Lane, { activity }: TimelineEntry): boolean {
  return laneOf(activity.operation) === lane;
}

interface LaneGroundProps {
  readonly name: string;
  readonly y: number;
  readonly height: number;
  readonly width: number;
  readonly isNarrow: boolean;
  readonly isEmpty: boolean;
}

function LaneGround({ name, y, height, width, isNarrow, isEmpty }: LaneGroundProps) {
  return (
    <g class={isEmpty ? 'lane lane-empty' : 'lane'}>
      <path class="lane-line" d={`M0 ${y + height}H${width}`} />
      <text x={isNarrow ? 4 : 0} y={isNarrow ? y + 15 : y + height / 2 + 4.5}>
        {name}
        {isEmpty && isNarrow ? ': none' : ''}
      </text>
    </g>
  );
}

interface MarkDrawingProps {
  readonly mark: Mark;
  readonly y: number;
  readonly pointed: string | undefined;
}

function MarkDrawing({ mark, y, pointed }: MarkDrawingProps) {
  const { x, endX, entries, isDeciding, label } = mark;
  const first = entries.find(({ deciding }) => deciding) ?? entries[0];
  const isPointed = entries.some(({ activity }) => activity.id === pointed);
  const classes = ['mark', isDeciding ? 'mark-deciding' : '', isPointed ? 'mark-pointed' : ''].join(' ');
  return (
    <g class={classes} data-act={first?.activity.id}>
      {endX - x > 4 && <path class="mark-tail" d={`M${x.toFixed(1)} ${y}H${endX.toFixed(1)}`} />}
      <rect class="mark-ground" x={x - 12} y={y - 12} width="24" height="24" />
      {entries.length > 1 ? (
        <>
          <rect class="mark-shape" x={x - 10} y={y - 8} width="20" height="16" rx="8" />
          <text class="mark-count" x={x} y={y + 4} text-anchor="middle">
            {entries.length > 99 ? '99+' : entries.length}
          </text>
        </>
      ) : isDeciding ? (
        <path class="mark-shape" d={`M${x} ${y - 8}l8 8-8 8-8-8z`} />
      ) : (
        <circle class="mark-shape" cx={x} cy={y} r="4.5" />
      )}
      {label !== undefined && (
        <text class="mark-label" x={label.x} y={y + 4.5} text-anchor={label.anchor}>
          {label.text}
        </text>
      )}
    </g>
  );
}
