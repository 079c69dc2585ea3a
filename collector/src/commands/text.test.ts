import { expect, test } from 'vitest';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { fit, styled, visible, widthOf, wrap } from './text.ts';

const pipe: Terminal = { out: () => undefined, err: () => undefined, isTty: false, columns: 80, hasColour: false };

test('what would steer a terminal or hide is written out, everything else stays', () => {
  expect(visible('a\x1b[2Jb\r\n\u202e\u200b\u{e0041}é文👩‍💻')).toBe(
    'a\\x1b[2Jb\\x0d\\x0a\\u202e\\u200b\\ue0041é文👩\\u200d💻',
  );
});

test('a text is cut by the columns it takes, never within a character', () => {
  expect(fit('abcdef', 6)).toBe('abcdef');
  expect(fit('abcdef', 4)).toBe('abc…');
  expect(fit('文字文字', 5)).toBe('文字…');
  expect(widthOf(fit('e\u0301e\u0301e\u0301', 2))).toBe(2);
});

test('lines break at spaces', () => {
  expect(wrap('one two three', 9, '  ')).toBe('  one two\n  three');
  expect(wrap('averyveryverylongword x', 9)).toBe('averyveryverylongword\nx');
});

test('columns are aligned whatever the width of their characters', () => {
  const rows = [
    { a: '文字', b: '1' },
    { a: 'ab', b: '10' },
  ];
  const text = table(
    pipe,
    [
      { title: 'A', of: ({ a }) => a },
      { title: 'N', of: ({ b }) => b, align: 'right' },
    ],
    rows,
  );
  expect(text).toBe('A      N\n文字   1\nab    10\n');
});

test('without colour there is none', () => {
  expect(styled(pipe, 'red', 'x')).toBe('x');
  expect(styled({ ...pipe, hasColour: true }, 'red', 'x')).toBe('\x1b[31mx\x1b[0m');
});
