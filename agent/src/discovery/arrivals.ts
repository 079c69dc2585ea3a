/**
 * Sees environments come into being: watches the entries of the folders where one may be made, a single level each.
 * Which folders those are is told by others (tools' own, those around known environments, shells' working folders).
 * A folder that is made in one of them is looked into at once, and followed for a while.
 */
import { type FSWatcher, readdirSync, type WatchListener, watch as watchFolder } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { isFile, isFolder, statsOf } from '../environments/layout.ts';
import { systemCode } from '../errors.ts';
import { examine } from './examine.ts';
import { passedOver } from './walk.ts';

/** A watch costs the kernel about a kilobyte; the least recently useful is given up beyond this. */
const defaultMaxWatches = 4_096;
/** Of those that are for a minute only, so many: unpacking an archive must not drive the others out. */
const maxPassing = 1_024;
/** How far below the folders that are watched for good a new folder is still followed, levels. */
const passingLevels = 4;
/** What happens to one path within this time is one happening, ms. */
const quietMs = 30;
/** Folders of folders that are made at once, as by unpacking an archive: so many are looked into. */
const maxEntries = 256;
const maxAwaited = 1_024;
/** A folder that was made deeper than others are watched is followed for so long, ms. */
const passingMs = 60_000;
/** An environment that isn't complete is looked at again after these, ms; conda takes minutes for one. */
const firstRetryMs = 50;
const maxRetryMs = 1_000;
const patienceMs = 300_000;
/** Where the system has no more watches to give, folders' times are looked at so often, ms. */
const pollMs = 1_500;

export interface ArrivalsOptions {
  /** An environment is there, and complete as far as files tell: a new one, or one that was made again. */
  readonly onArrival: (path: string) => void;
  /** The system has no more watches to give: what is left is polled. Called at most once. */
  readonly onExhausted: (error: unknown) => void;
  readonly watch?: (folder: string, listener: WatchListener<string>) => FSWatcher;
  readonly maxWatches?: number;
}

interface Watched {
  /** Null where it is polled. */
  readonly watcher: FSWatcher | null;
  /** So many levels of folders that are made in it are watched for good; below nought, for a minute, then not at all. */
  depth: number;
  /** Never given up for others. */
  isPinned: boolean;
  /** When it is given up, Unix time in ms. */
  untilMs: number;
  /** When the folder last got or lost an entry, as far as it was looked at. */
  mtimeMs: number;
}

