import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface Child {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit status, or the signal's name. */
  readonly ended: Promise<number | string>;
}

/** `culprit` in a process of its own; killed when the test ends. */
export function culprit(args: readonly string[], env: Readonly<Record<string, string>>): Child {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (status, signal) => resolve(status ?? signal ?? ''));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** `culprit serve` that is up: its address. */
export async function served(child: Child, withinMs = 15_000): Promise<string> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const url = /listens at (\S+)/.exec(child.stdout())?.[1];
    if (url !== undefined && child.stdout().includes('#sign-in=')) return url;
    if (child.process.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`culprit serve did not come up: ${child.stderr()}`);
}
