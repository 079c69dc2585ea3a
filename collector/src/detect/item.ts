/** One line of a selection: a field with its modifiers, and the values that it is held against. */
import { RE2JS } from 're2js';
import { compileRanges } from './cidr.ts';
import type { ScalarTree, Tree } from './document.ts';
import type { ActivityEvent } from './event.ts';
import { type Expression, isTelling, item, type Need, not } from './expression.ts';
import { allFields, type Field, fieldNamed } from './fields.ts';
import { type Comparison, type Modifiers, readModifiers } from './modifiers.ts';
import { didYouMean } from './nearest.ts';
import { compilePattern, literalOf, longestLiteral, lowered, parsePattern, type TextTest, widen } from './pattern.ts';
import type { Place, Reporter } from './problem.ts';
import { requiredLiteral } from './regex-literal.ts';

/** A regular expression of a rule is at most this long. */
const maxRegexLength = 2_000;
/** A pattern with wildcards is at most this long; matching costs text × pattern at worst. */
const maxPatternLength = 4_000;

const fieldNames = allFields.map(({ name }) => name);

/** The field of that name; where there is none, that is reported and undefined comes back. */
export function knownField(name: string, place: Place, attribute: string, report: Reporter): Field | undefined {
  const field = fieldNamed(name);
  if (field !== undefined) return field;
  report.error('field-unknown', place, attribute, `No activity has a field ${name}.`, didYouMean(name, fieldNames));
  return undefined;
}

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

/** What a line is about, and to whom its faults are told. */
class Line {
  readonly field: Field | null;
  readonly modifiers: Modifiers;
  readonly key: string;
  readonly place: Place;
  readonly #report: Reporter;

  constructor(field: Field | null, modifiers: Modifiers, key: string, place: Place, report: Reporter) {
    this.field = field;
    this.modifiers = modifiers;
    this.key = key;
    this.place = place;
    this.#report = report;
  }

  fault(code: Parameters<Reporter['error']>[0], place: Place, message: string, mend: string): void {
    this.#report.error(code, place, this.key, message, mend);
  }

