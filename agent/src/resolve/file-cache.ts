/** Of a busy process's whole life, some thousand different code files are seen. */
const maxEntriesAGeneration = 8192;

/**
 * Bounded memory of answers, in two generations: when the young one is full it becomes the old one, and what the old
 * one had and nobody asked for is forgotten. Nearly least-recently-used, at the price of a plain map.
 */
export class FileCache<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();
  readonly #limit: number;

  constructor(limit: number = maxEntriesAGeneration) {
    this.#limit = limit;
  }

  get(key: string): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: T): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#limit) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
  }
}
