/** Tells each finding once, and what repeats it as a count: a busy child must not fill the spool. */
import { type Finding, keyOf } from './finding.ts';

/** What repeats a finding is told at most this often, ms. */
const repeatMs = 60_000;
/** Different findings of one process within that time; what is beyond is only counted. */
const maxDifferent = 64;

export interface TellingOptions {
  readonly onFinding: (finding: Finding) => void;
  /** So many connections of a process are not told, for there are too many others of it. */
  readonly onDropped: (count: number) => void;
}

export class Telling {
  readonly #options: TellingOptions;
  /** What was told since the last round, with what came again since. */
  #told = new Map<string, { again: Finding; count: number }>();
  #different = new Map<string, number>();
  #roundMs = 0;

  constructor(options: TellingOptions) {
    this.#options = options;
  }

  tell(finding: Finding): void {
    const key = keyOf(finding);
    const known = this.#told.get(key);
    if (known !== undefined) {
      known.again = { ...finding, atMs: known.count === 0 ? finding.atMs : known.again.atMs };
      known.count += finding.count;
      return;
    }
    const different = this.#different.get(finding.process.key) ?? 0;
    this.#different.set(finding.process.key, different + 1);
    if (different >= maxDifferent) {
      this.#options.onDropped(finding.count);
      return;
    }
    this.#told.set(key, { again: finding, count: 0 });
    this.#options.onFinding(finding);
  }

  /** Tells what was repeated, once a round is over. Call it now and then; `isLast` ends the round at once. */
  round(nowMs: number, isLast = false): void {
    if (nowMs - this.#roundMs < repeatMs && !isLast) return;
    this.#roundMs = nowMs;
    for (const { again, count } of this.#told.values()) {
      if (count > 0) this.#options.onFinding({ ...again, count });
    }
    this.#told = new Map();
    this.#different = new Map();
  }
}
