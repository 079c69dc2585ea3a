/** What a package declares in its metadata: what it needs, and what of it others run without importing it. */
import { join } from 'node:path';
import { readText } from '../environments/bounded-read.ts';
import { requiredNames } from '../environments/package-metadata.ts';
import type { Thing } from './version-facts.ts';

const maxBytes = 1024 * 1024;
const maxDeclared = 1_000;

/** Groups whose entries run while any other package is built or installed. */
const installGroups = /^(?:distutils\.|setuptools\.|egg_info\.writers$|hatch$|pip\.)/;

/** Requires-Dist of METADATA (what an extra needs aside), and entry_points.txt. */
export function declaredThings(infoPath: string): Thing[] {
  return [...dependencies(infoPath), ...entryPoints(infoPath)].slice(0, maxDeclared);
}

function dependencies(infoPath: string): Thing[] {
  return requiredNames(infoPath).map((what) => ({ kind: 'dependency', what, file: 'METADATA', line: 0 }));
}

function entryPoints(infoPath: string): Thing[] {
  const file = 'entry_points.txt';
  let group = '';
  const things: Thing[] = [];
  for (const [index, raw] of (readText(join(infoPath, file), maxBytes) ?? '').split('\n').entries()) {
    const line = raw.trim();
    const section = /^\[([\w.-]{1,100})\]$/.exec(line)?.[1];
    if (section !== undefined) group = section;
    const name = /^([\w.:-]{1,100})\s*=/.exec(line)?.[1];
    if (name === undefined || group === '') continue;
    const kind = installGroups.test(group) ? 'install-hook' : 'entry-point';
    things.push({ kind, what: `${group}: ${name}`, file, line: index + 1 });
  }
  return things;
}
