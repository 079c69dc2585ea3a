import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findInterpreters } from '../../../test/python/interpreters.ts';
import { makeVenv, type Venv } from '../../../test/python/venv.ts';
import { buildWheel } from '../../../test/python/wheel.ts';
import { type Environment, inspectEnvironment } from './environment.ts';
import { type EnvironmentChange, EnvironmentWatch, type EnvironmentWatchOptions } from './watch.ts';

const interpreters = await findInterpreters();
const newest = interpreters[0]?.path ?? '';
const log = pino({ level: 'silent' });
let dir = '';
let changes: EnvironmentChange[] = [];
let watch: EnvironmentWatch | undefined;

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-watch-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeEach(() => {
  changes = [];
});
afterEach(() => watch?.stop());

let homes = 0;
const newHome = (): string => join(dir, `home-${homes++}`);

async function start(environment: Environment, home: string, extra: Partial<EnvironmentWatchOptions> = {}) {
  watch = new EnvironmentWatch({
    environment,
    dir: home,
    hookFiles: new Map(),
    isRegistered: () => true,
    onChange: (change) => void changes.push(change),
    onInventory: () => {},
    onRenewed: () => {},
    log,
    ...extra,
  });
  await watch.start();
}

/** What was told, without times and paths. */
const told = () =>
  changes.map((change) =>
    change.type === 'package'
      ? `${change.kind} ${change.name} ${change.from ?? '-'} ${change.to ?? '-'} ${change.installer}`
      : `${change.kind} ${change.file.split('/').at(-1)} of ${change.owner?.name ?? 'nobody'}`,
  );
const untilTold = (...expected: string[]) =>
  vi.waitFor(() => expect(told()).toEqual(expected), { timeout: 20_000, interval: 50 });

