import { describe, expect, test } from 'vitest';
import { compilePattern, patternFault } from './glob.ts';

const matches = (pattern: string, path: string, ignoreCase = false): boolean =>
  compilePattern(pattern, ignoreCase)(path.split('/'));

describe('a pattern covers the whole path', () => {
  test.each<[string, string[], string[]]>([
    ['/etc/shadow', ['/etc/shadow'], ['/etc/shadow-', '/etc', '/x/etc/shadow', 'etc/shadow']],
    ['~/.ssh/id_*', ['~/.ssh/id_rsa', '~/.ssh/id_'], ['~/.ssh/old/id_rsa', '~/.ssh/xid_rsa', '/home/a/.ssh/id_rsa']],
    ['**/.ssh/id_*', ['~/.ssh/id_rsa', '/mnt/a/.ssh/id_x', '.ssh/id_x'], ['/mnt/.ssh/deep/id_x', '/mnt/.sshx/id_x']],
    ['~/.gnupg/**', ['~/.gnupg', '~/.gnupg/a', '~/.gnupg/a/b/c'], ['~/.gnupgx/a', '~']],
    ['~/**/*.ppk', ['~/a.ppk', '~/a/b/c.ppk', '~/.ppk'], ['/a.ppk', '~/a.ppk/b', '~/a.ppkx']],
    ['/a/**/b/*/c', ['/a/b/x/c', '/a/q/b/x/c', '/a/b/b/x/c', '/a/b/y/b/x/c'], ['/a/b/c', '/a/q/b/x/y/c']],
    ['/a/**/b/**/c', ['/a/b/c', '/a/x/b/y/z/c', '/a/b/c/c'], ['/a/c/b', '/a/b/cc']],
    ['**', ['/anything/at/all', '~', ''], []],
    ['/x/*a*b*', ['/x/ab', '/x/1a2b3', '/x/aabb'], ['/x/ba', '/x/a/b', '/x/a']],
    ['/x/*.*.json', ['/x/a.b.json', '/x/..json'], ['/x/a.json']],
    ['/x/aa*aa', ['/x/aaaa', '/x/aabaa'], ['/x/aaa', '/x/aa']],
    ['*:/ProgramData/x', ['C:/ProgramData/x'], ['C/ProgramData/x', '/ProgramData/x']],
    ['/x/[a]?.{b}', ['/x/[a]?.{b}'], ['/x/ab.b']],
  ])('%s', (pattern, hits, misses) => {
    expect(hits.filter((path) => !matches(pattern, path))).toEqual([]);
    expect(misses.filter((path) => matches(pattern, path))).toEqual([]);
  });

  test('without regard to case where that is asked for', () => {
    expect(matches('~/Library/Keychains/**', '~/library/keychains/LOGIN'.toLowerCase(), true)).toBe(true);
    expect(matches('~/Library/Keychains/**', '~/library/keychains/login')).toBe(false);
  });
});

test('twenty wildcards against a path that almost fits take no time', () => {
  const deep = `/${'a/'.repeat(500)}b`;
  const long = `/${'a'.repeat(4_000)}b`;
  const startMs = performance.now();
  expect(matches(`/${'**/a/'.repeat(20)}c`, deep)).toBe(false);
  expect(matches(`/${'*a'.repeat(20)}*c`, long)).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(200);
});

test('it says what is wrong with a pattern', () => {
  expect(patternFault('~/.ssh/id_*')).toBeNull();
  expect(patternFault('*:/Windows/x')).toBeNull();
  expect(patternFault('C:/Windows/x')).toBeNull();
  expect(patternFault('.env')).toMatch(/must begin with/);
  expect(patternFault('~')).toMatch(/empty part/);
  expect(patternFault('~/a//b')).toMatch(/empty part/);
  expect(patternFault('/a/b/')).toMatch(/empty part/);
  expect(patternFault('/a/../b')).toMatch(/\.\. part/);
  expect(patternFault('/a/**.env')).toMatch(/\*\* that is not a part/);
  expect(patternFault('~\\a')).toMatch(/backslash/);
});
