/** Where in an environment the hook lies: its site-packages, and, of an interpreter in base mode, its standard library. */
import type { Environment } from './environment.ts';
import { type HookFile, libraryStartup, packageDir, startupFiles } from './hook-source.ts';

export interface HookPlace {
  /** The folder that the hook's files are in. */
  readonly root: string;
  /** The files that bring it up, relative to it: they come last, and go first. */
  readonly startup: readonly string[];
  /** If none of these is there, nor is the hook. */
  readonly marks: readonly string[];
}

/** Where the hook lies in any environment: the folder that pip installs into. */
export function sitePlace({ sitePackages }: Environment): HookPlace {
  return { root: sitePackages[0] ?? '', startup: startupFiles, marks: [packageDir, ...startupFiles] };
}

/**
 * Where it lies in an interpreter in base mode, for every venv made of it; null where there is no standard library of
 * the environment's own. A sitecustomize that is there may be anyone's, so it is no mark of the hook.
 */
export function libraryPlace({ kind, standardLibrary }: Environment): HookPlace | null {
  if (standardLibrary === null || (kind !== 'base' && kind !== 'conda')) return null;
  return { root: standardLibrary, startup: [libraryStartup], marks: [packageDir] };
}

/** Of all of the hook's files, those that belong there. */
export function filesOf(place: HookPlace, source: readonly HookFile[]): readonly HookFile[] {
  return source.filter(({ path }) => path.startsWith(`${packageDir}/`) || place.startup.includes(path));
}
