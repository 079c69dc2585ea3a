/**
 * Sigma's wildcards: `*` for any characters, `?` for exactly one, a backslash before either (or before a backslash) for the
 * character itself. Compiled once; matching takes time linear in the text for patterns of literals and `*`, and at most
 * text × pattern where there is a `?`, whatever the pattern (a backtracking matcher took minutes for twenty stars).
 */

/** What a pattern is made of: literal text, or one of the two wildcards. */
type Token = { readonly literal: string } | 'any' | 'one';

export type Pattern = readonly Token[];

export type TextTest = (text: string) => boolean;

/** Reads a value as Sigma writes it. */
export function parsePattern(source: string): Pattern {
  const tokens: Token[] = [];
  let literal = '';
  const flush = (token: Token): void => {
    if (literal !== '') tokens.push({ literal });
    literal = '';
    // Stars in a row are one star.
    if (token !== 'any' || tokens.at(-1) !== 'any') tokens.push(token);
  };
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i];
    const next = source[i + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      i += 1;
    } else if (char === '*') flush('any');
    else if (char === '?') flush('one');
    else literal += char;
  }
  if (literal !== '') tokens.push({ literal });
  return tokens;
}

/** The same pattern with a star before it, after it, or both: contains, startswith, endswith. */
export function widen(pattern: Pattern, before: boolean, after: boolean): Pattern {
  const start: Pattern = before && pattern[0] !== 'any' ? ['any'] : [];
  const end: Pattern = after && pattern.at(-1) !== 'any' ? ['any'] : [];
  return [...start, ...pattern, ...end];
}

/** The text that a pattern without wildcards stands for; null where it has any. */
export function literalOf(pattern: Pattern): string | null {
  if (pattern.length === 0) return '';
  const [only] = pattern;
  return pattern.length === 1 && typeof only === 'object' ? only.literal : null;
}

/** The longest literal text of a pattern: whatever it matches has it somewhere. */
export function longestLiteral(pattern: Pattern): string {
  const literals = pattern.filter((token) => typeof token === 'object').map(({ literal }) => literal);
  return literals.sort((a, b) => b.length - a.length)[0] ?? '';
}

/** The pattern in lower case, for text that is in lower case as well. */
export function lowered(pattern: Pattern): Pattern {
  return pattern.map((token) => (typeof token === 'object' ? { literal: token.literal.toLowerCase() } : token));
}

/** Compiles a pattern into a test of a whole text. */
export function compilePattern(pattern: Pattern): TextTest {
  const exact = literalOf(pattern);
  if (exact !== null) return (text) => text === exact;
  if (pattern.includes('one')) return (text) => matchTokens(pattern, text);
  return compileStars(pattern);
}

/** Literals and stars only. */
function compileStars(pattern: Pattern): TextTest {
  const literals = pattern.filter((token) => typeof token === 'object').map(({ literal }) => literal);
  const head = pattern[0] === 'any' ? '' : (literals.shift() ?? '');
  const tail = pattern.at(-1) === 'any' ? '' : (literals.pop() ?? '');
  const [only] = literals;
  if (literals.length === 0) {
    if (tail === '') return (text) => text.startsWith(head);
    if (head === '') return (text) => text.endsWith(tail);
  }
  if (literals.length === 1 && only !== undefined && head === '' && tail === '') return (text) => text.includes(only);
  const least = head.length + tail.length;
  return (text) => {
    if (text.length < least || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let from = head.length;
    for (const literal of literals) {
      const found = text.indexOf(literal, from);
      if (found === -1) return false;
      from = found + literal.length;
    }
    return from <= text.length - tail.length;
  };
}

/** The general case: goes back to the last star only, never further, which is what keeps it from exploding. */
function matchTokens(pattern: Pattern, text: string): boolean {
  let token = 0;
  let at = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < text.length || token < pattern.length) {
    const current = pattern[token];
    if (current === 'any') {
      starToken = token;
      starAt = at;
      token += 1;
      continue;
    }
    const step = current === undefined ? -1 : stepOf(current, text, at);
    if (step >= 0) {
      at += step;
      token += 1;
      continue;
    }
    if (starToken === -1 || starAt >= text.length) return false;
    starAt += 1;
    at = starAt;
    token = starToken + 1;
  }
  return true;
}

/** How far a token reaches from there, or -1. `?` stands for a character, which may be two code units. */
function stepOf(token: Exclude<Token, 'any'>, text: string, at: number): number {
  if (token !== 'one') return text.startsWith(token.literal, at) ? token.literal.length : -1;
  const code = text.codePointAt(at);
  if (code === undefined) return -1;
  return code > 0xffff ? 2 : 1;
}
