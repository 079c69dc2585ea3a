/** Real virtual environments for tests: made by `python -m venv`, filled by pip, thrown away with their folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { cleanEnv } from './clean-env.ts';
import { type CommandOptions, type CommandResult, lastLine, runCommand } from './command.ts';

const pipTimeoutMs = 120_000;

export interface VenvOptions {
  /** The interpreter that it is made from (Interpreter.path). */
  readonly python: string;
  /** Where it is made; the caller's temporary folder, which the caller removes. */
  readonly dir: string;
  /** For every process of this venv, over a cleaned environment (cleanEnv). */
  readonly env?: NodeJS.ProcessEnv;
}

export interface VenvRunOptions extends Omit<CommandOptions, 'env'> {
  /** Over the venv's own. */
  readonly env?: NodeJS.ProcessEnv;
}

/** What became of an attempt to install from the index: a machine without one is no failure. */
export type IndexOutcome =
  | { readonly status: 'installed' }
  | { readonly status: 'unavailable'; readonly reason: string };

export interface Venv {
  readonly dir: string;
  /** Its own executable, by its path inside the venv (a link: resolving it would leave the venv). */
  readonly python: string;
  readonly sitePackages: string;
  /** Installs wheels or source folders from local paths, without an index and without their dependencies.
   * @throws Error that names them and quotes pip. */
  install(...files: readonly string[]): Promise<void>;
  /** Installs requirements and their dependencies as this machine's pip is configured to (index, proxy, certificates). */
  installFromIndex(...requirements: readonly string[]): Promise<IndexOutcome>;
  /** @throws Error that names the package and quotes pip. */
  uninstall(name: string): Promise<void>;
  /** Runs its Python with these arguments (a script's path first, or -c, -m …) to the end; any status is a result. */
  run(args: readonly string[], options?: VenvRunOptions): Promise<CommandResult>;
  /** The same, still running, for the caller to talk to and to end. */
  spawn(args: readonly string[], options?: Pick<VenvRunOptions, 'env' | 'cwd'>): ChildProcess;
}

/**
 * Makes a venv with pip in it.
 * @throws Error that names the interpreter and the folder, and quotes what venv said.
 */
export async function makeVenv({ python, dir, env = {} }: VenvOptions): Promise<Venv> {
  const made = await runCommand(python, ['-m', 'venv', dir], { env: cleanEnv(env), timeoutMs: pipTimeoutMs });
  if (made.status !== 0) {
    const said = lastLine(made.stderr || made.stdout);
    throw new Error(`${python} -m venv ${dir} failed (${said}): on Debian and Ubuntu the module is in python3-venv`);
  }
  return openVenv({ dir, env });
}

/**
 * A venv that was made before.
 * @throws Error where its Python doesn't run.
 */
export async function openVenv({ dir, env = {} }: Omit<VenvOptions, 'python'>): Promise<Venv> {
  const own = process.platform === 'win32' ? join(dir, 'Scripts', 'python.exe') : join(dir, 'bin', 'python');
  const run = (args: readonly string[], { env: more, ...options }: VenvRunOptions = {}): Promise<CommandResult> =>
    runCommand(own, args, { ...options, env: cleanEnv({ ...env, ...more }) });
  const pip = (args: readonly string[], options?: VenvRunOptions): Promise<CommandResult> =>
    run(['-m', 'pip', '--disable-pip-version-check', '--no-input', ...args], { timeoutMs: pipTimeoutMs, ...options });

  const where = await run(['-I', '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']);
  if (where.status !== 0) throw new Error(`${own} of the venv doesn't run: ${lastLine(where.stderr)}`);

  return {
    dir,
    python: own,
    sitePackages: where.stdout.trim(),
    async install(...files) {
      const { status, stderr } = await pip(['--isolated', 'install', '--no-index', '--no-deps', ...files]);
      if (status !== 0) throw new Error(`pip could not install ${files.join(', ')} in ${dir}: ${lastLine(stderr)}`);
    },
    async installFromIndex(...requirements) {
      // The one request that goes where the developer's own pip would go: by their proxy, with their certificates.
      try {
        const args = ['install', '--retries', '1', ...requirements];
        const { status, stderr } = await pip(args, { env: networkSettings() });
        return status === 0 ? { status: 'installed' } : { status: 'unavailable', reason: lastLine(stderr) };
      } catch (cause) {
        return { status: 'unavailable', reason: cause instanceof Error ? cause.message : String(cause) };
      }
    },
    async uninstall(name) {
      const { status, stdout, stderr } = await pip(['--isolated', 'uninstall', '--yes', name]);
      // pip takes a package that isn't there for a success.
      if (status !== 0 || !stdout.includes('Successfully uninstalled')) {
        throw new Error(`pip could not remove ${name} from ${dir}: ${lastLine(stderr)}`);
      }
    },
    run,
    spawn: (args, { env: more, cwd } = {}) =>
      spawn(own, args, { env: cleanEnv({ ...env, ...more }), ...(cwd === undefined ? {} : { cwd }), stdio: 'pipe' }),
  };
}

function networkSettings(): NodeJS.ProcessEnv {
  const wanted = /^((HTTP|HTTPS|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)));
}
