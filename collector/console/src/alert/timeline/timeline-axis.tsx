import { clockWords, dateWords, spanWords } from '../../text/time.ts';
import type { Gap, Scale, Stretch } from './scale.ts';

interface TimelineAxisProps {
  readonly scale: Scale;
  readonly top: number;
  readonly bottom: number;
}

const endLabelPx = 190;

/** The times: where each stretch begins, how long it lasts, and what was cut out between two. */
export function TimelineAxis({ scale, top, bottom }: TimelineAxisProps) {
  return (
    <g class="axis">
      {scale.gaps.map((gap) => (
        <GapDrawing key={gap.x0} gap={gap} top={top} bottom={bottom} />
      ))}
      {scale.stretches.map((stretch) => (
        <StretchLabels key={stretch.fromMs} stretch={stretch} bottom={bottom} />
      ))}
    </g>
  );
}

function StretchLabels({ stretch, bottom }: { readonly stretch: Stretch; readonly bottom: number }) {
  const { fromMs, toMs, x0, x1 } = stretch;
  const lasts = toMs - fromMs;
  return (
    <>
      <path class="axis-line" d={`M${x0} ${bottom}H${x1}`} />
      <text x={x0} y={bottom + 18}>
        {clockWords(fromMs)}
      </text>
      <text class="axis-date" x={x0} y={bottom + 34}>
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
      <text class="axis-gap-label" x={middle} y={(top + bottom) / 2} text-anchor="middle">
        {spanWords(gap.ms)}
      </text>
    </>
  );
}
