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
const topPx = 22;

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
  return (
    <div class={`timeline severity-${severity}`}>
      <div ref={box}>
        <svg height={height} width={width} viewBox={`0 0 ${Math.max(1, width)} ${height}`} aria-hidden="true">
          <TimelineAxis scale={scale} top={topPx} bottom={height - axisPx} />
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
          {width > 0 &&
            shown.map((lane, index) => {
              const y = topPx + index * lanePx + (isNarrow ? lanePx - 14 : lanePx / 2);
              const entries = timeline.filter((entry) => isIn(lane, entry));
              return createMarks(entries, { x: scale.x, x0, x1 }).map((mark) => (
                <MarkDrawing
                  key={mark.entries[0]?.activity.id}
                  mark={mark}
                  y={y}
                  axisY={height - axisPx}
                  isPointed={mark.entries.some(({ activity }) => activity.id === pointed)}
                />
              ));
            })}
        </svg>
      </div>
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
  readonly axisY: number;
  readonly isPointed: boolean;
}

function MarkDrawing({ mark, y, axisY, isPointed }: MarkDrawingProps) {
  const { x, endX, entries, isDeciding } = mark;
  const classes = ['mark', isDeciding ? 'mark-deciding' : '', isPointed ? 'mark-pointed' : ''].join(' ');
  return (
    <g class={classes} data-act={entries[0]?.activity.id}>
      {endX - x > 4 && <path class="mark-tail" d={`M${x.toFixed(1)} ${y}H${endX.toFixed(1)}`} />}
      {isDeciding ? (
        <DecidingMark mark={mark} y={y} axisY={axisY} />
      ) : (
        <>
          <rect class="mark-ground" x={x - 3} y={y - 12} width="6" height="24" />
          <path class="mark-tick" d={`M${x.toFixed(1)} ${y - 7}v14`} />
        </>
      )}
    </g>
  );
}

/** A diamond, or a pill with a number for several; a line leads down to its time. */
function DecidingMark({ mark, y, axisY }: Omit<MarkDrawingProps, 'isPointed'>) {
  const { x, entries, label } = mark;
  return (
    <>
      <path class="mark-guide" d={`M${x.toFixed(1)} ${y}V${axisY}`} />
      <rect class="mark-ground" x={x - 12} y={y - 12} width="24" height="24" />
      {entries.length > 1 ? (
        <>
          <rect class="mark-shape" x={x - 11} y={y - 9} width="22" height="18" rx="9" />
          <text class="mark-count" x={x} y={y + 4} text-anchor="middle">
            {entries.length > 99 ? '99+' : entries.length}
          </text>
        </>
      ) : (
        <path class="mark-shape" d={`M${x.toFixed(1)} ${y - 8.5}l8.5 8.5-8.5 8.5-8.5-8.5z`} />
      )}
      {label !== undefined && (
        <text class="mark-label" x={label.x} y={y + 4.5} text-anchor={label.anchor}>
          {label.text}
        </text>
      )}
    </>
  );
}
