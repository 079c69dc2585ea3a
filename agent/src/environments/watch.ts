/** Watches one environment, and says what changes in it: packages, and the files that run at every start of Python. */
import { basename, join } from 'node:path';
import type { PackageRef } from '@culprit/proto';
import type { Logger } from 'pino';
import type { PackageChange } from './changes.ts';
import type { Environment } from './environment.ts';
import { FolderWatch, type FolderWatchOptions } from './folder-watch.ts';
import { packageDir, runsBeforeHook, sha256 } from './hook-source.ts';
import { InstalledPackages } from './installed.ts';
import { byName } from './inventory.ts';
import { isFile, isFolder, namesIn, statsOf } from './layout.ts';
import {
  compareStartupFiles,
  isCustomizeName,
  isStartupName,
  type KnownStartupFile,
  ownerOf,
  readStartupFiles,
  rememberStartupFiles,
  type StartupChange,
  type StartupFile,
} from './startup-files.ts';
import { type EnvironmentState, loadState, saveState } from './state.ts';

/** An installer's work between taking the old version away and having the new one whole is waited for this long. */
const maxReplaceMs = 60_000;
/** And what comes between a package's METADATA and its INSTALLER, compiling mostly, this long. */
const maxCompileMs = 15_000;
const installPauseMs = 500;
const freshMs = 2_000;
/** What no watch tells is found by then: a file in a folder that a `.pth` adds to the path, an event that got lost. */
const lookAnywayMs = 10 * 60_000;

export type EnvironmentChange =
  | ({ readonly type: 'package'; readonly environment: string } & PackageChange)
  | ({ readonly type: 'startup'; readonly environment: string; readonly role: StartupRole } & StartupChange);

/** What a start-up file is to the hook: a file of its own, one that runs before it or silences it, or nothing. */
export type StartupRole = 'hook' | 'before-hook' | null;

export interface EnvironmentWatchOptions {
  readonly environment: Environment;
  /** HOME/agent */
  readonly dir: string;
  /** The hook's files as they should be: absolute path and hash. */
  readonly hookFiles: ReadonlyMap<string, string>;
  /** Whether the hook is still wanted there: another process may be taking it out. */
  readonly isRegistered: () => boolean;
  /**
   * Called once for each change, in the order of packages, then start-up files. Until what it returns is settled the change
   * counts as untold: a crash meanwhile tells it again.
   */
  readonly onChange: (change: EnvironmentChange) => void | Promise<void>;
  /** What is installed is no longer what it was: called after the changes were told. */
  readonly onInventory: () => void;
  /** The environment was deleted and is there again, or every file of the hook is gone though it is registered. */
  readonly onRenewed: () => void;
  readonly log: Logger;
  readonly clock?: (() => number) | undefined;
  readonly patience?: FolderWatchOptions['patience'] | undefined;
  readonly watch?: FolderWatchOptions['watch'] | undefined;
}

export type WatchState = 'off' | 'watching' | 'polling' | 'gone';

/** Life cycle: start() once, stop() at any time. What changed while the agent was down is told by start(). */
export class EnvironmentWatch {
  readonly environment: Environment;
  readonly installed: InstalledPackages;
  readonly #options: EnvironmentWatchOptions;
  readonly #clock: () => number;
  readonly #folders: FolderWatch;
  #startup: ReadonlyMap<string, KnownStartupFile> | null;
  #lookedMs: number;
  #savedAs = '';
  #state: WatchState = 'off';
  #waitingSince: number | null = null;
  #lookTimer: NodeJS.Timeout | undefined;
  #describing = new AbortController();
  #telling: Promise<unknown> = Promise.resolve();
  #saves = 0;

