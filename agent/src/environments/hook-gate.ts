/** The hook's filter in C (python-hook/gate) as it was shipped: native code, which goes nowhere unless it is whole. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name under which the hook imports it. */
export const gateFile = '_gate.abi3.so';

/** This machine, as Node names it: "linux-x64". */
export const ownPlatform = `${process.platform}-${process.arch}`;

/** There is a whole one for the platform; there is none; or there is one that isn't what was built. */
export type GateState = 'ready' | 'absent' | 'refused';

export interface ShippedGate {
  readonly state: GateState;
  /** Of one that is ready; null otherwise. */
  readonly bytes: Buffer | null;
}

/**
 * The gate for a platform, out of the folder of the hook's package: gate/dist/PLATFORM, held against the SHA-256 in
 * gate/dist/hashes.json. One that lacks its hash, or its file, is refused like one that differs.
 */
export function readGate(hookDir: string, platform: string = ownPlatform): ShippedGate {
  const dist = join(hookDir, 'gate', 'dist');
  const wanted = hashesIn(join(dist, 'hashes.json')).get(platform);
  const bytes = bytesOf(join(dist, platform, gateFile));
  if (wanted === undefined && bytes === null) return { state: 'absent', bytes: null };
  const isWhole = bytes !== null && createHash('sha256').update(bytes).digest('hex') === wanted;
  return isWhole ? { state: 'ready', bytes } : { state: 'refused', bytes: null };
}

function hashesIn(path: string): ReadonlyMap<string, unknown> {
  try {
    return new Map(Object.entries(Object(JSON.parse(readFileSync(path, 'utf8')))));
  } catch {
    return new Map();
  }
}

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
