/** The two forms of the hook, for its tests: behind the gate, built by this machine's compiler, and in pure Python. */
import { renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { threadId } from 'node:worker_threads';
import { findInterpreters, type Interpreter, isFreeThreaded, newestAndOldest } from '../../test/python/interpreters.ts';
import { type Compiler, compileGate, ownCompiler, ownTarget, pythonHeaders } from '../gate/compile.ts';

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'culprit-gate');

/** A gate that was built beside the npm packages; or why there is none. */
export interface Built {
  readonly path: string | null;
  readonly missing: string | null;
  readonly compiler: Compiler | null;
  readonly headers: string;
}

let built: Promise<Built> | undefined;

/**
 * Builds the gate once a process. A compiler that is there and fails throws; one that isn't is the reason.
 * CULPRIT_TEST_GATE names one that was built already, such as one for another processor that is emulated.
 */
export function builtGate(): Promise<Built> {
  built ??= build();
  return built;
}

async function build(): Promise<Built> {
  const compiler = ownCompiler();
  const none = (missing: string): Built => ({ path: null, missing, compiler: null, headers: '' });
  const given = process.env.CULPRIT_TEST_GATE;
  if (given) return { path: resolve(given), missing: null, compiler: null, headers: '' };
  if (compiler === null || ownTarget === null) return none('no C compiler (cc)');
  let headers: string;
  try {
    headers = await pythonHeaders();
  } catch (cause) {
    return none(cause instanceof Error ? cause.message : String(cause));
  }
  // Test files run side by side: each builds under a name of its own, and puts it in place whole.
  const path = join(cache, '_gate.abi3.so');
  const out = join(cache, `building-${process.pid}-${threadId}`);
  compileGate(compiler, ownTarget, { headers, out });
  renameSync(out, path);
  return { path, missing: null, compiler, headers };
}

export interface Form extends Interpreter {
  readonly form: 'with the gate' | 'in pure Python';
  /** The path of the gate; null in pure Python. */
  readonly gate: string | null;
}

/**
 * With the gate on every interpreter that loads it, in pure Python on the newest, the oldest and those that don't;
 * without a compiler, on all.
 */
export async function forms(): Promise<readonly Form[]> {
  const interpreters = await findInterpreters();
  const { path: gate } = await builtGate();
  const gated = gate === null ? [] : interpreters.filter((one) => !isFreeThreaded(one));
  const pure = [...newestAndOldest(gated), ...interpreters.filter((one) => !gated.includes(one))];
  return [
    ...gated.map((one) => ({ ...one, form: 'with the gate' as const, gate })),
    ...pure.map((one) => ({ ...one, form: 'in pure Python' as const, gate: null })),
  ];
}
