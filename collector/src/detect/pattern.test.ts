import { describe, expect, test } from 'vitest';
import { compilePattern, literalOf, parsePattern, widen } from './pattern.ts';

function match(pattern: string, text: string): boolean {
  return compilePattern(parsePattern(pattern))(text);
}

describe('wildcards', () => {
  test.each([
    ['prog?.exe', 'progA.exe', true],
    ['prog?.exe', 'prog.exe', false],
    ['prog?.exe', 'progAB.exe', false],
    ['antivirus_V*.exe', 'antivirus_V21.2.1.exe', true],
    ['*', '', true],
    ['*', 'anything', true],
    ['?', '', false],
    ['?', '🔑', true],
    ['??', '🔑', false],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['a*a', 'a', false],
    ['ab*ba', 'aba', false],
    ['*b?d*', 'aabcde', true],
    ['*?', '', false],
    ['a**b', 'ab', true],
    ['', '', true],
    ['', 'a', false],
    ['line\n*', 'line\nnext', true],
  ])('%j on %j is %s', (pattern, text, expected) => {
    expect(match(pattern, text)).toBe(expected);
  });
});

describe('escapes, as the specification lists them', () => {
  test.each([
    ['C:\\Windows\\*', 'C:\\Windows*', true],
    ['C:\\Windows\\*', 'C:\\Windows\\x', false],
    ['C:\\Windows\\\\*', 'C:\\Windows\\x', true],
    ['C:\\Windows\\\\\\*', 'C:\\Windows\\*', true],
    ['C:\\Windows\\\\\\*', 'C:\\Windows\\x', false],
    ['a\\b', 'a\\b', true],
    ['a\\\\b', 'a\\b', true],
    ['a\\\\\\b', 'a\\\\b', true],
    ['a\\\\\\\\b', 'a\\\\b', true],
    ['what\\?', 'what?', true],
    ['what\\?', 'whatX', false],
    ['end\\', 'end\\', true],
  ])('%j on %j is %s', (pattern, text, expected) => {
    expect(match(pattern, text)).toBe(expected);
  });
});

test('contains, startswith and endswith put a star where the text may go on', () => {
  const token = parsePattern('b');
  expect(compilePattern(widen(token, true, true))('abc')).toBe(true);
  expect(compilePattern(widen(token, false, true))('abc')).toBe(false);
  expect(compilePattern(widen(token, true, false))('ab')).toBe(true);
});

test('only a pattern without wildcards stands for a text', () => {
  expect(literalOf(parsePattern('a\\*'))).toBe('a*');
  expect(literalOf(parsePattern('a*'))).toBe(null);
  expect(literalOf(parsePattern(''))).toBe('');
});

test('agrees with an obvious matcher on many small patterns', () => {
  const letters = ['a', 'b', '*', '?'];
  const words = (length: number, from: readonly string[]): string[] =>
    length === 0 ? [''] : words(length - 1, from).flatMap((word) => from.map((letter) => word + letter));
  const texts = [0, 1, 2, 3, 4].flatMap((length) => words(length, ['a', 'b']));
  for (const pattern of [1, 2, 3, 4].flatMap((length) => words(length, letters))) {
    const obvious = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
    for (const text of texts) expect(match(pattern, text), `${pattern} on ${text}`).toBe(obvious.test(text));
  }
});

test('a hostile pattern takes no time worth mentioning', () => {
  const began = performance.now();
  expect(match(`${'*a'.repeat(200)}*b`, 'a'.repeat(20_000))).toBe(false);
  expect(match(`${'*?a'.repeat(100)}*b`, 'a'.repeat(4_000))).toBe(false);
  // It took a backtracking matcher minutes; the bound only tells minutes from milliseconds.
  expect(performance.now() - began).toBeLessThan(5_000);
});
