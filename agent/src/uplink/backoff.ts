/** Delays between attempts: n² × 250 ms, at most 30 s, ± 50 %, so that a fleet doesn't come back in step. */
export interface Backoff {
  /** How long to wait before the next attempt, ms. */
  next(): number;
  /** An attempt succeeded. */
  reset(): void;
}

const stepMs = 250;
const maxMs = 30_000;

export function createBackoff(random: () => number = Math.random): Backoff {
  let failures = 0;
  return {
    next() {
      failures += 1;
      return Math.min(maxMs, failures * failures * stepMs) * (0.5 + random());
    },
    reset() {
      failures = 0;
    },
  };
}
