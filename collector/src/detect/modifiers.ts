/** The modifiers after a field's name ("target|contains|all"), read and held against each other. */
import { didYouMean } from './nearest.ts';
import type { Place, Reporter } from './problem.ts';

export type Comparison = 'lt' | 'lte' | 'gt' | 'gte';

export interface Modifiers {
  /** What the values are: text with wildcards, or something else. */
  readonly kind: 'text' | 're' | 'cidr' | 'exists' | 'fieldref' | Comparison;
  /** contains, startswith and endswith: where other characters may stand. */
  readonly before: boolean;
  readonly after: boolean;
  /** Every value must match, not any. */
  readonly all: boolean;
  readonly cased: boolean;
  /** neq: the item is true where it would have been false. */
  readonly negated: boolean;
  /** Sub-modifiers of re. */
  readonly flags: ReadonlySet<'i' | 'm' | 's'>;
}

const wide: Readonly<Record<string, readonly [before: boolean, after: boolean]>> = {
  contains: [true, true],
  startswith: [false, true],
  endswith: [true, false],
};
const kinds = new Set(['re', 'cidr', 'exists', 'fieldref', 'lt', 'lte', 'gt', 'gte']);
const known = [...Object.keys(wide), ...kinds, 'all', 'cased', 'neq', 'i', 'm', 's'];

const unsupported: Readonly<Record<string, string>> = {
  base64: 'Write the encoded text, or detect what the code does.',
  base64offset: 'Write the encoded text, or detect what the code does.',
  wide: 'Write the text as it appears in the field.',
  utf16: 'Write the text as it appears in the field.',
  utf16le: 'Write the text as it appears in the field.',
  utf16be: 'Write the text as it appears in the field.',
  windash: 'List the spellings as separate values.',
  expand: 'Write the values where the placeholder stands; Culprit has no placeholders.',
  minute: 'Activities have no date field; leave it out.',
  hour: 'Activities have no date field; leave it out.',
  day: 'Activities have no date field; leave it out.',
  week: 'Activities have no date field; leave it out.',
  month: 'Activities have no date field; leave it out.',
  year: 'Activities have no date field; leave it out.',
};

/** What each kind can stand beside. */
const companions: Readonly<Record<string, readonly string[]>> = {
  text: [...Object.keys(wide), 'all', 'cased', 'neq'],
  re: ['all', 'neq', 'i', 'm', 's'],
  cidr: ['all', 'neq'],
  fieldref: [...Object.keys(wide), 'cased', 'neq'],
};

/** Reads the modifiers of a key; undefined where they can't be, which has been reported then. */
export function readModifiers(names: readonly string[], key: string, place: Place, report: Reporter) {
  for (const name of names) {
    const mend = unsupported[name];
    if (mend !== undefined) {
      report.error('modifier-unsupported', place, key, `Culprit does not have Sigma's modifier ${name}.`, mend);
      return undefined;
    }
    if (!known.includes(name)) {
      const message = name === '' ? `The modifier in ${key} has no name.` : `There is no modifier ${name}.`;
      report.error('modifier-unknown', place, key, message, didYouMean(name, known));
      return undefined;
    }
  }
  const clash = clashIn(names);
  if (clash !== null) {
    report.error('modifier-combination', place, key, clash, 'Keep one of them, or write two selections.');
    return undefined;
  }
  return combine(names);
}

function clashIn(names: readonly string[]): string | null {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return `The modifier ${repeated} stands twice.`;
  const kind = names.find((name) => kinds.has(name)) ?? 'text';
  const allowed = companions[kind] ?? [];
  const foreign = names.find((name) => name !== kind && !allowed.includes(name));
  if (foreign !== undefined) {
    return kind === 'text' ? `The modifier ${foreign} belongs after re.` : `${kind} and ${foreign} can't be combined.`;
  }
  const wides = names.filter((name) => name in wide);
  if (wides.length > 1) return `${wides.join(' and ')} can't be combined.`;
  const firstFlag = names.findIndex((name) => name === 'i' || name === 'm' || name === 's');
  if (firstFlag !== -1 && firstFlag < names.indexOf('re')) return `The modifier ${names[firstFlag]} belongs after re.`;
  return null;
}

function combine(names: readonly string[]): Modifiers {
  const [before, after] = wide[names.find((name) => name in wide) ?? ''] ?? [false, false];
  const kind = names.find((name) => kinds.has(name)) ?? 'text';
  return {
    kind: kind as Modifiers['kind'],
    before,
    after,
    all: names.includes('all'),
    cased: names.includes('cased'),
    negated: names.includes('neq'),
    flags: new Set(names.filter((name) => name === 'i' || name === 'm' || name === 's')),
  };
}
