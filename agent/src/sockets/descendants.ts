/** Finds the processes below those that have a hook, by looking at what is new among all processes. */
import { BoundedMap } from '../classify/bounded-map.ts';
import type { ProcessStat, ProcessTable } from '../processes/process-table.ts';

/** Programs that lie between a process with a hook and its descendant: shells, env, timeout … */
const maxAncestors = 16;

/** Descendants that have ended are remembered, for those that they leave behind. */
const maxRemembered = 1_024;

type Known = Map<number, ProcessStat | null>;

export interface Descendant<Root> {
  readonly stat: ProcessStat;
  readonly root: Root;
  /** Nearest first: itself, its parent … up to the root. */
  readonly pids: readonly number[];
}

/** A process with a hook. */
type AnyRoot = Pick<ProcessStat, 'startTicks'>;

export class Descendants<Root extends AnyRoot> {
  readonly #table: ProcessTable;
  /** All processes that there were when it was last asked. */
  #known: Known = new Map();
  readonly #found = new BoundedMap<number, Descendant<Root>>(maxRemembered);

  constructor(table: ProcessTable) {
    this.#table = table;
  }

  /** Descendants that weren't there when this was last asked. `rootOf` says which processes are roots. */
  fresh(rootOf: (pid: number) => Root | undefined): Descendant<Root>[] {
    const before = this.#known;
    this.#known = new Map();
    const fresh: ProcessStat[] = [];
    for (const pid of this.#table.pids()) {
      const known = before.get(pid);
      const stat = known === undefined ? this.#table.stat(pid) : known;
      this.#known.set(pid, stat);
      if (known === undefined && stat !== null) fresh.push(stat);
    }
    // Whoever was started first may be the parent of the next.
    fresh.sort((a, b) => a.startTicks - b.startTicks || a.pid - b.pid);
    return fresh.flatMap((stat) => {
      const found = rootOf(stat.pid) === undefined ? this.#descendant(stat, rootOf) : null;
      if (found === null) return [];
      this.#found.set(stat.pid, found);
      return [found];
    });
  }

  /** A process is a root from now on, or none any more: those that were started after it are looked at anew. */
  reconsider({ startTicks }: AnyRoot): void {
    for (const [pid, stat] of this.#known) if (stat !== null && stat.startTicks >= startTicks) this.#known.delete(pid);
  }

  #descendant(stat: ProcessStat, rootOf: (pid: number) => Root | undefined): Descendant<Root> | null {
    const pids = [stat.pid];
    for (let next = stat.parentPid; next > 1 && pids.length <= maxAncestors; ) {
      const above = this.#above(next, pids, stat, rootOf);
      if (above !== null) return above;
      pids.push(next);
      next = this.#known.get(next)?.parentPid ?? 0;
    }
    // Its parent has ended, and whoever adopts those belongs to nobody. Its group and its session are what it was born in.
    const born = [stat.groupId, stat.sessionId].filter((id) => id !== stat.pid && id > 1);
    return born.map((id) => this.#above(id, [stat.pid], stat, rootOf)).find((above) => above !== null) ?? null;
  }

  /** The descendant that a process is, where that number is a root's, or a known descendant's. */
  #above(
    pid: number,
    pids: readonly number[],
    stat: ProcessStat,
    rootOf: (pid: number) => Root | undefined,
  ): Descendant<Root> | null {
    // A number that is another's by now is not meant, nor is what began after its child did.
    const now = this.#known.get(pid)?.startTicks;
    const isMeant = ({ startTicks }: AnyRoot): boolean =>
      startTicks <= stat.startTicks && (now === undefined || now === startTicks);
    const root = rootOf(pid);
    if (root !== undefined && isMeant(root)) return { stat, root, pids: [...pids, pid] };
    const known = this.#found.get(pid);
    if (known === undefined || !isMeant(known.stat)) return null;
    return { stat, root: known.root, pids: [...pids, ...known.pids].slice(0, maxAncestors) };
  }
}
