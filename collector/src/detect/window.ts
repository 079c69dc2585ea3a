/**
 * Matching within a span of time. Entries stand in the order of their own time, not of their arrival: whichever of two
 * comes last finds the other, so the order in which machines and processes report does not matter.
 */
import type { StoredActivity } from '../api/types.ts';
import type { CountCondition } from './correlation.ts';

/** One match of a correlated rule. */
export interface Entry {
  readonly atMs: number;
  /** Which of the correlated rules it matched. */
  readonly slot: number;
  /** What matched: one activity, or several where the rule is a correlation itself; oldest first. */
  readonly activities: readonly StoredActivity[];
  /** How many times it happened. */
  readonly weight: number;
  /** The values that value_count counts. */
  readonly values: readonly string[];
}

/** Entries, each slot's in the order of time. */
export type Slots = readonly (readonly Entry[])[];

/** Puts an entry in its place; what has the same time keeps the order of arrival. */
export function insert(entries: Entry[], entry: Entry): void {
  entries.splice(firstAfter(entries, entry.atMs), 0, entry);
}

/** The index of the first entry later than that. */
function firstAfter(entries: readonly Entry[], atMs: number): number {
  return search(entries, (entry) => entry.atMs <= atMs);
}

/** The index of the first entry at that time or later. */
function firstFrom(entries: readonly Entry[], atMs: number): number {
  return search(entries, (entry) => entry.atMs < atMs);
}

/** How many entries at the front are before what is looked for. */
function search(entries: readonly Entry[], isBefore: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && isBefore(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All slots' entries no further than the span from that time, in the order of time. */
function around(slots: Slots, atMs: number, spanMs: number): Entry[] {
  const near = slots.flatMap((entries) =>
    entries.slice(firstFrom(entries, atMs - spanMs), firstAfter(entries, atMs + spanMs)),
  );
  return near.sort((a, b) => a.atMs - b.atMs || a.slot - b.slot);
}

/** Counts what a window holds while its two ends move forward. */
interface Tally {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  readonly count: number;
}

/** The earliest window around the new entry that satisfies the condition; its entries, or null. */
function slide(entries: readonly Entry[], atMs: number, spanMs: number, tally: Tally, condition: CountCondition) {
  let end = 0;
  for (let start = 0; start < entries.length; start += 1) {
    const first = entries[start];
    if (first === undefined || first.atMs > atMs) return null;
    for (let next = entries[end]; next !== undefined && next.atMs <= first.atMs + spanMs; next = entries[end]) {
      tally.add(next);
      end += 1;
    }
    if (condition.holds(tally.count)) return entries.slice(start, end);
    tally.remove(first);
  }
  return null;
}

/** Entries of enough different rules within the span (all of them where there is no condition). */
export function matchTemporal(
  slots: Slots,
  atMs: number,
  spanMs: number,
  condition: CountCondition | null,
): readonly Entry[] | null {
  const wanted = condition ?? { holds: (count: number) => count === slots.length, least: slots.length };
  // Most entries come alone: look before sorting anything.
  if (slots.filter((entries) => entries.length > 0).length < wanted.least) return null;
  return slide(
    around(slots, atMs, spanMs),
    atMs,
    spanMs,
    distinct((entry) => [String(entry.slot)]),
    wanted,
  );
}

/** Enough events within the span. */
export function matchEventCount(
  slots: Slots,
  atMs: number,
  spanMs: number,
  condition: CountCondition,
): readonly Entry[] | null {
  let count = 0;
  const tally: Tally = {
    add: ({ weight }) => {
      count += weight;
    },
    remove: ({ weight }) => {
      count -= weight;
    },
    get count() {
      return count;
    },
  };
  return slide(around(slots, atMs, spanMs), atMs, spanMs, tally, condition);
}

/** Enough different values within the span. */
export function matchValueCount(
  slots: Slots,
  atMs: number,
  spanMs: number,
  condition: CountCondition,
): readonly Entry[] | null {
  return slide(
    around(slots, atMs, spanMs),
    atMs,
    spanMs,
    distinct((entry) => entry.values),
    condition,
  );
}

function distinct(keysOf: (entry: Entry) => readonly string[]): Tally {
  const times = new Map<string, number>();
  return {
    add(entry) {
      for (const key of keysOf(entry)) times.set(key, (times.get(key) ?? 0) + 1);
    },
    remove(entry) {
      for (const key of keysOf(entry)) {
        const left = (times.get(key) ?? 0) - 1;
        if (left > 0) times.set(key, left);
        else times.delete(key);
      }
    },
    get count() {
      return times.size;
    },
  };
}

/**
 * A chain of one entry of each slot, in the order of the slots and of time, within the span, the new entry among them.
 * Before it the latest that fit are taken, after it the earliest: if these don't lie within the span, no others do.
 */
export function matchOrdered(slots: Slots, entry: Entry, spanMs: number): readonly Entry[] | null {
  const chain: Entry[] = [entry];
  const isNew = (one: Entry): boolean => !chain.some((other) => isSame(one, other));
  for (let slot = entry.slot - 1; slot >= 0; slot -= 1) {
    const entries = slots[slot] ?? [];
    const found = entries.slice(0, firstAfter(entries, chain[0]?.atMs ?? entry.atMs)).findLast(isNew);
    if (found === undefined || entry.atMs - found.atMs > spanMs) return null;
    chain.unshift(found);
  }
  for (let slot = entry.slot + 1; slot < slots.length; slot += 1) {
    const entries = slots[slot] ?? [];
    const found = entries.slice(firstFrom(entries, chain.at(-1)?.atMs ?? entry.atMs)).find(isNew);
    if (found === undefined) return null;
    chain.push(found);
  }
  return (chain.at(-1)?.atMs ?? 0) - (chain[0]?.atMs ?? 0) > spanMs ? null : chain;
}

/** One activity may match two rules; it is still only one thing that happened. */
function isSame(a: Entry, b: Entry): boolean {
  return a.activities.at(-1)?.id === b.activities.at(-1)?.id;
}
