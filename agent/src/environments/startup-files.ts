/**
 * The files by which code runs at every start of Python, without anyone importing it (ATT&CK T1546.018): `.pth` files
 * with an import line, `.start` files (PEP 829), sitecustomize and usercustomize; and the hook's own files, because
 * whoever alters those does it for the same reason.
 */

import { createHash } from 'node:crypto';
import { basename, dirname, join, normalize, resolve } from 'node:path';
import type { PackageRef } from '@culprit/proto';
import { readHead } from './bounded-read.ts';
import type { Distribution } from './distribution.ts';
import { isFolder, namesIn, statsOf } from './layout.ts';

const maxFileBytes = 4 * 1024 * 1024;
const maxLines = 8;
const maxLineLength = 300;
/** Of a `.pth`, and of all of them together: an editable install adds a folder or two. */
const maxPathLines = 1_000;
const maxFoldersOnPath = 256;
const importLine = /^import[ \t]/;
const packageInit = /^__init__\.(?:py|pyc|pyw|pyd|so|.+\.(?:so|pyd))$/;
/** A module, a package or an extension of that name: Python imports any of them. */
const customize = /^(?:site|user)customize(?:\.(?:py|pyc|pyw|pyd|so)|\..+\.(?:so|pyd))?$/;

export interface StartupFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of its contents, hexadecimal. */
  readonly hash: string;
  /** What runs: import lines, entry points, or the first lines of the module; bounded in number and length. */
  readonly lines: readonly string[];
}

export interface StartupChange {
  readonly kind: 'added' | 'changed' | 'removed';
  /** Absolute. */
  readonly file: string;
  /** The package whose RECORD claims it (of one that was removed, claimed it), or null. */
  readonly owner: PackageRef | null;
  /** What runs in it now, each at most 300 characters; empty where it was removed. */
  readonly lines: readonly string[];
  /** When the file was last written as far as it tells; Unix time, ms. */
  readonly atMs: number;
}

/** Whether an entry of a site-packages folder may be such a file, by its name alone. */
export function isStartupName(name: string): boolean {
  return /\.(?:pth|start)$/.test(name) || isCustomizeName(name);
}

export function isCustomizeName(name: string): boolean {
  return customize.test(name);
}

/** Where to look. */
export interface StartupPlaces {
  /** Every kind of start-up file counts here. */
  readonly sitePackages: readonly string[];
  /** The standard library's folders: sitecustomize and usercustomize count. */
  readonly libraries: readonly string[];
  /** Further files, absolute: the hook's own. */
  readonly files: readonly string[];
}

/** Every start-up file that is there, by its absolute path. */
export function readStartupFiles({ sitePackages, libraries, files }: StartupPlaces): Map<string, StartupFile> {
  const within = (dir: string, isWanted: (name: string) => boolean): string[] =>
    namesIn(dir)
      .filter(isWanted)
      .map((name) => join(dir, name));
  const inSite = sitePackages.flatMap((dir) => within(dir, isStartupName));
  const onPath = inSite.filter((path) => path.endsWith('.pth')).flatMap(foldersOnPath);
  const candidates = [
    ...inSite,
    ...[...libraries, ...onPath.slice(0, maxFoldersOnPath)].flatMap((dir) => within(dir, isCustomizeName)),
    ...files,
  ];
  const found = new Map<string, StartupFile>();
  for (const path of candidates) {
    // A folder of that name is a package: what runs is its __init__, source, byte code or extension.
    for (const module of isFolder(path) ? within(path, (name) => packageInit.test(name)) : [path]) {
      const file = readStartupFile(module);
      if (file !== null) found.set(module, file);
    }
  }
  return found;
}

/** The folders that a `.pth` adds to the path: Python looks for sitecustomize and usercustomize there, too. */
function foldersOnPath(pth: string): string[] {
  const lines = linesOf(contentOf(pth)?.toString('utf8') ?? '').slice(0, maxPathLines);
  return lines
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#') && !importLine.test(line) && !line.includes('\0'))
    .map((line) => resolve(dirname(pth), line))
    .filter(isFolder);
}

