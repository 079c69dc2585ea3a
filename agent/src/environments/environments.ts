/** The room's composition: the registered environments with their hooks and watches, and those that processes name. */
import { mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { reasonOf } from '../errors.ts';
import { cover, libraryState, uncover } from './cover.ts';
import type { Distribution } from './distribution.ts';
import { type EnsuredEnvironment, EnsuredEnvironments, type EnsureHint, inspectQuietly } from './ensured.ts';
import { type Environment, type EnvironmentKind, inspectEnvironment, minorOf } from './environment.ts';
import { FolderWatch, type FolderWatchOptions } from './folder-watch.ts';
import { FollowedEnvironments } from './followed.ts';
import type { HookState } from './hook-files.ts';
import { type GateState, ownPlatform, readGate } from './hook-gate.ts';
import { defaultHookDir, type HookFile, readHookSource } from './hook-source.ts';
import { HookStates, KeptSource } from './hook-states.ts';
import { byName } from './inventory.ts';
import { createRegistry, type RegisteredEnvironment, type Registration } from './registry.ts';
import { removeState } from './state.ts';
import type { EnvironmentChange, EnvironmentWatch, WatchState } from './watch.ts';

/** The registry is one small file, renamed into place: there is no burst to wait for. */
const registryQuietMs = 100;

export interface EnvironmentsOptions {
  /** HOME/agent */
  readonly dir: string;
  /** The hook socket of this home; the hook in each environment is told it. */
  readonly socketPath: string;
  /** The folder with the hook's files. */
  readonly hookDir?: string;
  readonly log: Logger;
  /** What changed in a registered environment, once each; also what changed while the agent was down. */
  readonly onChange: (change: EnvironmentChange) => void | Promise<void>;
  /** The environments, or what is installed in them, are no longer what inventories() last said. */
  readonly onInventory?: () => void;
  /** Unix time, ms. */
  readonly clock?: () => number;
  readonly patience?: FolderWatchOptions['patience'];
  readonly watch?: FolderWatchOptions['watch'];
}

/** A registered environment, as `env list` and doctor show it. */
export interface EnvironmentListing extends RegisteredEnvironment {
  /** These are null where it can't be read; `problem` says why. */
  readonly kind: EnvironmentKind | null;
  readonly python: string | null;
  readonly hook: HookState | null;
  readonly packages: number | null;
  /** "off" in a process that doesn't run the agent. */
  readonly watch: WatchState;
  readonly problem: string | null;
}

/** An environment and what is installed in it, for the collector. */
export interface EnvironmentInventory {
  readonly environment: Environment;
  /** By name; each name once. */
  readonly packages: readonly Distribution[];
}

export interface Environments {
  /** Opens every registered environment, renews its hook where that is due, and watches; then follows the registry.
   * @throws AgentError AGENT_ERR_REGISTRY_CORRUPT, AGENT_ERR_HOOK_SOURCE_MISSING */
  start(): Promise<void>;
  /** Legal before start, and twice. */
  stop(): Promise<void>;
  /** Registers an environment and puts the hook into it. Doing it again repairs the hook.
   * @throws AgentError of inspectEnvironment, installHook and the registry */
  add(
    path: string,
    registration?: Registration,
  ): { readonly environment: Environment; readonly isNew: boolean; readonly isWritten: boolean };
  /** Takes the hook out and forgets the environment; null where it isn't registered. One that is gone is forgotten.
   * `left` is what was left in the hook's folder because it isn't the hook's.
   * @throws AgentError of removeHook and the registry; it stays registered then */
  remove(path: string): { readonly path: string; readonly left: readonly string[] } | null;
  /** The registered environments, in the order of their addition.
   * @throws AgentError AGENT_ERR_REGISTRY_CORRUPT */
  list(): EnvironmentListing[];
  /** The registered environments by their path, as they are listed: nothing of them is looked at.
   * @throws AgentError AGENT_ERR_REGISTRY_CORRUPT */
  registered(): ReadonlyMap<string, RegisteredEnvironment>;
  /** How the hook is in any environment, compared with what it should be there; nothing is written. */
  hookIn(environment: Environment, isBase: boolean): HookState;
  /** How the hook is in an interpreter's standard library, where base mode puts it for each of its venvs. */
  hookInLibrary(standardLibrary: string | null): HookState;
  /** Opens a registered environment again where it is another than it was (it was made again), with the hook in it. */
  renew(path: string): void;
  /** The environment of a process, registered or not; null where its prefix is none. No file is written into it. */
  ensure(prefix: string, hint?: EnsureHint): EnsuredEnvironment | null;
  /** Whether a real path is a file of the hook, or its folder, in an environment that is watched. */
  isHookFile(path: string): boolean;
  /** What is installed in one environment; nothing where it is none. */
  inventory(path: string): readonly Distribution[];
  /** What there is of the hook's filter in C for this machine. */
  gate(): GateState;
  /** What is installed in every environment that is watched. */
  inventories(): readonly EnvironmentInventory[];
  /** An environment that is watched, by its path; null where it isn't. */
  watched(path: string): EnsuredEnvironment | null;
}

export function createEnvironments(options: EnvironmentsOptions): Environments {
  const { dir, socketPath, hookDir = defaultHookDir(), log, clock = Date.now, patience, watch } = options;
  const registry = createRegistry({ dir, clock });
  const source = new KeptSource(() => readHookSource(hookDir, socketPath));
  const hookSource = (): readonly HookFile[] => source.get();
  const hookStates = new HookStates(hookSource);
  const gate = (): GateState => readGate(hookDir).state;
  const registered = (): ReadonlyMap<string, RegisteredEnvironment> =>
    new Map(registry.list().map((entry) => [entry.path, entry]));
  const ensured = new EnsuredEnvironments(clock);
  const followed = new FollowedEnvironments({
    isRegistered(path) {
      try {
        return registered().has(path);
      } catch {
        // A registry that can't be read is no reason to believe that the hook isn't wanted.
        return true;
      }
    },
    onInventory: () => options.onInventory?.(),
    ...{ dir, hookSource, onChange: options.onChange, log, clock, patience, watch },
  });
  let isStarted = false;

  const followRegistry = async (): Promise<void> => {
    if (!isStarted) return;
    try {
      await followed.follow(registered());
    } catch (error) {
      log.error({ err: error }, 'list of environments is not understood, the last one stays in force');
    }
  };
  const registryWatch = new FolderWatch({
    folders: [dir],
    isWatched: (name) => name === 'environments.json',
    isWatchedWithin: () => false,
    onSettled: () => void followRegistry(),
    onPolling: () => {},
    patience: { ...patience, quietMs: registryQuietMs },
    ...(watch === undefined ? {} : { watch }),
  });

  const listing = (registration: RegisteredEnvironment): EnvironmentListing => {
    const { path, base } = registration;
    const entry = followed.get(path);
    const known = { ...registration, watch: entry?.watch?.state ?? 'off' } as const;
    try {
      const environment = inspectEnvironment(path);
      const installed = entry?.watch?.installed ?? inspectQuietly(path, {}, clock)?.installed;
      installed?.refresh();
      return {
        ...known,
        kind: environment.kind,
        python: environment.python,
        hook: hookStates.get(environment, base),
        packages: byName(installed?.distributions ?? []).size,
        problem: entry?.problem ?? null,
      };
    } catch (error) {
      return { ...known, kind: null, python: null, hook: null, packages: null, problem: reasonOf(error) };
    }
  };

  const ensure = (prefix: string, hint: EnsureHint = {}): EnsuredEnvironment | null => {
    const real = realPathOf(prefix);
    const isIts = ({ environment }: EnvironmentWatch): boolean =>
      environment.prefix === real &&
      environment.kind !== 'user' &&
      (hint.python === undefined || minorOf(environment.python) === minorOf(hint.python));
    const own = followed.all().find(({ watch: each }) => each !== null && isIts(each))?.watch;
    if (own) return { environment: own.environment, installed: own.installed };
    return ensured.get(prefix, hint);
  };

  return {
    gate,

    async start() {
      registered();
      hookSource();
      if (gate() === 'refused') {
        log.error({ hookDir, platform: ownPlatform }, 'gate of the hook is not as it was built, pure Python is used');
      }
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      isStarted = true;
      followed.start();
      await registryWatch.start();
      await followRegistry();
    },

    async stop() {
      isStarted = false;
      await registryWatch.stop();
      await followed.stop();
    },

    add(path, registration = {}) {
      const environment = inspectEnvironment(path);
      const { base = registered().get(environment.path)?.base ?? false } = registration;
      const isWritten = cover(environment, hookSource(), base);
      followed.covered(environment);
      const isNew = registry.add(environment.path, registration);
      void followRegistry();
      return { environment, isNew, isWritten };
    },

    remove(path) {
      const wanted = [realPathOf(path), resolve(path)];
      const entry = registry.list().find((known) => wanted.includes(known.path));
      if (entry === undefined) return null;
      // First from the registry: the running agent, maybe another process, must not take this for an attack on the hook.
      registry.remove(entry.path);
      try {
        const environment = inspectOrNull(entry.path);
        const left = environment === null ? [] : uncover(environment, hookSource());
        removeState(dir, entry.path);
        return { path: entry.path, left };
      } catch (error) {
        registry.add(entry.path, { base: entry.base, by: entry.by });
        throw error;
      } finally {
        void followRegistry();
      }
    },

    list: () => registry.list().map(listing),
    registered,
    hookIn: (environment, isBase) => hookStates.get(environment, isBase),
    hookInLibrary: (standardLibrary) => libraryState(standardLibrary, hookSource()),
    renew: (path) => followed.renew(path),
    ensure,
    isHookFile: (path) => followed.all().some(({ watch: own }) => own?.isHookFile(path) ?? false),

    inventory(path) {
      const found = ensure(path);
      found?.installed.refresh();
      return found?.installed.distributions ?? [];
    },

    watched(path) {
      const own = followed.get(path)?.watch;
      return own ? { environment: own.environment, installed: own.installed } : null;
    },

    inventories: () =>
      followed.all().flatMap(({ watch: own }) => {
        if (own === null) return [];
        return [{ environment: own.environment, packages: own.installed.packages }];
      }),
  };
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Null for an environment that was deleted, or is no longer one: then there is no hook to take out either. */
function inspectOrNull(path: string): Environment | null {
  try {
    return inspectEnvironment(path);
  } catch {
    return null;
  }
}
