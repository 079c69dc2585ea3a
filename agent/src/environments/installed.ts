import { createHash } from 'node:crypto';
import { comparePackages, type Known, type PackageChange } from './changes.ts';
import type { Distribution } from './distribution.ts';
import { type PastVersion, VersionHistory } from './history.ts';
import { byName, readInventory } from './inventory.ts';
import { statsOf } from './layout.ts';

/** Without a watcher, the folders' own times are looked at no more often than this. */
const refreshEveryMs = 2000;
/** With one, a look costs two stat calls and is for the moment between a change and the watcher's word. */
const watchedRefreshEveryMs = 50;
const describeSliceMs = 5;

/** What was known when the agent last ran. */
export interface KnownPackages {
  readonly packages: readonly Distribution[];
  readonly history: readonly PastVersion[];
  /** Unix time, ms. */
  readonly savedMs: number;
}

export interface InstalledOptions {
  /** The site-packages folders. */
  readonly roots: readonly string[];
  /** A file that a RECORD claims outside of this folder isn't the package's. */
  readonly prefix: string;
  /** The first reading is compared with this; without it, nothing counts as changed by then. */
  readonly known?: KnownPackages | null;
  /** Someone watches the folders and calls read(), which says what changed. */
  readonly isWatched?: boolean;
  readonly clock?: () => number;
}

/** The packages of some site-packages folders as they are now, and their versions as they were. */
export class InstalledPackages {
  readonly roots: readonly string[];
  readonly prefix: string;
  readonly history: VersionHistory;
  readonly #clock: () => number;
  readonly #isWatched: boolean;
  #distributions: readonly Distribution[] = [];
  #named: readonly Distribution[] = [];
  #namedOf: readonly Distribution[] = [];
  #known: ReadonlyMap<string, Known> | null;
  #generation = 0;
  #readMs: number;
  #stamp = '';
  #folderTimes = '';
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor({ roots, prefix, known = null, isWatched = false, clock = Date.now }: InstalledOptions) {
    this.roots = roots;
    this.prefix = prefix;
    this.#clock = clock;
    this.#isWatched = isWatched;
    this.history = new VersionHistory(known?.history);
    this.#known = known === null ? null : byName(known.packages);
    this.#distributions = known?.packages ?? [];
    this.#readMs = known?.savedMs ?? 0;
  }

  get distributions(): readonly Distribution[] {
    return this.#distributions;
  }

  /** By name, each name once: the same array for as long as nothing changes. */
  get packages(): readonly Distribution[] {
    if (this.#namedOf !== this.#distributions) {
      this.#named = [...byName(this.#distributions).values()];
      this.#namedOf = this.#distributions;
    }
    return this.#named;
  }

  /** Grows whenever the distributions, or the files of one, may have changed; 0 before the first reading. */
  get generation(): number {
    return this.#generation;
  }

  /** Reads the folders anew and says what changed since the last reading. */
  read(): readonly PackageChange[] {
    const now = this.#clock();
    const { after, changes } = this.#look(now);
    this.#known = after;
    this.#readMs = now;
    return changes;
  }

  /** Whether what the files of each tell (Distribution.facts) has been read. */
  get isDescribed(): boolean {
    return this.#generation > 0 && this.#distributions.every(({ factsIfRead }) => factsIfRead !== null);
  }

  /**
   * Reads what the files of each tell, some ms at a time and never holding up anything else.
   * @returns whether all are read now, and some were not before.
   */
  async describe(signal: AbortSignal): Promise<boolean> {
    const all = this.#distributions;
    const unread = all.filter(({ factsIfRead }) => factsIfRead === null);
    let until = performance.now() + describeSliceMs;
    for (const distribution of unread) {
      if (performance.now() > until) {
        await new Promise((resolve) => setImmediate(resolve));
        until = performance.now() + describeSliceMs;
      }
      // What was replaced meanwhile has other files by now.
      if (signal.aborted || this.#distributions !== all) return false;
      void distribution.facts;
    }
    return unread.length > 0;
  }

  /**
   * Makes the distributions those of now, where a folder got or lost an entry since; the folders' times are looked at
   * seldom where nobody watches. A watcher waits for an installer to finish, but a program that is started right
   * behind it runs the new code: what changed is still told by the next read().
   */
  refresh(): void {
    if (this.#generation === 0) {
      this.read();
      return;
    }
    const now = this.#clock();
    if (now - this.#lookedMs < (this.#isWatched ? watchedRefreshEveryMs : refreshEveryMs)) return;
    this.#lookedMs = now;
    if (this.#timesOfFolders() === this.#folderTimes) return;
    if (this.#isWatched) this.#look(now);
    else this.read();
  }

  #look(now: number): { after: ReadonlyMap<string, Distribution>; changes: readonly PackageChange[] } {
    this.#lookedMs = now;
    this.#folderTimes = this.#timesOfFolders();
    const distributions = readInventory(this.roots, this.#distributions);
    const stamp = stampOf(distributions);
    const after = byName(distributions);
    const changes = this.#known === null ? [] : this.#compare(this.#known, after, now);
    for (const { name, from, atMs } of changes) {
      if (from !== null) this.history.note({ name, version: from, untilMs: atMs });
    }
    if (stamp !== this.#stamp || this.#generation === 0) this.#generation += 1;
    this.#stamp = stamp;
    // The same list where all of it is the same: others hold on to what they made of it.
    const isSame =
      distributions.length === this.#distributions.length &&
      distributions.every((each, index) => each === this.#distributions[index]);
    if (!isSame) this.#distributions = distributions;
    return { after, changes };
  }

  #compare(before: ReadonlyMap<string, Known>, after: ReadonlyMap<string, Distribution>, now: number) {
    const removedMs = Math.max(...this.roots.map((root) => statsOf(root)?.mtimeMs ?? 0));
    return comparePackages(before, after, { afterMs: Math.min(this.#readMs, now), beforeMs: now, removedMs });
  }

  #timesOfFolders(): string {
    return this.roots.map((root) => statsOf(root)?.mtimeMs ?? 0).join(' ');
  }
}

function stampOf(distributions: readonly Distribution[]): string {
  const stamp = createHash('sha256');
  for (const { name, version, infoPath, stamp: own } of distributions)
    stamp.update(`${name} ${version} ${infoPath} ${own}\n`);
  return stamp.digest('base64url');
}
