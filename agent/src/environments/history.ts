/** Which version of a package an environment had before: a process that was started then still runs that one. */

/** A long-running process is days old, and few packages change more often than daily. */
const maxEntries = 1000;

export interface PastVersion {
  readonly name: string;
  readonly version: string;
  /** When it was replaced or removed, Unix time in ms. */
  readonly untilMs: number;
}

export class VersionHistory {
  readonly #entries: PastVersion[] = [];
  #settledMs = Number.NEGATIVE_INFINITY;

  constructor(entries: readonly PastVersion[] = []) {
    for (const entry of entries) this.note(entry);
  }

  /** Oldest first; bounded: the oldest are forgotten. */
  get entries(): readonly PastVersion[] {
    return this.#entries;
  }

  /** Nothing was replaced or removed after this; Unix time in ms. */
  get settledMs(): number {
    return this.#settledMs;
  }

  /** Noting the same again changes nothing. */
  note(entry: PastVersion): void {
    const { name, version, untilMs } = entry;
    if (this.#entries.some((known) => known.name === name && known.version === version && known.untilMs === untilMs))
      return;
    this.#settledMs = Math.max(this.#settledMs, entry.untilMs);
    this.#entries.push(entry);
    if (this.#entries.length > maxEntries) this.#entries.shift();
  }

  /** The version that `name` had at a time, where it has changed since; else undefined. */
  versionAt(name: string, asOfMs: number): string | undefined {
    let found: PastVersion | undefined;
    for (const entry of this.#entries) {
      if (entry.name !== name || entry.untilMs <= asOfMs) continue;
      if (found === undefined || entry.untilMs < found.untilMs) found = entry;
    }
    return found?.version;
  }
}
