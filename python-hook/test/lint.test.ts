import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findInterpreters } from '../../test/python/interpreters.ts';

const tools = ['ruff==0.17.6', 'mypy==2.4.1'];
const root = join(import.meta.dirname, '..');
const cache = join(root, '..', 'node_modules', '.cache', 'culprit-python-lint');

/** Installs the two tools once, beside the npm packages; returns why it can't where it can't. */
async function install(): Promise<string | null> {
  const [python] = (await findInterpreters()).filter(({ version }) => Number(version.split('.')[1]) >= 10);
  if (python === undefined) return 'no Python ≥ 3.10';
  const pip = join(cache, 'bin', 'pip');
  if (!existsSync(pip)) spawnSync(python.path, ['-m', 'venv', cache]);
  const { status, stderr } = spawnSync(pip, ['install', '--quiet', ...tools], { encoding: 'utf8' });
  return status === 0 ? null : `pip can't install ${tools.join(', ')}: ${stderr.trim().split('\n').at(-1)}`;
}

const missing = await install();

describe.skipIf(missing !== null)(`the hook's sources${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  test.each([
    ['ruff check', ['check', '_culprit', 'review']],
    ['ruff format', ['format', '--check', '_culprit', 'review']],
    ['mypy', ['_culprit', 'review']],
  ])('%s finds nothing', async (name, args) => {
    const tool = join(cache, 'bin', name.split(' ')[0] ?? '');
    const { stdout } = await promisify(execFile)(tool, args, { cwd: root }).catch((error) => error);
    expect(stdout).not.toMatch(/error|would reformat|Found [1-9]/);
  });
});
