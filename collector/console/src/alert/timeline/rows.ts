import type { TimelineEntry } from '../../../../src/api/types.ts';
import type { Scale } from './scale.ts';

/** One row of the list below the drawing. */
export type Row =
  | { readonly kind: 'entry'; readonly entry: TimelineEntry }
  /** Nothing happened for so long. */
  | { readonly kind: 'gap'; readonly ms: number }
  /** Entries left out of the short list. */
  | { readonly kind: 'hidden'; readonly count: number; readonly key: string };

const shortLength = 12;
const before = 2;
const after = 1;

/** The list's rows, oldest first. The short list keeps what decided, its neighbours, and changes of packages. */
export function createRows(timeline: readonly TimelineEntry[], gaps: Scale, isWhole: boolean): Row[] {
  const isShown = isWhole || timeline.length <= shortLength ? () => true : shortList(timeline);
  const rows: Row[] = [];
  let hidden = 0;
  let previousMs: number | undefined;
  const flush = (key: string) => {
    if (hidden > 0) rows.push({ kind: 'hidden', count: hidden, key });
    hidden = 0;
  };
  timeline.forEach((entry, index) => {
    const { atMs, id } = entry.activity;
    const gap = previousMs === undefined ? undefined : gapBetween(gaps, previousMs, atMs);
    if (gap !== undefined) {
      flush(`${id}-before`);
      rows.push({ kind: 'gap', ms: gap });
    }
    previousMs = Math.max(previousMs ?? 0, atMs);
    if (isShown(index)) {
      flush(id);
      rows.push({ kind: 'entry', entry });
    } else hidden += 1;
  });
  flush('end');
  return rows;
}

function shortList(timeline: readonly TimelineEntry[]): (index: number) => boolean {
  const shown = new Set<number>();
  timeline.forEach(({ deciding, activity }, index) => {
    if (activity.operation === 'package.change') shown.add(index);
    if (!deciding) return;
    for (let i = index - before; i <= index + after; i += 1) shown.add(i);
  });
  return (index) => shown.has(index);
}

function gapBetween({ stretches }: Scale, fromMs: number, toMs: number): number | undefined {
  const index = stretches.findIndex((stretch) => toMs >= stretch.fromMs && toMs <= stretch.toMs);
  const start = stretches[index];
  const end = stretches[index - 1];
  if (start === undefined || end === undefined || fromMs > end.toMs) return undefined;
  return start.fromMs - end.toMs;
}
