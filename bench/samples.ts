/** What was measured of one thing: seconds by variant, one for each round, the variants in turn within a round. */
import { median } from './median.ts';
import type { Variant } from './variants.ts';

export class Samples {
  readonly #seconds = new Map<Variant, number[]>();

  add(variant: Variant, seconds: number): void {
    const known = this.#seconds.get(variant);
    if (known) known.push(seconds);
    else this.#seconds.set(variant, [seconds]);
  }

  /** The median, in seconds. */
  median(variant: Variant): number {
    return median(this.#seconds.get(variant) ?? []);
  }

  /** The median of the ratios within each round: what slows a whole round down is in both of its figures. */
  ratio(variant: Variant, base: Variant): number {
    return median(this.#between(variant, base, (one, other) => one / other));
  }

  /** The median of the differences within each round, in seconds. */
  excess(variant: Variant, base: Variant): number {
    return median(this.#between(variant, base, (one, other) => one - other));
  }

  #between(variant: Variant, base: Variant, compare: (one: number, other: number) => number): number[] {
    const bases = this.#seconds.get(base) ?? [];
    return (this.#seconds.get(variant) ?? []).map((seconds, round) => compare(seconds, bases[round] ?? Number.NaN));
  }

  toJSON(): Record<string, readonly number[]> {
    return Object.fromEntries(this.#seconds);
  }
}

/** "1.04×" */
export function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}

/** "27.1 µs", "15.9 ms", "2.31 s" */
export function duration(seconds: number): string {
  if (seconds < 0.001) return `${(seconds * 1e6).toFixed(1)} µs`;
  return seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}
