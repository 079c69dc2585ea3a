/** Watches the entries of a few folders, and says when a burst of changes has settled. */
import { basename, dirname } from 'node:path';
import { type ChokidarOptions, watch as chokidarWatch, type FSWatcher } from 'chokidar';
import { systemCode } from '../errors.ts';
import { isFolder, statsOf } from './layout.ts';

/** How patient a watch is, ms. */
export interface Patience {
  /** A burst has settled when nothing has come for this long … */
  readonly quietMs: number;
  /** … or when it has been going on for this long. */
  readonly maxMs: number;
  /** Whether the folders are still the same ones, or there at all, is looked at this often. */
  readonly lookMs: number;
  /** Where folders have to be polled. */
  readonly pollMs: number;
}
const defaultPatience: Patience = { quietMs: 300, maxMs: 3000, lookMs: 5000, pollMs: 2000 };

export interface FolderWatchOptions {
  readonly folders: readonly string[];
  /** Whether an entry of one of the folders is looked at, by its name. */
  readonly isWatched: (name: string) => boolean;
  /** Whether an entry of a folder in them is (one that is looked at itself), by both names. */
  readonly isWatchedWithin: (folder: string, name: string) => boolean;
  /**
   * Whether the coming and going of an entry counts that isn't looked at itself: the watch of its folder tells that, and
   * a watch of each of a hundred folders in it would take a hundred times the memory.
   */
  readonly isHeard?: (name: string) => boolean;
  /** A burst of changes has settled; also once after the start, for what may have come too early to be seen. */
  readonly onSettled: () => void;
  /** The system has no more watches to give, and the folders are polled from now on. Called at most once. */
  readonly onPolling: (error: unknown) => void;
  readonly patience?: Partial<Patience>;
  readonly watch?: (paths: string[], options: ChokidarOptions) => FSWatcher;
}

/** Watching begins with start(); stop() is legal before it, and twice. */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  readonly #patience: Patience;
  #isStarted = false;
  #isPolling = false;
  #isFolderLost = false;
  #watcher: FSWatcher | null = null;
  #burstSince: number | null = null;
  #settleTimer: NodeJS.Timeout | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  #identity = '';

  constructor(options: FolderWatchOptions) {
    this.#options = options;
    this.#patience = { ...defaultPatience, ...options.patience };
  }

  get isPolling(): boolean {
    return this.#isPolling;
  }

  /** Resolves when every folder that is there is watched. */
  async start(): Promise<void> {
    this.#isStarted = true;
    await this.#open();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    await this.#close();
  }

  /** Asks for onSettled as if something had changed: after `quietMs` without a change. */
  settleSoon(quietMs = this.#patience.quietMs): void {
    if (!this.#isStarted) return;
    const now = performance.now();
    this.#burstSince ??= now;
    const left = this.#burstSince + Math.max(this.#patience.maxMs, quietMs) - now;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => this.#settled(), Math.max(0, Math.min(quietMs, left)));
  }

  async #open(): Promise<void> {
    const { folders, watch = chokidarWatch } = this.#options;
    const { pollMs } = this.#patience;
    const found = folders.filter(isFolder);
    this.#isFolderLost = false;
    this.#identity = this.#identityNow();
    this.#lookLater();
    const watcher = watch(found, {
      ignored: (path) => this.#isIgnored(path),
      ignoreInitial: true,
      depth: 1,
      ignorePermissionErrors: true,
      ...(this.#isPolling ? { usePolling: true, interval: pollMs, binaryInterval: pollMs } : {}),
    });
    this.#watcher = watcher;
    watcher.on('all', (event, path) => {
      if (event === 'unlinkDir' && folders.includes(path)) this.#isFolderLost = true;
      this.settleSoon();
    });
    watcher.on('raw', (_event, path, details) => {
      if (this.#isHeard(path, Object(details).watchedPath)) this.settleSoon();
    });
    watcher.on('error', (error) => this.#failed(watcher, error));
    await new Promise<void>((resolve) => {
      watcher.once('ready', resolve);
      watcher.once('error', () => resolve());
    });
    if (this.#watcher === watcher) this.settleSoon();
  }

  async #close(): Promise<void> {
    const watcher = this.#watcher;
    this.#watcher = null;
    this.#burstSince = null;
    clearTimeout(this.#settleTimer);
    clearTimeout(this.#lookTimer);
    const closing = watcher?.close();
    // Closing takes every listener off, and an error that still comes without one would end the agent.
    watcher?.on('error', () => {});
    await closing;
  }

  async #reopen(): Promise<void> {
    await this.#close();
    if (this.#isStarted && this.#watcher === null) await this.#open();
  }

  #settled(): void {
    this.#burstSince = null;
    this.#reopenIfLost();
    this.#options.onSettled();
  }

  #lookLater(): void {
    this.#lookTimer = setTimeout(() => {
      this.#lookLater();
      this.#reopenIfLost();
    }, this.#patience.lookMs).unref();
  }

  /** A folder that was deleted, and maybe made again (python -m venv --clear), has no watch any more. */
  #reopenIfLost(): void {
    if (this.#isFolderLost || this.#identity !== this.#identityNow()) void this.#reopen();
  }

  #identityNow(): string {
    return this.#options.folders.map((folder) => statsOf(folder)?.ino ?? 'none').join(' ');
  }

  /** What the system itself says of a folder; polled, it says only that there was something. */
  #isHeard(path: string | null, watched: unknown): boolean {
    const { folders, isHeard } = this.#options;
    if (isHeard === undefined) return false;
    if (path === null || folders.includes(path)) return true;
    return typeof watched === 'string' && folders.includes(watched) && isHeard(basename(path));
  }

  #isIgnored(path: string): boolean {
    const { folders, isWatched, isWatchedWithin } = this.#options;
    if (folders.includes(path)) return false;
    const parent = dirname(path);
    if (folders.includes(parent)) return !isWatched(basename(path));
    return !(folders.includes(dirname(parent)) && isWatchedWithin(basename(parent), basename(path)));
  }

  /** Thousands of these come at once when inotify is exhausted: the first one changes the way of watching. */
  #failed(watcher: FSWatcher, error: unknown): void {
    const isExhausted = ['ENOSPC', 'EMFILE', 'ENFILE'].includes(systemCode(error));
    if (watcher !== this.#watcher || this.#isPolling || !isExhausted) return;
    this.#isPolling = true;
    this.#options.onPolling(error);
    void this.#reopen();
  }
}
