/** The environments that the running agent watches: those that the registry lists, as it changes. */
import type { Logger } from 'pino';
import { reasonOf } from '../errors.ts';
import { cover, coveringFiles, coverState } from './cover.ts';
import { type Environment, inspectEnvironment } from './environment.ts';
import type { FolderWatchOptions } from './folder-watch.ts';
import type { HookFile } from './hook-source.ts';
import { identityOf, isCalm } from './identity.ts';
import { removeState } from './state.ts';
import { type EnvironmentChange, EnvironmentWatch } from './watch.ts';

/** An environment that can't be opened, or is gone, is tried again this often. */
const retryMs = 30_000;
/** A hook that vanishes again and again isn't put back faster than this. */
const renewEveryMs = 60_000;
/** One that someone is at work on is looked at again after this, ms. */
const uncalmRetryMs = 2_500;

export interface FollowedOptions {
  /** HOME/agent */
  readonly dir: string;
  /** The hook's files as they should be. */
  readonly hookSource: () => readonly HookFile[];
  readonly isRegistered: (path: string) => boolean;
  readonly onChange: (change: EnvironmentChange) => void | Promise<void>;
  readonly onInventory: () => void;
  readonly log: Logger;
  readonly clock: () => number;
  readonly patience: FolderWatchOptions['patience'] | undefined;
  readonly watch: FolderWatchOptions['watch'] | undefined;
}

/** A registered environment: its watch, or why it has none. */
export interface Followed {
  readonly path: string;
  readonly watch: EnvironmentWatch | null;
  readonly problem: string | null;
}
type Entry = { -readonly [Key in keyof Followed]: Followed[Key] } & {
  isBase: boolean;
  renewedMs: number;
};

/** Life cycle: start(), then follow() as often as the registry changes; stop() at any time. */
export class FollowedEnvironments {
  readonly #options: FollowedOptions;
  readonly #entries = new Map<string, Entry>();
  /** By path, which environment it was that the hook was last seen whole in, or put into. */
  readonly #covered = new Map<string, string>();
  #isStarted = false;
  #retryTimer: NodeJS.Timeout | undefined;
  // Opening takes a while, and the registry may change again meanwhile: one step at a time.
  #queue: Promise<void> = Promise.resolve();

  constructor(options: FollowedOptions) {
    this.#options = options;
  }

  get(path: string): Followed | undefined {
    return this.#entries.get(path);
  }

