/** One line of a selection: a field with its modifiers, and the values that it is held against. */
import { compileRanges } from './cidr.ts';
import type { ScalarTree, Tree } from './document.ts';
import type { ActivityEvent } from './event.ts';
import { type Expression, item, not } from './expression.ts';
import type { Field } from './fields.ts';
import { type FieldLine, knownField, Line, readScalars } from './line.ts';
import { allTest, anyTest, matcher, partNeed } from './matcher.ts';
import { type Comparison, type Modifiers, readModifiers } from './modifiers.ts';
import type { TextTest } from './pattern.ts';
import type { Place, Reporter } from './problem.ts';
import { compileRegex, compileText } from './text-value.ts';

/** Compiles "field|modifier…: values"; undefined where that can't be, which has been reported then. */
export function compileItem(key: string, place: Place, values: Tree, report: Reporter): Expression | undefined {
  const [name = '', ...names] = key.split('|');
  const modifiers = readModifiers(names, key, place, report);
  const field = knownField(name, place, key, report);
  const scalars = readScalars(values, key, report);
  if (modifiers === undefined || field === undefined || scalars === undefined) return undefined;
  const line = new Line(field, modifiers, key, place, report);
  if (modifiers.all && scalars.length < 2) {
    line.fault('modifier-combination', place, 'all needs a list of at least two values.', 'Leave all out.');
    return undefined;
  }
  const positive = compileKind(line, scalars);
  return positive !== undefined && modifiers.negated ? not(positive) : positive;
}

/** Compiles a keyword: a text anywhere in the activity. */
export function compileKeyword(modifiers: Modifiers, value: ScalarTree, report: Reporter): TextTest | undefined {
  const line = new Line(null, { ...modifiers, before: true, after: true }, 'keywords', value.place, report);
  return (modifiers.kind === 're' ? compileRegex(line, value) : compileText(line, value))?.test;
}

function compileKind(line: Line, scalars: readonly ScalarTree[]): Expression | undefined {
  const { kind } = line.modifiers;
  if (!hasField(line)) return undefined;
  if (kind === 'text') return compileTexts(line, scalars);
  if (kind === 're') return compileRegexes(line, scalars);
  if (kind === 'cidr') return compileCidr(line, scalars);
  if (kind === 'exists') return compileExists(line, scalars);
  if (kind === 'fieldref') return compileReference(line, scalars);
  return compileComparison(line, kind, scalars);
}

function hasField(line: Line): line is FieldLine {
  return line.field !== null;
}

/** Text with wildcards: the exact texts in a set, the rest one by one; null for a field that isn't there. */
function compileTexts(line: FieldLine, scalars: readonly ScalarTree[]): Expression | undefined {
  const { before, after, all } = line.modifiers;
  const acceptsAbsent = !before && !after && !all && scalars.some(({ value }) => value === null);
  const present = acceptsAbsent ? scalars.filter(({ value }) => value !== null) : scalars;
  const compiled = present.map((value) => compileText(line, value));
  if (compiled.some((one) => one === undefined)) return undefined;
  const good = compiled.filter((one) => one !== undefined);
  if (all) return matcher(line, allTest(good.map(({ test }) => test)), false, partNeed(line, good.slice(0, 1)));
  const literals = new Set(good.map(({ literal }) => literal).filter((literal) => literal !== null));
  const tests = good.filter(({ literal }) => literal === null).map(({ test }) => test);
  const texts = new Set([...literals].map((literal) => literal.toLowerCase()));
  const need = tests.length === 0 ? { field: line.field, isPart: false, texts } : partNeed(line, good);
  return matcher(line, anyTest(literals, tests), acceptsAbsent, acceptsAbsent ? null : need);
}

function compileRegexes(line: FieldLine, scalars: readonly ScalarTree[]): Expression | undefined {
  const compiled = scalars.map((value) => compileRegex(line, value));
  if (compiled.some((one) => one === undefined)) return undefined;
  const good = compiled.filter((one) => one !== undefined);
  const tests = good.map(({ test }) => test);
  if (line.modifiers.all) return matcher(line, allTest(tests), false, partNeed(line, good.slice(0, 1)));
  return matcher(line, anyTest(new Set(), tests), false, partNeed(line, good));
}

function compileCidr(line: FieldLine, scalars: readonly ScalarTree[]): Expression | undefined {
  const tests = compileRanges(scalars.map(({ text }) => text));
  if (typeof tests === 'function') return matcher(line, anyTest(new Set(), [tests]), false, null);
  const place = scalars.find(({ text }) => text === tests.invalid)?.place ?? line.place;
  line.fault('value-invalid', place, `${tests.invalid} is no range of addresses.`, 'Write it like 10.0.0.0/8.');
  return undefined;
}

function compileExists(line: FieldLine, scalars: readonly ScalarTree[]): Expression | undefined {
  const [wanted] = scalars;
  const { field } = line;
  if (wanted === undefined || scalars.length > 1 || typeof wanted.value !== 'boolean') {
    line.fault('value-invalid', line.place, 'exists takes one truth value.', 'Write true or false.');
    return undefined;
  }
  const isWanted = wanted.value;
  return item([field], (event) => (event.value(field) !== null) === isWanted);
}

function compileComparison(line: FieldLine, kind: Comparison, scalars: readonly ScalarTree[]): Expression | undefined {
  const { field } = line;
  if (field.kind !== 'number') {
    line.fault('value-invalid', line.place, `${field.name} is no number.`, `Compare it without ${kind}.`);
    return undefined;
  }
  const [bound] = scalars;
  if (bound === undefined || scalars.length > 1 || typeof bound.value !== 'number') {
    line.fault('value-invalid', line.place, `${kind} takes one number.`, 'Write a number without quotes.');
    return undefined;
  }
  const holds = comparisons[kind];
  const limit = bound.value;
  return item([field], (event) => {
    const value = event.value(field);
    return typeof value === 'number' && holds(value, limit);
  });
}

/** What lt, lte, gt and gte mean. */
export const comparisons: Readonly<Record<Comparison, (value: number, bound: number) => boolean>> = {
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
};

function compileReference(line: FieldLine, scalars: readonly ScalarTree[]): Expression | undefined {
  const { field, modifiers } = line;
  const others: Field[] = [];
  for (const { text, place } of scalars) {
    const other = line.referTo(text, place);
    if (other === undefined) return undefined;
    others.push(other);
  }
  const list = [field, ...others].find(({ kind }) => kind === 'list');
  if (list !== undefined) {
    line.fault('value-invalid', line.place, `${list.name} is a list.`, 'Compare fields that have one value.');
    return undefined;
  }
  const read = (event: ActivityEvent, from: Field) => (modifiers.cased ? event.text(from) : event.lowered(from));
  const holds = relation(modifiers);
  return item([field, ...others], (event) => {
    const text = read(event, field);
    if (text === null) return false;
    return others.some((other) => {
      const part = read(event, other);
      return part !== null && holds(text, part);
    });
  });
}

function relation({ before, after }: Modifiers): (text: string, part: string) => boolean {
  if (before && after) return (text, part) => text.includes(part);
  if (after) return (text, part) => text.startsWith(part);
  if (before) return (text, part) => text.endsWith(part);
  return (text, part) => text === part;
}