/** Life cycle: follow() and expect() at any time; stop() ends everything, and is legal twice. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #watched = new Map<string, Watched>();
  readonly #due = new Map<string, NodeJS.Timeout>();
  readonly #expected = new Map<string, NodeJS.Timeout>();
  /** Folders that aren't there yet, with the depth that they are to be followed to. */
  readonly #awaited = new Map<string, number>();
  readonly #pollTimer: NodeJS.Timeout;
  #passing = 0;
  #isExhausted = false;
  #isStopped = false;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
    this.#pollTimer = setInterval(() => this.#poll(), pollMs).unref();
  }

  /** Folders that are followed, and whether some have to be polled. */
  get state(): { readonly folders: number; readonly isPolling: boolean } {
    return { folders: this.#watched.size, isPolling: this.#isExhausted };
  }

  /**
   * Watches a folder's entries; folders that are made in it are watched too, `depth` levels of them for good.
   * @param keep `pinned` is for good, `loose` until there are too many, `passing` for a minute
   */
  follow(folder: string, depth: number, keep: 'pinned' | 'loose' | 'passing'): void {
    if (this.#isStopped) return;
    const untilMs = keep === 'passing' ? Date.now() + passingMs : Number.POSITIVE_INFINITY;
    const known = this.#watched.get(folder);
    if (known !== undefined) {
      known.depth = Math.max(known.depth, depth);
      known.isPinned ||= keep === 'pinned';
      if (known.untilMs !== untilMs && untilMs === Number.POSITIVE_INFINITY) this.#passing -= 1;
      known.untilMs = Math.max(known.untilMs, untilMs);
      return;
    }
    const mtimeMs = statsOf(folder)?.mtimeMs;
    if (mtimeMs === undefined || !isFolder(folder)) return;
    const watcher = this.#open(folder);
    this.#watched.set(folder, { watcher, depth, isPinned: keep === 'pinned', untilMs, mtimeMs });
    if (keep === 'passing') this.#passing += 1;
    this.#giveUp();
  }

  /** As follow, pinned; a folder that isn't there yet is followed as soon as it is. */
  followWhenThere(folder: string, depth: number): void {
    this.#awaited.delete(folder);
    this.follow(folder, depth, 'pinned');
    if (this.#isStopped || this.#watched.has(folder)) return;
    let nearest = dirname(folder);
    while (!isFolder(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
    this.follow(nearest, -passingLevels, 'pinned');
    if (this.#awaited.size < maxAwaited) this.#awaited.set(folder, depth);
  }

  /** Watches where an environment lies: it may be made again, and another beside it. */
  followEnvironment(prefix: string): void {
    this.follow(prefix, 0, 'pinned');
    this.follow(dirname(prefix), 0, 'pinned');
    this.follow(dirname(dirname(prefix)), 1, 'loose');
  }

  /** Says an environment is, or is just being made, at a path: it is told when it is complete. */
  expect(path: string): void {
    if (this.#isStopped || this.#expected.has(path)) return;
    this.#wait(path, Date.now(), 0);
  }

  /** Looks at a folder that may hold environments, now. */
  look(folder: string): void {
    const depth = this.#watched.get(folder)?.depth ?? 0;
    for (const name of entriesOf(folder)) this.#seen(join(folder, name), depth);
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#pollTimer);
    for (const timer of [...this.#due.values(), ...this.#expected.values()]) clearTimeout(timer);
    for (const { watcher } of this.#watched.values()) watcher?.close();
    this.#passing = 0;
    for (const map of [this.#due, this.#expected, this.#awaited, this.#watched]) map.clear();
  }

  #open(folder: string): FSWatcher | null {
    const { watch = (path, listener) => watchFolder(path, { persistent: false }, listener) } = this.#options;
    if (this.#isExhausted) return null;
    try {
      const watcher = watch(folder, (_, name) => this.#happened(folder, name));
      watcher.on('error', () => this.#drop(folder));
      return watcher;
    } catch (error) {
      // Gone meanwhile, or closed to us: nothing to watch.
      if (['ENOSPC', 'EMFILE', 'ENFILE'].includes(systemCode(error))) {
        this.#isExhausted = true;
        this.#options.onExhausted(error);
      }
      return null;
    }
  }

  #drop(folder: string): void {
    const known = this.#watched.get(folder);
    if (known === undefined) return;
    known.watcher?.close();
    if (known.untilMs !== Number.POSITIVE_INFINITY) this.#passing -= 1;
    this.#watched.delete(folder);
  }

  /** The oldest that nobody needs for good, where there are too many. */
  #giveUp(): void {
    const { maxWatches = defaultMaxWatches } = this.#options;
    for (const [folder, { untilMs }] of this.#passing > maxPassing ? this.#watched : []) {
      if (this.#passing <= maxPassing) break;
      if (untilMs !== Number.POSITIVE_INFINITY) this.#drop(folder);
    }
    for (const [folder, { isPinned }] of this.#watched) {
      if (this.#watched.size <= maxWatches) return;
      if (!isPinned) this.#drop(folder);
    }
  }

  #happened(folder: string, name: string | null): void {
    const known = this.#watched.get(folder);
    if (known === undefined) return;
    // Useful: to the end of the line of those that are given up first.
    this.#watched.delete(folder);
    this.#watched.set(folder, known);
    const path = name === null ? folder : join(folder, name);
    if (this.#due.has(path) || this.#due.size > maxEntries * 16) return;
    const look = (): void => {
      this.#due.delete(path);
      if (this.#isStopped) return;
      if (!isFolder(folder)) this.#drop(folder);
      else if (name === null) this.look(folder);
      else this.#seen(path, known.depth);
    };
    this.#due.set(path, setTimeout(look, quietMs).unref());
  }

  /** Something is at a path that wasn't, or is another now. */
  #seen(path: string, depth: number): void {
    for (const [folder, itsDepth] of [...this.#awaited]) {
      if (folder !== path && !folder.startsWith(`${path}${sep}`)) continue;
      this.followWhenThere(folder, itsDepth);
      if (this.#watched.has(folder)) this.look(folder);
    }
    const name = basename(path);
    if (name === 'pyvenv.cfg' || name === 'conda-meta') {
      if (statsOf(path) !== undefined) this.expect(dirname(path));
      return;
    }
    if (passedOver.has(name) || !isFolder(path)) return;
    if (isEnvironment(path)) {
      this.expect(path);
      return;
    }
    if (depth <= -passingLevels || this.#watched.has(path)) return;
    this.follow(path, depth - 1, depth > 0 ? 'loose' : 'passing');
    // What was made in it before it was watched.
    if (this.#watched.has(path)) {
      for (const inner of entriesOf(path)) this.#seen(join(path, inner), depth - 1);
    }
  }

  #wait(path: string, sinceMs: number, delayMs: number): void {
    const look = (): void => {
      this.#expected.delete(path);
      const { status } = examine(path);
      const isOver = Date.now() - sinceMs > patienceMs;
      if (status === 'environment' || (isOver && status === 'blind')) {
        this.followEnvironment(path);
        this.#options.onArrival(path);
      } else if (!isOver && isEnvironment(path)) {
        this.#wait(path, sinceMs, Math.min(maxRetryMs, Math.max(firstRetryMs, delayMs * 1.5)));
      }
    };
    this.#expected.set(path, setTimeout(look, delayMs).unref());
  }

  #poll(): void {
    const now = Date.now();
    for (const [folder, known] of this.#watched) {
      if (known.untilMs < now) this.#drop(folder);
      else if (known.watcher === null) {
        const mtimeMs = statsOf(folder)?.mtimeMs;
        if (mtimeMs === undefined) this.#drop(folder);
        else if (mtimeMs !== known.mtimeMs) {
          known.mtimeMs = mtimeMs;
          this.look(folder);
        }
      }
    }
  }
}

function isEnvironment(path: string): boolean {
  return isFile(join(path, 'pyvenv.cfg')) || isFolder(join(path, 'conda-meta'));
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).slice(0, maxEntries);
  } catch {
    return [];
  }
}
