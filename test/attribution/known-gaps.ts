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
  {
    name: 'dir-fd',
    reason:
      "CPython's `open` event has the path alone, not the folder's descriptor: it is told as if below the working folder.",
  },
];

/** The gap that a cell is in; null where it is in none. */
export function gapOf({ name, python }: Pick<Cell, 'name' | 'python'>): Gap | null {
  const minor = Number(python.split('.')[1]);
  return knownGaps.find((gap) => gap.name === name && (gap.minors?.includes(minor) ?? true)) ?? null;
}
