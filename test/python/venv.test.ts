import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanEnv } from './clean-env.ts';
import { runCommand } from './command.ts';
import { buildGreeter } from './greeter.ts';
import { findInterpreters, newestAndOldest } from './interpreters.ts';
import { makeVenv } from './venv.ts';

// Making a venv takes seconds, and several times that on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const interpreters = await findInterpreters();
const [newest] = interpreters;
let dir = '';

beforeAll(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'culprit-venv-')));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe.each(newestAndOldest(interpreters))('makeVenv on Python $version', ({ version, path }) => {
  it('installs, runs and removes a wheel, its data and its start-up file', async () => {
    const wheel = await buildGreeter(join(dir, `for-${version}`), {
      'greeter.pth': 'import greeter\n',
      'greeter/data.json': '{}',
    });
    const venv = await makeVenv({ python: path, dir: join(dir, `venv-${version}`), env: { GREETER_SETTING: 'kept' } });
    await venv.install(wheel);
    const script = `
import importlib.metadata, os, sys
print(sys.prefix, importlib.metadata.version("my-greeter"), "greeter" in sys.modules, os.environ["GREETER_SETTING"])
`;
    const run = await venv.run(['-c', script]);
    expect(run).toMatchObject({ status: 0, stderr: '', stdout: `${venv.dir} 1.2.post1 True kept\n` });
    expect(await readFile(join(venv.sitePackages, 'greeter.pth'), 'utf8')).toBe('import greeter\n');
    expect(await venv.run(['-m', 'pip', 'check'])).toMatchObject({ status: 0 });
    const greet = await runCommand(join(venv.dir, 'bin', 'greet'), [], {
      env: cleanEnv({ PYTHONIOENCODING: 'utf-8' }),
    });
    expect(greet).toMatchObject({ status: 0, stdout: 'grüezi\n' });
    await venv.uninstall('my-greeter');
    expect((await venv.run(['-c', 'import greeter'])).stderr).toContain('ModuleNotFoundError');
    await expect(venv.uninstall('my-greeter')).rejects.toThrow('could not remove my-greeter');
    await expect(venv.install(join(dir, 'none.whl'))).rejects.toThrow('none.whl');
  });
});

describe.skipIf(newest === undefined)('makeVenv', () => {
  it('says which interpreter could not make a venv', async () => {
    await expect(makeVenv({ python: '/bin/false', dir: join(dir, 'never') })).rejects.toThrow('/bin/false -m venv');
    await expect(makeVenv({ python: join(dir, 'none'), dir: join(dir, 'never') })).rejects.toThrow(
      'could not be started',
    );
  });

  it('is installable by uv too', { timeout: 300_000 }, async ({ skip }) => {
    const venv = await makeVenv({ python: newest?.path ?? '', dir: join(dir, 'venv-uv') });
    const outcome = await venv.installFromIndex('uv');
    if (outcome.status === 'unavailable') return skip(`uv can't be had from an index: ${outcome.reason}`);
    const wheel = await buildGreeter(join(dir, 'for-uv'), { 'greeter.pth': 'import greeter\n' });
    const options = ['--offline', '--no-config', '--no-cache', '--python', venv.python];
    const run = await venv.run(['-m', 'uv', 'pip', 'install', ...options, wheel]);
    expect(run).toMatchObject({ status: 0 });
    expect(
      (await venv.run(['-c', 'import greeter; greeter.main()'], { env: { PYTHONIOENCODING: 'utf-8' } })).stdout,
    ).toBe('grüezi\n');
  });
});
