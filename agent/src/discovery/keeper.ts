/**
 * Keeps this machine covered as the policy says: knows every environment and Python process, sees new ones come, and has
 * the hook put into those that are to be covered. What isn't covered it can name, and say why.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Environments } from '../environments/environments.ts';
import { FolderWatch } from '../environments/folder-watch.ts';
import { statsOf } from '../environments/layout.ts';
import { reasonOf } from '../errors.ts';
import type { HookSink } from '../listener/connection.ts';
import { createProcessTable, type ProcessTable } from '../processes/process-table.ts';
import { Arrivals } from './arrivals.ts';
import { type CoveredEnvironment, coverageOf, type ProcessCoverage, processCoverage } from './coverage.ts';
import { containersOf, type Discovered, describe, discover, originOf } from './discover.ts';
import type { Home, Origin } from './finder.ts';
import { homesOf } from './homes.ts';
import { type Policy, readPolicy } from './policy.ts';
import { createPythons, type PythonProcess } from './pythons.ts';
import type { WalkResult } from './walk.ts';

/** The first walk waits until the agent itself has started, ms. */
const firstWalkMs = 1_000;
/** The homes are walked through this often, ms; what is made in between is seen by watches and processes. */
const walkEveryMs = 6 * 3_600_000;
/** Tools' own folders are looked through this often, ms. */
const lookEveryMs = 10 * 60_000;
/** A walk ends after this, ms: a home on a slow network drive must not be read for ever. */
const maxWalkMs = 30 * 60_000;
/** Processes are looked at this often, ms: an environment is to be covered within two seconds of its first use. */
const scanEveryMs = 1_000;
/** Folders of a home, down to this many levels, are watched for new projects; so many of them. */
const watchedLevels = 3;
const maxWatchedFolders = 1_024;
/** One that the policy added, and that has been gone for this long, is forgotten, ms. */
const forgetAfterMs = 24 * 3_600_000;
const policyQuietMs = 100;

export interface KeeperOptions {
  readonly environments: Environments;
  /** HOME/agent, in which policy.yaml is. */
  readonly dir: string;
  readonly policyFile: string;
  readonly log: Logger;
  /** What is covered, and what not, is no longer what map() last said. */
  readonly onChange?: () => void;
  readonly homes?: (policy: Policy) => readonly Home[];
  readonly table?: ProcessTable;
  readonly clock?: () => number;
  /** Further watches of folders are for tests to refuse. */
  readonly watch?: ConstructorParameters<typeof Arrivals>[0]['watch'];
}

export interface CoveredProcess {
  readonly process: PythonProcess;
  readonly coverage: ProcessCoverage;
}

/** All that is known, in the order of paths and pids. */
export interface CoverageMap {
  readonly policy: Policy;
  readonly environments: readonly CoveredEnvironment[];
  readonly processes: readonly CoveredProcess[];
  /** What the last walk looked at; null before its end. */
  readonly walk: WalkResult | null;
  /** Folders that are watched for new environments, and whether they have to be polled. */
  readonly watch: { readonly folders: number; readonly isPolling: boolean };
}

