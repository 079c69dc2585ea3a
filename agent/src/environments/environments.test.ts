import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEnvironments, type Environments, type EnvironmentsOptions } from './environments.ts';
import type { EnvironmentChange } from './watch.ts';

let dir = '';
let home = '';
let hookDir = '';
let changes: EnvironmentChange[] = [];
let running: Environments[] = [];
let inventories = 0;

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-environments-')));
  home = join(dir, 'home', 'agent');
  hookDir = join(dir, 'hook');
  changes = [];
  running = [];
  inventories = 0;
  for (const folder of ['_culprit', 'site']) mkdirSync(join(hookDir, folder), { recursive: true });
  for (const file of ['_culprit/__init__.py', 'site/culprit.pth', 'site/culprit.start', 'site/sitecustomize.py']) {
    writeFileSync(join(hookDir, file), 'import sys\n');
  }
});
afterEach(async () => {
  await Promise.all(running.map((environments) => environments.stop()));
  rmSync(dir, { recursive: true, force: true });
});

function create(extra: Partial<EnvironmentsOptions> = {}): Environments {
  const environments = createEnvironments({
    dir: home,
    socketPath: join(home, 'run', 'hook.sock'),
    hookDir,
    log: pino({ level: 'silent' }),
    onChange: (change) => void changes.push(change),
    onInventory: () => {
      inventories += 1;
    },
    ...extra,
  });
  running.push(environments);
  return environments;
}

function makeVenv(name: string): { venv: string; site: string } {
  const venv = join(dir, name);
  const site = join(venv, 'lib/python3.11/site-packages');
  mkdirSync(site, { recursive: true });
  writeFileSync(join(venv, 'pyvenv.cfg'), 'version = 3.11.7\n');
  return { venv, site };
}

function put(site: string, name: string, version: string): void {
  mkdirSync(join(site, `${name}-${version}.dist-info`));
  writeFileSync(join(site, `${name}-${version}.dist-info`, 'METADATA'), `Name: ${name}\nVersion: ${version}\n\n`);
  writeFileSync(join(site, `${name}-${version}.dist-info`, 'INSTALLER'), 'pip\n');
}

const hookOf = (environments: Environments) => environments.list().map(({ hook }) => hook?.state);
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 30 });

