import { isTime } from '../../text/time.ts';

/**
 * The time axis. Acts of one process lie milliseconds apart, the change of its package lay days before: on one linear
 * axis all would be one dot. So long idle gaps are cut out and labelled, and each stretch between them is linear.
 */
export interface Scale {
  readonly stretches: readonly Stretch[];
  readonly gaps: readonly Gap[];
  /** Where a time stands, px. A time in a gap stands at the nearer end. */
  x(ms: number): number;
}

/** A part of the axis that is drawn to scale. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly x0: number;
  readonly x1: number;
}

/** A part of the axis that is cut out. */
export interface Gap {
  readonly ms: number;
  readonly x0: number;
  readonly x1: number;
}

interface ScaleOptions {
  readonly x0: number;
  readonly x1: number;
}

const maxGaps = 4;
const minGapMs = 10_000;
/** A gap is cut where it takes more than this part of what would otherwise be drawn. */
const gapShare = 0.6;
const gapPx = 60;
const marginPx = 12;
const momentPx = 96;

export function createScale(times: readonly number[], { x0, x1 }: ScaleOptions): Scale {
  const sorted = [...new Set(times.filter(isTime))].sort((a, b) => a - b);
  const spans = cut(sorted);
  const gapWidth = Math.min(gapPx, ((x1 - x0) * 0.3) / Math.max(1, spans.length - 1));
  const widths = shareOut(spans, x1 - x0 - gapWidth * (spans.length - 1));
  const stretches: Stretch[] = [];
  const gaps: Gap[] = [];
  let x = x0;
  spans.forEach((span, index) => {
    const before = stretches.at(-1);
    if (before !== undefined) {
      gaps.push({ ms: span.fromMs - before.toMs, x0: x, x1: x + gapWidth });
      x += gapWidth;
    }
    const width = widths[index] ?? 0;
    stretches.push({ ...span, x0: x, x1: x + width });
    x += width;
  });
  return { stretches, gaps, x: (ms) => place(stretches, ms) };
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Cuts the longest gaps out, as long as each is most of what is left. */
function cut(sorted: readonly number[]): Span[] {
  const first = sorted[0] ?? 0;
  const last = sorted.at(-1) ?? 0;
  const gaps = sorted
    .slice(1)
    .map((ms, index) => ({ fromMs: sorted[index] ?? ms, toMs: ms }))
    .sort((a, b) => length(b) - length(a));
  const cuts: Span[] = [];
  let left = last - first;
  for (const gap of gaps) {
    if (cuts.length === maxGaps || length(gap) < minGapMs || length(gap) < left * gapShare) break;
    cuts.push(gap);
    left -= length(gap);
  }
  cuts.sort((a, b) => a.fromMs - b.fromMs);
  const starts = [first, ...cuts.map(({ toMs }) => toMs)];
  const ends = [...cuts.map(({ fromMs }) => fromMs), last];
  return starts.map((fromMs, index) => ({ fromMs, toMs: ends[index] ?? last }));
}

/** A single moment needs little room; what lasts shares the rest evenly, for none is to scale with another anyway. */
function shareOut(spans: readonly Span[], width: number): number[] {
  const lasting = spans.filter((span) => length(span) > 0).length;
  if (lasting === 0) return spans.map(() => width / spans.length);
  const moment = Math.min(momentPx, width / (2 * spans.length));
  const rest = (width - moment * (spans.length - lasting)) / lasting;
  return spans.map((span) => (length(span) > 0 ? rest : moment));
}

function place(stretches: readonly Stretch[], ms: number): number {
  const after = stretches.findIndex(({ toMs }) => ms <= toMs);
  const stretch = after < 0 ? stretches.at(-1) : stretches[after];
  if (stretch === undefined) return 0;
  const before = stretches[after - 1];
  if (before !== undefined && ms < stretch.fromMs && ms - before.toMs < stretch.fromMs - ms)
    return before.x1 - marginPx;
  const { fromMs, toMs, x0, x1 } = stretch;
  const margin = Math.min(marginPx, (x1 - x0) / 4);
  if (toMs === fromMs) return x0 + margin;
  const share = Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
  return x0 + margin + share * (x1 - x0 - 2 * margin);
}

function length(span: Span): number {
  return span.toMs - span.fromMs;
}
