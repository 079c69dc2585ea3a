/** Code of a package that is being built from source: its setup.py runs before there is anything in site-packages. */
import { dirname, join } from 'node:path';
import type { PackageRef } from '@culprit/proto';
import { normalizeName } from '../environments/names.ts';
import { readMetadata } from '../environments/record.ts';

/** Where installers unpack: pip's temporary folders, and uv's cache. */
const buildFolder = /^(.*\/(?:pip-(?:install|req-build|wheel)-[^/]+|sdists-v\d+))\//;
/** pip names the folder of each package in it. */
const pipFolder = /\/pip-install-[^/]+\/([A-Za-z0-9._-]+?)_[0-9a-f]{32}\//;
const maxDepth = 16;

/**
 * The package of a file in an unpacked source distribution, by the PKG-INFO at its top; where that is gone, by the
 * name that pip gave the folder, with the version "unknown". Null for any other file, and for a project of the user's
 * own, which has no PKG-INFO there.
 */
export function sourcePackageOf(file: string): PackageRef | null {
  const top = buildFolder.exec(file)?.[1];
  if (top === undefined) return null;
  let folder = dirname(file);
  for (let depth = 0; depth < maxDepth && folder.length > top.length; depth += 1, folder = dirname(folder)) {
    const identity = readMetadata(join(folder, 'PKG-INFO'));
    if (identity !== null) return identity;
  }
  const identity = readMetadata(join(top, 'PKG-INFO'));
  if (identity !== null) return identity;
  const name = pipFolder.exec(file)?.[1];
  return name === undefined ? null : { name: normalizeName(name), version: 'unknown' };
}