  all(): readonly Followed[] {
    return [...this.#entries.values()];
  }

  start(): void {
    this.#isStarted = true;
    this.#retryTimer = setInterval(() => this.#retry(), retryMs).unref();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    clearInterval(this.#retryTimer);
    await this.#queue;
    await Promise.all(this.all().map(({ watch }) => watch?.stop()));
    this.#entries.clear();
  }

  /** Takes note of an environment that the hook was just put into: another one in its place gets it at once. */
  covered(environment: Environment): void {
    this.#covered.set(environment.path, identityOf(environment));
  }

  /** Opens what is new among these (by path) and closes, and forgets, what isn't among them any more. */
  follow(wanted: ReadonlyMap<string, { readonly base: boolean }>): Promise<void> {
    return this.#enqueue(async () => {
      const gone = [...this.#entries.values()].filter(({ path }) => !wanted.has(path));
      const added = [...wanted].filter(([path]) => !this.#entries.has(path));
      for (const entry of this.#entries.values()) {
        const isBase = wanted.get(entry.path)?.base ?? entry.isBase;
        if (isBase !== entry.isBase) this.#reopen(entry);
        entry.isBase = isBase;
      }
      for (const entry of gone) {
        this.#entries.delete(entry.path);
        this.#covered.delete(entry.path);
        await this.#close(entry);
        removeState(this.#options.dir, entry.path);
      }
      for (const [path, { base }] of added) {
        if (!this.#isStarted) return;
        const never = Number.NEGATIVE_INFINITY;
        const entry: Entry = { path, watch: null, problem: null, isBase: base, renewedMs: never };
        this.#entries.set(path, entry);
        await this.#open(entry);
      }
      if (gone.length + added.length > 0) this.#options.onInventory();
    });
  }

  /** Looks at an environment that may have been made again; if so, the hook is put into the new one. */
  renew(path: string): void {
    const { hookSource, isRegistered, log } = this.#options;
    const entry = this.#entries.get(path);
    try {
      const environment = inspectEnvironment(path);
      const isOther = this.#isOther(environment) && isRegistered(path);
      if (isOther) {
        cover(environment, hookSource(), entry?.isBase ?? false);
        this.covered(environment);
        log.info({ environment: path }, 'environment was made again, hook put in');
      }
      const isClosed = entry !== undefined && (entry.watch === null || entry.watch.state === 'gone');
      if (entry !== undefined && (isOther || isClosed)) this.#reopen(entry);
    } catch {
      // Not complete yet, or gone again: its watch looks after it.
    }
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    const { log } = this.#options;
    this.#queue = this.#queue
      .then(() => (this.#isStarted ? step() : undefined))
      .catch((error: unknown) => log.error({ err: error }, 'environments could not be followed'));
    return this.#queue;
  }

  async #open(entry: Entry): Promise<void> {
    const { hookSource, isRegistered, onChange, onInventory, dir, log, clock, patience, watch } = this.#options;
    try {
      const environment = inspectEnvironment(entry.path);
      const wanted = hookSource();
      entry.watch = new EnvironmentWatch({
        environment,
        dir,
        hookFiles: coveringFiles(environment, wanted, entry.isBase),
        isRegistered: () => isRegistered(entry.path),
        onChange,
        onInventory,
        onRenewed: () => this.#renew(entry),
        ...{ log, clock, patience, watch },
      });
      await entry.watch.start();
      this.#renewHook(entry, environment, wanted);
      entry.problem = null;
    } catch (error) {
      // Once, not at every attempt.
      if (entry.problem === null) log.warn({ environment: entry.path, err: error }, 'environment could not be opened');
      entry.problem = reasonOf(error);
    }
  }

  /** After its watch has compared: what was altered while the agent was down is told before it is put right. */
  #renewHook(entry: Entry, environment: Environment, wanted: readonly HookFile[]): void {
    const { isRegistered, clock, log } = this.#options;
    const before = coverState(environment, wanted, entry.isBase).state;
    if (before !== 'installed') {
      if (!isRegistered(entry.path)) return;
      // What goes away piece by piece may be on its way out as a whole: nothing is written until that is over.
      if (before !== 'outdated' && !this.#isOther(environment) && !isCalm(environment)) {
        setTimeout(() => this.#reopen(entry), uncalmRetryMs).unref();
        return;
      }
      entry.renewedMs = clock();
      cover(environment, wanted, entry.isBase);
      log.info({ environment: environment.path, before }, 'hook renewed');
    }
    this.covered(environment);
  }

  /** Whether it was made again since the hook was put there. */
  #isOther(environment: Environment): boolean {
    const known = this.#covered.get(environment.path);
    return known !== undefined && known !== identityOf(environment);
  }

  async #close(entry: Entry): Promise<void> {
    const { watch } = entry;
    entry.watch = null;
    await watch?.stop();
  }

  #reopen(entry: Entry): void {
    void this.#enqueue(async () => {
      if (this.#entries.get(entry.path) !== entry) return;
      await this.#close(entry);
      await this.#open(entry);
      this.#options.onInventory();
    });
  }

  #renew(entry: Entry): void {
    if (this.#options.clock() - entry.renewedMs < renewEveryMs) return;
    entry.renewedMs = this.#options.clock();
    this.#reopen(entry);
  }

  #retry(): void {
    for (const entry of this.#entries.values()) {
      if (entry.problem !== null || entry.watch?.state === 'gone') this.#reopen(entry);
    }
  }
}