/** One such file; null where it isn't there, or is a `.pth` that runs nothing. */
export function readStartupFile(path: string): StartupFile | null {
  const bytes = contentOf(path);
  if (bytes === null) return null;
  const lines = runningLines(basename(path), bytes.toString('utf8'));
  const isCut = bytes.length === maxFileBytes;
  // Of one that is cut off nobody knows what else it has: no honest file is that long.
  if (lines.length === 0 && path.endsWith('.pth') && !isCut) return null;
  if (isCut) lines.push(`(more than ${maxFileBytes} bytes: only the first were read)`);
  return { path, hash: createHash('sha256').update(bytes).digest('hex'), lines };
}

function contentOf(path: string): Buffer | null {
  try {
    return readHead(path, maxFileBytes);
  } catch {
    return null;
  }
}

function runningLines(name: string, text: string): string[] {
  const lines = linesOf(text);
  const runs = name.endsWith('.pth')
    ? (line: string) => importLine.test(line)
    : (line: string) => line.trim() !== '' && !line.trimStart().startsWith('#');
  const isText = /\.(?:pth|start|py|pyw)$/.test(name);
  return isText
    ? lines
        .filter(runs)
        .slice(0, maxLines)
        .map((line) => line.trim().slice(0, maxLineLength))
    : [];
}

/** As Python's own splitlines has it, which site has used since 3.13: a form feed ends a line, too. */
function linesOf(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what ends a line
  return text.replace(/^\ufeff/, '').split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
}

/** The distribution whose RECORD claims a file, the latest installed first; null where none does. */
export function ownerOf(path: string, distributions: readonly Distribution[]): PackageRef | null {
  const latestFirst = [...distributions].sort((a, b) => b.changedMs - a.changedMs);
  for (const distribution of latestFirst) {
    const { name, version, location } = distribution;
    for (const file of distribution.files()) {
      if (normalize(join(location, file.path)) === path) return { name, version };
    }
  }
  return null;
}

/** What is remembered of a start-up file. */
export interface KnownStartupFile {
  readonly hash: string;
  readonly owner: PackageRef | null;
}

/** What to remember, by absolute path. Whose a file is stays as it was found while its contents stay. */
export function rememberStartupFiles(
  before: ReadonlyMap<string, KnownStartupFile>,
  after: ReadonlyMap<string, StartupFile>,
  ownerOf: (path: string) => PackageRef | null,
): Map<string, KnownStartupFile> {
  return new Map(
    [...after].map(([path, { hash }]) => {
      const known = before.get(path);
      return [path, known?.hash === hash ? known : { hash, owner: ownerOf(path) }];
    }),
  );
}

export interface StartupComparison {
  /** By absolute path. */
  readonly before: ReadonlyMap<string, KnownStartupFile>;
  readonly after: ReadonlyMap<string, StartupFile>;
  /** Of those in `after`. */
  readonly ownerOf: (path: string) => PackageRef | null;
  /** Whether a file is what we ourselves put there; its coming is no news. */
  readonly isOurs: (path: string, hash: string) => boolean;
  /** Whether a file is one that we ourselves took away. */
  readonly isTakenOut: (path: string) => boolean;
  /** Between which times it must have happened; Unix times in ms. */
  readonly afterMs: number;
  readonly beforeMs: number;
}

/** What changed among the start-up files, in the order of their paths. */
export function compareStartupFiles(comparison: StartupComparison): StartupChange[] {
  const { before, after, ownerOf, isOurs, isTakenOut, afterMs, beforeMs } = comparison;
  const timeOf = (path: string): number =>
    Math.round(Math.min(Math.max(statsOf(path)?.mtimeMs ?? 0, afterMs), beforeMs));
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((file): StartupChange[] => {
    const now = after.get(file);
    if (now === undefined) {
      if (isTakenOut(file)) return [];
      return [
        { kind: 'removed', file, owner: before.get(file)?.owner ?? null, lines: [], atMs: timeOf(dirname(file)) },
      ];
    }
    if (before.get(file)?.hash === now.hash || isOurs(file, now.hash)) return [];
    const kind = before.has(file) ? 'changed' : 'added';
    return [{ kind, file, owner: ownerOf(file), lines: now.lines, atMs: timeOf(file) }];
  });
}