/** What a command of another process does with the same home. */
async function fromAnotherProcess(method: 'add' | 'remove', path: string): Promise<void> {
  const script = `
    const { createEnvironments } = await import(${JSON.stringify(new URL('./environments.ts', import.meta.url).href)});
    const { pino } = await import(${JSON.stringify(import.meta.resolve('pino'))});
    const [dir, hookDir, method, path] = process.argv.slice(1);
    const environments = createEnvironments({ dir, socketPath: dir + '/run/hook.sock', hookDir, log: pino(), onChange() {} });
    environments[method](path);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, home, hookDir, method, path]);
}

it('adds, lists and removes without an agent running', () => {
  const { venv, site } = makeVenv('venv');
  put(site, 'a', '1');
  const environments = create();
  symlinkSync(venv, join(dir, 'link'));
  expect(environments.add(join(dir, 'link'))).toMatchObject({
    environment: { path: venv },
    isNew: true,
    isWritten: true,
  });
  expect(environments.add(venv)).toMatchObject({ isNew: false, isWritten: false });
  expect(environments.list()).toMatchObject([
    {
      path: venv,
      kind: 'venv',
      python: '3.11.7',
      hook: { state: 'installed' },
      packages: 1,
      watch: 'off',
      problem: null,
    },
  ]);
  expect(readFileSync(join(site, '_culprit/config.py'), 'utf8')).toContain(join(home, 'run', 'hook.sock'));
  expect(environments.remove(join(dir, 'link'))).toEqual({ path: venv, left: [] });
  expect(environments.remove(venv)).toBeNull();
  expect(readdirSync(site)).toEqual(['a-1.dist-info']);
});

it('forgets an environment that is gone, and lists it with its problem until then', () => {
  const { venv } = makeVenv('venv');
  const environments = create();
  environments.add(venv);
  rmSync(venv, { recursive: true });
  expect(environments.list()).toMatchObject([
    { path: venv, kind: null, problem: expect.stringContaining('not exist') },
  ]);
  expect(environments.remove(venv)).toEqual({ path: venv, left: [] });
  expect(environments.list()).toEqual([]);
});

it('registers nothing that it refuses', () => {
  const environments = create();
  expect(() => environments.add(dir)).toThrow(expect.objectContaining({ code: 'AGENT_ERR_NOT_AN_ENVIRONMENT' }));
  expect(environments.list()).toEqual([]);
});

it('follows what another process adds and removes, within a second, and takes neither for an attack', async () => {
  const { venv, site } = makeVenv('venv');
  const environments = create();
  await environments.start();
  await fromAnotherProcess('add', venv);
  const added = performance.now();
  await until(() => expect(environments.list()).toMatchObject([{ watch: 'watching' }]));
  expect(performance.now() - added).toBeLessThan(1000);
  put(site, 'a', '1');
  await until(() =>
    expect(changes).toMatchObject([{ type: 'package', environment: venv, kind: 'installed', name: 'a' }]),
  );
  expect(environments.inventories()).toMatchObject([{ environment: { path: venv }, packages: [{ name: 'a' }] }]);
  expect(readdirSync(join(home, 'inventory'))).toHaveLength(1);
  await fromAnotherProcess('remove', venv);
  await until(() => expect(environments.inventories()).toEqual([]));
  await wait(800);
  expect(changes).toHaveLength(1);
  expect(inventories).toBeGreaterThanOrEqual(3);
  expect(readdirSync(site)).toEqual(['a-1.dist-info']);
  expect(readdirSync(join(home, 'inventory'))).toEqual([]);
});

it('tells what was done to the hook while the agent was down, and then puts it right', async () => {
  const { venv, site } = makeVenv('venv');
  const first = create();
  first.add(venv);
  await first.start();
  await first.stop();
  writeFileSync(join(site, '!culprit.pth'), 'import evil\n');
  expect(hookOf(first)).toEqual(['damaged']);
  const second = create();
  await second.start();
  expect(changes).toMatchObject([
    { type: 'startup', kind: 'changed', file: join(site, '!culprit.pth'), lines: ['import evil'] },
  ]);
  // Once it is sure that nobody is deleting the environment just then.
  await until(() => expect(hookOf(second)).toEqual(['installed']));
  await wait(800);
  expect(changes).toHaveLength(1);
});

it('renews the hook of an older agent at start, without a word', async () => {
  const { venv, site } = makeVenv('venv');
  const older = create();
  older.add(venv);
  await older.start();
  await older.stop();
  writeFileSync(join(hookDir, '_culprit/__init__.py'), 'import sys  # newer\n');
  const newer = create();
  expect(hookOf(newer)).toEqual(['outdated']);
  await newer.start();
  await until(() => expect(hookOf(newer)).toEqual(['installed']));
  await wait(800);
  expect(changes).toEqual([]);
  expect(readFileSync(join(site, '_culprit/__init__.py'), 'utf8')).toContain('newer');
});

it('puts the hook into an environment that was made again in the same place', async () => {
  const { venv, site } = makeVenv('venv');
  const environments = create({ patience: { lookMs: 200 } });
  environments.add(venv);
  await environments.start();
  await wait(500);
  rmSync(venv, { recursive: true });
  await until(() => expect(environments.list()).toMatchObject([{ watch: 'gone' }]));
  makeVenv('venv');
  await until(() => expect(hookOf(environments)).toEqual(['installed']));
  await until(() => expect(environments.list()).toMatchObject([{ watch: 'watching' }]));
  changes = [];
  put(site, 'a', '1');
  await until(() => expect(changes).toMatchObject([{ kind: 'installed', name: 'a' }]));
});

it('writes nothing into an environment that is being deleted, however long that takes', async () => {
  const { venv, site } = makeVenv('venv');
  for (let index = 0; index < 40; index += 1) put(site, `p${index}`, '1');
  const environments = create({ patience: { quietMs: 50, lookMs: 200 } });
  environments.add(venv);
  await environments.start();
  await wait(300);
  // As rm -rf does: entry by entry, here the hook's first.
  const names = readdirSync(site).sort((a, b) => Number(b.includes('culprit')) - Number(a.includes('culprit')));
  for (const name of names) {
    rmSync(join(site, name), { recursive: true });
    await wait(60);
  }
  expect(readdirSync(site)).toEqual([]);
  rmSync(venv, { recursive: true });
  expect(existsSync(venv)).toBe(false);
});

it('keeps the last list in force when environments.json is damaged, and refuses to start with it', async () => {
  const { venv, site } = makeVenv('venv');
  const environments = create();
  environments.add(venv);
  await environments.start();
  writeFileSync(join(home, 'environments.json'), '{');
  await wait(500);
  put(site, 'a', '1');
  await until(() => expect(changes).toHaveLength(1));
  await expect(create().start()).rejects.toMatchObject({ code: 'AGENT_ERR_REGISTRY_CORRUPT' });
});

it('gives the environment of any process, writes nothing into it, and runs nothing in it', async () => {
  const { venv, site } = makeVenv('venv');
  put(site, 'a', '1');
  const base = join(dir, 'base');
  mkdirSync(join(base, 'lib/python3.12/site-packages'), { recursive: true });
  mkdirSync(join(base, 'bin'));
  writeFileSync(join(base, 'lib/python3.12/os.py'), '');
  writeFileSync(join(base, 'bin/python3.12'), `#!/bin/sh\ntouch ${dir}/ran\n`, { mode: 0o755 });
  let now = Date.now();
  const environments = create({ clock: () => now });
  expect(environments.ensure(venv)).toBe(environments.ensure(venv));
  expect(environments.inventory(venv)).toMatchObject([{ name: 'a', version: '1' }]);
  expect(environments.ensure(base, { python: '3.12.4' })?.environment.python).toBe('3.12.4');
  expect(environments.ensure(join(dir, 'nowhere'))).toBeNull();
  expect(existsSync(join(dir, 'ran'))).toBe(false);
  expect(readdirSync(site)).toEqual(['a-1.dist-info']);
  put(site, 'b', '1');
  expect(environments.inventory(venv)).toHaveLength(1);
  now += 3000;
  expect(environments.inventory(venv)).toHaveLength(2);
  expect(environments.list()).toEqual([]);
});

it('gives the watched environment to a process in it, by whatever path', async () => {
  const { venv } = makeVenv('venv');
  symlinkSync(venv, join(dir, 'link'));
  const environments = create();
  environments.add(venv);
  await environments.start();
  const found = environments.ensure(join(dir, 'link'));
  expect(found?.installed).toBe(environments.ensure(venv)?.installed);
  await environments.stop();
  await environments.stop();
});
