/** The hook as npm ships it, gate included: packed, unpacked elsewhere, put into a venv by the agent's own code. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEnvironments, type Environments } from '../../agent/src/environments/environments.ts';
import { defaultHookDir } from '../../agent/src/environments/hook-source.ts';
import { gateSource, ownTarget } from '../../python-hook/gate/compile.ts';
import { gateIn, sha256, writeHashes } from '../../python-hook/gate/shipped.ts';
import { builtGate } from '../../python-hook/test/gate.ts';
import { cleanEnv } from '../python/clean-env.ts';
import { findInterpreters, isFreeThreaded } from '../python/interpreters.ts';
import { makeVenv, type Venv } from '../python/venv.ts';

const [python] = (await findInterpreters()).filter((one) => !isFreeThreaded(one));
const { path: gate, missing } = await builtGate();
const lacking = python === undefined ? 'no Python ≥ 3.8' : missing;
const hasGate = ['-c', 'import sys; print("_culprit" in sys.modules, "_culprit._gate" in sys.modules)'];

let dir = '';
let shipped = '';
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-packed-')));
  if (lacking === null) shipped = ship();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Packs the hook with this machine's gate, and unpacks it where an installed agent would have it. */
function ship(): string {
  const source = join(dir, 'source');
  const dist = join(source, 'gate', 'dist');
  const target = ownTarget ?? '';
  for (const name of ['_culprit', 'site', 'package.json']) {
    cpSync(join(defaultHookDir(), name), join(source, name), { recursive: true });
  }
  mkdirSync(dirname(gateIn(dist, target)), { recursive: true });
  cpSync(gate ?? '', gateIn(dist, target));
  writeHashes(dist, gateSource, { [target]: sha256(readFileSync(gate ?? '')) });
  // Not every target was built here: that check of `npm run gate` is tested beside it.
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', dir], { cwd: source });
  const [tarball = ''] = readdirSync(dir).filter((name) => name.endsWith('.tgz'));
  const installed = join(dir, 'node_modules', '@culprit', 'python-hook');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(dir, tarball), '--strip-components=1', '-C', installed]);
  return installed;
}

/** An agent's environments with the shipped hook, and what it logged. */
function agentWith(hookDir: string, name: string): { environments: Environments; logged: string[] } {
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => logged.push(line) });
  const socketPath = join(dir, name, 'hook.sock');
  return {
    logged,
    environments: createEnvironments({ dir: join(dir, name), socketPath, hookDir, log, onChange: () => {} }),
  };
}

test.skipIf(lacking !== null)(
  `the shipped hook has its gate; one that was changed is said, and put nowhere${lacking === null ? '' : ` (skipped: ${lacking})`}`,
  { timeout: 120_000 },
  async () => {
    const venv: Venv = await makeVenv({ python: python?.path ?? '', dir: join(dir, 'venv'), env: cleanEnv() });
    const whole = agentWith(shipped, 'whole');
    whole.environments.add(venv.dir);
    await whole.environments.start();
    await whole.environments.stop();
    expect(whole.environments.gate()).toBe('ready');
    expect(whole.logged.join('')).not.toContain('gate');
    expect(await venv.run(hasGate)).toMatchObject({ stdout: 'True True\n', stderr: '' });

    appendFileSync(gateIn(join(shipped, 'gate', 'dist'), ownTarget ?? ''), ' ');
    const changed = agentWith(shipped, 'changed');
    expect(changed.environments.gate()).toBe('refused');
    await changed.environments.start();
    changed.environments.add(venv.dir);
    await changed.environments.stop();
    expect(changed.logged.join('')).toContain('gate of the hook is not as it was built');
    expect(await venv.run(hasGate)).toMatchObject({ stdout: 'True False\n', stderr: '' });
    expect(readdirSync(join(venv.sitePackages, '_culprit'))).not.toContain('_gate.abi3.so');
  },
);
