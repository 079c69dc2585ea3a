/** How far each machine's time has come, by its own activities' clock. */

/** Batches that are looked at. One that claims to come from next year must not make this year's look old. */
const depth = 8;
const maxMachines = 20_000;

/**
 * A machine's watermark is the earliest time in its last few batches: what happened long before it can be forgotten. It
 * only ever frees memory early or late; whether something matches is decided by the entries' own times.
 */
export class Watermarks {
  readonly #recent = new Map<string, number[]>();

  /** Notes the earliest time of a batch of one machine. */
  note(machine: string, earliestMs: number): void {
    const times = this.#recent.get(machine) ?? [];
    times.push(earliestMs);
    if (times.length > depth) times.shift();
    this.#recent.delete(machine);
    this.#recent.set(machine, times);
    const oldest = this.#recent.keys().next();
    if (this.#recent.size > maxMachines && !oldest.done) this.#recent.delete(oldest.value);
  }

  /** The machine's watermark, Unix time in ms; none is known of a machine that was not seen for long. */
  of(machine: string): number {
    const times = this.#recent.get(machine);
    return times === undefined ? Number.NEGATIVE_INFINITY : Math.min(...times);
  }
}
