/** How often a process is looked at: often at first and when something happens, ever less while nothing does. */

const firstMs = 30;
const slowing = 1.3;

export class Pace {
  #dueMs: number;
  #intervalMs = firstMs;

  constructor(nowMs: number) {
    this.#dueMs = nowMs;
  }

  /** When to look next, Unix time, ms. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** Something happens: whoever would look more seldom than thirty times a second now does so. */
  hasten(nowMs: number): void {
    this.#intervalMs = firstMs;
    this.#dueMs = Math.min(this.#dueMs, nowMs + firstMs);
  }

  /** It was looked at; the next time within `slowestMs`. */
  looked(nowMs: number, slowestMs: number): void {
    this.#dueMs = nowMs + Math.min(this.#intervalMs, slowestMs);
    this.#intervalMs = Math.min(this.#intervalMs * slowing, slowestMs);
  }

  /** Whether it is looked at more often than it would be if nothing happened. */
  isHastened(slowestMs: number): boolean {
    return this.#intervalMs < slowestMs;
  }
}
