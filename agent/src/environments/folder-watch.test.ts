import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { watch } from 'chokidar';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FolderWatch, type FolderWatchOptions } from './folder-watch.ts';

let dir = '';
let folder = '';
let folderWatch: FolderWatch | undefined;
let settled = 0;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-watch-')));
  folder = join(dir, 'site-packages');
  mkdirSync(folder);
  settled = 0;
});
afterEach(async () => {
  await folderWatch?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function start(options: Partial<FolderWatchOptions> = {}): Promise<FolderWatch> {
  folderWatch = new FolderWatch({
    folders: [folder],
    isWatched: (name) => /\.pth$|^looked-into$/.test(name),
    isWatchedWithin: (parent, name) => parent === 'looked-into' && name === 'a.py',
    isHeard: (name) => name.endsWith('.dist-info'),
    onSettled: () => {
      settled += 1;
    },
    onPolling: () => {},
    patience: { quietMs: 100, maxMs: 600, lookMs: 200, pollMs: 100 },
    ...options,
  });
  await folderWatch.start();
  await vi.waitFor(() => expect(settled).toBe(1));
  return folderWatch;
}

const until = (times: number) => vi.waitFor(() => expect(settled).toBeGreaterThanOrEqual(times), { timeout: 5000 });

it('tells a burst once, when it has settled', async () => {
  await start();
  mkdirSync(join(folder, 'a-1.dist-info'));
  for (let i = 0; i < 5; i += 1) {
    writeFileSync(join(folder, `${i}.pth`), '');
    await wait(20);
  }
  await until(2);
  await wait(300);
  expect(settled).toBe(2);
});

it('sees what comes, goes and is renamed, and what is written into a folder that is looked into', async () => {
  await start();
  mkdirSync(join(folder, 'a-1.dist-info'));
  await until(2);
  rmSync(join(folder, 'a-1.dist-info'), { recursive: true });
  await until(3);
  writeFileSync(join(folder, 'x.tmp'), 'x');
  renameSync(join(folder, 'x.tmp'), join(folder, 'x.pth'));
  await until(4);
  mkdirSync(join(folder, 'looked-into'));
  await until(5);
  writeFileSync(join(folder, 'looked-into', 'a.py'), 'x');
  await until(6);
});

it('passes over every other file', async () => {
  await start();
  mkdirSync(join(folder, 'package'));
  writeFileSync(join(folder, 'package', 'a.py'), '');
  writeFileSync(join(folder, 'module.py'), '');
  await wait(400);
  expect(settled).toBe(1);
});

it('does not wait for ever for a burst to end', async () => {
  await start();
  const started = performance.now();
  while (settled < 2 && performance.now() - started < 5000) {
    writeFileSync(join(folder, 'a.pth'), String(performance.now()));
    await wait(30);
  }
  expect(performance.now() - started).toBeLessThan(2000);
});

it('watches a folder again that was deleted and made anew', async () => {
  await start();
  rmSync(folder, { recursive: true });
  await until(2);
  await wait(500);
  mkdirSync(folder);
  const before = settled;
  await until(before + 1);
  await wait(300);
  const quiet = settled;
  writeFileSync(join(folder, 'a.pth'), '');
  await until(quiet + 1);
});

it('looks for a folder that is not there yet', async () => {
  rmSync(folder, { recursive: true });
  await start();
  mkdirSync(folder);
  await until(2);
});

it('polls when the system has no more watches, and says so once', async () => {
  let said = 0;
  const exhausted = Object.assign(new Error('System limit for number of file watchers reached'), { code: 'ENOSPC' });
  const polling = await start({
    onPolling: () => {
      said += 1;
    },
    watch: (paths, options) => {
      const watcher = watch(paths, options);
      if (!options.usePolling) for (let i = 0; i < 1000; i += 1) setImmediate(() => watcher.emit('error', exhausted));
      return watcher;
    },
  });
  expect(polling.isPolling).toBe(true);
  expect(said).toBe(1);
  await wait(300);
  const before = settled;
  writeFileSync(join(folder, 'a.pth'), '');
  await until(before + 1);
  await wait(300);
  const quiet = settled;
  mkdirSync(join(folder, 'a-1.dist-info'));
  await until(quiet + 1);
});

it('may be stopped before it is started, twice, and in the middle of opening anew', async () => {
  const idle = new FolderWatch({
    folders: [folder],
    isWatched: () => true,
    isWatchedWithin: () => true,
    onSettled: () => {},
    onPolling: () => {},
  });
  await idle.stop();
  const started = await start();
  rmSync(folder, { recursive: true });
  await until(2);
  await Promise.all([started.stop(), started.stop()]);
  mkdirSync(folder);
  const before = settled;
  await wait(500);
  expect(settled).toBe(before);
});
