/**
 * A collector and an agent as two real processes on this machine, enrolled with each other: what `npm start` runs, and
 * what the demo and the end-to-end tests look at.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const mains = { culprit: 'collector/src/main.ts', 'culprit-agent': 'agent/src/main.ts' } as const;
/** How long a process may take to come up or to stop before that is a failure, ms. */
const startTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StackOptions {
  /** CULPRIT_HOME of both. */
  readonly home: string;
  /** The collector's port; 0 is any free one. */
  readonly port: number;
  /** Over this process's own environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** What the two log goes where this process's own errors go; else it is kept for the message of a failure. */
  readonly showLogs?: boolean;
}

/** One program of the stack, while it runs. */
interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  /** All that it printed so far, both ways. */
  said(): string;
}

/** What a program of the stack did not do, with the last that it said. */
export class StackFailed extends Error {
  override readonly name = 'StackFailed';
}

/** A collector and an agent that belong together. Every method may be called at any time after start(). */
export class Stack {
  readonly #options: StackOptions;
  readonly #env: NodeJS.ProcessEnv;
  #port: number;
  #collector: Running | undefined;
  #agent: Running | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#env = { ...process.env, ...options.env, CULPRIT_HOME: options.home };
  }

  /** Where the collector listens, once it does. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The processes, for a test that wants to hurt one. */
  get collector(): ChildProcess | undefined {
    return this.#collector?.child;
  }
  get agent(): ChildProcess | undefined {
    return this.#agent?.child;
  }

  /** Starts both, enrolling the agent where this home has none yet. @throws StackFailed says which didn't come up. */
  async start(): Promise<void> {
    await this.startCollector();
    await this.startAgent();
  }

  /** Starts the collector, on the port that it had before. */
  async startCollector(): Promise<void> {
    this.#collector = this.#spawn('culprit', ['serve', '--port', String(this.#port)]);
    const said = await until(this.#collector, 'culprit serve', (text) => /http:\/\/127\.0\.0\.1:(\d+)/.exec(text));
    this.#port = Number(said[1]);
  }

  async startAgent(): Promise<void> {
    if (!existsSync(join(this.#options.home, 'agent/identity.json'))) {
      const { token } = JSON.parse(await this.ok('culprit', ['token', 'create', '--enrol', '--json'])) as {
        token: string;
      };
      await this.ok('culprit-agent', ['enrol', '--collector', this.url, '--token', token]);
    }
    const running = this.#spawn('culprit-agent', ['run', '--collector', this.url]);
    this.#agent = running;
    const deadline = Date.now() + startTimeoutMs;
    for (;;) {
      const { status } = await this.run('culprit-agent', ['status', '--json']);
      if (status === 0) return;
      if (running.child.exitCode !== null || Date.now() > deadline) {
        throw new StackFailed(`culprit-agent run did not come up:\n${running.said()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A fresh one-time link to the console. */
  async signInLink(): Promise<string> {
    return (JSON.parse(await this.ok('culprit', ['token', 'create', '--sign-in', '--json'])) as { link: string }).link;
  }

  /** Runs a command of either program in this home, to its end. */
  run(program: keyof typeof mains, args: readonly string[]): Promise<Said> {
    const { child, exited } = this.#spawn(program, args, false);
    const text = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
    return exited.then((status) => ({ status, ...text }));
  }

  /** The same, of a command that must succeed: what it prints. @throws StackFailed with what it said. */
  async ok(program: keyof typeof mains, args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(program, args);
    if (status !== 0)
      throw new StackFailed(`${program} ${args.join(' ')} exited ${status}: ${stderr.trim() || stdout}`);
    return stdout;
  }

  /** Stops both, agent first, and waits for them. Safe before start(), and twice. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const failed = [await stopped(this.#agent, signal), await stopped(this.#collector, signal)];
    if (failed.includes(false))
      throw new StackFailed(`a program did not stop within ${stopTimeoutMs} ms, and was killed`);
  }

  #spawn(program: keyof typeof mains, args: readonly string[], watch = true): Running {
    const child = spawn(process.execPath, [join(root, mains[program]), ...args], {
      env: this.#env,
      stdio: ['ignore', 'pipe', watch && this.#options.showLogs === true ? 'inherit' : 'pipe'],
      // A group of its own: Ctrl-C reaches this process alone, which then stops them in their order.
      detached: true,
    });
    let said = '';
    for (const stream of watch ? [child.stdout, child.stderr] : []) {
      stream?.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-65_536);
      });
    }
    const exited = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { child, exited, said: () => said };
  }
}

async function stopped(running: Running | undefined, signal: NodeJS.Signals): Promise<boolean> {
  if (running === undefined || running.child.exitCode !== null || running.child.signalCode !== null) return true;
  running.child.kill(signal);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    running.child.kill('SIGKILL');
  }, stopTimeoutMs);
  await running.exited;
  clearTimeout(timer);
  return !isLate;
}

/** Waits until what a program says fits. */
async function until<T>(running: Running, name: string, fits: (said: string) => T | null): Promise<T> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const found = fits(running.said());
    if (found !== null) return found;
    if (running.child.exitCode !== null || running.child.signalCode !== null || Date.now() > deadline) {
      throw new StackFailed(`${name} did not come up:\n${running.said().trim()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
