/** The CPython interpreters of this machine, so that a test can run on the oldest and the newest of them. */
import { readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { cleanEnv } from './clean-env.ts';
import { runCommand } from './command.ts';

const oldestMinor = 8;
const newestMinor = 15;
const probeTimeoutMs = 20_000;

/** Printed by a candidate itself: a file's name proves nothing, and a pyenv shim stands for whichever version is set. */
const probeScript = `
import json, sys
print(json.dumps([sys.implementation.name, list(sys.version_info), getattr(sys, "_base_executable", None) or sys.executable,
    getattr(sys, "abiflags", "")]))
`;

/** One interpreter that ran when it was asked to. */
export interface Interpreter {
  /** "3.11.7", or "3.15.0rc1" of a release yet to come; of a free-threaded build "3.13.5t". */
  readonly version: string;
  /** The real executable, symbolic links resolved. */
  readonly path: string;
}

const found = new Map<string, Promise<readonly Interpreter[]>>();

/**
 * Every CPython from 3.8 on, newest first, each real executable once: those of CULPRIT_TEST_PYTHONS (separated by the
 * platform's path separator or commas), of pyenv's versions folder, and of PATH. Looked for once a process.
 * @throws Error where CULPRIT_TEST_PYTHONS names one that doesn't run, or where CI=true and there is none at all.
 */
export function findInterpreters(env: NodeJS.ProcessEnv = process.env): Promise<readonly Interpreter[]> {
  const key = JSON.stringify([env.CULPRIT_TEST_PYTHONS, env.PYENV_ROOT, env.HOME, env.PATH, env.CI]);
  const known = found.get(key);
  if (known !== undefined) return known;
  const search = find(env);
  found.set(key, search);
  return search;
}

/** The newest and the oldest of a list as findInterpreters gives it: two, or one where they are the same, or none. */
export function newestAndOldest(interpreters: readonly Interpreter[]): readonly Interpreter[] {
  return interpreters.filter((_, index) => index === 0 || index === interpreters.length - 1);
}

/** Whether a version as findInterpreters gives it is of a build without the global lock: its objects differ. */
export function isFreeThreaded({ version }: Pick<Interpreter, 'version'>): boolean {
  return version.endsWith('t');
}

async function find(env: NodeJS.ProcessEnv): Promise<readonly Interpreter[]> {
  const named = (env.CULPRIT_TEST_PYTHONS ?? '')
    .split(delimiter)
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const asked = await Promise.all(named.map(probe));
  const missing = named.filter((_, index) => asked[index] === null);
  if (missing.length > 0) {
    throw new Error(
      `CULPRIT_TEST_PYTHONS names ${missing.join(', ')}, which is no CPython ≥ 3.${oldestMinor} that runs`,
    );
  }
  const candidates = await uniqueFiles([...(await pyenvFiles(env)), ...pathFiles(env)]);
  const rest = await Promise.all(candidates.map(probe));
  const byPath = new Map<string, Probe>();
  for (const probed of [...asked, ...rest]) if (probed !== null) byPath.set(probed.path, probed);
  const sorted = [...byPath.values()].sort((a, b) => compareKeys(b.key, a.key));
  if (sorted.length === 0 && env.CI === 'true') {
    throw new Error(
      `no CPython ≥ 3.${oldestMinor} on PATH, and CI=true requires one: install python3 and its venv module`,
    );
  }
  return sorted.map(({ version, path }) => ({ version, path }));
}

async function pyenvFiles(env: NodeJS.ProcessEnv): Promise<string[]> {
  const versions = join(env.PYENV_ROOT || join(env.HOME || homedir(), '.pyenv'), 'versions');
  const names = await readdir(versions).catch(() => []);
  return names.map((name) => join(versions, name, 'bin', 'python3'));
}

function pathFiles(env: NodeJS.ProcessEnv): string[] {
  const minors = Array.from({ length: newestMinor - oldestMinor + 1 }, (_, index) => oldestMinor + index);
  const names = ['python3', ...minors.map((minor) => `python3.${minor}`)];
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  return folders.flatMap((folder) =>
    process.platform === 'win32' ? [join(folder, 'python.exe')] : names.map((name) => join(folder, name)),
  );
}

/** Those that exist, a file that several links name once. */
async function uniqueFiles(files: readonly string[]): Promise<string[]> {
  const real = await Promise.all(files.map((file) => realpath(file).catch(() => null)));
  const byFile = new Map<string, string>();
  files.forEach((file, index) => {
    const target = real[index] ?? null;
    if (target === null) return;
    // A version manager's links may all lead to its own program, which goes by the name that it is called by.
    byFile.set(basename(target).startsWith('python') ? target : file, file);
  });
  return [...byFile.values()];
}

/** major, minor, micro, rank of the release level, serial: compared in this order. */
type VersionKey = readonly [number, number, number, number, number];
interface Probe extends Interpreter {
  readonly key: VersionKey;
}

/** Runs a candidate; null where it doesn't run, is too old, or is no CPython. */
async function probe(file: string): Promise<Probe | null> {
  try {
    const run = await runCommand(file, ['-I', '-c', probeScript], { env: cleanEnv(), timeoutMs: probeTimeoutMs });
    const [implementation, info, executable, abiFlags]: unknown[] = JSON.parse(run.stdout.trim());
    if (implementation !== 'cpython' || !Array.isArray(info) || typeof executable !== 'string') return null;
    const [major, minor, micro, level, serial] = info as [number, number, number, string, number];
    if (major !== 3 || minor < oldestMinor) return null;
    const rank = ['alpha', 'beta', 'candidate', 'final'].indexOf(level);
    const suffix = rank === 3 ? '' : `${['a', 'b', 'rc'][rank]}${serial}`;
    const version = `${major}.${minor}.${micro}${suffix}${String(abiFlags).includes('t') ? 't' : ''}`;
    return { version, path: await realpath(executable), key: [major, minor, micro, rank, serial] };
  } catch {
    return null;
  }
}

function compareKeys(a: VersionKey, b: VersionKey): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
