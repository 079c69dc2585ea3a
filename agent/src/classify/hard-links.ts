/** Sensitive files under another name that isn't a link to them: a second name of the same file (a hard link). */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix } from 'node:path';
import type { FileEntry } from './catalogue.ts';
import type { FileClasses } from './file-classes.ts';
import { compilePattern } from './glob.ts';

/** The files that have a second name are looked for anew when one is asked about after this long, ms. */
const rememberMs = 2_000;
/** Names that are looked at in one folder. */
const maxNames = 1_000;

export interface HardLinksOptions {
  readonly entries: readonly FileEntry[];
  readonly fileClass: FileClasses;
  readonly homes?: readonly string[];
  readonly platform?: NodeJS.Platform;
  /** Unix time, ms. */
  readonly clock?: () => number;
}

/** The class of the sensitive file that a path is a further name of; null where it is none. */
export type HardLinks = (path: string) => string | null;

/**
 * Compares a file that has several names with those of the sensitive files that have: a look at one file, and every two
 * seconds at most at those that the catalogue names. What it names only by ** inside the path isn't looked for.
 */
export function createHardLinks(options: HardLinksOptions): HardLinks {
  const { entries, fileClass, homes = [homedir()], platform = process.platform, clock = Date.now } = options;
  const places = [...new Set(entries.flatMap(({ paths }) => paths.flatMap((pattern) => placesOf(pattern, homes))))];
  let known = new Map<string, string>();
  let knownMs = Number.NEGATIVE_INFINITY;

  const look = (): Map<string, string> => {
    const found = new Map<string, string>();
    for (const path of places.flatMap(filesAt)) {
      const stats = severalNames(path);
      const itsClass = stats === null ? null : fileClass(path);
      if (stats !== null && itsClass !== null) found.set(keyOf(stats), itsClass);
    }
    return found;
  };

  return (path) => {
    if (platform === 'win32') return null;
    const stats = severalNames(path);
    if (stats === null) return null;
    const now = clock();
    if (now - knownMs >= rememberMs) {
      known = look();
      knownMs = now;
    }
    return known.get(keyOf(stats)) ?? null;
  };
}

/** A pattern as paths whose last part alone may have a *; none where it isn't of that kind. */
function placesOf(pattern: string, homes: readonly string[]): readonly string[] {
  const [head = '', ...rest] = pattern.split('/');
  if (rest.slice(0, -1).some((part) => part.includes('*')) || rest.at(-1) === '**') return [];
  const tail = rest.join('/');
  if (head === '') return [`/${tail}`];
  // What may lie anywhere lies at home, if its folder says that much: **/.ssh/id_*.
  return head === '~' || (head === '**' && rest.length > 1) ? homes.map((home) => posix.join(home, tail)) : [];
}

function filesAt(place: string): readonly string[] {
  const name = posix.basename(place);
  if (!name.includes('*')) return [place];
  const matches = compilePattern(name);
  try {
    const folder = posix.dirname(place);
    const names = readdirSync(folder).slice(0, maxNames);
    return names.filter((each) => matches([each])).map((each) => posix.join(folder, each));
  } catch {
    return []; // there is no such folder
  }
}

function severalNames(path: string): Stats | null {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.nlink > 1 ? stats : null;
  } catch {
    return null; // it is gone, or nobody may look
  }
}

function keyOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}
