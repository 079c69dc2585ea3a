/** The correlation section of a rule: which rules, grouped by what, within what time, and when it counts. */
import { AttributeReader } from './attribute-reader.ts';
import { entryOf, type MapTree, type ScalarTree } from './document.ts';
import type { Field } from './fields.ts';
import { comparisons } from './item.ts';
import { knownField } from './line.ts';
import { didYouMean } from './nearest.ts';
import type { Place, Reporter } from './problem.ts';

export type CorrelationType = 'event_count' | 'value_count' | 'temporal' | 'temporal_ordered';
const types: readonly string[] = ['event_count', 'value_count', 'temporal', 'temporal_ordered'];
const numericTypes = ['value_sum', 'value_avg', 'value_percentile', 'value_median'];

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A correlation reaches at most this far, ms: what lies within has to be kept. */
const maxTimespanMs = 30 * 86_400_000;
/** A correlation counts at most this far, for the same reason. */
export const maxCount = 5_000;

/** When a count counts. */
export interface CountCondition {
  readonly holds: (count: number) => boolean;
  /** The smallest count for which it can hold. */
  readonly least: number;
}

/** A reference to another rule, by id or name. */
export interface Reference {
  readonly text: string;
  readonly place: Place;
}

/** A correlation section as it was read; what it refers to is looked up later, when all rules are known. */
export interface CorrelationSection {
  readonly type: CorrelationType;
  readonly rules: readonly Reference[];
  /** For each rule, in their order, the fields that group its activities. */
  readonly groupBy: readonly (readonly Field[])[];
  readonly timespanMs: number;
  /** null where a temporal correlation wants all of its rules. */
  readonly condition: CountCondition | null;
  /** The fields whose values are counted (value_count). */
  readonly counted: readonly Field[];
  /** Whether the rules that it refers to raise findings of their own. */
  readonly generate: boolean;
}

/** Reads the section; undefined where something is wrong, which has been reported then. */
export function readCorrelation(map: MapTree, report: Reporter): CorrelationSection | undefined {
  const before = report.errorCount;
  const reader = new AttributeReader(map, 'correlation.', report);
  reader.allowOnly(['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate']);
  const type = readType(reader);
  const rules = readReferences(reader);
  const groupBy = readGroupBy(reader, rules, report);
  const timespanMs = readTimespan(reader);
  const { condition, counted } = readCondition(reader, type, rules.length, report);
  const generate = reader.truth('generate') ?? false;
  if (report.errorCount > before || type === undefined) return undefined;
  return { type, rules, groupBy, timespanMs, condition, counted, generate };
}

function readType(reader: AttributeReader): CorrelationType | undefined {
  const entry = reader.required('type', `Choose one of: ${types.join(', ')}.`);
  const text = reader.text('type');
  if (entry === undefined || text === undefined) return undefined;
  if (types.includes(text)) return text as CorrelationType;
  if (numericTypes.includes(text)) {
    const message = `Culprit does not have correlations of type ${text}.`;
    return reader.fault(
      'correlation-unsupported',
      entry.value.place,
      'type',
      message,
      'Use event_count or value_count.',
    );
  }
  const message = `There is no correlation of type ${text}.`;
  return reader.fault('attribute-value', entry.value.place, 'type', message, didYouMean(text, types));
}

function readReferences(reader: AttributeReader): readonly Reference[] {
  const entry = reader.required('rules', 'List the ids or names of the rules to correlate.');
  const rules = reader.scalars('rules');
  if (entry !== undefined && rules.length === 0) {
    reader.fault(
      'attribute-value',
      entry.value.place,
      'rules',
      'correlation.rules is empty.',
      'List at least one rule.',
    );
  }
  const twice = rules.find(({ text }, index) => rules.findIndex((other) => other.text === text) !== index);
  if (twice !== undefined) {
    reader.fault('attribute-value', twice.place, 'rules', `${twice.text} is listed twice.`, 'List each rule once.');
  }
  return rules;
}

function readGroupBy(
  reader: AttributeReader,
  rules: readonly Reference[],
  report: Reporter,
): readonly (readonly Field[])[] {
  const names = reader.scalars('group-by');
  const aliases = readAliases(reader, rules, report);
  const fields = new Map<string, Field>();
  for (const name of names) {
    if (aliases.has(name.text)) continue;
    const field = groupField(name, report);
    if (field !== undefined) fields.set(name.text, field);
  }
  return rules.map(({ text: rule }) =>
    names.map(({ text }) => aliases.get(text)?.get(rule) ?? fields.get(text)).filter((field) => field !== undefined),
  );
}

function groupField({ text, place }: ScalarTree, report: Reporter): Field | undefined {
  const attribute = 'correlation.group-by';
  const field = knownField(text, place, attribute, report);
  if (field?.kind !== 'list') return field;
  const message = `${text} is a list, and activities can't be grouped by one.`;
  report.error('value-invalid', place, attribute, message, 'Group by a field that has one value.');
  return undefined;
}

type Aliases = ReadonlyMap<string, ReadonlyMap<string, Field>>;

/** Alias → rule → the field that stands for it in that rule's activities. Every rule must have one. */
function readAliases(reader: AttributeReader, rules: readonly Reference[], report: Reporter): Aliases {
  const section = reader.submap('aliases');
  const aliases = new Map<string, ReadonlyMap<string, Field>>();
  for (const { key: alias, value, keyPlace } of section?.entries ?? []) {
    const attribute = `aliases.${alias}`;
    if (value.kind !== 'map') {
      const mend = 'Write below it, for each rule, its name and a field.';
      reader.fault('attribute-type', value.place, attribute, `${attribute} must be a map.`, mend);
      continue;
    }
    const fields = new Map<string, Field>();
    for (const { text: rule } of rules) {
      const entry = entryOf(value, rule);
      if (entry === undefined) {
        const message = `The alias ${alias} says nothing of the rule ${rule}.`;
        reader.fault('attribute-missing', keyPlace, attribute, message, 'Add a line with its field.');
        continue;
      }
      const field = entry.value.kind === 'scalar' ? groupField(entry.value, report) : undefined;
      if (field !== undefined) fields.set(rule, field);
      else if (entry.value.kind !== 'scalar') {
        reader.fault('attribute-type', entry.value.place, attribute, 'A field is named by a text.', 'Write one field.');
      }
    }
    aliases.set(alias, fields);
    reportStrangers(value, rules, attribute, reader);
  }
  return aliases;
}

