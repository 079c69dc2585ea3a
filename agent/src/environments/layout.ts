/** Where a prefix keeps its libraries: what CPython's `site` and `sysconfig` know, found without running any Python. */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/** One `lib/pythonX.Y` of a prefix. */
export interface Library {
  /** "3.11"; null on Windows, whose folder has no version in its name. */
  readonly version: string | null;
  readonly implementation: 'python' | 'pypy';
  /** Absolute: the folder that holds the standard library of a base interpreter, and site-packages of any. */
  readonly dir: string;
}

/** `lib/python3.13t` is the free-threaded build's. */
const libraryName = /^(python|pypy)(\d+\.\d+)t?$/;

/** Every library folder below a prefix, lib64 after lib; an unreadable or missing prefix has none. */
export function librariesOf(prefix: string, platform: NodeJS.Platform = process.platform): Library[] {
  if (platform === 'win32') {
    const dir = join(prefix, 'Lib');
    return isFolder(dir) ? [{ version: null, implementation: 'python', dir }] : [];
  }
  return ['lib', 'lib64'].flatMap((lib) =>
    namesIn(join(prefix, lib)).flatMap((name): Library[] => {
      const match = libraryName.exec(name);
      const dir = join(prefix, lib, name);
      if (match?.[1] === undefined || match[2] === undefined || !isFolder(dir)) return [];
      return [{ version: match[2], implementation: match[1] === 'pypy' ? 'pypy' : 'python', dir }];
    }),
  );
}

/** Whether a library folder holds the standard library: os.py is the landmark by which CPython itself finds it. */
export function hasStandardLibrary(dir: string): boolean {
  return isFile(join(dir, 'os.py'));
}

/**
 * The interpreter of a version ("3.11") that a prefix has by one of its usual names, or null. What it really is only
 * running it would tell.
 */
export function interpreterIn(
  prefix: string,
  version: string,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const candidates =
    platform === 'win32' ? ['Scripts/python.exe', 'python.exe'] : [`bin/python${version}`, 'bin/python', 'bin/python3'];
  return candidates.map((name) => join(prefix, name)).find(isFile) ?? null;
}

/** The folders that exist, each once by its real path, in the order given; as real paths. */
export function existingFolders(dirs: readonly string[]): string[] {
  return [...new Set(dirs.filter(isFolder).map((dir) => realpathSync(dir)))];
}

/** The folders of a base interpreter's packages, Debian's own arrangement included. */
export function baseSitePackages(prefix: string, library: Library): string[] {
  const own = [join(library.dir, 'site-packages')];
  const debian = join(prefix, 'lib', 'python3', 'dist-packages');
  if (!isFolder(debian) || library.version === null) return own;
  // Debian's pip writes to /usr/local; what its own packages bring lies in dist-packages (see its patched site.py).
  const local = join(prefix, 'local', 'lib', `python${library.version}`, 'dist-packages');
  return [local, debian, join(library.dir, 'dist-packages'), ...own];
}

/** What the system knows of a path, links followed; undefined where it can't be looked at, for whatever reason. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

export function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** The entries of a folder, sorted; none where it can't be listed. */
export function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
}
