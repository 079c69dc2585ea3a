/** What a package declares in its metadata: what it needs, and what of it others run without importing it. */
import { join } from 'node:path';
import { readText } from '../environments/bounded-read.ts';
import { normalizeName } from '../environments/names.ts';
import type { Thing } from './version-facts.ts';

const maxBytes = 1024 * 1024;
const maxDeclared = 1_000;

/** Groups whose entries run while any other package is built or installed. */
const installGroups = /^(?:distutils\.|setuptools\.|egg_info\.writers$|hatch$|pip\.)/;

/** Requires-Dist of METADATA (what an extra needs aside), and entry_points.txt. */
export function declaredThings(infoPath: string): Thing[] {
  return [...dependencies(infoPath), ...entryPoints(infoPath)].slice(0, maxDeclared);
}

/** The names in Requires-Dist, without those that only an extra brings. */
export function requiredNames(infoPath: string): string[] {
  const [header = ''] = (readText(join(infoPath, 'METADATA'), maxBytes) ?? '').split(/\r?\n\r?\n/, 1);
  const names = [...header.matchAll(/^Requires-Dist:[ \t]*([A-Za-z0-9][\w.-]*)(.*)$/gm)].flatMap(([, name, rest]) =>
    name === undefined || /;.*\bextra\s*==/.test(rest ?? '') ? [] : [normalizeName(name)],
  );
  return [...new Set(names)].sort();
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