function reportStrangers(map: MapTree, rules: readonly Reference[], attribute: string, reader: AttributeReader): void {
  const names = rules.map(({ text }) => text);
  for (const { key, keyPlace } of map.entries) {
    if (names.includes(key)) continue;
    const message = `${attribute} names ${key}, which is none of the correlated rules.`;
    reader.fault('reference-unknown', keyPlace, attribute, message, didYouMean(key, names));
  }
}

function readTimespan(reader: AttributeReader): number {
  const entry = reader.required('timespan', 'Write a number and s, m, h or d: timespan: 10m.');
  if (entry === undefined) return 0;
  const { value } = entry;
  const match = value.kind === 'scalar' ? /^([1-9]\d{0,8})([smhd])$/.exec(value.text) : null;
  const timespanMs = match === null ? Number.NaN : Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN);
  if (Number.isNaN(timespanMs)) {
    const mend = 'Write a number and s, m, h or d, such as 90m.';
    reader.fault('attribute-value', value.place, 'timespan', 'correlation.timespan is no span of time.', mend);
  } else if (timespanMs > maxTimespanMs) {
    reader.fault('attribute-value', value.place, 'timespan', 'A correlation reaches at most 30 days.', 'Shorten it.');
  }
  return timespanMs;
}

interface ReadCondition {
  readonly condition: CountCondition | null;
  readonly counted: readonly Field[];
}

function readCondition(
  reader: AttributeReader,
  type: CorrelationType | undefined,
  ruleCount: number,
  report: Reporter,
): ReadCondition {
  const nothing: ReadCondition = { condition: null, counted: [] };
  if (type === undefined) return nothing;
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  const entry = isTemporal
    ? reader.entry('condition')
    : reader.required('condition', 'Say how many: condition: {gte: 10}.');
  if (entry === undefined) return nothing;
  if (entry.value.kind === 'scalar' && isTemporal) {
    const message = 'Culprit does not have temporal conditions that are written as a text.';
    reader.fault(
      'correlation-unsupported',
      entry.value.place,
      'condition',
      message,
      'Leave it out: all rules must match.',
    );
    return nothing;
  }
  const map = reader.submap('condition');
  if (map === undefined) return nothing;
  const inner = new AttributeReader(map, 'correlation.condition.', report);
  const before = report.errorCount;
  inner.allowOnly(['gt', 'gte', 'lt', 'lte', 'eq', ...(type === 'value_count' ? ['field'] : [])]);
  const counted = type === 'value_count' ? readCounted(inner, report) : [];
  const condition = report.errorCount > before ? null : readBounds(inner, report);
  if (condition !== null && isTemporal) checkTemporal(type, condition, ruleCount, map.place, reader);
  return { condition, counted };
}

function checkTemporal(
  type: CorrelationType,
  condition: CountCondition,
  ruleCount: number,
  place: Place,
  reader: AttributeReader,
): void {
  if (condition.least > ruleCount) {
    const message = `The condition wants ${condition.least} rules, and there are ${ruleCount}.`;
    reader.fault('attribute-value', place, 'condition', message, 'List more rules, or ask for fewer.');
  } else if (type === 'temporal_ordered' && condition.least < ruleCount) {
    const message = 'Culprit does not have ordered correlations of only some of their rules.';
    reader.fault('correlation-unsupported', place, 'condition', message, 'Leave the condition out.');
  }
}

function readCounted(reader: AttributeReader, report: Reporter): readonly Field[] {
  reader.required('field', 'Name the field whose values are counted.');
  return reader
    .scalars('field')
    .map(({ text, place }) => knownField(text, place, 'correlation.condition.field', report))
    .filter((field) => field !== undefined);
}

function readBounds(reader: AttributeReader, report: Reporter): CountCondition | null {
  const before = report.errorCount;
  const tests: ((count: number) => boolean)[] = [];
  let least = 0;
  for (const { key, value } of reader.map.entries) {
    if (key === 'field') continue;
    const bound = value.kind === 'scalar' && Number.isInteger(value.value) ? Number(value.value) : -1;
    if (bound < 0 || bound > maxCount) {
      const message = `${key} must be a whole number up to ${maxCount}.`;
      reader.fault('attribute-value', value.place, key, message, 'Write a number without quotes.');
      continue;
    }
    if (key === 'eq') tests.push((count) => count === bound);
    else if (key in comparisons) {
      const holds = comparisons[key as keyof typeof comparisons];
      tests.push((count) => holds(count, bound));
    }
    if (key === 'gt') least = Math.max(least, bound + 1);
    if (key === 'gte' || key === 'eq') least = Math.max(least, bound);
  }
  if (report.errorCount > before) return null;
  if (tests.length > 0 && least > 0) return { holds: (count) => tests.every((test) => test(count)), least };
  // "Fewer than" can only be said when the time is over and nothing came; here each activity is judged as it comes.
  const mend = 'Give a lower bound: gte, gt or eq, greater than nothing.';
  reader.fault('correlation-unsupported', reader.map.place, '', 'The condition has no lower bound.', mend);
  return null;
}