  referTo(name: string, place: Place): Field | undefined {
    return knownField(name, place, this.key, this.#report);
  }
}

type FieldLine = Line & { readonly field: Field };

/** The scalars of a value or of a list of values. */
export function readScalars(values: Tree, key: string, report: Reporter): readonly ScalarTree[] | undefined {
  const list = values.kind === 'list' ? values.items : [values];
  const scalars = list.filter((tree) => tree.kind === 'scalar');
  const odd = list.find((tree) => tree.kind !== 'scalar');
  if (odd !== undefined) {
    const message = `A value of ${key} is a ${odd.kind}.`;
    report.error('attribute-type', odd.place, key, message, 'Write a text, a number, true, false or null.');
    return undefined;
  }
  if (scalars.length === 0) {
    report.error('selection-empty', values.place, key, `${key} has an empty list.`, 'Give at least one value.');
    return undefined;
  }
  return scalars;
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

interface CompiledText {
  readonly test: TextTest;
  /** The text itself, where it has no wildcard. */
  readonly literal: string | null;
  /** The longest text that is in everything it matches. */
  readonly part: string;
}

function compileText(line: Line, value: ScalarTree): CompiledText | undefined {
  const { before, after, cased } = line.modifiers;
  const source = line.field?.kind === 'number' && typeof value.value === 'number' ? String(value.value) : value.text;
  if (value.value === null || ((before || after) && source === '')) {
    const message = value.value === null ? 'null has no text to look for.' : 'An empty text is in every value.';
    line.fault('value-invalid', value.place, message, 'Give a text, or use exists.');
    return undefined;
  }
  if (source.length > maxPatternLength) {
    const message = `The value has more than ${maxPatternLength} characters.`;
    line.fault('value-invalid', value.place, message, 'Shorten it.');
    return undefined;
  }
  const plain = parsePattern(source);
  const pattern = widen(cased ? plain : lowered(plain), before, after);
  const literal = literalOf(pattern);
  if (literal !== null && !isPossible(line, literal, value.place)) return undefined;
  return { test: compilePattern(pattern), literal, part: longestLiteral(pattern) };
}

/** Whether a field that has few values can have this one. */
function isPossible(line: Line, literal: string, place: Place): boolean {
  const { field } = line;
  const values = field?.kind === 'boolean' ? ['true', 'false'] : field?.values;
  if (field === null || values === null || values === undefined || values.includes(literal.toLowerCase())) return true;
  line.fault('value-invalid', place, `${field.name} is never ${literal}.`, didYouMean(literal, values));
  return false;
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

/** The longest literal of each text; null where one has none that is worth looking for. */
function partNeed({ field }: FieldLine, compiled: readonly CompiledText[]): Need | null {
  const parts = compiled.map(({ part }) => part.toLowerCase());
  return parts.every(isTelling) ? { field, isPart: true, texts: new Set(parts) } : null;
}

function compileRegexes(line: FieldLine, scalars: readonly ScalarTree[]): Expression | undefined {
  const compiled = scalars.map((value) => compileRegex(line, value));
  if (compiled.some((one) => one === undefined)) return undefined;
  const good = compiled.filter((one) => one !== undefined);
  const tests = good.map(({ test }) => test);
  if (line.modifiers.all) return matcher(line, allTest(tests), false, partNeed(line, good.slice(0, 1)));
  return matcher(line, anyTest(new Set(), tests), false, partNeed(line, good));
}

/** What holds for one text, or for a list of them: of all's tests each may be met by another element. */
interface Matcher {
  readonly ofText: TextTest;
  readonly ofList: (list: readonly string[]) => boolean;
}

function anyTest(literals: ReadonlySet<string>, tests: readonly TextTest[]): Matcher {
  const ofText = anyOfTexts(literals, tests);
  return { ofText, ofList: (list) => list.some(ofText) };
}

/** The shortest way to the same answer: most items have one value. */
function anyOfTexts(literals: ReadonlySet<string>, tests: readonly TextTest[]): TextTest {
  const [literal] = literals;
  const [test] = tests;
  if (test === undefined) return literals.size === 1 ? (text) => text === literal : (text) => literals.has(text);
  if (tests.length === 1 && literals.size === 0) return test;
  return (text) => {
    if (literals.has(text)) return true;
    for (const one of tests) if (one(text)) return true;
    return false;
  };
}

function allTest(tests: readonly TextTest[]): Matcher {
  return {
    ofText: (text) => tests.every((test) => test(text)),
    ofList: (list) => tests.every((test) => list.some(test)),
  };
}

function matcher(line: FieldLine, { ofText, ofList }: Matcher, ofAbsent: boolean, need: Need | null): Expression {
  const { field, modifiers } = line;
  const isCased = modifiers.cased || modifiers.kind === 're' || modifiers.kind === 'cidr';
  if (field.kind === 'list') {
    const holds = (event: ActivityEvent): boolean => {
      const list = isCased ? event.list(field) : event.loweredList(field);
      return list === null ? ofAbsent : ofList(list);
    };
    return item([field], holds, inSomeElement(need));
  }
  return item(
    [field],
    (event) => {
      const text = isCased ? event.text(field) : event.lowered(field);
      return text === null ? ofAbsent : ofText(text);
    },
    need,
  );
}

/** What a field needs, some element of a list needs; an index looks for it as a part, so that it finds a rule only once. */
function inSomeElement(need: Need | null): Need | null {
  return need === null || ![...need.texts].every(isTelling) ? null : { ...need, isPart: true };
}

function compileRegex(line: Line, value: ScalarTree): CompiledText | undefined {
  const source = value.text;
  if (typeof value.value !== 'string' || source === '' || source.length > maxRegexLength) {
    const message = source.length > maxRegexLength ? `It has more than ${maxRegexLength} characters.` : 'It is empty.';
    line.fault('regex-invalid', value.place, message, 'Write the expression as a quoted text.');
    return undefined;
  }
  const { flags } = line.modifiers;
  let bits = flags.has('i') ? RE2JS.CASE_INSENSITIVE : 0;
  if (flags.has('m')) bits |= RE2JS.MULTILINE;
  if (flags.has('s')) bits |= RE2JS.DOTALL;
  try {
    const regex = RE2JS.compile(source, bits);
    // RE2 takes a µs or two where looking for a literal takes a hundredth of that; most texts don't have it.
    const literal = flags.has('i') ? null : requiredLiteral(source);
    const test: TextTest =
      literal === null ? (text) => regex.test(text) : (text) => text.includes(literal) && regex.test(text);
    return { test, literal: null, part: literal ?? '' };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace('error parsing regexp: ', '') : 'it is not valid';
    const mend = 'Culprit uses RE2: no look-around, no back references, counts up to 1000.';
    line.fault('regex-invalid', value.place, `The regular expression is not valid: ${reason}.`, mend);
    return undefined;
  }
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