describe.skipIf(newest === '')('a real venv, with pip at work', () => {
  let venv: Venv;
  let environment: Environment;
  const wheels: Record<string, string> = {};
  beforeAll(async () => {
    venv = await makeVenv({ python: newest, dir: join(dir, 'venv') });
    environment = inspectEnvironment(venv.dir);
    for (const version of ['1.9', '1.10']) {
      wheels[version] = await buildWheel({
        name: 'Big.Package',
        version,
        source: null,
        outDir: join(dir, 'wheels'),
        extraFiles: Object.fromEntries(
          Array.from({ length: 300 }, (_, i) => [`big/m${i}.py`, `VERSION = "${version}"\n`]),
        ),
      });
    }
    wheels['1.9 patched'] = await buildWheel({
      name: 'Big.Package',
      version: '1.9',
      source: null,
      outDir: join(dir, 'patched'),
      extraFiles: { 'big/m0.py': 'VERSION = "patched"\n' },
    });
    wheels.litellm = await buildWheel({
      name: 'litellm',
      version: '1.82.8',
      source: null,
      outDir: join(dir, 'wheels'),
      extraFiles: { 'litellm/__init__.py': '', 'litellm_init.pth': 'import os; os.getpid()\n' },
    });
  });
  const install = (name: string) => venv.install('--upgrade', '--force-reinstall', wheels[name] ?? '');

  it('tells an install, an upgrade, a downgrade and a removal, each once', async () => {
    const since = Date.now();
    await start(environment, newHome());
    const steps = [
      [() => install('1.9'), 'installed big-package - 1.9 pip'],
      [() => install('1.10'), 'upgraded big-package 1.9 1.10 pip'],
      [() => install('1.9'), 'downgraded big-package 1.10 1.9 pip'],
      [() => venv.uninstall('big-package'), 'removed big-package 1.9 - pip'],
    ] as const;
    for (const [act, expected] of steps) {
      changes = [];
      await act();
      await untilTold(expected);
    }
    expect(changes[0]).toMatchObject({ type: 'package', environment: venv.dir });
    expect(changes[0]?.atMs).toBeGreaterThan(since);
    expect(changes[0]?.atMs).toBeLessThanOrEqual(Date.now());
    expect(watch?.installed.history.entries.map(({ version }) => version)).toEqual(['1.9', '1.10', '1.9']);
  });

  it('tells the same version once more only where its files are others', async () => {
    await install('1.9');
    await start(environment, newHome());
    await vi.waitFor(() => expect(watch?.installed.isDescribed).toBe(true));
    await install('1.9');
    await install('1.9 patched');
    await untilTold('reinstalled big-package 1.9 1.9 pip');
    await watch?.stop();
    await venv.uninstall('big-package');
  });

  it('tells a hundred packages of one command, each once', async () => {
    const burst = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        buildWheel({
          name: `burst-${i}`,
          version: '1',
          source: null,
          outDir: join(dir, 'burst'),
          extraFiles: { [`b${i}.py`]: '' },
        }),
      ),
    );
    await start(environment, newHome());
    await venv.install(...burst);
    const all = Array.from({ length: 100 }, (_, i) => `installed burst-${i} - 1 pip`).sort();
    await vi.waitFor(() => expect(told().sort()).toEqual(all), { timeout: 60_000, interval: 100 });
    await wait(1000);
    expect(told()).toHaveLength(100);
    await venv.run(['-m', 'pip', 'uninstall', '-y', '-q', ...Array.from({ length: 100 }, (_, i) => `burst-${i}`)]);
    await vi.waitFor(() => expect(told()).toHaveLength(200), { timeout: 60_000, interval: 100 });
    expect(new Set(told()).size).toBe(200);
  });

  it('tells what a package brings along to run at every start', async () => {
    await start(environment, newHome());
    await install('litellm');
    await untilTold('installed litellm - 1.82.8 pip', 'added litellm_init.pth of litellm');
    expect(changes[1]).toMatchObject({ type: 'startup', lines: ['import os; os.getpid()'] });
    changes = [];
    await venv.uninstall('litellm');
    await untilTold('removed litellm 1.82.8 - pip', 'removed litellm_init.pth of litellm');
  });

  it('tells what changed while the agent was down, and of a first look nothing', async () => {
    const home = newHome();
    await start(environment, home);
    await watch?.stop();
    await install('1.9');
    await start(environment, home);
    await untilTold('installed big-package - 1.9 pip');
    await watch?.stop();
    await install('1.10');
    writeFileSync(join(venv.sitePackages, 'sitecustomize.py'), 'import os\n');
    changes = [];
    await start(environment, home);
    await untilTold('upgraded big-package 1.9 1.10 pip', 'added sitecustomize.py of nobody');
    expect(watch?.installed.history.versionAt('big-package', 0)).toBe('1.9');
    await watch?.stop();
    changes = [];
    await start(environment, home);
    await wait(500);
    expect(told()).toEqual([]);
    expect(watch?.installed.history.versionAt('big-package', 0)).toBe('1.9');
  });
});

describe.skipIf(newest === '')('a real venv, with uv at work', () => {
  it('tells what uv did, of files that it links from its cache, and where they came from', async (context) => {
    const tool = await makeVenv({ python: newest, dir: join(dir, 'uv-tool') });
    const had = await tool.installFromIndex('uv');
    if (had.status === 'unavailable') return context.skip(`no uv: ${had.reason}`);
    const path = join(dir, 'uv-venv');
    const uv = (...args: string[]) =>
      execFileSync(join(tool.dir, 'bin', 'uv'), [...args], {
        stdio: 'pipe',
        env: { ...process.env, UV_CACHE_DIR: join(dir, 'uv-cache'), UV_OFFLINE: '1' },
      });
    uv('venv', '--python', newest, path);
    const wheel = (version: string) =>
      buildWheel({
        name: 'linked',
        version,
        source: null,
        outDir: join(dir, 'uv'),
        extraFiles: { 'linked.py': version },
      });
    const [first, second] = [await wheel('1'), await wheel('2')];
    await start(inspectEnvironment(path), newHome());
    const install = (file: string) => uv('pip', 'install', '--python', join(path, 'bin', 'python'), file);
    install(first);
    await untilTold('installed linked - 1 uv');
    install(second);
    await untilTold('installed linked - 1 uv', 'upgraded linked 1 2 uv');
    const [linked] = watch?.installed.packages.filter(({ name }) => name === 'linked') ?? [];
    expect(linked).toMatchObject({
      requested: true,
      facts: { topLevel: ['linked'], source: { kind: 'archive', at: second } },
    });
    uv('pip', 'uninstall', '--python', join(path, 'bin', 'python'), 'linked');
    await untilTold('installed linked - 1 uv', 'upgraded linked 1 2 uv', 'removed linked 2 - uv');
  }, 120_000);
});

