/**
 * The environment that programs are measured in: a venv beside the npm packages, which is kept, with what it needs
 * from PyPI. One benchmark at a time has it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInterpreters, type Interpreter } from '../test/python/interpreters.ts';
import { makeVenv, openVenv, type Venv } from '../test/python/venv.ts';

const cache = join(import.meta.dirname, '..', 'node_modules', '.cache', 'culprit-bench');

export interface BenchEnvironment {
  readonly interpreter: Interpreter;
  /** The venv's own. */
  readonly python: string;
  readonly sitePackages: string;
  /** A folder on the same file system, for what belongs to this environment. */
  readonly dir: string;
  /** Installs requirements (pip's arguments) unless they are there; says why where they can't be had. */
  need(requirements: readonly string[]): Promise<string | null>;
  close(): void;
}

/**
 * Opens the environment of this name, of the newest interpreter where none is given; makes it where it isn't there yet.
 * @throws Error where there is no interpreter, or another benchmark has it.
 */
export async function openEnvironment(name: string, given?: Interpreter): Promise<BenchEnvironment> {
  const interpreter = given ?? (await findInterpreters())[0];
  if (interpreter === undefined) {
    throw new Error('no Python ≥ 3.8 found: install python3, or set CULPRIT_TEST_PYTHONS');
  }
  const dir = join(cache, `${name}-${interpreter.version}`);
  mkdirSync(dir, { recursive: true });
  const unlock = lock(join(dir, 'lock'));
  try {
    const venv = await keptVenv(interpreter, join(dir, 'venv'));
    return {
      interpreter,
      python: venv.python,
      sitePackages: venv.sitePackages,
      dir,
      need: (requirements) => install(venv, requirements),
      close: unlock,
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** @throws Error where a living process has it. */
function lock(path: string): () => void {
  const holder = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new Error(`another benchmark (process ${holder}) uses this environment: wait for its end, or remove ${path}`);
  }
  writeFileSync(path, String(process.pid));
  return () => rmSync(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function keptVenv({ path: python }: Interpreter, dir: string): Promise<Venv> {
  const whole = join(dir, 'whole'); // written last: a venv whose making was broken off is made anew
  if (existsSync(whole)) return openVenv({ dir });
  rmSync(dir, { recursive: true, force: true });
  const venv = await makeVenv({ python, dir });
  writeFileSync(whole, '');
  return venv;
}

/** Remembered by a file: asking pip takes a second. */
async function install(venv: Venv, requirements: readonly string[]): Promise<string | null> {
  if (requirements.length === 0) return null;
  const key = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 16);
  const stamp = join(venv.dir, `has-${key}`);
  if (existsSync(stamp)) return null;
  const outcome = await venv.installFromIndex('--quiet', ...requirements);
  if (outcome.status === 'unavailable') return `pip can't install ${requirements.join(' ')}: ${outcome.reason}`;
  writeFileSync(stamp, '');
  return null;
}
