import { expect, test } from 'vitest';
import { shortened, visible, visibleParts } from './visible.ts';

test('plain text in any script stays as it is', () => {
  for (const text of ['aiocpa@0.1.13', 'naïve café', '日本語', '🐍 snake', '~/my project/.env'])
    expect(visible(text)).toBe(text);
});

test('a right-to-left override is written out in its place', () => {
  expect(visibleParts('safe\u202Egpj.exe')).toEqual([
    { text: 'safe', isControl: false },
    { text: '‹U+202E›', isControl: true },
    { text: 'gpj.exe', isControl: false },
  ]);
});

test.each([
  ['a null', '\u0000', '‹U+0000›'],
  ['a line feed', '\n', '‹U+000A›'],
  ['an escape', '\u001b', '‹U+001B›'],
  ['a C1 control', '\u009b', '‹U+009B›'],
  ['a zero-width space', '\u200b', '‹U+200B›'],
  ['a soft hyphen', '\u00ad', '‹U+00AD›'],
  ['a byte order mark', '\ufeff', '‹U+FEFF›'],
  ['a Hangul filler', '\u3164', '‹U+3164›'],
  ['a no-break space', '\u00a0', '‹U+00A0›'],
  ['an isolate', '\u2066', '‹U+2066›'],
  ['a tag character', '\u{e0041}', '‹U+E0041›'],
  ['half a surrogate pair', '\ud800', '‹U+D800›'],
  ['a blank Braille pattern', '\u2800', '‹U+2800›'],
])('%s is written out', (_, character, written) => {
  expect(visible(`a${character}b`)).toBe(`a${written}b`);
});

test('a pile of accents stops at two', () => {
  expect(visible('e\u0301\u0302\u0303\u0304')).toBe('e\u0301\u0302‹U+0303›‹U+0304›');
});

test('shortening keeps both ends and never cuts a character in two', () => {
  expect(shortened('api.telegram.org', 32)).toBe('api.telegram.org');
  expect(shortened('0123456789', 5)).toBe('01…89');
  expect(shortened('🐍🐍🐍🐍', 3)).toBe('🐍…🐍');
});
