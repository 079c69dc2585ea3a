/** The values of a line, compiled into tests of a text. */
import { RE2JS } from 're2js';
import type { ScalarTree } from './document.ts';
import type { Line } from './line.ts';
import { didYouMean } from './nearest.ts';
import { compilePattern, literalOf, longestLiteral, lowered, parsePattern, type TextTest, widen } from './pattern.ts';
import type { Place } from './problem.ts';
import { requiredLiteral } from './regex-literal.ts';

/** A regular expression of a rule is at most this long. */
const maxRegexLength = 2_000;
/** A pattern with wildcards is at most this long; matching costs text × pattern at worst. */
const maxPatternLength = 4_000;

export interface CompiledText {
  readonly test: TextTest;
  /** The text itself, where it has no wildcard. */
  readonly literal: string | null;
  /** The longest text that is in everything it matches. */
  readonly part: string;
}

/** Compiles a text with wildcards; undefined where it makes no sense, which has been reported then. */
export function compileText(line: Line, value: ScalarTree): CompiledText | undefined {
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

/** Compiles a regular expression; undefined where RE2 refuses it, which has been reported then. */
export function compileRegex(line: Line, value: ScalarTree): CompiledText | undefined {
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
