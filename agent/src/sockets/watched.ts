/** The processes whose sockets are looked at: those with a hook, and what they started that has none. */
import { realpathSync } from 'node:fs';
import type { HookProcess } from '../listener/report.ts';
import type { ProcessStat, ProcessTable } from '../processes/process-table.ts';
import { OpenSockets } from './open-sockets.ts';
import { Pace } from './pace.ts';
import type { Remote } from './socket-table.ts';
import type { Load } from './suspects.ts';
import { Told } from './told.ts';

/** Looked at no more seldom than this, ms: with native code that could connect by itself, and without. */
const foreignMs = 150;
const plainMs = 2_000;
const childMs = 1_000;
/** Native code that could connect by itself is looked for no more often than this, ms. */
export const codeMs = 2_000;

const maxLoads = 512;
/** Sockets go from a process to those that it forks, and those that these fork. */
const maxGenerations = 4;

/** A process whose sockets are looked at. */
export abstract class Subject {
  /** The process with the hook: itself, or the one that it descends from. */
  abstract readonly root: Hooked;
  /** While nothing happens it is looked at this often, ms. */
  abstract readonly slowestMs: number;
  readonly pid: number;
  readonly startTicks: number;
  readonly startedMs: number;
  readonly sockets: OpenSockets;
  readonly pace: Pace;
  /** It has sockets from a time that this agent doesn't know: those are passed over when it is first looked at. */
  isOld: boolean;

  constructor(stat: ProcessStat, table: ProcessTable, { isOld, nowMs }: { isOld: boolean; nowMs: number }) {
    this.pid = stat.pid;
    this.startTicks = stat.startTicks;
    this.startedMs = stat.startedMs;
    this.sockets = new OpenSockets(table, stat.pid);
    this.pace = new Pace(nowMs);
    this.isOld = isOld;
  }

  /** Whether a hook has told of a connection of this process that began at that time (Unix, ms). */
  abstract explains(remote: Remote, atMs: number): boolean;
}

/** One with a hook. */
export class Hooked extends Subject {
  #process: HookProcess;
  readonly told = new Told();
  /** What those told that it was forked from. */
  readonly inherited: readonly Told[];
  /** As the system shows it. */
  readonly argv: readonly string[];
  readonly program: string | null;
  loads: Load[] = [];
  isForeign = false;
  /** When its native code was last looked for, ms; 0 is now. */
  codeAtMs = 0;
  /** Until then its hook may have lost what would explain a connection, ms. */
  lossyUntilMs = 0;

  constructor(
    process: HookProcess,
    stat: ProcessStat,
    table: ProcessTable,
    options: { isOld: boolean; nowMs: number; parent: Hooked | undefined },
  ) {
    super(stat, table, options);
    const { parent } = options;
    this.#process = process;
    this.inherited = parent === undefined ? [] : [parent.told, ...parent.inherited].slice(0, maxGenerations);
    this.argv = table.argv(stat.pid);
    this.program = table.executable(stat.pid);
  }

  get process(): HookProcess {
    return this.#process;
  }

  override get root(): Hooked {
    return this;
  }

  override get slowestMs(): number {
    return this.isForeign ? foreignMs : plainMs;
  }

  /** It says more of itself, or is another program by now: after an exec it has its sockets, and nothing loaded. */
  greet(process: HookProcess): void {
    if (process.interpreter !== 0) return;
    if (process.key !== this.#process.key) {
      this.loads = [];
      this.isForeign = false;
      this.codeAtMs = 0;
    }
    this.#process = process;
  }

  /** Its hook told of native code. */
  loaded(load: Load): void {
    if (this.loads.length < maxLoads) this.loads.push(load);
    this.codeAtMs = 0;
  }

  override explains(remote: Remote, atMs: number): boolean {
    return [this.told, ...this.inherited].some((told) => told.explains(remote, atMs));
  }
}

/** One without, below one that has one. */
export class Child extends Subject {
  readonly #table: ProcessTable;
  override readonly root: Hooked;
  override readonly slowestMs = childMs;
  /** Nearest first: itself, its parent … up to the one that has the hook. */
  readonly pids: readonly number[];

  constructor(
    stat: ProcessStat,
    table: ProcessTable,
    options: { isOld: boolean; nowMs: number; root: Hooked; pids: readonly number[] },
  ) {
    super(stat, table, options);
    this.#table = table;
    this.root = options.root;
    this.pids = options.pids;
  }

  /** Whether it is the same program still, forked and nothing more: its hook speaks when it has something to say. */
  get isFork(): boolean {
    const argv = this.#table.argv(this.pid);
    return (
      this.#table.executable(this.pid) === this.root.program &&
      argv.length === this.root.argv.length &&
      argv.every((word, index) => word === this.root.argv[index])
    );
  }

  override explains(remote: Remote, atMs: number): boolean {
    return this.isFork && this.root.explains(remote, atMs);
  }
}

/**
 * Whether the process of that number is the one that speaks: one in a container may speak of a number of its own, which
 * here is anyone's.
 */
export function isSame(process: HookProcess, table: ProcessTable): boolean {
  const program = table.executable(process.pid);
  if (program !== null && program === realPathOf(process.executable)) return true;
  // A program that has Python inside may call any file its interpreter.
  const argv = table.argv(process.pid);
  return argv.length > 0 && argv.length === process.argv.length && argv.every((word, i) => word === process.argv[i]);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