describe('a folder of metadata', () => {
  let counter = 0;
  function bare(): { environment: Environment; root: string } {
    const venv = join(dir, `bare-${counter++}`);
    const root = join(venv, 'lib/python3.11/site-packages');
    mkdirSync(root, { recursive: true });
    writeFileSync(join(venv, 'pyvenv.cfg'), 'version = 3.11.7\n');
    return { environment: inspectEnvironment(venv), root };
  }
  function put(root: string, name: string, version: string): void {
    const info = join(root, `${name}-${version}.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), `Name: ${name}\nVersion: ${version}\n\n`);
    writeFileSync(join(info, 'INSTALLER'), 'pip\n');
  }

  it('in the middle of an upgrade by pip, with the old version set aside, is not a removal', async () => {
    const { environment, root } = bare();
    put(root, 'torch', '1');
    await start(environment, newHome());
    await wait(500);
    renameSync(join(root, 'torch-1.dist-info'), join(root, '~orch-1.dist-info'));
    await wait(1500);
    expect(told()).toEqual([]);
    put(root, 'torch', '2');
    await wait(700);
    expect(told()).toEqual([]);
    rmSync(join(root, '~orch-1.dist-info'), { recursive: true });
    await untilTold('upgraded torch 1 2 pip');
  });

  it('with the remains of an install that crashed long ago is watched all the same', async () => {
    const { environment, root } = bare();
    put(root, '~orch', '1');
    await wait(20);
    await start(environment, newHome());
    put(root, 'a', '1');
    await untilTold('installed a - 1 pip');
  });

  it('that is deleted as a whole is gone, not empty; when it is back, that is said', async () => {
    const { environment, root } = bare();
    put(root, 'a', '1');
    let renewed = 0;
    const patience = { lookMs: 200 };
    await start(environment, newHome(), { onRenewed: () => (renewed += 1), patience });
    rmSync(environment.path, { recursive: true });
    await vi.waitFor(() => expect(watch?.state).toBe('gone'), { timeout: 5000 });
    expect(told()).toEqual([]);
    mkdirSync(root, { recursive: true });
    await vi.waitFor(() => expect(renewed).toBeGreaterThan(0), { timeout: 5000 });
  });

  it("tells when someone else alters or takes away the hook's files, and not when it is no longer registered", async () => {
    const { environment, root } = bare();
    const pth = join(root, '!culprit.pth');
    const module = join(root, '_culprit', 'hook.py');
    mkdirSync(join(root, '_culprit'));
    writeFileSync(pth, 'import _culprit\n');
    writeFileSync(module, 'X = 1\n');
    let isRegistered = true;
    const hookFiles = new Map([
      [pth, 'expected'],
      [module, 'expected'],
    ]);
    await start(environment, newHome(), { hookFiles, isRegistered: () => isRegistered });
    await wait(500);
    writeFileSync(module, 'X = 2\n');
    await untilTold('changed hook.py of nobody');
    rmSync(pth);
    await untilTold('changed hook.py of nobody', 'removed !culprit.pth of nobody');
    isRegistered = false;
    rmSync(module);
    await wait(800);
    expect(told()).toHaveLength(2);
  });

  it('goes on when its saved state is damaged', async () => {
    const { environment, root } = bare();
    const home = newHome();
    await start(environment, home);
    await watch?.stop();
    const { readdirSync } = await import('node:fs');
    const [file] = readdirSync(join(home, 'inventory'));
    writeFileSync(join(home, 'inventory', file ?? ''), '{"path": 1');
    await start(environment, home);
    put(root, 'a', '1');
    await untilTold('installed a - 1 pip');
  });
});
