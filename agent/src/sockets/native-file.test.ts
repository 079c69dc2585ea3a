import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNativeFiles } from './native-file.ts';

const hasCompiler = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'culprit-native-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let counter = 0;
function compile(source: string, ...flags: string[]): string {
  counter += 1;
  const path = join(dir, `lib${counter}.so`);
  const args = ['-shared', '-fPIC', '-w', '-x', 'c', '-', '-o', path, ...flags];
  const { status, stderr } = spawnSync('cc', args, { input: source, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return path;
}

describe.skipIf(!hasCompiler)('a compiled library (needs cc, Linux)', () => {
  test.each([
    ['int f(void) { return connect(1, 0, 0); }', 'network'],
    ['int f(void) { return sendmmsg(1, 0, 0, 0); }', 'network'],
    ['int f(void) { return syscall(42, 1, 0, 0); }', 'anything'],
    ['void *f(void) { return dlsym(0, "connect"); }', 'anything'],
    // A function of its own that is called connect asks the system for nothing.
    ['int connect(void) { return 0; } int f(void) { return connect(); }', 'nothing'],
    ['int f(void) { return puts("connect"); }', 'nothing'],
  ])('%s reaches %s', (source, reach) => {
    expect(createNativeFiles()(compile(source)).reach).toBe(reach);
  });

  test('names itself, and what it needs', () => {
    const file = createNativeFiles()(compile('int f(void) { return puts("x"); }', '-Wl,-soname,libme.so.1', '-lm'));
    expect(file.soname).toBe('libme.so.1');
    expect(file.needed).toContainEqual(expect.stringMatching(/^libc\./));
  });

  test('one whose tables were taken away is hidden, not harmless', () => {
    const path = compile('int f(void) { return 0; }');
    const cut = join(dir, 'cut.so');
    copyFileSync(path, cut);
    truncateSync(cut, 1_000);
    expect(createNativeFiles()(cut).reach).toBe('hidden');
  });

  test('is read again when it has changed', () => {
    const files = createNativeFiles();
    const path = compile('int f(void) { return 0; }');
    expect(files(path).reach).toBe('nothing');
    copyFileSync(compile('int f(void) { return connect(1, 0, 0); }'), path);
    expect(files(path).reach).toBe('network');
  });

  test('whatever byte of it is broken, nothing throws', () => {
    const path = compile('int f(void) { return connect(1, 0, 0); }');
    const whole = spawnSync('cat', [path]).stdout as Buffer;
    for (let at = 0; at < 64; at += 1) {
      const broken = Buffer.from(whole);
      broken[at] = 0xff;
      const file = join(dir, `broken-${at}.so`);
      writeFileSync(file, broken);
      expect(['network', 'hidden']).toContain(createNativeFiles()(file).reach);
    }
  });
});

test('what is no such file, or none at all, is hidden', () => {
  const text = join(dir, 'text.so');
  writeFileSync(text, 'a text, and no library at all');
  appendFileSync(text, '\0'.repeat(100));
  const files = createNativeFiles();
  expect(files(text).reach).toBe('hidden');
  expect(files(join(dir, 'absent.so')).reach).toBe('hidden');
  expect(files(dir).reach).toBe('hidden');
});
