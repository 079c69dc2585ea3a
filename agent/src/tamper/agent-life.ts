/**
 * Whether the agent that ran before this one was stopped, or just ended: HOME/agent/life holds who ran last, its time is
 * when that one was last known to live, and whoever is stopped takes it away.
 */
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** How often the living one says so, ms: a gap is known to begin within this time. */
const everyMs = 10_000;
const onlyOwner = 0o600;

/** The time that nobody watched, Unix times in ms. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface AgentLifeOptions {
  readonly path: string;
  readonly clock?: () => number;
  /** When this machine was started; Unix time, ms. */
  readonly bootedMs?: () => number;
  readonly everyMs?: number;
}

/** Life cycle: start(), stop(). A file that can't be written costs the next start its knowledge, nothing else. */
export class AgentLife {
  readonly #options: AgentLifeOptions;
  readonly #clock: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AgentLifeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
  }

  /** Begins; gives the gap where the last one ended without being stopped. A machine that went down explains it: null. */
  start(): Gap | null {
    const { path, bootedMs = () => this.#clock() - uptime() * 1_000 } = this.#options;
    const seenMs = lastSeen(path);
    const now = this.#clock();
    try {
      writeFileSync(path, `${process.pid}\n`, { mode: onlyOwner });
    } catch {
      // as said above
    }
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), this.#options.everyMs ?? everyMs);
    this.#timer.unref();
    return seenMs === null || seenMs < bootedMs() || seenMs > now ? null : { fromMs: seenMs, toMs: now };
  }

  /** Ends, and says that this was meant. Legal before start, and twice. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    try {
      rmSync(this.#options.path, { force: true });
    } catch {
      // as said above
    }
  }

  #beat(): void {
    const now = new Date(this.#clock());
    try {
      utimesSync(this.#options.path, now, now);
    } catch {
      // as said above
    }
  }
}

function lastSeen(path: string): number | null {
  try {
    // What is there must be ours: a folder, or someone's notes, says nothing about when an agent lived.
    return /^\d+\n$/.test(readFileSync(path, 'utf8')) ? statSync(path).mtimeMs : null;
  } catch {
    return null;
  }
}
