/**
 * Processes that hung up and live on. The hook connects again when it next has something to tell, so one that stays away
 * may simply have nothing to say, as a daemon that has closed all its descriptors and waits: it is a fact, no more.
 */
import type { HookProcess } from '../listener/report.ts';
import type { ProcessTable } from '../processes/process-table.ts';

/** After so long without a word a process counts as silent, ms. */
const silentMs = 30_000;
/** Processes that are watched for this at a time. */
const maxWatched = 4_096;

export interface SilentProcessesOptions {
  readonly table: ProcessTable;
  /** Called once for each time that a process stays away. */
  readonly onSilent: (process: HookProcess) => void;
  readonly silentMs?: number;
}

interface Watched {
  readonly timer: NodeJS.Timeout;
}

/** Life cycle: none to start; stop() forgets everything. */
export class SilentProcesses {
  readonly #options: SilentProcessesOptions;
  /** By the key of a process: who it is, to the system, while it speaks. */
  readonly #known = new Map<string, { readonly startTicks: number; readonly executable: string | null }>();
  readonly #watched = new Map<string, Watched>();

  constructor(options: SilentProcessesOptions) {
    this.#options = options;
  }

  /** A process speaks. */
  greeted({ key, pid }: HookProcess): void {
    this.#forget(key);
    const { table } = this.#options;
    const startTicks = table.stat(pid)?.startTicks;
    if (startTicks !== undefined) this.#known.set(key, { startTicks, executable: table.executable(pid) });
  }

  /** It has no connection any more. */
  ended(process: HookProcess): void {
    const { key, pid } = process;
    const { table, onSilent } = this.#options;
    const before = this.#known.get(key);
    this.#known.delete(key);
    if (before === undefined || table.stat(pid)?.startTicks !== before.startTicks) return;
    this.#forget(key);
    if (this.#watched.size >= maxWatched) return;
    const timer = setTimeout(() => {
      this.#watched.delete(key);
      // It may have become another program (exec), in which there is no hook to say anything.
      const isSame = table.stat(pid)?.startTicks === before.startTicks && table.executable(pid) === before.executable;
      if (isSame) onSilent(process);
    }, this.#options.silentMs ?? silentMs);
    timer.unref();
    this.#watched.set(key, { timer });
  }

  stop(): void {
    for (const key of [...this.#watched.keys()]) this.#forget(key);
    this.#known.clear();
  }

  #forget(key: string): void {
    clearTimeout(this.#watched.get(key)?.timer);
    this.#watched.delete(key);
  }
}
