/** What is installed in an environment, read from the metadata folders in site-packages: a few small files a package. */
import { readdirSync, type Stats } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { readText } from './bounded-read.ts';
import { Distribution } from './distribution.ts';
import { existingFolders, isFile, namesIn, statsOf } from './layout.ts';
import { normalizeName } from './names.ts';
import {
  type Identity,
  identityOfEntry,
  parseMetadata,
  readEditableDir,
  readEggLink,
  readInstaller,
  readMetadata,
} from './record.ts';

/** More folders than this are no package's. */
const maxDistributions = 20_000;

/**
 * Every distribution in these site-packages folders, in the order of their names. Folders that say nothing sensible
 * are left out; nothing is thrown for anything that a package may have written.
 * @param known what was there before: of what hasn't changed since, the same objects, without reading anything again.
 */
export function readInventory(
  sitePackages: readonly string[],
  known: Iterable<Distribution> = [],
): readonly Distribution[] {
  const before = new Map([...known].map((distribution) => [distribution.infoPath, distribution]));
  const found = sitePackages.flatMap((location) =>
    entriesIn(location).flatMap((entry) => {
      const distribution = readEntry(location, entry, before);
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

type Known = ReadonlyMap<string, Distribution>;

function readEntry(location: string, entry: string, known: Known): Distribution | null {
  if (entry.endsWith('.dist-info')) return readDistInfo(location, join(location, entry), entry, known);
  if (entry.endsWith('.egg-info')) return readEggInfo(location, join(location, entry), entry, known);
  return readLinked(location, entry, known);
}

function readDistInfo(location: string, infoPath: string, entry: string, known: Known): Distribution | null {
  const stats = statsOf(infoPath);
  if (stats === undefined || !stats.isDirectory()) return null;
  const stamp = stampOf([stats, statsOf(join(infoPath, 'METADATA')), statsOf(join(infoPath, 'RECORD'))]);
  const before = known.get(infoPath);
  if (before?.stamp === stamp) return before;
  // Without METADATA its folder's name has to do: Python imports from it all the same.
  const identity = readMetadata(join(infoPath, 'METADATA')) ?? identityOfEntry(entry);
  if (identity === null) return null;
  const installer = readInstaller(infoPath);
  return new Distribution({
    ...identity,
    installer,
    requested: isFile(join(infoPath, 'REQUESTED')) ? true : installer === 'pip' || installer === 'uv' ? false : null,
    location,
    infoPath,
    layout: 'dist-info',
    editable: readEditableDir(infoPath),
    changedMs: stats.mtimeMs,
    stamp,
  });
}

/** What setuptools before 60 and Debian's packages leave: a folder, or a bare file from distutils. */
function readEggInfo(location: string, infoPath: string, entry: string, known: Known): Distribution | null {
  return legacy(() => identityOfEggInfo(infoPath) ?? identityOfEntry(entry), location, infoPath, null, known);
}

/** `pip install --editable` of old: NAME.egg-link leads to a folder with the package's `.egg-info`. */
function readLinked(location: string, entry: string, known: Known): Distribution | null {
  const target = readEggLink(join(location, entry));
  if (target === null || !isAbsolute(target)) return null;
  const [editable] = existingFolders([normalize(target)]);
  if (editable === undefined) return null;
  const name = normalizeName(entry.slice(0, -'.egg-link'.length));
  for (const info of namesIn(editable).filter((file) => file.endsWith('.egg-info'))) {
    const identity = identityOfEggInfo(join(editable, info));
    if (identity?.name === name) return legacy(() => identity, location, join(editable, info), editable, known);
  }
  return null;
}

function identityOfEggInfo(infoPath: string): Identity | null {
  return isFile(infoPath)
    ? parseMetadata(readText(infoPath, 64 * 1024) ?? '')
    : readMetadata(join(infoPath, 'PKG-INFO'));
}

function legacy(
  identify: () => Identity | null,
  location: string,
  infoPath: string,
  editable: string | null,
  known: Known,
): Distribution | null {
  const stats = statsOf(infoPath);
  const files = ['PKG-INFO', 'installed-files.txt', 'top_level.txt'].map((name) => statsOf(join(infoPath, name)));
  const stamp = stampOf([stats, ...files]);
  const before = known.get(infoPath);
  if (before?.stamp === stamp && before.editable === editable && before.location === location) return before;
  const identity = identify();
  if (identity === null) return null;
  const installer = readInstaller(infoPath);
  const changedMs = stats?.mtimeMs ?? 0;
  return new Distribution({
    ...{ ...identity, installer, requested: null, location, infoPath, layout: 'egg-info', editable, changedMs, stamp },
  });
}

function stampOf(all: readonly (Stats | undefined)[]): string {
  const parts = all.map((stats) =>
    stats === undefined ? '' : [stats.ino, stats.size, Math.round(stats.mtimeMs * 1000)].map(inShort).join('.'),
  );
  return parts.join('-');
}

function inShort(number: number): string {
  return number.toString(36);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
