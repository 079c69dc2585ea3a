/** Compiles the gate (gate.c): with the machine's own C compiler for itself, or with Zig's, which knows every target. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { findInterpreters, isFreeThreaded } from '../../test/python/interpreters.ts';

/**
 * A target is named as Node names the platform and processor. There is one for each, whatever its C library: the gate
 * uses none. Windows has none: nothing there but python3x.dll of one version exports PySys_AddAuditHook.
 */
const zigTargets = {
  'linux-x64': 'x86_64-linux-musl',
  'linux-arm64': 'aarch64-linux-musl',
  'darwin-x64': 'x86_64-macos.11.0',
  'darwin-arm64': 'aarch64-macos.11.0',
} as const;

export type Target = keyof typeof zigTargets;
export const targets = Object.keys(zigTargets) as readonly Target[];

/** This machine's target; null where the gate isn't built for its kind. */
export const ownTarget: Target | null = targets.find((name) => name === `${process.platform}-${process.arch}`) ?? null;

/** Something that compiles C. */
export interface Compiler {
  readonly name: string;
  readonly targets: readonly Target[];
  /** The command that compiles for a target, without its arguments. */
  readonly command: (target: Target) => readonly [string, ...string[]];
}

const zigVersion = '0.17.1';
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache');
const zigFolder = join(cache, `culprit-zig-${zigVersion}`);
/** The gate's source. */
export const gateSource = join(import.meta.dirname, 'gate.c');

const compileFlags = [
  ...['-std=c11', '-O2', '-g0', '-Wall', '-Wextra', '-Wpedantic', '-Werror'],
  ...['-fPIC', '-fvisibility=hidden', '-ffreestanding', '-fno-stack-protector'],
];
const linkFlags = (target: Target) =>
  target.startsWith('darwin')
    ? ['-shared', '-Wl,-undefined,dynamic_lookup']
    : ['-shared', '-nostdlib', '-Wl,-s', '-Wl,-z,now', '-Wl,-z,relro'];

/** The machine's own `cc` (or CC); null where there is none, or the gate isn't built for this kind of machine. */
export function ownCompiler(cc = process.env.CC ?? 'cc'): Compiler | null {
  if (ownTarget === null || spawnSync(cc, ['--version']).status !== 0) return null;
  return { name: cc, targets: [ownTarget], command: () => [cc] };
}

/**
 * Zig's C compiler, from PyPI, in a folder of its own beside the npm packages.
 * @throws Error that says why it can't be had
 */
export async function zigCompiler(): Promise<Compiler> {
  const [python] = await findInterpreters();
  if (python === undefined) throw new Error('no Python ≥ 3.8 was found to install ziglang with');
  const own = join(zigFolder, 'bin', 'python');
  if (!existsSync(own)) execFileSync(python.path, ['-m', 'venv', zigFolder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `ziglang==${zigVersion}`];
  const { status, stderr } = spawnSync(own, pip, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`pip can't install ziglang==${zigVersion}: ${stderr.trim().split('\n').at(-1)}`);
  const command = (target: Target) => [own, '-m', 'ziglang', 'cc', '-target', zigTargets[target]] as const;
  return { name: `zig ${zigVersion}`, targets, command };
}

/**
 * The folder of Python.h, of the newest interpreter that has it. Whichever it is, gate.c keeps to the API of 3.8.
 * (Those of a free-threaded build are of other objects.)
 * @throws Error where no interpreter has it
 */
export async function pythonHeaders(): Promise<string> {
  for (const { path } of (await findInterpreters()).filter((one) => !isFreeThreaded(one))) {
    const folder = headersOf(path);
    if (folder !== null) return folder;
  }
  throw new Error("no interpreter's Python.h was found: install one of them (Debian: python3-dev)");
}

/** The folder of one interpreter's Python.h, for any compiler and target; null where it isn't there. */
export function headersOf(python: string): string | null {
  const say = 'import sysconfig; print(sysconfig.get_path("include"))';
  const folder = execFileSync(python, ['-c', say], { encoding: 'utf8' }).trim();
  if (!existsSync(join(folder, 'Python.h'))) return null;
  // Debian's pyconfig.h sends each processor's compiler to a folder beside this one, where only its own cc looks.
  // What the gate takes from it (the size of a pointer) is the same for all of its targets.
  const choices = readFileSync(join(folder, 'pyconfig.h'), 'utf8').matchAll(/# *include <(.+\/pyconfig\.h)>/g);
  const config = [...choices].map(([, name = '']) => join(dirname(folder), name)).find(existsSync);
  return config === undefined ? folder : headersWith(folder, config);
}

/** A copy of the headers with this pyconfig.h. */
function headersWith(folder: string, config: string): string {
  const key = createHash('sha256').update(folder);
  for (const file of [config, join(folder, 'patchlevel.h')]) key.update(readFileSync(file));
  const whole = join(cache, `culprit-headers-${key.digest('hex').slice(0, 16)}`);
  if (existsSync(whole)) return whole;
  const making = `${whole}.${process.pid}-${threadId}`;
  cpSync(folder, making, { recursive: true, dereference: true });
  copyFileSync(config, join(making, 'pyconfig.h'));
  try {
    renameSync(making, whole);
  } catch (cause) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(whole)) throw cause; // another made it meanwhile
  }
  return whole;
}

/**
 * Compiles the gate, or another extension module of one file (`source`), to `out`.
 * @param extra more flags, for sanitizers and the like
 * @throws Error with what the compiler says; every warning is one
 */
export function compileGate(
  compiler: Compiler,
  target: Target,
  options: {
    readonly headers: string;
    readonly out: string;
    readonly extra?: readonly string[];
    readonly source?: string;
  },
): Buffer {
  const { headers, out, extra = [], source = gateSource } = options;
  mkdirSync(dirname(out), { recursive: true });
  const [command, ...first] = compiler.command(target);
  const object = `${out}.o`;
  const run = (args: readonly string[]) => {
    const { status, stderr, error } = spawnSync(command, [...first, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${compiler.name} can't build ${source} for ${target}: ${error ?? stderr}`);
  };
  try {
    run(['-c', ...compileFlags, ...extra, '-isystem', headers, source, '-o', object]);
    run([...linkFlags(target), ...extra, object, '-o', out]);
  } finally {
    rmSync(object, { force: true });
  }
  return readFileSync(out);
}
