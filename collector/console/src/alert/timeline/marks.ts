import type { TimelineEntry } from '../../../../src/api/types.ts';
import { activityWords } from '../../text/activity-words.ts';
import { shortened, visible } from '../../text/visible.ts';

/** What is drawn at one place of a lane: one act, or several that would cover each other. */
export interface Mark {
  readonly x: number;
  /** Where the last of its repeats stands. */
  readonly endX: number;
  readonly entries: readonly TimelineEntry[];
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

const bundlePx = 13;
const labelDistancePx = 12;
const characterPx = 7;
const maxLabel = 34;

/** The marks of one lane's entries (oldest first). Deciding acts are labelled where there is room for it. */
export function createMarks(entries: readonly TimelineEntry[], { x, x0, x1 }: MarkOptions): Mark[] {
  const bundles: { x: number; endX: number; entries: TimelineEntry[] }[] = [];
  for (const entry of entries) {
    const at = x(entry.activity.atMs);
    const endX = x(entry.activity.lastMs);
    const last = bundles.at(-1);
    if (last !== undefined && at - last.x < bundlePx) {
      last.entries.push(entry);
      last.endX = Math.max(last.endX, endX);
    } else bundles.push({ x: at, endX, entries: [entry] });
  }
  let takenX = x0;
  return bundles.map((bundle, index) => {
    const isDeciding = bundle.entries.some(({ deciding }) => deciding);
    const nextX = bundles[index + 1]?.x ?? x1 + labelDistancePx;
    const label = isDeciding
      ? placeLabel(labelText(bundle.entries), bundle.x, takenX, nextX - labelDistancePx)
      : undefined;
    takenX = label === undefined ? bundle.x + labelDistancePx : Math.max(bundle.x, labelEnd(label)) + labelDistancePx;
    return { ...bundle, isDeciding, label };
  });
}

function labelText(entries: readonly TimelineEntry[]): string {
  const deciding = entries.filter((entry) => entry.deciding);
  const first = deciding[0];
  if (first === undefined) return '';
  const text = shortened(visible(activityWords(first.activity).object), maxLabel);
  const others = new Set(deciding.map(({ activity }) => activity.target)).size - 1;
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
