/** Two environments of one interpreter that differ in the hook alone, and a socket that takes what hooks say. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { inspectEnvironment } from '../../agent/src/environments/environment.ts';
import { installHook } from '../../agent/src/environments/hook-files.ts';
import { defaultHookDir, readHookSource } from '../../agent/src/environments/hook-source.ts';
import { cleanEnv } from '../python/clean-env.ts';
import { lastLine, runCommand } from '../python/command.ts';

/** Names of equal length: a path's length must make no difference of its own. */
export type Side = 'bare' | 'hook';

export interface Pair {
  readonly dir: string;
  /** Runs the Python of one side to its end, in a process group of its own, killed whole after `timeoutMs`. */
  run(side: Side, args: readonly string[], options: RunOptions): Promise<Ended>;
  /** How often a hook has connected so far: the proof that there was one. */
  connections(): number;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** Over a cleaned environment; a value of undefined takes one out. */
  readonly env?: NodeJS.ProcessEnv;
  /** A program, with its arguments, that is given the Python's command line to run: prlimit, setpriv, a shell. */
  readonly through?: readonly string[];
}

export interface Ended {
  /** "status 0", "SIGSEGV", or "still running". */
  readonly how: string;
  readonly stdout: string;
  readonly stderr: string;
}

const maxOutputBytes = 4 * 1024 * 1024;

export interface PairOptions {
  readonly withPip?: boolean;
  /** Where the hook looks for its agent; the pair's own listener where it isn't given. */
  readonly socketPath?: string;
}

/**
 * Makes both venvs (with pip where asked), and puts the hook into one of them as the agent does.
 * @throws Error that quotes venv where one can't be made.
 */
export async function makePair(python: string, options: PairOptions = {}): Promise<Pair> {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-parity-'));
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.resume();
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const socketPath = join(dir, 'hook.sock');
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
  const groups = new Set<number>();
  const pair: Pair = {
    dir,
    connections: () => connections,
    run: (side, args, { timeoutMs, cwd = join(dir, `${side}-work`), env = {}, through = [] }) =>
      runGroup([...through, join(dir, side, 'bin', 'python'), ...args], {
        cwd,
        timeoutMs,
        env: cleanEnv({ HOME: join(dir, `${side}-home`), XDG_CONFIG_HOME: undefined, LC_ALL: 'C.UTF-8', ...env }),
        groups,
      }),
    async close() {
      for (const group of groups) killTree(group);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  try {
    for (const side of ['bare', 'hook'] as const) {
      for (const folder of ['home', 'work']) mkdirSync(join(dir, `${side}-${folder}`));
      const args = ['-m', 'venv', ...(options.withPip ? [] : ['--without-pip']), join(dir, side)];
      const made = await runCommand(python, args, { env: cleanEnv(), timeoutMs: 120_000 });
      if (made.status !== 0) throw new Error(`${python} -m venv failed: ${lastLine(made.stderr || made.stdout)}`);
    }
    installHook(
      inspectEnvironment(join(dir, 'hook')),
      readHookSource(defaultHookDir(), options.socketPath ?? socketPath),
    );
  } catch (error) {
    await pair.close();
    throw error;
  }
  return pair;
}

interface GroupOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly groups: Set<number>;
}

function runGroup([program = '', ...args]: readonly string[], options: GroupOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { cwd, env } = options;
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const group = child.pid ?? 0;
    options.groups.add(group);
    const out = keepText(child.stdout);
    const err = keepText(child.stderr);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killTree(group);
    }, options.timeoutMs);
    const done = (): void => {
      clearTimeout(timer);
      options.groups.delete(group);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    // Not `close`: a daemon that a test leaves behind holds the pipe.
    child.once('exit', (status, signal) => {
      done();
      setTimeout(() => {
        killGroup(group);
        resolve({ how: isLate ? 'still running' : (signal ?? `status ${status}`), stdout: out(), stderr: err() });
      }, 50);
    });
  });
}

function keepText(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < maxOutputBytes) text += chunk;
  });
  return () => text;
}

/** Kills a process with all that descend from it: regrtest gives its workers a session, and so a group, of their own. */
function killTree(root: number): void {
  const lines = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout?.split('\n') ?? [];
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const tree = new Set([root]);
  for (let before = 0; before !== tree.size; ) {
    before = tree.size;
    for (const [pid, parent] of pairs) if (pid !== undefined && tree.has(parent ?? 0)) tree.add(pid);
  }
  for (const pid of tree) {
    for (const target of [-pid, pid]) {
      try {
        if (pid > 1) process.kill(target, 'SIGKILL');
      } catch {
        // it has ended, or leads no group
      }
    }
  }
}

function killGroup(group: number): void {
  try {
    if (group > 1) process.kill(-group, 'SIGKILL');
  } catch {
    // it has ended
  }
}
