import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WalkOptions, walk } from './walk.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-walk-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}
async function run(options: Partial<WalkOptions> = {}) {
  const found: string[] = [];
  const onFound = (path: string): void => void found.push(path.slice(root.length + 1));
  const result = await walk({ roots: [root], maxMs: 20_000, pace: 'full', onFound, ...options });
  return {
    ...result,
    found: found.sort(),
    left: result.left.map(({ path, why }) => [path.slice(root.length + 1), why]),
  };
}

test.each(['full', 'idle'] as const)('finds what was made in projects, at %s pace', async (pace) => {
  for (const path of ['src/shop/.venv', 'src/shop/.tox/py311', 'deep/a/b/c/venv', 'work/.nox/tests']) {
    file(`${path}/pyvenv.cfg`);
  }
  file('src/data/.pixi/envs/default/conda-meta/history');
  file('root/conda-meta/history');
  file('root/envs/x/conda-meta/history');
  file('root/pkgs/python-3.11/conda-meta/history');
  file('built/python/bin/python3');
  file('built/python/lib/python3.12/os.py');
  file('usr/bin/ls');
  file('usr/lib/x');
  expect((await run({ pace })).found).toEqual([
    ...['built/python', 'deep/a/b/c/venv', 'root', 'root/envs/x', 'src/data/.pixi/envs/default'],
    ...['src/shop/.tox/py311', 'src/shop/.venv', 'work/.nox/tests'],
  ]);
});

test('looks into nothing that is large by nature, nor into an environment, nor behind a link', async () => {
  for (const path of ['a/node_modules/x', 'a/.git/x', '.cache/x', 'v/lib/python3.11/site-packages/x', 'v']) {
    file(`${path}/pyvenv.cfg`);
  }
  file('Library/x/pyvenv.cfg');
  file('src/Library/y/pyvenv.cfg');
  const outside = mkdtempSync(join(tmpdir(), 'culprit-outside-'));
  mkdirSync(join(outside, 'env'));
  writeFileSync(join(outside, 'env/pyvenv.cfg'), '');
  symlinkSync(outside, join(root, 'link'));
  symlinkSync(root, join(root, 'src', 'loop'));
  const { found } = await run();
  rmSync(outside, { recursive: true });
  expect(found).toEqual(['src/Library/y', 'v']);
});

test('says what it left out: too deep, too large, and when time ran out', async () => {
  file(`${'d/'.repeat(12)}pyvenv.cfg`);
  mkdirSync(join(root, 'huge'));
  // An ext4 folder grows by its names.
  for (let index = 0; index < 500; index += 1) mkdirSync(join(root, 'huge', `${index}-${'n'.repeat(230)}`));
  const { left, isComplete, found } = await run({ maxFolderBytes: 64 * 1024 });
  expect(found).toEqual([]);
  expect(isComplete).toBe(true);
  expect(left).toContainEqual(['d/d/d/d/d/d/d/d/d', 'deep']);
  expect(left).toContainEqual(['huge', 'huge']);
  expect(await run({ maxMs: 0 })).toMatchObject({ isComplete: false, folders: 0 });
  expect(await run({ signal: AbortSignal.abort() })).toMatchObject({ isComplete: false });
  expect(await run({ roots: [join(root, 'gone')] })).toMatchObject({ isComplete: true, folders: 0 });
});

test('takes a root that lies in another once', async () => {
  file('a/v/pyvenv.cfg');
  expect((await run({ roots: [root, join(root, 'a')] })).found).toEqual(['a/v']);
});
