/**
 * Repeats of ordinary activities, held for a moment: however often a process says that it did the same again, it is one row
 * with a count. What a rule may be about is passed on as it comes.
 */
import type { Activity } from '@culprit/proto';
import { isUrgent } from './batcher.ts';

const windowMs = 2_000;
/** Rows that are held; beyond that all are passed on. A process that repeats so much in two seconds has sums anyway. */
const maxHeld = 8_192;

/** An activity that came again: which, how often, and when it last did. */
export interface Repetition {
  /** The process and the number that it gave the activity: one activity has one. */
  readonly key: string;
  readonly activity: Activity;
  readonly count: number;
  /** Unix time, ms. */
  readonly lastMs: number;
}

export interface Repeats {
  add(repetition: Repetition): void;
  /** Passes on what is held. */
  flush(): void;
}

/** @param pass takes what is to be told: counts add up, so it is the same activity as often as it came again */
export function createRepeats(pass: (activity: Activity) => void): Repeats {
  const held = new Map<string, Activity>();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const rows = [...held.values()];
    held.clear();
    for (const row of rows) pass(row);
  };
  return {
    flush,
    add({ key, activity, count, lastMs }) {
      const before = held.get(key);
      const atMs = Math.min(before?.atMs ?? lastMs, lastMs);
      const row = { ...activity, atMs, lastMs: Math.max(before?.lastMs ?? lastMs, lastMs), count };
      if (isUrgent(activity)) return pass(row);
      held.set(key, { ...row, count: (before?.count ?? 0) + count });
      if (held.size >= maxHeld) return flush();
      timer ??= setTimeout(flush, windowMs);
    },
  };
}
