/** What is installed in an environment, read from the metadata folders in site-packages: a few small files a package. */
import { readdirSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { readText } from './bounded-read.ts';
import { existingFolders, isFile, namesIn, statsOf } from './layout.ts';
import { normalizeName } from './names.ts';
import {
  type Identity,
  identityOfEntry,
  parseMetadata,
  type RecordedFile,
  readEditableDir,
  readEggLink,
  readInstalledFiles,
  readInstaller,
  readMetadata,
  readRecord,
} from './record.ts';

/** More folders than this are no package's. */
const maxDistributions = 20_000;

/** One installed distribution package. */
export interface Distribution {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** "pip", "uv", "conda"; null where it isn't told. */
  readonly installer: string | null;
  /** It was asked for by the user, not brought in by another package; null where the installer doesn't tell. */
  readonly requested: boolean | null;
  /** The site-packages folder that it is in. */
  readonly location: string;
  /** Its own metadata: a `.dist-info` or `.egg-info` folder, or a single `.egg-info` file. */
  readonly infoPath: string;
  readonly layout: 'dist-info' | 'egg-info';
  /** The folder whose sources it runs from (an editable install); null where it has its own files in site-packages. */
  readonly editable: string | null;
  /** When its metadata folder was made or last had a file added or removed, Unix time in ms. */
  readonly changedMs: number;
  /** Changes whenever the list of its files may have. */
  readonly stamp: string;
  /** Its files as it claims them, read anew at each call; relative to `location`, possibly leading out of it. */
  files(): Iterable<RecordedFile>;
}

/**
 * Every distribution in these site-packages folders, in the order of their names. Folders that say nothing sensible
 * are left out; nothing is thrown for anything that a package may have written.
 */
export function readInventory(sitePackages: readonly string[]): Distribution[] {
  const found = sitePackages.flatMap((location) =>
    entriesIn(location).flatMap((entry) => {
      const distribution = readEntry(location, entry);
      return distribution === null ? [] : [distribution];
    }),
  );
  return found.slice(0, maxDistributions).sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
}

/** The current distribution of each name: where two claim one, as after an upgrade that went wrong, the later. */
export function byName(distributions: readonly Distribution[]): Map<string, Distribution> {
  const named = new Map<string, Distribution>();
  for (const distribution of distributions) {
    const other = named.get(distribution.name);
    if (other === undefined || distribution.changedMs >= other.changedMs) named.set(distribution.name, distribution);
  }
  return named;
}

const metadataEntry = /\.(?:dist-info|egg-info|egg-link)$/;

function entriesIn(location: string): string[] {
  try {
    // pip renames what it removes to "~…" until it is done: those are no packages any more.
    return readdirSync(location).filter((name) => metadataEntry.test(name) && !name.startsWith('~'));
  } catch {
    return [];
  }
}

function readEntry(location: string, entry: string): Distribution | null {
  if (entry.endsWith('.dist-info')) return readDistInfo(location, entry);
  if (entry.endsWith('.egg-info')) return readEggInfo(location, entry);
  return readLinked(location, entry);
}

function readDistInfo(location: string, entry: string): Distribution | null {
  const infoPath = join(location, entry);
  const stats = statsOf(infoPath);
  if (stats === undefined || !stats.isDirectory()) return null;
  // Without METADATA its folder's name has to do: Python imports from it all the same.
  const identity = readMetadata(join(infoPath, 'METADATA')) ?? identityOfEntry(entry);
  if (identity === null) return null;
  const names = new Set(namesIn(infoPath));
  const record = names.has('RECORD') ? stampOf(join(infoPath, 'RECORD')) : '';
  const installer = names.has('INSTALLER') ? readInstaller(infoPath) : null;
  return {
    ...identity,
    installer,
    requested: names.has('REQUESTED') ? true : installer === 'pip' || installer === 'uv' ? false : null,
    location,
    infoPath,
    layout: 'dist-info',
    editable: names.has('direct_url.json') ? readEditableDir(infoPath) : null,
    changedMs: stats.mtimeMs,
    stamp: `${infoPath} ${record}`,
    files: () => readRecord(infoPath),
  };
}

/** What setuptools before 60 and Debian's packages leave: a folder, or a bare file from distutils. */
function readEggInfo(location: string, entry: string): Distribution | null {
  const infoPath = join(location, entry);
  const identity = identityOfEggInfo(infoPath) ?? identityOfEntry(entry);
  return identity === null ? null : legacy(identity, location, infoPath, null);
}

/** `pip install --editable` of old: NAME.egg-link leads to a folder with the package's `.egg-info`. */
function readLinked(location: string, entry: string): Distribution | null {
  const target = readEggLink(join(location, entry));
  if (target === null || !isAbsolute(target)) return null;
  const [editable] = existingFolders([normalize(target)]);
  if (editable === undefined) return null;
  const name = normalizeName(entry.slice(0, -'.egg-link'.length));
  for (const info of namesIn(editable).filter((file) => file.endsWith('.egg-info'))) {
    const identity = identityOfEggInfo(join(editable, info));
    if (identity?.name === name) return legacy(identity, location, join(editable, info), editable);
  }
  return null;
}

function identityOfEggInfo(infoPath: string): Identity | null {
  return isFile(infoPath)
    ? parseMetadata(readText(infoPath, 64 * 1024) ?? '')
    : readMetadata(join(infoPath, 'PKG-INFO'));
}

function legacy(identity: Identity, location: string, infoPath: string, editable: string | null): Distribution {
  const listing = join(infoPath, 'installed-files.txt');
  return {
    ...identity,
    installer: readInstaller(infoPath),
    requested: null,
    location,
    infoPath,
    layout: 'egg-info',
    editable,
    changedMs: statsOf(infoPath)?.mtimeMs ?? 0,
    stamp: `${infoPath} ${stampOf(listing)} ${stampOf(join(infoPath, 'top_level.txt'))}`,
    *files() {
      // Its paths start from the .egg-info folder itself.
      const base = infoPath.slice(location.length + 1);
      if (editable === null)
        for (const file of readInstalledFiles(infoPath)) yield { path: join(base, file), hash: '' };
    },
  };
}

function stampOf(path: string): string {
  const stats = statsOf(path);
  return stats === undefined ? '' : `${stats.ino}-${stats.size}-${stats.mtimeMs}`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
