import { clockWords, dateWords, spanWords } from '../../text/time.ts';
import type { Gap, Scale, Stretch } from './scale.ts';

interface TimelineAxisProps {
  readonly scale: Scale;
  readonly top: number;
  readonly bottom: number;
}

const labelPx = 84;
const endLabelPx = 190;

/** The times: where each stretch begins, how long it lasts, and what was cut out between two. */
export function TimelineAxis({ scale, top, bottom }: TimelineAxisProps) {
  return (
    <g class="axis">
      {scale.gaps.map((gap) => (
        <GapDrawing key={gap.x0} gap={gap} top={top} bottom={bottom} />
      ))}
      {scale.stretches.map((stretch, index) => (
        <StretchLabels
          key={stretch.fromMs}
          stretch={stretch}
          bottom={bottom}
          isLast={index > 0 && index === scale.stretches.length - 1}
        />
      ))}
    </g>
  );
}

interface StretchLabelsProps {
  readonly stretch: Stretch;
  readonly bottom: number;
  readonly isLast: boolean;
}

function StretchLabels({ stretch, bottom, isLast }: StretchLabelsProps) {
  const { fromMs, toMs, x0, x1 } = stretch;
  const lasts = toMs - fromMs;
  // A last, narrow stretch has its room to the left, below the gap.
  const [x, anchor] = isLast && x1 - x0 < labelPx ? ([x1, 'end'] as const) : ([x0, 'start'] as const);
  return (
    <>
      <path class="axis-line" d={`M${x0} ${bottom}H${x1}`} />
      <text x={x} y={bottom + 18} text-anchor={anchor}>
        {clockWords(fromMs)}
      </text>
      <text class="axis-date" x={x} y={bottom + 34} text-anchor={anchor}>
        {dateWords(fromMs)}
      </text>
      {lasts > 0 && x1 - x0 > endLabelPx && (
        <text x={x1} y={bottom + 18} text-anchor="end">
          + {spanWords(lasts)}
        </text>
      )}
    </>
  );
}

function GapDrawing({ gap, top, bottom }: { readonly gap: Gap; readonly top: number; readonly bottom: number }) {
  const middle = (gap.x0 + gap.x1) / 2;
  return (
    <>
      <rect class="axis-gap" x={gap.x0} y={top} width={gap.x1 - gap.x0} height={bottom - top} />
      <path class="axis-cut" d={`M${gap.x0} ${top}V${bottom}M${gap.x1} ${top}V${bottom}`} />
      <text class="axis-gap-label" x={middle} y={top - 7} text-anchor="middle">
        {spanWords(gap.ms)}
      </text>
    </>
  );
}
