/** Real Python processes, as the system shows them, and whether they are covered. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { cleanEnv } from '../../../test/python/clean-env.ts';
import { findInterpreters } from '../../../test/python/interpreters.ts';
import { cover, uncover } from '../environments/cover.ts';
import { type Environment, inspectEnvironment } from '../environments/environment.ts';
import { defaultHookDir, type HookFile, readHookSource } from '../environments/hook-source.ts';
import { createProcessTable, type ProcessTable } from '../processes/process-table.ts';
import { type CoveredEnvironment, type ProcessCoverage, processCoverage } from './coverage.ts';
import { createPythons } from './pythons.ts';

const [interpreter] = process.platform === 'linux' ? await findInterpreters() : [];
const forever = 'import sys, time; print(1, flush=True); time.sleep(60)';

describe.skipIf(interpreter === undefined)('Python processes (needs Linux and a Python)', () => {
  const table = createProcessTable();
  const base = interpreter?.path ?? '';
  let dir = '';
  let venv: Environment;
  let python = '';
  let source: readonly HookFile[] = [];

  beforeAll(() => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-pythons-')));
    execFileSync(base, ['-m', 'venv', '--without-pip', join(dir, 'venv')], { env: cleanEnv() });
    venv = inspectEnvironment(join(dir, 'venv'));
    python = join(dir, 'venv/bin/python');
    source = readHookSource(defaultHookDir(), join(dir, 'none.sock'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  async function run(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<ChildProcess & { pid: number }> {
    const child = spawn(program, args, {
      cwd: dir,
      env: cleanEnv({ HOME: dir, ...env }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    return Object.assign(child, { pid: child.pid ?? 0 });
  }
  function found(pid: number, at: ProcessTable = table, userId?: number) {
    const pythons = createPythons({ table: at, ...(userId === undefined ? {} : { userId }) });
    return pythons.scan().pythons.find((each) => each.pid === pid);
  }
  function coverageOf(pid: number, by: 'hook' | 'user-site' = 'hook'): ProcessCoverage | undefined {
    const its = found(pid);
    const { path, kind, python: version } = venv;
    const known: CoveredEnvironment = {
      ...{ path, kind, python: version, origins: ['venv'], environment: venv, blind: null },
      coverage: { state: 'covered', by },
    };
    const context = { environments: new Map([[venv.prefix, [known]]]), table, isHeard: () => false };
    return its === undefined ? undefined : processCoverage(its, context);
  }

  test('are known by the environment that they run in, however they were called', async () => {
    const { pid } = await run(python, ['-c', forever]);
    expect(found(pid)).toMatchObject({ kind: 'interpreter', prefix: venv.prefix, executable: base });
    const relative = await run('venv/bin/python', ['-c', forever]);
    expect(found(relative.pid)?.prefix).toBe(venv.prefix);
    const byPath = await run('sh', ['-c', `exec python -c '${forever}'`], { PATH: `${dirname(python)}:/usr/bin:/bin` });
    expect(found(byPath.pid)?.prefix).toBe(venv.prefix);
    const bare = await run(base, ['-c', forever]);
    expect(found(bare.pid)?.prefix).toBe(dirname(dirname(base)));
    writeFileSync(join(dir, 'script'), `#!${python}\n${forever}\n`, { mode: 0o755 });
    const script = await run(join(dir, 'script'), []);
    expect(found(script.pid)?.prefix).toBe(venv.prefix);
  });

  test('of a shell that became Python by an exec after it was seen are seen too', async () => {
    const pythons = createPythons({ table });
    const shell = spawn('sh', ['-c', `echo 1; read x; exec ${python} -c '${forever}'`], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: dir,
    });
    onTestFinished(() => void shell.kill('SIGKILL'));
    await once(shell.stdout, 'data');
    expect(pythons.scan().folders).toContain(dir);
    shell.stdin.write('\n');
    await vi.waitFor(() => expect(pythons.scan().added.map(({ pid }) => pid)).toContain(shell.pid), { timeout: 5_000 });
  });

  test('are covered where the hook is in them, and blind with the reason where it is not', async () => {
    const early = await run(python, ['-c', forever]);
    // The start of a process is known to a hundredth of a second.
    await new Promise((resolve) => setTimeout(resolve, 100));
    cover(venv, source, false);
    onTestFinished(() => void uncover(venv, source));
    const covered = await run(python, ['-c', forever]);
    expect(coverageOf(covered.pid)?.state).toBe('covered');
    const hasGate = source.some(({ path }) => path.endsWith('.so'));
    if (hasGate) expect(coverageOf(covered.pid)).toEqual({ state: 'covered', by: 'loaded' });
    const reasonOf = async (args: string[], env?: NodeJS.ProcessEnv, by?: 'user-site') => {
      const { pid } = await run(python, [...args, '-c', forever], env);
      const coverage = coverageOf(pid, by);
      return coverage?.state === 'blind' ? coverage.blind.reason : coverage?.by;
    };
    expect(await reasonOf(['-S'])).toBe('no-site');
    expect(await reasonOf(['-W', 'ignore', '-BS'])).toBe('no-site');
    expect(await reasonOf(['-Wignore'])).toBe(hasGate ? 'loaded' : 'expected');
    expect(await reasonOf([], { CULPRIT_DISABLE: '1' })).toBe('disabled');
    uncover(venv, source);
    expect(await reasonOf(['-I'], {}, 'user-site')).toBe('isolated');
    cover(venv, source, false);
    const coverage = coverageOf(early.pid);
    expect(coverage).toEqual({ state: 'blind', blind: { reason: 'started-before', detail: '' } });
  });

  test('in another program are seen when it has run a moment', async () => {
    const program = join(dir, 'app');
    copyFileSync(base, program);
    const app = await run(program, ['-c', `import _ctypes, _socket; ${forever}`], {
      PYTHONHOME: dirname(dirname(base)),
      LD_LIBRARY_PATH: join(dirname(dirname(base)), 'lib'),
    });
    const pythons = createPythons({ table });
    await vi.waitFor(
      () => expect(pythons.scan().pythons.find(({ pid }) => pid === app.pid)).toMatchObject({ kind: 'embedded' }),
      {
        timeout: 10_000,
        interval: 500,
      },
    );
  });

  test('of another user are there, and nothing of them is shown; one in a container says so', async () => {
    const { pid } = await run(python, ['-c', forever]);
    expect(found(pid, table, 4242)).toMatchObject({ kind: 'other-user', argv: [], prefix: null });
    expect(found(pid, { ...table, isElsewhere: () => true })).toMatchObject({ kind: 'container', prefix: null });
  });
});
