/**
 * One correlation at work: the entries of each group, and whether they match. What it keeps is bounded three ways (entries
 * of a rule in a group, groups, entries in all), and can be built anew by showing it the same activities again.
 */
import type { StoredActivity } from '../api/types.ts';
import { type CorrelationSection, maxCount } from './correlation.ts';
import type { ActivityEvent } from './event.ts';
import { type Field, fieldNamed } from './fields.ts';
import type { Watermarks } from './watermarks.ts';
import {
  type Entry,
  insert,
  matchEventCount,
  matchOrdered,
  matchTemporal,
  matchValueCount,
  type Slots,
} from './window.ts';

/** Entries that are kept of each rule in each group, unless the condition counts further. */
const minSlotEntries = 64;
const maxGroups = 10_000;
const maxEntries = 20_000;
/** Entries are kept this much longer than the span: processes of one machine report with some delay … */
const latenessMs = 10 * 60_000;
/** … and where groups reach across machines, one of them may have been offline. */
const offlineMs = 24 * 3_600_000;
/** Evidence of one match is at most this many activities. */
const maxEvidence = 50;

export interface Match {
  /** In the order of time. */
  readonly entries: readonly Entry[];
  /** Their activities, each once, oldest first; the last one decided. */
  readonly activities: readonly StoredActivity[];
  /** How many times it happened, repeats included. */
  readonly count: number;
}

interface Group {
  readonly slots: Entry[][];
  entryCount: number;
  newestMs: number;
  machine: string;
  /** When it last matched; what else matches within the span of that is the same finding. */
  firedMs: number;
}

export class Correlator {
  readonly #section: CorrelationSection;
  readonly #watermarks: Watermarks;
  readonly #slotEntries: number;
  readonly #retentionMs: number;
  /** Least recently used first. */
  readonly #groups = new Map<string, Group>();
  #entries = 0;

  constructor(section: CorrelationSection, watermarks: Watermarks) {
    this.#section = section;
    this.#watermarks = watermarks;
    const least = section.condition?.least ?? 0;
    this.#slotEntries = Math.min(Math.max(minSlotEntries, least * 2), maxCount * 2);
    const hostId = fieldNamed('host.id');
    const isOfOneMachine = section.groupBy.every((fields) => fields.some((field) => field === hostId));
    this.#retentionMs = section.timespanMs + (isOfOneMachine ? latenessMs : offlineMs);
  }

