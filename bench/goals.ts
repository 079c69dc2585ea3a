/** How much ours with the gate may cost at most, whether an agent is there or not. */
import { type Samples, times } from './samples.ts';
import { bare, gateAlone, gateConnected, noopInC, type Variant } from './variants.ts';

/** What a goal says of what was measured: its text, and whether it holds. */
export interface Verdict {
  readonly text: string;
  readonly holds: boolean;
}

export type Goal = (samples: Samples) => Verdict;

const ours = [gateConnected, gateAlone] as const;

/** At most so many times the bare interpreter. */
export const ofBare = (limit: number): Goal => within(limit, bare, '');

/** At most so many times the no-op hook in C, which is CPython's own floor. */
export const ofFloor = (limit: number): Goal => within(limit, noopInC, ' of the no-op hook in C');

function within(limit: number, base: Variant, suffix: string): Goal {
  return (samples) => {
    const worst = Math.max(...ours.map((variant) => samples.ratio(variant, base)));
    return verdict(`${limit}×${suffix}`, worst <= limit, times(worst));
  };
}

/** At most so many times the bare interpreter, or so many milliseconds more. */
export function ofBareOrMore(limit: number, limitMs: number): Goal {
  return (samples) => {
    const worst = Math.max(...ours.map((variant) => samples.ratio(variant, bare)));
    const worstMs = 1000 * Math.max(...ours.map((variant) => samples.excess(variant, bare)));
    const isMet = worst <= limit || worstMs <= limitMs;
    return verdict(`${limit}× or + ${limitMs} ms`, isMet, `${times(worst)}, + ${worstMs.toFixed(1)} ms`);
  };
}

/** "1.03×: holds (1.01×)" */
export function verdict(goal: string, holds: boolean, found: string): Verdict {
  return { text: `${goal}: ${holds ? 'holds' : '**missed**'} (${found})`, holds };
}
