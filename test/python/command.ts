/** Runs a program to its end and says what came of it: the one place where these tests start short-lived processes. */
import { spawn } from 'node:child_process';

const defaultTimeoutMs = 60_000;

export interface CommandOptions {
  /** The whole environment of the program; nothing is inherited beside it. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Written to its standard input, which is then closed. */
  readonly input?: string;
  /** After this it is killed; a minute where nothing is said. */
  readonly timeoutMs?: number;
}

/** What a program did: `status` is null where a signal ended it. */
export interface CommandResult {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `file` with `args` and waits for its end. A status other than 0 is a result, not an error.
 * @throws Error where it can't be started, or is still running after `timeoutMs` (it is then killed).
 */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { env, cwd, input = '', timeoutMs = defaultTimeoutMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, cwd, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8');
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that ends without reading its input closes the pipe under us; its status tells the rest.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${file} was still running after ${timeoutMs} ms; its last words: ${lastLine(text(stderr))}`));
    }, timeoutMs);
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new Error(`${file} could not be started: ${cause.message}`, { cause }));
    });
    child.once('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

/** The last line of a program's output that says something: what an error message quotes. */
export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() || 'nothing';
}
