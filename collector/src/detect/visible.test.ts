import { expect, test } from 'vitest';
import { visible } from './visible.ts';

test('what cannot be seen is written out', () => {
  expect(visible('a\u001b[31m\r\n')).toBe('a\\x1b[31m\\x0d\\x0a');
  expect(visible('evil\u202egpj.exe')).toBe('evil\\u202egpj.exe');
  expect(visible('a\u200bb\u2028c\ufeffd\udc00')).toBe('a\\u200bb\\u2028c\\ufeffd\\udc00');
});

test('ordinary text stays, in any script', () => {
  expect(visible('~/Schlüssel/鍵 🔑.pem')).toBe('~/Schlüssel/鍵 🔑.pem');
});

test('a very long value keeps its beginning and its end', () => {
  const text = `${'a'.repeat(5_000)}.pem`;
  expect(visible(text)).toHaveLength(151);
  expect(visible(text).endsWith('.pem')).toBe(true);
});