/** Life cycle: start(), stop(); stop is legal before start, and twice. */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #clock: () => number;
  readonly #table: ProcessTable;
  readonly #pythons: ReturnType<typeof createPythons>;
  readonly #policyWatch: FolderWatch;
  readonly #known = new Map<string, Discovered>();
  /** Prefixes of processes, by what they are: each is looked at once. */
  readonly #prefixes = new Map<string, string | null>();
  readonly #heard = new Map<number, number>();
  readonly #goneMs = new Map<string, number>();
  /** What could not be covered, so that it isn't tried again and again. */
  readonly #failed = new Map<string, string>();
  readonly #timers: NodeJS.Timeout[] = [];
  #arrivals: Arrivals | null = null;
  #policy: Policy | null = null;
  #processes: readonly PythonProcess[] = [];
  #walk: WalkResult | null = null;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#table = options.table ?? createProcessTable();
    this.#pythons = createPythons({ table: this.#table });
    this.#policyWatch = new FolderWatch({
      folders: [options.dir],
      isWatched: (name) => name === 'policy.yaml',
      isWatchedWithin: () => false,
      onSettled: () => this.#policyChanged(),
      onPolling: () => {},
      patience: { quietMs: policyQuietMs },
    });
  }

  /** Hears what processes say: who speaks is covered, and where environments are made is told by those that make them. */
  readonly sink: HookSink = {
    greeted: ({ pid, prefix, interpreter }, isNew) => {
      if (isNew) this.#heard.set(pid, (this.#heard.get(pid) ?? 0) + 1);
      if (interpreter === 0) this.#used(prefix);
    },
    activities: (_process, activities) => {
      for (const { operation, target, access } of activities) {
        if (operation === 'file.open' && access >= 2 && target.endsWith('/pyvenv.cfg')) {
          this.#arrivals?.expect(target.slice(0, -'/pyvenv.cfg'.length));
        }
      }
    },
    repeats: () => {},
    lost: () => {},
    ended: ({ pid }) => {
      const left = (this.#heard.get(pid) ?? 0) - 1;
      if (left > 0) this.#heard.set(pid, left);
      else this.#heard.delete(pid);
    },
  };

  /** @throws AgentError AGENT_ERR_POLICY_INVALID */
  async start(): Promise<void> {
    this.#policy = readPolicy(this.#options.policyFile);
    this.#stopping = new AbortController();
    this.#arrivals = new Arrivals({
      onArrival: (path) => this.#arrived(path),
      onExhausted: (error) =>
        this.#options.log.warn({ err: error }, 'no file watches left, new environments are found by polling'),
      ...(this.#options.watch === undefined ? {} : { watch: this.#options.watch }),
    });
    for (const path of this.#options.environments.registered().keys()) this.#add(path, null);
    this.#followContainers();
    await this.#policyWatch.start();
    const every = (ms: number, work: () => void): void => void this.#timers.push(setInterval(work, ms).unref());
    every(scanEveryMs, () => this.#scan());
    every(lookEveryMs, () => this.#discover(false));
    every(walkEveryMs, () => this.#discover(true));
    this.#timers.push(setTimeout(() => this.#discover(true), firstWalkMs).unref());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#arrivals?.stop();
    this.#arrivals = null;
    await this.#policyWatch.stop();
    await this.#running;
  }

  /** What is covered and what isn't, as it is now. @throws AgentError of the registry */
  map(): CoverageMap {
    const policy = this.#policy ?? readPolicy(this.#options.policyFile);
    const environments = coverageOf(this.#all(), this.#options.environments, policy);
    const byPrefix = Map.groupBy(environments, ({ environment, path }) => environment?.prefix ?? path);
    const context = {
      environments: byPrefix,
      table: this.#table,
      isHeard: (pid: number) => this.#heard.has(pid),
    };
    const processes = this.#processes
      .filter(({ pid }) => pid !== process.pid && this.#table.stat(pid) !== null)
      .map((each) => ({ process: each, coverage: processCoverage(each, context) }));
    const watch = this.#arrivals?.state ?? { folders: 0, isPolling: false };
    return { policy, environments, processes, walk: this.#walk, watch };
  }

  #all(): Discovered[] {
    return [...this.#known.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  #homes(policy: Policy): readonly Home[] {
    return this.#options.homes?.(policy) ?? homesOf(policy.homes);
  }

  #followContainers(): void {
    const policy = this.#policy;
    if (policy === null) return;
    for (const path of containersOf(this.#homes(policy))) {
      // uv unpacks each wheel into its cache: of what comes there only what is an environment at once is of interest.
      this.#arrivals?.followWhenThere(path, /[/\\]archive-v\d+$/.test(path) ? Number.NEGATIVE_INFINITY : 0);
    }
  }

  #policyChanged(): void {
    try {
      this.#policy = readPolicy(this.#options.policyFile);
    } catch (error) {
      this.#options.log.error({ err: error }, 'policy is not understood, the last one stays in force');
      return;
    }
    this.#failed.clear();
    this.#running = this.#running.then(() => this.#coverAll());
  }

  /** Looks through tools' folders and, where it is time for that, the homes. One at a time. */
  #discover(isWalk: boolean): void {
    this.#running = this.#running.then(async () => {
      const policy = this.#policy;
      const { signal } = this.#stopping;
      if (policy === null || signal.aborted) return;
      let watched = 0;
      const { found, walk } = await discover({
        homes: this.#homes(policy),
        roots: policy.roots,
        walk: isWalk ? { maxMs: maxWalkMs, pace: 'idle' } : null,
        signal,
        onFolder: (path, depth) => {
          if (depth > watchedLevels || watched >= maxWatchedFolders) return;
          watched += 1;
          this.#arrivals?.follow(path, watchedLevels - depth, 'loose');
        },
      });
      if (signal.aborted) return;
      for (const entry of found) this.#learn(entry);
      this.#walk = walk ?? this.#walk;
      this.#forget();
      this.#followContainers();
      await this.#coverAll();
    });
  }

  /** A complete environment is there: new, or made again. */
  #arrived(path: string): void {
    const known = this.#add(path, null);
    if (known === null) return;
    this.#goneMs.delete(known.path);
    this.#failed.delete(known.path);
    this.#options.environments.renew(known.path);
    this.#cover([known]);
  }

  /** A process runs there. */
  #used(prefix: string): void {
    if (this.#prefixes.has(prefix)) return;
    const known = this.#add(prefix, 'process');
    this.#prefixes.set(prefix, known?.path ?? null);
    const [oldest] = this.#prefixes.keys();
    if (this.#prefixes.size > maxWatchedFolders && oldest !== undefined) this.#prefixes.delete(oldest);
    if (known !== null) this.#cover([known]);
  }

  #scan(): void {
    const { pythons, added, folders } = this.#pythons.scan();
    this.#processes = pythons;
    for (const folder of folders) this.#arrivals?.follow(folder, 0, 'loose');
    for (const { prefix } of added) if (prefix !== null) this.#used(prefix);
    if (added.length > 0) this.#options.onChange?.();
  }

  /** Takes note of what a path is; null where it is nothing. */
  #add(path: string, origin: Origin | null): Discovered | null {
    const found = describe(path);
    if (found === null) return null;
    this.#learn({ ...found, origins: origin === null || origin === 'process' ? [originOf(found)] : [origin] });
    return found;
  }

  #learn(found: Discovered): void {
    const before = this.#known.get(found.path);
    // How it came to be is known best by whoever looked through the tools' folders.
    const origins =
      before === undefined || found.origins.length > before.origins.length ? found.origins : before.origins;
    this.#known.set(found.path, { ...found, origins });
    if (before === undefined && found.kind === 'venv') this.#arrivals?.followEnvironment(found.path);
  }

  /** What is no more. A registered one is remembered: its disk may only be away. */
  #forget(): void {
    const { environments, log } = this.#options;
    const now = this.#clock();
    for (const path of this.#known.keys()) {
      if (statsOf(path) === undefined) this.#known.delete(path);
    }
    for (const { path, by } of environments.registered().values()) {
      if (statsOf(path) !== undefined) this.#goneMs.delete(path);
      else if (by === 'policy') {
        const sinceMs = this.#goneMs.get(path) ?? now;
        this.#goneMs.set(path, sinceMs);
        if (now - sinceMs < forgetAfterMs) continue;
        this.#goneMs.delete(path);
        environments.remove(path);
        log.info({ environment: path }, 'environment is gone and forgotten');
      }
    }
  }

  /** Has the hook put into each of these that the policy wants covered, and isn't. */
  #cover(entries: readonly Discovered[]): void {
    const { environments, onChange } = this.#options;
    const policy = this.#policy;
    if (policy === null) return;
    for (const entry of policy.cover === 'all' ? coverageOf(entries, environments, policy) : []) {
      const { path, coverage } = entry;
      const isWanted = coverage.state === 'blind' && coverage.blind.reason === 'pending';
      // One that its interpreter covers gets a hook of its own all the same: that comes up before any other .pth.
      const isHalf = coverage.state === 'covered' && coverage.by === 'interpreter' && policy.excludes(path) === null;
      if ((isWanted || isHalf) && !this.#failed.has(path)) this.#coverOne(entry, policy);
    }
    onChange?.();
  }

  #coverOne({ path, kind, origins: [origin] }: Discovered, policy: Policy): void {
    const { environments, log } = this.#options;
    const isBase = policy.base && (kind === 'base' || kind === 'conda');
    try {
      environments.add(path, isBase ? { by: 'policy', base: true } : { by: 'policy' });
      log.info({ environment: path, origin }, 'environment covered');
    } catch (error) {
      this.#failed.set(path, reasonOf(error));
      log.warn({ environment: path, err: error }, 'environment could not be covered');
    }
  }

  /** All that is known, one after another, with turns for others in between. */
  async #coverAll(): Promise<void> {
    for (const entry of this.#all()) {
      if (this.#stopping.signal.aborted) return;
      this.#cover([entry]);
      await turn();
    }
  }
}
