import type { TimelineEntry } from '../../../../src/api/types.ts';
import { activityWords } from '../../text/activity-words.ts';
import { shortened, visible } from '../../text/visible.ts';

/** What is drawn at one place of a lane: one act, or several that would cover each other. */
export interface Mark {
  readonly x: number;
  /** Where the last of its repeats stands. */
  readonly endX: number;
  readonly entries: readonly TimelineEntry[];
  /** Those that decided are drawn large and labelled where there is room; all others are ticks. */
  readonly isDeciding: boolean;
  readonly label: MarkLabel | undefined;
}

export interface MarkLabel {
  readonly text: string;
  readonly x: number;
  readonly anchor: 'start' | 'end';
}

interface MarkOptions {
  /** Where a time stands, px. */
  x(ms: number): number;
  /** Labels stay within these. */
  readonly x0: number;
  readonly x1: number;
}

const bundlePx = 15;
const tickPx = 2;
const labelDistancePx = 12;
const characterPx = 7;
const maxLabel = 34;

/** The marks of one lane's entries (oldest first), from left to right. */
export function createMarks(entries: readonly TimelineEntry[], { x, x0, x1 }: MarkOptions): Mark[] {
  const ticks = bundle(
    entries.filter(({ deciding }) => !deciding),
    x,
    tickPx,
  );
  const large = bundle(
    entries.filter(({ deciding }) => deciding),
    x,
    bundlePx,
  );
  const all = [
    ...ticks.map((mark) => ({ ...mark, isDeciding: false })),
    ...large.map((mark) => ({ ...mark, isDeciding: true })),
  ];
  all.sort((a, b) => a.x - b.x);
  let takenX = x0;
  return all.map((mark, index) => {
    const nextX = all[index + 1]?.x ?? x1 + labelDistancePx;
    const label = mark.isDeciding
      ? placeLabel(labelText(mark.entries), mark.x, takenX, nextX - labelDistancePx)
      : undefined;
    takenX = Math.max(mark.x, label === undefined ? 0 : labelEnd(label)) + labelDistancePx;
    return { ...mark, label };
  });
}

interface Bundle {
  readonly x: number;
  endX: number;
  readonly entries: TimelineEntry[];
}

function bundle(entries: readonly TimelineEntry[], x: (ms: number) => number, distance: number): Bundle[] {
  const bundles: Bundle[] = [];
  for (const entry of entries) {
    const at = x(entry.activity.atMs);
    const endX = x(entry.activity.lastMs);
    const last = bundles.at(-1);
    if (last !== undefined && at - last.x < distance) {
      last.entries.push(entry);
      last.endX = Math.max(last.endX, endX);
    } else bundles.push({ x: at, endX, entries: [entry] });
  }
  return bundles;
}

function labelText(entries: readonly TimelineEntry[]): string {
  const first = entries[0];
  if (first === undefined) return '';
  const text = visible(shortened(activityWords(first.activity).object, maxLabel));
  const others = new Set(entries.map(({ activity }) => activity.target)).size - 1;
  return others > 0 ? `${text} + ${others}` : text;
}

function placeLabel(text: string, x: number, fromX: number, toX: number): MarkLabel | undefined {
  const width = [...text].length * characterPx;
  if (x + labelDistancePx + width <= toX) return { text, x: x + labelDistancePx, anchor: 'start' };
  if (x - labelDistancePx - width >= fromX) return { text, x: x - labelDistancePx, anchor: 'end' };
  return undefined;
}

function labelEnd(label: MarkLabel): number {
  return label.anchor === 'start' ? label.x + [...label.text].length * characterPx : label.x;
}
