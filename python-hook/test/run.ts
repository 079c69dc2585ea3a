/** Runs real Python programs with and without the hook, for the hook's own tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ear, hookDir, listen, type Told } from './ear.ts';

export interface Run {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Lab {
  readonly dir: string;
  /** The folder that brings the hook, to be put on PYTHONPATH. */
  readonly site: string;
  readonly ear: Ear;
  /** Writes a program into the lab; returns its path. */
  write(name: string, text: string): string;
  /** Runs Python with the hook, started from a .pth-like line before the program. */
  hooked(python: string, args: readonly string[], env?: Record<string, string>): Promise<Run>;
  /** The same without the hook. */
  bare(python: string, args: readonly string[], env?: Record<string, string>): Promise<Run>;
  /** Waits until what was told contains this (at most 5 s); fails with all that was told. */
  expectTold(what: Partial<Told>): Promise<Told>;
  close(): Promise<void>;
}

/**
 * A throw-away folder with a listener and the hook. `sitecustomize` on PYTHONPATH stands for the .pth of a real
 * environment, so that one folder serves every interpreter; agent/src/environments tests the .pth itself.
 * `gate` is the path of a gate that was built (gate.ts).
 */
export async function openLab(socketPath?: string, gate: string | null = null): Promise<Lab> {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-lab-'));
  const ear = await listen(dir);
  const hook = hookDir(socketPath ?? ear.path, gate);
  writeFileSync(join(hook.site, 'sitecustomize.py'), 'import _culprit\n_culprit.start()\n');
  const running = new Set<ChildProcess>();
  const run = (python: string, args: readonly string[], env: Record<string, string>): Promise<Run> =>
    new Promise((resolve, reject) => {
      const child = spawn(python, args, { cwd: dir, env: { PATH: process.env.PATH ?? '', HOME: dir, ...env } });
      running.add(child);
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.on('error', reject);
      child.on('close', (status, signal) => {
        running.delete(child);
        resolve({ status, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
      });
      child.stdin.end();
    });
  const empty = mkdtempSync(join(tmpdir(), 'culprit-empty-'));
  writeFileSync(join(empty, 'sitecustomize.py'), '');
  return {
    dir,
    site: hook.site,
    ear,
    write(name, text) {
      const path = join(dir, name);
      writeFileSync(path, text);
      return path;
    },
    hooked: (python, args, env = {}) => run(python, args, { PYTHONPATH: hook.site, ...env }),
    bare: (python, args, env = {}) => run(python, args, { PYTHONPATH: empty, ...env }),
    async expectTold(what) {
      const fits = (told: Told) => Object.entries(what).every(([key, value]) => told[key as keyof Told] === value);
      for (const deadline = Date.now() + 5000; ; ) {
        const found = ear.told.find(fits);
        if (found) return found;
        if (Date.now() > deadline) {
          const all = ear.told.map(
            (told) => `${told.operation} ${told.target} ${told.port} ${told.via} x${told.count}`,
          );
          throw new Error(`nothing told fits ${JSON.stringify(what)}; told:\n${all.join('\n')}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async close() {
      // What a failed test left running must not go on.
      for (const child of running) child.kill('SIGKILL');
      hook.remove();
      await ear.close();
      rmSync(dir, { recursive: true, force: true });
      rmSync(empty, { recursive: true, force: true });
    },
  };
}
