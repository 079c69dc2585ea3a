/** An agent as a real process with a home of its own, for tests that stop, kill and start it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askStatus } from '../../agent/src/control/control.ts';
import type { AgentStatus } from '../../agent/src/control/status.ts';
import { type AgentHome, agentHome, makeAgentHome } from '../../agent/src/home.ts';
import { cleanEnv } from '../python/clean-env.ts';

const main = join(import.meta.dirname, '../../agent/src/main.ts');
/** How long it may take to come up, or to go, before that is a failure, ms. */
const patienceMs = 30_000;

/** Every method may be called at any time; close() ends it and removes its home. */
export class AgentProcess {
  readonly home: AgentHome = agentHome(mkdtempSync(join(tmpdir(), 'cu-')));
  #child: ChildProcess | undefined;
  #said = '';

  constructor() {
    makeAgentHome(this.home);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it and waits until it can be asked. @throws Error with what it said where it doesn't come up */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [main, 'run'], {
      env: cleanEnv({ CULPRIT_HOME: this.home.root }),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString()).slice(-16_384);
    });
    for (const deadline = Date.now() + patienceMs; ; ) {
      const status = await this.status().catch(() => null);
      if (status?.pid === child.pid) return;
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`no agent came up:\n${this.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** What the running agent says of itself. */
  status(): Promise<AgentStatus> {
    return askStatus(this.home.controlSocket);
  }

  /** Sends it a signal: SIGSTOP and SIGCONT, too. */
  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Ends it with a signal, and waits until it is gone. */
  async end(name: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(name);
    await gone;
  }

  async close(): Promise<void> {
    // One that is stopped (SIGSTOP) takes no other.
    await this.end('SIGKILL');
    rmSync(this.home.root, { recursive: true, force: true });
  }
}
