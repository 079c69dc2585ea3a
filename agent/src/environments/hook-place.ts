/** Where in an environment the hook lies: its site-packages, and, of an interpreter in base mode, its standard library. */
import type { Environment } from './environment.ts';
import { type HookFile, libraryStartup, packageDir, startupFiles } from './hook-source.ts';

/** From this minor version of Python 3 on, `.pth` files run no code any more (PEP 829). */
const startFileSince = 18;

export interface HookPlace {
  /** The folder that the hook's files are in. */
  readonly root: string;
  /** The files that bring it up, relative to it: they come last, and go first. */
  readonly startup: readonly string[];
  /** If none of these is there, nor is the hook. They are the hook's own, whether or not it has them nowadays. */
  readonly marks: readonly string[];
}

/**
 * Where the hook lies in any environment: the folder that pip installs into. While `.pth` lines run, it has no `.start`:
 * to read one, Python imports pkgutil, and with it the regular expressions and more (9 ms of CPU at each start of 3.15).
 */
export function sitePlace({ sitePackages, python }: Environment): HookPlace {
  const needsStart = Number(python.split('.')[1]) >= startFileSince;
  const startup = needsStart ? startupFiles : startupFiles.slice(0, 1);
  return { root: sitePackages[0] ?? '', startup, marks: [packageDir, ...startupFiles] };
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
