/** Who started a process: its activities carry that package, where its own code names none and is nobody's program. */
import { tmpdir } from 'node:os';
import type { Activity, PackageRef } from '@culprit/proto';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { createProcessTable, type ProcessTable } from '../processes/process-table.ts';

/** Programs that lie between a hooked process and its hooked descendant: shells, env, timeout … */
const maxAncestors = 8;
/** Processes whose spawns are remembered, and spawns of each. */
const maxProcesses = 4_096;
const maxSpawns = 16;
/** Where no command line tells which spawn it was, those of this long before the child came up are looked at, ms. */
const recentMs = 10_000;
/** Clocks are read in two processes; a spawn is told a moment before it happens, ms. */
const skewMs = 50;

/** Shorter words of a command line are in many others; the hook cuts longer ones, characters. */
const minTelling = 8;
const maxTelling = 512;

interface Spawn {
  readonly atMs: number;
  readonly command: string;
  /** Null where the application itself did it. */
  readonly package: PackageRef | null;
  readonly chain: readonly PackageRef[];
}

/** Where a process comes from. */
export interface Lineage {
  /** Nearest first: the process itself (before an exec), its parent, its parent's … */
  readonly pids: readonly number[];
  /** How it was really started: before Python 3.10 a process doesn't know itself. */
  readonly argv: readonly string[];
}

/** What a process has of whoever started it. */
export type Descent = Pick<Spawn, 'package' | 'chain'> | null;

export interface DescentsOptions {
  readonly processes?: Pick<ProcessTable, 'stat' | 'argv'>;
  readonly tmp?: readonly string[];
}

export interface Descents {
  /** Where a new process comes from, as far as the system tells. */
  lineage(process: HookProcess): Lineage;
  /** Takes note of a program that a process started. */
  spawned(process: HookProcess, said: HookActivity, activity: Activity): void;
  /** Who started a process; null where that isn't known, or can't be told from another. */
  find(process: Pick<HookProcess, 'startedMs'>, lineage: Lineage): Descent;
  /** The activity, by the package that started its process, where nothing nearer is to be named. */
  refine(activity: Activity, process: HookProcess, descent: Descent): Activity;
}

export function createDescents(options: DescentsOptions = {}): Descents {
  const { processes = createProcessTable(), tmp = [tmpdir(), '/tmp', '/var/tmp', '/dev/shm'] } = options;
  const spawns = new Map<number, Spawn[]>();

  return {
    lineage({ pid, parentPid, ancestors, argv }) {
      const line = [pid];
      for (let next: number | undefined = parentPid; next !== undefined && next > 1 && line.length <= maxAncestors; ) {
        line.push(next);
        // What the process saw when it began may be gone by now.
        next = ancestors[line.length - 2] ?? processes.stat(next)?.parentPid;
      }
      const real = processes.argv(pid);
      return { pids: line, argv: real.length >= argv.length ? real : argv };
    },

    spawned({ pid }, { other, target }, { atMs, package: culprit, chain }) {
      const own = spawns.get(pid) ?? [];
      own.push({ atMs, command: other || target, package: culprit, chain });
      if (own.length > maxSpawns) own.shift();
      spawns.delete(pid);
      spawns.set(pid, own);
      const [oldest] = spawns.keys();
      if (spawns.size > maxProcesses && oldest !== undefined) spawns.delete(oldest);
    },

    find({ startedMs }, { pids, argv }) {
      // A number may have been another process's before: what was spawned after this one began is not its beginning.
      const before = (pid: number): Spawn[] =>
        (spawns.get(pid) ?? []).filter(({ atMs }) => atMs <= startedMs + skewMs).reverse();
      const [nearest] = pids.map(before).filter((own) => own.length > 0);
      // The program of -c, or the script: shells may put the rest in another order.
      const telling = argv.slice(1).reduce((longest, word) => (word.length > longest.length ? word : longest), '');
      const isIts = ({ command }: Spawn): boolean =>
        telling.length >= minTelling && command.includes(telling.slice(0, maxTelling));
      if (nearest === undefined)
        return sameOf([...spawns.keys()].flatMap(before).filter(isIts).filter(isRecent(startedMs)));
      return nearest.find(isIts) ?? sameOf(nearest.filter(isRecent(startedMs)));
    },

    refine(activity, process, descent) {
      if (descent?.package == null || activity.package !== null) return activity;
      const { application, prefix } = process;
      const isIn = (dir: string): boolean => application.startsWith(`${dir}/`);
      const isProgram = !(/^(-c?)?$/.test(application) || (tmp.some(isIn) && !isIn(prefix)));
      // A program of its own that someone's launcher started (a server, a notebook) does what it does for itself.
      if (isProgram && activity.confidence !== 'unknown') return activity;
      const names = new Set(activity.chain.map(({ name }) => name));
      const chain = [...activity.chain, ...descent.chain.filter(({ name }) => !names.has(name))];
      return { ...activity, package: descent.package, chain, confidence: 'descent' };
    },
  };
}

function isRecent(startedMs: number): (spawn: Spawn) => boolean {
  return ({ atMs }) => atMs >= startedMs - recentMs;
}

/** The latest of them, where all name the same package; a guess between two would be a wrong name half the time. */
function sameOf(candidates: readonly Spawn[]): Spawn | null {
  const names = new Set(candidates.map(({ package: culprit }) => `${culprit?.name}@${culprit?.version}`));
  return names.size === 1 ? (candidates[0] ?? null) : null;
}
