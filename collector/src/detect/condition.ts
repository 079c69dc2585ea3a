/** A condition: names of selections joined by and, or, not, parentheses, "1 of x*", "all of them". */
import { allOf, anyOf, type Expression, not } from './expression.ts';
import { didYouMean } from './nearest.ts';
import { compilePattern, parsePattern } from './pattern.ts';
import type { Place, Reporter } from './problem.ts';

const maxLength = 4_000;
const maxDepth = 64;
const words = new Set(['and', 'or', 'not', 'of']);

/** What a selection compiled to; undefined where it had an error of its own. */
export type Selections = ReadonlyMap<string, Expression | undefined>;

/**
 * Compiles a condition.
 * @param used gathers the names that it refers to.
 * @returns undefined where it can't be compiled, which has been reported then (or was, with the selection at fault).
 */
export function compileCondition(
  source: string,
  selections: Selections,
  place: Place,
  report: Reporter,
  used: Set<string>,
): Expression | undefined {
  const fault = (code: 'condition-invalid' | 'condition-unsupported', message: string, mend: string): undefined => {
    report.error(code, place, 'condition', message, mend);
    return undefined;
  };
  if (source.length > maxLength) return fault('condition-invalid', 'The condition is too long.', 'Use "1 of name*".');
  if (source.includes('|')) {
    const mend = 'Write a correlation of type event_count or value_count.';
    return fault('condition-unsupported', 'Sigma gave up conditions that count (after a bar).', mend);
  }
  const tokens = source.match(/[()]|[^\s()]+/g) ?? [];
  if (tokens.length === 0) return fault('condition-invalid', 'The condition is empty.', 'Name a selection.');
  try {
    return new Parser(tokens, selections, used).parse();
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    report.error(error.code, place, 'condition', error.message, error.mend);
    return undefined;
  }
}

/** Carries a fault out of the recursion; it never leaves this file. */
class ConditionError extends Error {
  override readonly name = 'ConditionError';
  readonly code: 'condition-invalid' | 'condition-unsupported' | 'condition-name';
  readonly mend: string;
  constructor(code: ConditionError['code'], message: string, mend: string) {
    super(message);
    this.code = code;
    this.mend = mend;
  }
}

type Parsed = Expression | undefined;

/** Binding, weakest first: or, and, not, "x of", parentheses. */
class Parser {
  readonly #tokens: readonly string[];
  readonly #selections: Selections;
  readonly #used: Set<string>;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], selections: Selections, used: Set<string>) {
    this.#tokens = tokens;
    this.#selections = selections;
    this.#used = used;
  }

  parse(): Parsed {
    const whole = this.#or();
    const rest = this.#tokens[this.#at];
    if (rest === undefined) return whole;
    const mend = rest === ')' ? 'Take the parenthesis away.' : 'Put and or or before it.';
    throw new ConditionError('condition-invalid', `The condition is not understood from "${rest}" on.`, mend);
  }

  #or(): Parsed {
    return this.#series('or', () => this.#and(), anyOf);
  }

  #and(): Parsed {
    return this.#series('and', () => this.#not(), allOf);
  }

  #series(word: string, next: () => Parsed, join: (parts: readonly Expression[]) => Expression): Parsed {
    const parts = [next()];
    while (this.#tokens[this.#at]?.toLowerCase() === word) {
      this.#at += 1;
      parts.push(next());
    }
    // A selection with an error leaves a hole; the rest is read all the same, for its own errors.
    return parts.includes(undefined) ? undefined : join(parts.filter((part) => part !== undefined));
  }

  #not(): Parsed {
    if (this.#tokens[this.#at]?.toLowerCase() !== 'not') return this.#atom();
    this.#at += 1;
    this.#deepen();
    const part = this.#not();
    this.#depth -= 1;
    return part === undefined ? undefined : not(part);
  }

  #deepen(): void {
    this.#depth += 1;
    if (this.#depth <= maxDepth) return;
    throw new ConditionError('condition-invalid', 'The condition nests too deep.', 'Use "1 of name*".');
  }

  #atom(): Parsed {
    const token = this.#tokens[this.#at];
    if (token === undefined || token === ')' || words.has(token.toLowerCase())) {
      const found = token === undefined ? 'ends' : `has "${token}"`;
      const message = `The condition ${found} where a selection should be named.`;
      throw new ConditionError('condition-invalid', message, 'Name a selection there.');
    }
    this.#at += 1;
    if (token === '(') return this.#group();
    if (this.#tokens[this.#at]?.toLowerCase() === 'of') return this.#several(token.toLowerCase());
    return this.#named(token);
  }

  #group(): Parsed {
    this.#deepen();
    const inner = this.#or();
    this.#depth -= 1;
    if (this.#tokens[this.#at] !== ')') {
      throw new ConditionError('condition-invalid', 'A parenthesis is not closed.', 'Close it.');
    }
    this.#at += 1;
    return inner;
  }

  #several(quantity: string): Parsed {
    if (quantity !== '1' && quantity !== 'any' && quantity !== 'all') {
      const mend = 'Use "1 of" or "all of"; to count activities, write a correlation.';
      throw new ConditionError('condition-unsupported', `Sigma has no "${quantity} of".`, mend);
    }
    this.#at += 1;
    const pattern = this.#tokens[this.#at];
    if (pattern === undefined || pattern === '(' || pattern === ')') {
      throw new ConditionError('condition-invalid', '"of" stands without a name.', 'Write "of them" or "of name*".');
    }
    this.#at += 1;
    const names = this.#namesLike(pattern);
    for (const name of names) this.#used.add(name);
    const parts = names.map((name) => this.#selections.get(name));
    if (parts.includes(undefined)) return undefined;
    return (quantity === 'all' ? allOf : anyOf)(parts.filter((part) => part !== undefined));
  }

  #namesLike(pattern: string): readonly string[] {
    const all = [...this.#selections.keys()];
    // By convention "them" leaves out what begins with an underscore.
    const isWanted =
      pattern.toLowerCase() === 'them'
        ? (name: string) => !name.startsWith('_')
        : compilePattern(parsePattern(pattern));
    const names = all.filter(isWanted);
    if (names.length > 0) return names;
    const message = `No selection is named like ${pattern}.`;
    throw new ConditionError('condition-name', message, didYouMean(pattern.replace('*', ''), all));
  }

  #named(name: string): Parsed {
    if (!this.#selections.has(name)) {
      if (name.toLowerCase() === 'near') {
        const mend = 'Write a correlation of type temporal.';
        throw new ConditionError('condition-unsupported', 'Sigma gave up the word near.', mend);
      }
      const mend = didYouMean(name, [...this.#selections.keys()]);
      throw new ConditionError('condition-name', `There is no selection ${name}.`, mend);
    }
    this.#used.add(name);
    return this.#selections.get(name);
  }
}
