import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Arrivals, type ArrivalsOptions } from './arrivals.ts';

let root = '';
let arrived: string[] = [];
let exhausted = 0;
let running: Arrivals[] = [];
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-arrivals-')));
  [arrived, exhausted, running] = [[], 0, []];
});
afterEach(() => {
  for (const arrivals of running) arrivals.stop();
  rmSync(root, { recursive: true, force: true });
});

function create(options: Partial<ArrivalsOptions> = {}): Arrivals {
  const arrivals = new Arrivals({
    onArrival: (path) => arrived.push(path.slice(root.length + 1)),
    onExhausted: () => {
      exhausted += 1;
    },
    ...options,
  });
  running.push(arrivals);
  return arrivals;
}
function venv(path: string): void {
  mkdirSync(join(root, path, 'lib/python3.11/site-packages'), { recursive: true });
  writeFileSync(join(root, path, 'pyvenv.cfg'), 'version = 3.11.7\n');
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 20 });

test('an environment that is made in a followed folder arrives, once', async () => {
  create().follow(root, 0, 'pinned');
  const startMs = performance.now();
  venv('.venv');
  await until(() => expect(arrived).toEqual(['.venv']));
  expect(performance.now() - startMs).toBeLessThan(1_000);
  await wait(300);
  expect(arrived).toEqual(['.venv']);
});

test('so does one in folders that were made a moment ago, one in the other', async () => {
  create().follow(root, 1, 'pinned');
  mkdirSync(join(root, 'new'));
  await wait(200);
  mkdirSync(join(root, 'new/shop'));
  await wait(200);
  mkdirSync(join(root, 'new/shop/backend'));
  await wait(200);
  venv('new/shop/backend/.venv');
  await until(() => expect(arrived).toEqual(['new/shop/backend/.venv']));
  // All at once, faster than a watch can be put on any of them.
  venv('other/shop/.venv');
  await until(() => expect(arrived).toContain('other/shop/.venv'));
});

test('one that takes its time arrives when it is complete, and one that is given up does not', async () => {
  create().follow(root, 0, 'pinned');
  for (const name of ['slow', 'never']) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'pyvenv.cfg'), 'version = 3.11.7\n');
  }
  await wait(500);
  rmSync(join(root, 'never'), { recursive: true });
  expect(arrived).toEqual([]);
  mkdirSync(join(root, 'slow/lib/python3.11/site-packages'), { recursive: true });
  await until(() => expect(arrived).toEqual(['slow']));
});

test('one that is made again in its place arrives again, deleted before or cleared', async () => {
  const arrivals = create();
  venv('a/b/.venv');
  arrivals.followEnvironment(join(root, 'a/b/.venv'));
  rmSync(join(root, 'a/b/.venv'), { recursive: true });
  await wait(300);
  venv('a/b/.venv');
  await until(() => expect(arrived).toEqual(['a/b/.venv']));
  rmSync(join(root, 'a/b/.venv/lib'), { recursive: true });
  rmSync(join(root, 'a/b/.venv/pyvenv.cfg'));
  await wait(300);
  venv('a/b/.venv');
  await until(() => expect(arrived).toEqual(['a/b/.venv', 'a/b/.venv']));
  venv('a/c/.venv');
  await until(() => expect(arrived).toContain('a/c/.venv'));
});

test('what is large by nature is not followed, and the number of watches is bounded', async () => {
  const arrivals = create({ maxWatches: 20 });
  arrivals.follow(root, 3, 'pinned');
  for (let index = 0; index < 60; index += 1) mkdirSync(join(root, `d${index}`));
  venv('node_modules/x/.venv');
  await wait(500);
  expect(arrivals.state.folders).toBeLessThanOrEqual(20);
  expect(arrived).toEqual([]);
  venv('.venv');
  await until(() => expect(arrived).toEqual(['.venv']));
});

test('where the system has no watches left, folders are polled, and that is said once', async () => {
  const arrivals = create({
    watch: () => {
      throw Object.assign(new Error('none left'), { code: 'ENOSPC' });
    },
  });
  arrivals.follow(root, 1, 'pinned');
  mkdirSync(join(root, 'x'));
  arrivals.follow(join(root, 'x'), 0, 'pinned');
  expect([exhausted, arrivals.state.isPolling]).toEqual([1, true]);
  venv('x/.venv');
  await until(() => expect(arrived).toEqual(['x/.venv']));
});

test('after stop nothing is watched, and stopping twice is no fault', async () => {
  const arrivals = create();
  arrivals.follow(root, 1, 'pinned');
  arrivals.stop();
  arrivals.stop();
  arrivals.follow(root, 1, 'pinned');
  venv('.venv');
  await wait(300);
  expect([arrived, arrivals.state.folders]).toEqual([[], 0]);
});

test('a folder of a tool that is not there yet is followed when it is, by whatever steps it comes', async () => {
  const arrivals = create();
  arrivals.followWhenThere(join(root, '.cache/uv/archive-v0'), Number.NEGATIVE_INFINITY);
  arrivals.followWhenThere(join(root, 'tools'), 0);
  mkdirSync(join(root, '.cache'));
  await wait(200);
  mkdirSync(join(root, '.cache/uv'));
  await wait(200);
  venv('.cache/uv/archive-v0/x1');
  await until(() => expect(arrived).toEqual(['.cache/uv/archive-v0/x1']));
  mkdirSync(join(root, '.cache/uv/archive-v0/wheel'));
  venv('.cache/uv/archive-v0/x2');
  venv('tools/ruff');
  await until(() =>
    expect([...arrived].sort()).toEqual(['.cache/uv/archive-v0/x1', '.cache/uv/archive-v0/x2', 'tools/ruff']),
  );
});
