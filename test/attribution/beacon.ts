/** The compiled extension of the wheel `suspect`: beacon.c. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownCompiler, pythonHeaders } from '../../python-hook/gate/compile.ts';

export type Beacon =
  /** The extension, for every Python of this machine. */
  { readonly status: 'built'; readonly bytes: Uint8Array } | { readonly status: 'missing'; readonly reason: string };

/** Compiles it into a folder of its own, with the machine's own compiler. */
export async function buildBeacon(dir: string): Promise<Beacon> {
  const compiler = process.platform === 'linux' ? ownCompiler() : null;
  if (compiler === null) return { status: 'missing', reason: 'there is no C compiler (cc) for Linux here' };
  let headers: string;
  try {
    headers = await pythonHeaders();
  } catch (error) {
    return { status: 'missing', reason: error instanceof Error ? error.message : String(error) };
  }
  mkdirSync(dir, { recursive: true });
  const out = join(dir, '_beacon.abi3.so');
  const source = join(import.meta.dirname, 'beacon.c');
  const flags = ['-O1', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared', `-I${headers}`, source, '-o', out];
  const { status, stderr } = spawnSync(compiler.name, flags, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${compiler.name} can't compile ${source}: ${stderr}`);
  return { status: 'built', bytes: readFileSync(out) };
}