  /** What it keeps now. */
  get size(): { readonly groups: number; readonly entries: number } {
    return { groups: this.#groups.size, entries: this.#entries };
  }

  /**
   * Takes in a match of its slot-th rule.
   * @param event shows the deciding activity.
   * @param activities the evidence, oldest first, the deciding activity last.
   * @returns the correlation's own match, where this completes one.
   */
  observe(slot: number, event: ActivityEvent, activities: readonly StoredActivity[]): Match | null {
    const key = keyOf(event, this.#section.groupBy[slot] ?? []);
    const values = this.#valuesOf(event);
    if (key === null || values === null) return null;
    const { activity } = event;
    const { atMs } = activity;
    const entry: Entry = { atMs, slot, activities, weight: weightOf(activity, this.#section.timespanMs), values };
    const group = this.#groupOf(key, activity.machine.id);
    const entries = group.slots[slot];
    if (entries === undefined) return null;
    insert(entries, entry);
    group.entryCount += 1;
    this.#entries += 1;
    group.newestMs = Math.max(group.newestMs, atMs);
    const matched = this.#match(group.slots, entry);
    if (entries.length > this.#slotEntries) this.#dropOldest(group, entries);
    if (this.#entries > maxEntries || this.#groups.size > maxGroups) this.#makeRoom();
    return matched === null ? null : this.#fire(group, matched);
  }

  /** Forgets the groups whose time is over. */
  expire(): void {
    for (const [key, group] of this.#groups) {
      if (group.newestMs + this.#retentionMs < this.#watermarks.of(group.machine)) this.#remove(key, group);
    }
  }

  /** The values that are counted; null where this activity has none. */
  #valuesOf(event: ActivityEvent): readonly string[] | null {
    const { counted } = this.#section;
    const [only] = counted;
    if (only === undefined) return [];
    if (only.kind === 'list' && counted.length === 1) return event.loweredList(only);
    const texts = counted.map((field) => event.lowered(field));
    return texts.includes(null) ? null : [texts.join('\n')];
  }

  #groupOf(key: string, machine: string): Group {
    const known = this.#groups.get(key);
    const group = known ?? {
      slots: this.#section.rules.map(() => []),
      entryCount: 0,
      newestMs: Number.NEGATIVE_INFINITY,
      machine,
      firedMs: Number.NEGATIVE_INFINITY,
    };
    group.machine = machine;
    this.#groups.delete(key);
    this.#groups.set(key, group);
    return group;
  }

  #match(slots: Slots, entry: Entry): readonly Entry[] | null {
    const { type, timespanMs, condition } = this.#section;
    if (type === 'temporal_ordered') return matchOrdered(slots, entry, timespanMs);
    if (type === 'temporal') return matchTemporal(slots, entry.atMs, timespanMs, condition);
    if (condition === null) return null;
    const match = type === 'event_count' ? matchEventCount : matchValueCount;
    return match(slots, entry.atMs, timespanMs, condition);
  }

  #fire(group: Group, entries: readonly Entry[]): Match | null {
    const atMs = entries.at(-1)?.atMs ?? 0;
    if (Math.abs(atMs - group.firedMs) < this.#section.timespanMs) return null;
    group.firedMs = atMs;
    return { entries, activities: evidenceOf(entries), count: entries.reduce((sum, { weight }) => sum + weight, 0) };
  }

  #dropOldest(group: Group, entries: Entry[]): void {
    entries.shift();
    group.entryCount -= 1;
    this.#entries -= 1;
  }

  /** First what is over, then what was longest without news, a tenth at a time so that this is seldom needed. */
  #makeRoom(): void {
    this.expire();
    for (const [key, group] of this.#groups) {
      if (this.#entries <= maxEntries * 0.9 && this.#groups.size <= maxGroups * 0.9) return;
      this.#remove(key, group);
    }
  }

  #remove(key: string, group: Group): void {
    this.#groups.delete(key);
    this.#entries -= group.entryCount;
  }
}

/** The group of an activity; null where it lacks one of the fields, and so belongs to none. */
function keyOf(event: ActivityEvent, fields: readonly Field[]): string | null {
  let key = '';
  for (const field of fields) {
    const text = event.text(field);
    if (text === null) return null;
    key += `${text.length}:${text}`;
  }
  return key;
}

/** Repeats count where all of them lie within the span; spread over a longer time, they count once. */
function weightOf({ count, atMs, lastMs }: StoredActivity, spanMs: number): number {
  return lastMs - atMs <= spanMs ? count : 1;
}

/** Each activity once, in the order of time; where they are too many, the last, every rule's first, the latest of the rest. */
function evidenceOf(entries: readonly Entry[]): readonly StoredActivity[] {
  const firsts = entries.filter(({ slot }, index) => entries.findIndex((other) => other.slot === slot) === index);
  const byWorth = [...entries.slice(-1), ...firsts, ...entries.toReversed()];
  const kept = new Set<string>();
  for (const { activities } of byWorth) {
    for (const { id } of activities.toReversed()) if (kept.size < maxEvidence) kept.add(id);
  }
  const evidence = new Map<string, StoredActivity>();
  for (const { activities } of entries) {
    for (const activity of activities) if (kept.has(activity.id)) evidence.set(activity.id, activity);
  }
  return [...evidence.values()].sort((a, b) => a.atMs - b.atMs);
}
