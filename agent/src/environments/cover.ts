/** The whole of a hook in an environment: in its site-packages and, in base mode, in its standard library. */
import { join } from 'node:path';
import { baseHookState, beforeDir, installBaseHook, removeBaseHook } from './base-hook.ts';
import { readHead } from './bounded-read.ts';
import type { Environment } from './environment.ts';
import { type HookState, hookState, installHook, removeHook } from './hook-files.ts';
import { filesOf, libraryPlace, sitePlace } from './hook-place.ts';
import { type HookFile, libraryStartup, sha256 } from './hook-source.ts';
import { statsOf } from './layout.ts';

const maxBytes = 4 * 1024 * 1024;

/** How the hook is, with its part in the standard library where that is wanted: the worse of the two. */
export function coverState(environment: Environment, source: readonly HookFile[], isBase: boolean): HookState {
  const site = hookState(environment, source);
  if (!isBase || libraryPlace(environment) === null) return site;
  const library = baseHookState(environment, source);
  const order = ['installed', 'outdated', 'damaged', 'absent'] as const;
  if (site.state === 'damaged' && library.state === 'damaged') {
    return { state: 'damaged', files: [...site.files, ...library.files] };
  }
  return order.indexOf(site.state) >= order.indexOf(library.state) ? site : library;
}

/**
 * How the hook is in a standard library, where `base mode` puts it for every venv of that interpreter.
 * @param standardLibrary as environments name it; null where the interpreter is gone
 */
export function libraryState(standardLibrary: string | null, source: readonly HookFile[]): HookState {
  const nowhere: Environment = {
    ...{ path: '', kind: 'base', python: '', prefix: '', basePrefix: '', sitePackages: [] },
    ...{ standardLibrary, systemSitePackages: false },
  };
  return baseHookState(nowhere, source);
}

/** Changes whenever any of these files may have: a look at each, without reading it. */
export function stampOf(paths: Iterable<string>): string {
  const stamps = [...paths].map((path) => {
    const stats = statsOf(path);
    return stats === undefined ? '-' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
  });
  return stamps.join('\n');
}

/** Puts it in, or renews it. @returns whether anything was written. @throws AgentError AGENT_ERR_ENVIRONMENT_UNWRITABLE */
export function cover(environment: Environment, source: readonly HookFile[], isBase: boolean): boolean {
  const isWritten = installHook(environment, source);
  return (isBase && installBaseHook(environment, source)) || isWritten;
}

/** Takes all of it out. @returns what isn't the hook's and stays. @throws AgentError AGENT_ERR_ENVIRONMENT_UNWRITABLE */
export function uncover(environment: Environment, source: readonly HookFile[]): readonly string[] {
  return [...removeBaseHook(environment, source), ...removeHook(environment, source)];
}

/** Every file of it as it should be: absolute path and hash; and what stood before it as it is now, for it runs too. */
export function coveringFiles(
  environment: Environment,
  source: readonly HookFile[],
  isBase: boolean,
): ReadonlyMap<string, string> {
  const library = isBase ? libraryPlace(environment) : null;
  const places = [sitePlace(environment), ...(library === null ? [] : [library])];
  const own = places.flatMap((place) =>
    filesOf(place, source).map(({ path, sha256: hash }): [string, string] => [join(place.root, path), hash]),
  );
  if (library === null) return new Map(own);
  const before = join(library.root, beforeDir, libraryStartup);
  const bytes = readHead(before, maxBytes);
  return new Map(bytes === null ? own : [...own, [before, sha256(bytes)]]);
}