  constructor(options: EnvironmentWatchOptions) {
    this.#options = options;
    this.environment = options.environment;
    this.#clock = options.clock ?? Date.now;
    const { sitePackages, prefix } = options.environment;
    const known = this.#load();
    this.installed = new InstalledPackages({ roots: sitePackages, prefix, known, isWatched: true, clock: this.#clock });
    this.#startup = known?.startup ?? null;
    this.#lookedMs = known?.savedMs ?? 0;
    this.#folders = new FolderWatch({
      folders: [...sitePackages, ...this.#libraries()],
      isWatched: (name) => isStartupName(name) || name === packageDir,
      isHeard: isMetadataName,
      isWatchedWithin: isWatchedWithin,
      onSettled: () => this.#settled(),
      onPolling: (error) => {
        this.#state = 'polling';
        options.log.warn(
          { environment: this.environment.path, err: error },
          'no file watches left, polling instead: raise fs.inotify.max_user_watches',
        );
      },
      ...(options.patience === undefined ? {} : { patience: options.patience }),
      ...(options.watch === undefined ? {} : { watch: options.watch }),
    });
  }

  get state(): WatchState {
    return this.#state;
  }

  /** Compares with what was known, then watches. Resolves when every folder is watched. */
  async start(): Promise<void> {
    this.#state = 'watching';
    this.#look();
    await this.#folders.start();
    this.#lookTimer = setInterval(() => this.#folders.settleSoon(), lookAnywayMs).unref();
  }

  async stop(): Promise<void> {
    this.#state = 'off';
    clearInterval(this.#lookTimer);
    this.#describing.abort();
    await this.#folders.stop();
    await this.#telling;
  }

  #settled(): void {
    if (this.#state === 'off') return;
    const { path, sitePackages } = this.environment;
    if (!sitePackages.some(isFolder)) {
      // Deleted as a whole: that is no removal of each of its packages.
      if (this.#state !== 'gone') this.#options.log.warn({ environment: path }, 'environment is gone');
      this.#state = 'gone';
      return;
    }
    if (this.#state === 'gone') {
      this.#options.onRenewed();
    } else if (this.#isBeingInstalled()) {
      this.#folders.settleSoon(installPauseMs);
    } else {
      this.#look();
      if (this.#isFresh()) this.#folders.settleSoon(freshMs);
      if (this.#isHookGone()) this.#options.onRenewed();
    }
  }

  /** One file that is missing is an alteration, to be told and left; all of them is a new environment in its place. */
  #isHookGone(): boolean {
    const { hookFiles, isRegistered } = this.#options;
    return hookFiles.size > 0 && ![...hookFiles.keys()].some(isFile) && isRegistered();
  }

  /**
   * pip puts what it replaces aside under "~…" until all is well: what is there meanwhile is neither old nor new. It
   * compiles what it has copied, and says last that it was pip who did it. Neither is waited for without end: the first
   * may be the remains of a crash, and others may leave INSTALLER out.
   */
  #isBeingInstalled(): boolean {
    const entries = this.environment.sitePackages.flatMap((dir) => namesIn(dir).map((name) => join(dir, name)));
    const isFresh = (path: string): boolean => (statsOf(path)?.ctimeMs ?? 0) > this.#lookedMs;
    const isReplacing = entries.some((path) => basename(path).startsWith('~') && isFresh(path));
    const isUnsigned = (path: string): boolean => path.endsWith('.dist-info') && !isFile(join(path, 'INSTALLER'));
    const isCompiling = entries.some((path) => isUnsigned(path) && isFresh(path));
    if (!isReplacing && !isCompiling) {
      this.#waitingSince = null;
      return false;
    }
    this.#waitingSince ??= performance.now();
    return performance.now() - this.#waitingSince < (isReplacing ? maxReplaceMs : maxCompileMs);
  }

  /** An installer may still be writing into a metadata folder, which nobody watches by itself: look once more. */
  #isFresh(): boolean {
    const now = this.#clock();
    return this.installed.distributions.some(({ changedMs }) => changedMs > now - freshMs && changedMs <= now);
  }

  #look(): void {
    const environment = this.environment.path;
    const now = this.#clock();
    const packages = this.installed.read();
    const after = readStartupFiles({
      sitePackages: this.environment.sitePackages,
      libraries: this.#libraries(),
      files: [...this.#options.hookFiles.keys()],
    });
    const startup = this.#compareStartup(after, now);
    this.#startup = rememberStartupFiles(this.#startup ?? new Map(), after, this.#ownerOf);
    this.#lookedMs = now;
    const told = [
      this.#telling,
      ...packages.map((change) => this.#tell({ type: 'package', environment, ...change })),
      ...startup.map((change) => this.#tell({ type: 'startup', environment, role: this.#roleOf(change), ...change })),
    ];
    this.#saveAfter(Promise.all(told));
    if (packages.length > 0) this.#options.onInventory();
    this.#describe();
  }

  /** What the files of each package tell is read when there is time, and kept: an upgrade takes the old ones away. */
  #describe(): void {
    this.#describing.abort();
    this.#describing = new AbortController();
    void this.installed.describe(this.#describing.signal).then((isNews) => {
      if (!isNews || this.#state === 'off') return;
      this.#saveAfter(this.#telling);
      this.#options.onInventory();
    });
  }

  /** After telling: a crash in between tells it twice, the other way round not at all. */
  #saveAfter(told: Promise<unknown>): void {
    this.#saves += 1;
    const save = this.#saves;
    // What a later look found isn't told yet, and would be saved with it.
    this.#telling = told.then(() => (save === this.#saves ? this.#save(this.#lookedMs) : undefined));
  }

  async #tell(change: EnvironmentChange): Promise<void> {
    const { onChange, log } = this.#options;
    try {
      await onChange(change);
    } catch (error) {
      log.error({ environment: change.environment, err: error }, 'change in an environment could not be reported');
    }
  }

  #compareStartup(after: ReadonlyMap<string, StartupFile>, now: number): StartupChange[] {
    if (this.#startup === null) return [];
    const { hookFiles, isRegistered } = this.#options;
    return compareStartupFiles({
      before: this.#startup,
      after,
      isOurs: (path, hash) => hookFiles.get(path) === hash,
      isTakenOut: (path) => hookFiles.has(path) && !isRegistered(),
      ownerOf: this.#ownerOf,
      afterMs: Math.min(this.#lookedMs, now),
      beforeMs: now,
    });
  }

  #roleOf({ file, kind }: StartupChange): StartupRole {
    if (this.#options.hookFiles.has(file)) return 'hook';
    return kind !== 'removed' && runsBeforeHook(basename(file)) ? 'before-hook' : null;
  }

  /** Whether this is a file of the hook, or its folder; `path` is a real one. */
  isHookFile(path: string): boolean {
    const { hookFiles } = this.#options;
    if (hookFiles.has(path)) return true;
    const at = path.indexOf(`/${packageDir}`);
    const isFolder = at !== -1 && /^(?:\/|$)/.test(path.slice(at + packageDir.length + 1));
    return isFolder && hookFiles.has(join(path.slice(0, at), packageDir, '__init__.py'));
  }

  readonly #ownerOf = (path: string): PackageRef | null =>
    this.#options.hookFiles.has(path) ? null : ownerOf(path, this.installed.distributions);

  /** Of a base interpreter the standard library's own folder is watched too: what is put there runs in every venv. */
  #libraries(): string[] {
    const { kind, standardLibrary } = this.environment;
    return kind === 'venv' || standardLibrary === null ? [] : [standardLibrary];
  }

  #load(): EnvironmentState | null {
    const { dir, log, environment } = this.#options;
    try {
      return loadState(dir, environment.path);
    } catch (error) {
      log.warn({ environment: environment.path, err: error }, 'last inventory is lost, changes since then go unseen');
      return null;
    }
  }

  #save(now: number): void {
    const { dir, log } = this.#options;
    const packages = [...byName(this.installed.distributions).values()];
    const startup = this.#startup ?? new Map<string, KnownStartupFile>();
    const rows = packages.map(({ name, version, stamp, factsIfRead }) => [name, version, stamp, factsIfRead !== null]);
    const same = sha256(Buffer.from(JSON.stringify([rows, [...startup]])));
    if (same === this.#savedAs) return;
    try {
      saveState(dir, this.environment.path, {
        savedMs: now,
        packages,
        history: this.installed.history.entries,
        startup,
      });
      this.#savedAs = same;
    } catch (error) {
      log.error({ environment: this.environment.path, err: error }, 'inventory could not be saved');
    }
  }
}

function isMetadataName(name: string): boolean {
  return /\.(?:dist-info|egg-info|egg-link)$/.test(name) || name.startsWith('~');
}

function isWatchedWithin(folder: string, name: string): boolean {
  if (folder === packageDir) return name.endsWith('.py');
  return isCustomizeName(folder) && name.startsWith('__init__.');
}
