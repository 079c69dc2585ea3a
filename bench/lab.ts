/** Where programs are measured: an environment, its variants, what they talk to, and a folder for their files. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interpreter } from '../test/python/interpreters.ts';
import { type BenchEnvironment, openEnvironment } from './environment.ts';
import { type FarEnds, openFarEnds } from './far-ends.ts';
import { openWardrobe, type Variant } from './variants.ts';

const timeoutMs = 30 * 60_000;

export interface Lab {
  readonly environment: BenchEnvironment;
  /** An HTTP server on loopback. */
  readonly url: string;
  /** Its files are gone with the lab. */
  readonly dir: string;
  /** Runs a command to its end, in an environment of this variant; gives its output. @throws Error where it fails. */
  run(variant: Variant, command: readonly string[], cwd?: string): string;
  /** What to put before a command line, to have it started so many times and its seconds printed, as programs do
   * that measure themselves. */
  starter(starts: number): readonly string[];
  close(): Promise<void>;
}

/** Opens the lab with the environment of this name, of the newest interpreter or of this one. */
export async function openLab(name: string, interpreter?: Interpreter): Promise<Lab> {
  const closers: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const dir = mkdtempSync(join(tmpdir(), 'culprit-bench-'));
    closers.push(() => rmSync(dir, { recursive: true, force: true }));
    const environment = await openEnvironment(name, interpreter);
    closers.push(environment.close);
    const socket = join(dir, 'hook.sock');
    const farEnds: FarEnds = await openFarEnds(socket);
    closers.push(farEnds.close);
    const wardrobe = await openWardrobe({
      sitePackages: environment.sitePackages,
      dir: join(environment.dir, 'variants'),
      socket,
      nobody: join(dir, 'nobody.sock'),
    });
    closers.push(wardrobe.close);
    const home = join(dir, 'home');
    mkdirSync(home);
    const env = { PATH: process.env.PATH ?? '', HOME: home, LC_ALL: 'C.UTF-8', PYTHONHASHSEED: '0' };
    const run = (variant: Variant, [file = '', ...args]: readonly string[], cwd = dir): string => {
      wardrobe.wear(variant);
      const ended = spawnSync(file, args, { cwd, env, encoding: 'utf8', timeout: timeoutMs, maxBuffer: 2 ** 26 });
      if (ended.status !== 0) {
        const said = (ended.stderr || ended.stdout || '').trim().split('\n').slice(-3).join(' / ');
        throw new Error(`"${[file, ...args].join(' ')}" failed as "${variant}": ${ended.error?.message ?? said}`);
      }
      return ended.stdout;
    };
    // The interpreter that starts it is no venv's, and without `site`, so that it never has a hook.
    const script = join(import.meta.dirname, 'hook', 'starts.py');
    const starter = (starts: number) => [environment.interpreter.path, '-I', '-S', script, String(starts)];
    return { environment, url: farEnds.url, dir, run, starter, close };
  } catch (error) {
    await close();
    throw error;
  }
}
