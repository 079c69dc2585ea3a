import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRealPaths } from './real-paths.ts';

function folder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-links-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, '.ssh'));
  writeFileSync(join(dir, '.ssh/id_rsa'), '');
  symlinkSync(join(dir, '.ssh/id_rsa'), join(dir, 'notes.txt'));
  symlinkSync(join(dir, '.ssh'), join(dir, 'photos'));
  return dir;
}

test('links lead where they lead, in a file or in a folder on the way', () => {
  const dir = folder();
  const real = createRealPaths();
  expect(real(join(dir, 'notes.txt'), 1)).toBe(join(dir, '.ssh/id_rsa'));
  expect(real(join(dir, 'photos/id_rsa'), 1)).toBe(join(dir, '.ssh/id_rsa'));
  expect(real(join(dir, '.ssh/id_rsa'), 1)).toBeNull();
});

test('a file that is gone, or not there yet, still has a folder', () => {
  const dir = folder();
  expect(createRealPaths()(join(dir, 'photos/authorized_keys'), 1)).toBe(join(dir, '.ssh/authorized_keys'));
  expect(createRealPaths()('/no/such/folder/file', 1)).toBeNull();
});

test('a link that is turned elsewhere is followed anew', () => {
  const dir = folder();
  let now = 0;
  const real = createRealPaths({ clock: () => now });
  const link = join(dir, 'link');
  writeFileSync(join(dir, 'harmless'), '');
  symlinkSync(join(dir, 'harmless'), link);
  expect(real(link, 1)).toBe(join(dir, 'harmless'));
  rmSync(link);
  symlinkSync(join(dir, '.ssh/id_rsa'), link);
  now = 500;
  expect(real(link, 1)).toBe(join(dir, 'harmless'));
  now = 1_500;
  expect(real(link, 1)).toBe(join(dir, '.ssh/id_rsa'));
});

test.runIf(process.platform === 'linux')('a way round by /proc leads to the file', () => {
  const dir = folder();
  const real = createRealPaths();
  expect(real(`/proc/self/root${dir}/.ssh/id_rsa`, process.pid)).toBe(join(dir, '.ssh/id_rsa'));
  expect(real(`/proc/${process.pid}/root${dir}/.ssh/id_rsa`, 1)).toBe(join(dir, '.ssh/id_rsa'));
  // Also where the process is gone by now.
  expect(real(`/proc/4194303/root${dir}/.ssh/id_rsa`, 1)).toBe(join(dir, '.ssh/id_rsa'));
  expect(real('/proc/self/cwd/package.json', process.pid)).toBe(join(process.cwd(), 'package.json'));
});

test("what would lead to the agent's own descriptors is not followed", () => {
  const asked: string[] = [];
  const realPath = (path: string): string => {
    asked.push(path);
    return path;
  };
  const real = createRealPaths({ realPath });
  for (const path of ['/dev/stdin', '/proc/self/fd/3', '/proc/self/environ', '/sys/x'])
    expect(real(path, 7)).toBeNull();
  expect(asked).toEqual([]);
});
