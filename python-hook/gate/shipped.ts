/** What ships of the gate: dist/TARGET/_gate.abi3.so for every target, and dist/hashes.json, which vouches for them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { targets } from './compile.ts';

/** Under this name stands the hash of the source that the rest was built from. */
const sourceName = 'gate.c';

/** Where the gate for a target is, in the folder of what was built. */
export function gateIn(dist: string, target: string): string {
  return join(dist, target, '_gate.abi3.so');
}

/** SHA-256 in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Writes hashes.json. `hashes`: target → SHA-256 of its gate. */
export function writeHashes(dist: string, source: string, hashes: Readonly<Record<string, string>>): void {
  const all = { ...hashes, [sourceName]: sha256(readFileSync(source)) };
  writeFileSync(join(dist, 'hashes.json'), `${JSON.stringify(all, null, 2)}\n`);
}

/** Why these files can't be shipped, one sentence each; none where they can. */
export function problemsOf(dist: string, source: string): readonly string[] {
  const path = join(dist, 'hashes.json');
  if (!existsSync(path)) return ['the gate was never built'];
  const hashes = new Map(Object.entries(Object(JSON.parse(readFileSync(path, 'utf8')))));
  const problems = targets.flatMap((target) => {
    const file = gateIn(dist, target);
    if (!hashes.has(target) || !existsSync(file)) return [`there is no gate for ${target}`];
    return sha256(readFileSync(file)) === hashes.get(target) ? [] : [`${file} is not what was built`];
  });
  const isFresh = hashes.get(sourceName) === sha256(readFileSync(source));
  return isFresh ? problems : [...problems, `${sourceName} has changed since the gate was built`];
}
