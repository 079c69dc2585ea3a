import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

const matches = (pattern: string, path: string): boolean => compileGlob(pattern).matches(path);

test('* stays within a name, ** crosses names', () => {
  expect(matches('~/.ssh/id_*', '~/.ssh/id_rsa')).toBe(true);
  expect(matches('~/.ssh/*', '~/.ssh/keys/id_rsa')).toBe(false);
  expect(matches('~/.ssh/**', '~/.ssh/keys/id_rsa')).toBe(true);
  expect(matches('~/*/config', '~/.aws/config')).toBe(true);
});

test('**/ stands for whole folders, or none', () => {
  expect(matches('**/.env', '.env')).toBe(true);
  expect(matches('**/.env', '~/work/app/.env')).toBe(true);
  expect(matches('**/.env', '~/work/app/x.env')).toBe(false);
  expect(matches('/a/**/b', '/a/b')).toBe(true);
  expect(matches('/a/**/b', '/a/x/y/b')).toBe(true);
  expect(matches('/a/**/b', '/a/x/yb')).toBe(false);
});

test('? is one character of a name', () => {
  expect(matches('/tmp/?.txt', '/tmp/a.txt')).toBe(true);
  expect(matches('/tmp/?.txt', '/tmp//.txt')).toBe(false);
  expect(matches('/tmp/?.txt', '/tmp/ab.txt')).toBe(false);
});

test('a pattern without wildcards is itself only, and its other characters mean nothing', () => {
  expect(matches('/a.b+c[d]', '/a.b+c[d]')).toBe(true);
  expect(matches('/a.b', '/axb')).toBe(false);
});

test('a Windows path has its own separators', () => {
  expect(matches('~\\AppData\\*\\Cookies', '~\\AppData\\Roaming\\Cookies')).toBe(true);
  expect(matches('~\\AppData\\*\\Cookies', '~\\AppData\\a\\b\\Cookies')).toBe(false);
});

test('the prefix is what stands before the first wildcard, the literal the longest run without one', () => {
  expect(compileGlob('~/*/.config/**/x').literal).toBe('/.config/');
  expect(compileGlob('**').literal).toBe('');
  expect(compileGlob('~/.ssh/id_*').prefix).toBe('~/.ssh/id_');
  expect(compileGlob('**/x').prefix).toBe('');
});

test('a hostile pattern takes no longer than pattern times path', () => {
  const pattern = `${'*a'.repeat(60)}b`;
  const started = performance.now();
  expect(matches(pattern, 'a'.repeat(4000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});
