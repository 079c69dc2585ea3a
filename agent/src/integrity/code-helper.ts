/**
 * Asks a helper in Python about code (python-hook/review). It may meet files that were made to kill whoever reads them: a
 * helper that dies or falls silent loses the request that it was at, and another goes on with the next.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { foreignOwner } from '../environments/atomic-write.ts';
import { defaultHookDir } from '../environments/hook-source.ts';

/** One request takes no longer than this, ms. */
const silenceMs = 60_000;
/** Starts of one run: files that kill a helper are few, or all of them do. */
const maxStarts = 8;
const maxAnswerBytes = 4 * 1024 * 1024;

export type HelperName = 'byte_code' | 'facts';

export type HelperAnswer =
  | { readonly status: 'answered'; readonly value: unknown }
  | { readonly status: 'failed'; readonly reason: string };

export interface HelperOptions {
  /** The environment's own interpreter: it knows its own byte code and its own syntax. */
  readonly python: string;
  /** Where it lies: an interpreter in another user's folder runs as that user, for it may be anything. */
  readonly prefix: string;
  readonly name: HelperName;
  readonly signal?: AbortSignal | undefined;
  readonly silenceMs?: number;
  /** Someone waits: it isn't to give way to everything else. */
  readonly isUrgent?: boolean;
  /** Called for each answer as it comes. */
  readonly onAnswer?: ((done: number) => void) | undefined;
}

/** An answer for each request, in their order. Nothing is thrown for what a request leads to. */
export async function askHelper(options: HelperOptions, requests: readonly unknown[]): Promise<HelperAnswer[]> {
  const answers: HelperAnswer[] = [];
  for (let starts = 0; answers.length < requests.length && starts < maxStarts; starts += 1) {
    const before = answers.length;
    const end = await run(options, requests.slice(before), (answer) => {
      answers.push(answer);
      options.onAnswer?.(answers.length);
    });
    if (options.signal?.aborted) break;
    if (answers.length < requests.length) answers.push({ status: 'failed', reason: end });
  }
  while (answers.length < requests.length) answers.push({ status: 'failed', reason: 'not looked at' });
  return answers;
}

/** One helper, to its end; says how it ended. */
function run(options: HelperOptions, requests: readonly unknown[], take: (answer: HelperAnswer) => void) {
  return new Promise<string>((resolve) => {
    const script = join(defaultHookDir(), 'review', `${options.name}.py`);
    const args = ['-I', '-S', '-B', script, ...(options.isUrgent ? ['soon'] : [])];
    const helper: ChildProcessByStdio<Writable, Readable, null> = spawn(options.python, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      // Nothing of the user's settings is anything that it needs.
      env: process.platform === 'win32' ? process.env : { LC_ALL: 'C.UTF-8' },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...foreignOwner(options.prefix),
    });
    let end = '';
    let bytes = 0;
    const kill = (reason: string): void => {
      end ||= reason;
      helper.kill('SIGKILL');
    };
    const limitMs = options.silenceMs ?? silenceMs;
    const silence = setTimeout(() => kill(`no answer within ${limitMs} ms`), limitMs);
    helper.on('error', (error) => {
      end ||= error.message;
    });
    helper.stdin.on('error', () => {}); // it died: its end says so
    helper.stdout.on('data', (chunk: Buffer) => {
      bytes = chunk.includes(0x0a) ? 0 : bytes + chunk.length;
      if (bytes > maxAnswerBytes) kill('an answer without end');
    });
    createInterface({ input: helper.stdout }).on('line', (line) => {
      silence.refresh();
      const answer = parsed(line);
      if (answer === null) kill('no JSON');
      else take(answer);
    });
    helper.on('close', (code, signal) => {
      clearTimeout(silence);
      resolve(end || `ended with ${signal ?? `status ${code}`}`);
    });
    Readable.from(requests.map((request) => `${JSON.stringify(request)}\n`)).pipe(helper.stdin);
  });
}

function parsed(line: string): HelperAnswer | null {
  try {
    const value: unknown = JSON.parse(line);
    const error = Object(value).error;
    return typeof error === 'string' ? { status: 'failed', reason: error } : { status: 'answered', value };
  } catch {
    return null;
  }
}
