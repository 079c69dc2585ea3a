/** Cells that are wrong today, each with the reason. The list can only shrink: a listed cell that is right fails the test. */
import type { Cell } from './matrix.ts';

export interface Gap {
  /** The case. */
  readonly name: string;
  /** Minor versions of Python 3 where it is wrong; all of them where nothing is said. */
  readonly minors?: readonly number[];
  readonly reason: string;
}

export const knownGaps: readonly Gap[] = [
  { name: 'sched', reason: "an event of `sched` keeps nobody's stack: who runs the scheduler is named." },
  {
    name: 'future-callback',
    reason: 'futures are written in C and keep no record of who added a callback that is a library function.',
  },
  {
    name: 'uvloop-own-socket',
    reason: "uvloop's handles leave no Python frame where what was scheduled could be found again; tasks are followed.",
  },
  {
    name: 'forged-loader',
    reason:
      "an import hook that runs the module of a file is believed (pytest's rewriting is one): its code may be forged.",
  },
  {
    name: 'logging-http-handler',
    reason: 'a handler of the library is data: who logs is named, not who installed it.',
  },
];

/** The gap that a cell is in; null where it is in none. */
export function gapOf({ name, python }: Pick<Cell, 'name' | 'python'>): Gap | null {
  const minor = Number(python.split('.')[1]);
  return knownGaps.find((gap) => gap.name === name && (gap.minors?.includes(minor) ?? true)) ?? null;
}
