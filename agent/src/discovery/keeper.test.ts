/** The keeper with a home of its own: what the policy wants is covered when it comes, and what isn't is named. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEnvironments, type Environments } from '../environments/environments.ts';
import { Keeper } from './keeper.ts';
import { changePolicy, type PolicyChange } from './policy.ts';

let dir = '';
let home = '';
let state = '';
let running: { stop(): Promise<void> }[] = [];
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-keeper-')));
  home = join(dir, 'home');
  state = join(dir, 'state');
  for (const folder of [home, state]) mkdirSync(folder);
  running = [];
});
afterEach(async () => {
  for (const each of running.reverse()) await each.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function start(policy: PolicyChange = {}): Promise<{ keeper: Keeper; environments: Environments }> {
  const policyFile = join(state, 'policy.yaml');
  // What else runs and lies on this machine is none of this test's business.
  changePolicy(policyFile, { exclude: ['/usr/**', '/opt/**', '/root/.*/**', '/home/**'], ...policy });
  const log = pino({ level: 'silent' });
  const environments = createEnvironments({ dir: state, socketPath: join(dir, 'hook.sock'), log, onChange: () => {} });
  const keeper = new Keeper({
    ...{ environments, dir: state, policyFile, log },
    homes: () => [{ dir: home, env: {}, platform: process.platform }],
    table: (await import('../processes/process-table.ts')).createProcessTable('darwin'),
  });
  running.push(environments, keeper);
  await environments.start();
  await keeper.start();
  return { keeper, environments };
}

function venv(path: string, more = ''): string {
  const prefix = join(home, path);
  mkdirSync(join(prefix, 'lib/python3.11/site-packages'), { recursive: true });
  writeFileSync(join(prefix, 'pyvenv.cfg'), `version = 3.11.7\n${more}`);
  return prefix;
}
const isCovered = (prefix: string): boolean => existsSync(join(prefix, 'lib/python3.11/site-packages/!culprit.pth'));
const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 20 });
const own = (keeper: Keeper) =>
  keeper
    .map()
    .environments.filter(({ path }) => path.startsWith(home))
    .map(({ path, origins, coverage }) => {
      const how = coverage.state === 'covered' ? coverage.by : coverage.blind.reason;
      return [path.slice(home.length + 1), origins[0], coverage.state, how];
    });

test('covers what is there, and what comes, where it comes within two seconds', async () => {
  const old = venv('src/old/.venv');
  const { keeper } = await start({ cover: 'all' });
  await until(() => expect(isCovered(old)).toBe(true));
  const startMs = performance.now();
  const fresh = venv('src/fresh/.venv', 'uv = 0.9\n');
  await until(() => expect(isCovered(fresh)).toBe(true));
  expect(performance.now() - startMs).toBeLessThan(2_000);
  const tool = venv('.local/share/uv/tools/ruff');
  await until(() => expect(isCovered(tool)).toBe(true));
  await until(() =>
    expect(own(keeper)).toEqual([
      ['.local/share/uv/tools/ruff', expect.any(String), 'covered', 'hook'],
      ['src/fresh/.venv', 'uv', 'covered', 'hook'],
      ['src/old/.venv', 'venv', 'covered', 'hook'],
    ]),
  );
});

test('covers one that was made again in its place within two seconds, again and again', async () => {
  const prefix = venv('src/shop/.venv');
  await start({ cover: 'all' });
  await until(() => expect(isCovered(prefix)).toBe(true));
  for (const _ of [1, 2]) {
    rmSync(prefix, { recursive: true });
    const startMs = performance.now();
    venv('src/shop/.venv');
    await until(() => expect(isCovered(prefix)).toBe(true));
    expect(performance.now() - startMs).toBeLessThan(2_000);
  }
});

test('covers only what was listed, and says of the rest why not', async () => {
  const listed = venv('a/.venv');
  const other = venv('b/.venv');
  mkdirSync(join(home, '.virtualenvs/broken'), { recursive: true });
  writeFileSync(join(home, '.virtualenvs/broken/pyvenv.cfg'), 'version = 3.11.7\n');
  const { keeper, environments } = await start();
  environments.add(listed);
  await until(() =>
    expect(own(keeper)).toEqual([
      ['.virtualenvs/broken', 'virtualenvwrapper', 'blind', 'broken'],
      ['a/.venv', 'venv', 'covered', 'hook'],
      ['b/.venv', 'venv', 'blind', 'policy'],
    ]),
  );
  expect(isCovered(other)).toBe(false);
  rmSync(join(listed, 'lib/python3.11/site-packages/_culprit/hook.py'));
  expect(own(keeper)[1]).toEqual(['a/.venv', 'venv', 'blind', 'hook-removed']);
});

test('follows the policy as it changes: ask, all, and exclusions', async () => {
  const kept = venv('kept/.venv');
  const out = venv('out/.venv');
  const { keeper } = await start({ cover: 'ask' });
  await until(() => expect(own(keeper).map(([, , , how]) => how)).toEqual(['asked', 'asked']));
  changePolicy(join(state, 'policy.yaml'), { cover: 'all', exclude: [`${home}/out/**`, '/usr/**', '/root/.*/**'] });
  await until(() => expect(isCovered(kept)).toBe(true));
  expect(isCovered(out)).toBe(false);
  expect(own(keeper)[1]).toEqual(['out/.venv', 'venv', 'blind', 'excluded']);
  writeFileSync(join(state, 'policy.yaml'), 'cover: [\n');
  const later = venv('kept/other');
  await until(() => expect(isCovered(later)).toBe(true));
});

test('an environment becomes known by a process that runs there', async () => {
  const { keeper } = await start({ cover: 'all' });
  const far = join(dir, 'far/away/env');
  mkdirSync(join(far, 'lib/python3.11/site-packages'), { recursive: true });
  writeFileSync(join(far, 'pyvenv.cfg'), 'version = 3.11.7\n');
  const hello = { key: '1-1', pid: 1, parentPid: 0, startedMs: 1, python: '3.11.7', implementation: 'cpython' };
  const rest = {
    executable: '',
    basePrefix: '',
    argv: [],
    ancestors: [],
    cwd: '',
    hook: '',
    application: '',
    interpreter: 0,
  };
  keeper.sink.greeted({ ...hello, ...rest, prefix: far }, true);
  await until(() => expect(isCovered(far)).toBe(true));
});
