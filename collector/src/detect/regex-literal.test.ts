import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { requiredLiteral } from './regex-literal.ts';

test.each([
  ['/loot-[0-9]+\\.zip$', '/loot-'],
  ['^api\\.telegram\\.org$', 'api.telegram.org'],
  ['abcd*e', 'abc'],
  ['abcd+e', 'abcd'],
  ['abc{0,2}defg', 'defg'],
  ['(?:abc)def', null],
  ['abc|def', null],
  ['(?i)abc', null],
  ['(abc)?defg', 'defg'],
  ['(abcdef)?xy', null],
  ['[a]bc]defg', 'bc]defg'],
  ['[]a]defg', 'defg'],
  ['[[:alpha:]]defg', 'defg'],
  ['\\bword\\b', 'word'],
  ['\\x41bcd', null],
  ['\\p{L}abcd', null],
  ['ab', null],
  ['..*', null],
  ['a\\|bcd', null],
])('%s needs %s', (source, expected) => {
  expect(requiredLiteral(source)).toBe(expected);
});

test('whatever it says is in every match', () => {
  const sources = ['ab+cde?f', 'x(yz)*abc', 'a[bc]{2}def', 'abc.def', '(a(bc)d)efg*hij', 'a\\.bcd?', 'abc?d{0}efg'];
  const pieces = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'x', 'y', 'z', '.'];
  let seed = 3;
  const next = (bound: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % bound;
  };
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from({ length: 3 + next(9) }, () => pieces[next(pieces.length)]).join('');
    for (const source of sources) {
      if (RE2JS.compile(source).test(text)) expect(text).toContain(requiredLiteral(source) ?? '');
    }
  }
  for (const sample of ['abcdef', 'xabc', 'xyzyzabc', 'abcdefg', 'abcXdef', 'abcdefhij', 'a.bc', 'abefg']) {
    for (const source of sources) {
      if (RE2JS.compile(source).test(sample)) expect(sample).toContain(requiredLiteral(source) ?? '');
    }
  }
});
