/** Finds the Python environments of this machine: by what each tool documents, and by walking through the homes. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Environment, EnvironmentKind } from '../environments/environment.ts';
import { namesIn } from '../environments/layout.ts';
import type { Blind } from './blind.ts';
import { examine, makerOf, mayBeEnvironment } from './examine.ts';
import type { Candidate, Finder, Home, Origin } from './finder.ts';
import { finders as allFinders } from './finders/index.ts';
import { type WalkOptions, type WalkResult, walk } from './walk.ts';

/** A container with more entries than this is somebody's data. */
const maxEntries = 20_000;

/** An interpreter or environment that was found. */
export interface Discovered {
  readonly path: string;
  /** How it came to be, the most telling first. */
  readonly origins: readonly Origin[];
  /** Null where it can't be covered, whatever one does; `blind` says why. */
  readonly environment: Environment | null;
  readonly kind: EnvironmentKind | null;
  /** Empty where nothing tells. */
  readonly python: string;
  readonly blind: Blind | null;
}

export interface DiscoverOptions {
  readonly homes: readonly Home[];
  /** Further folders to walk through. */
  readonly roots?: readonly string[];
  /** Null leaves the walk out: tools' own folders alone. */
  readonly walk: Pick<WalkOptions, 'maxMs' | 'pace'> | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly folders: number; readonly found: number }) => void;
  readonly onFolder?: WalkOptions['onFolder'];
  readonly finders?: readonly Finder[];
}

export interface Discovery {
  /** In the order of their paths. */
  readonly found: readonly Discovered[];
  /** Null where there was none. */
  readonly walk: WalkResult | null;
}

/** Never throws, and runs nothing of what it finds. */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const { homes, roots = [], signal, onProgress, finders = allFinders } = options;
  const found = new Findings();
  for await (const { path, origin } of candidatesOf(finders, homes)) found.add(path, origin);
  if (options.walk === null) return { found: found.all(), walk: null };
  const walked = await walk({
    ...options.walk,
    ...(signal === undefined ? {} : { signal }),
    ...(options.onFolder === undefined ? {} : { onFolder: options.onFolder }),
    roots: [...homes.map(({ dir }) => dir), ...roots],
    onFound: (path) => found.add(path, null),
    onProgress: (folders) => onProgress?.({ folders, found: found.size }),
  });
  return { found: found.all(), walk: walked };
}

/** Where tools make environments: what is made there is to be known at once. Only folders; each once. */
export function containersOf(homes: readonly Home[], finders: readonly Finder[] = allFinders): string[] {
  const paths = homes.flatMap((home) => finders.flatMap((finder) => finder.containers?.(home) ?? []));
  return [...new Set(paths.map(({ path }) => path))];
}

/** In between, others have their turn: a tool's folder may have thousands of entries. */
async function* candidatesOf(finders: readonly Finder[], homes: readonly Home[]): AsyncGenerator<Candidate> {
  for (const home of homes) {
    for (const finder of finders) {
      for (const { path, origin } of finder.containers?.(home) ?? []) {
        const entries = namesIn(path).slice(0, maxEntries);
        yield* entries.map((name) => ({ path: join(path, name), origin })).filter(mayBeEnvironment);
        await turn();
      }
      yield* finder.places?.(home) ?? [];
      await turn();
    }
  }
}

/** What was found, each once, with all that led there. */
class Findings {
  readonly #found = new Map<string, Discovered>();
  /** Real paths that were examined: several tools name the same. */
  readonly #examined = new Map<string, string | null>();

  get size(): number {
    return this.#found.size;
  }

  all(): Discovered[] {
    return [...this.#found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** @param origin null where the walk found it: what it is says who made it. */
  add(path: string, origin: Origin | null): void {
    const key = `${realPathOf(path)}\n${path.endsWith('.exe') || /\/python[\d.]*$/.test(path) ? path : ''}`;
    const known = this.#examined.get(key);
    const entry = known === undefined ? describe(path) : known === null ? null : (this.#found.get(known) ?? null);
    this.#examined.set(key, entry?.path ?? null);
    if (entry === null) return;
    const before = this.#found.get(entry.path) ?? entry;
    const by = origin ?? (before.origins.length > 0 ? null : originOf(entry));
    const origins = by === null ? before.origins : [...new Set([...before.origins, by])];
    this.#found.set(entry.path, { ...before, origins });
  }
}

/** What a path is; null where it is nothing of the kind. Its origins are left open. */
export function describe(path: string): Discovered | null {
  const examined = examine(path);
  if (examined.status === 'none') return null;
  if (examined.status === 'blind') {
    const { path: prefix, python, blind } = examined;
    return { path: prefix, origins: [], environment: null, kind: null, python: python ?? '', blind };
  }
  const { environment } = examined;
  const { path: own, kind, python } = environment;
  return { path: own, origins: [], environment, kind, python, blind: null };
}

/** Who made an environment, by what it is. */
export function originOf({ path, kind, environment }: Discovered): Origin {
  if (kind === 'conda' || kind === null) return kind === null ? makerOf(path) : 'conda';
  if (kind === 'base') return 'interpreter';
  return kind === 'user' ? 'user-site' : makerOf(environment?.prefix ?? path);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
