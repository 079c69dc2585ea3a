/** What the tests of the host have in common: the same program on both sides of a pair must say, and end, the same. */
import { expect } from 'vitest';
import type { Ended, Pair, RunOptions, Side } from '../../test/parity/pair.ts';
import { findInterpreters, type Interpreter, newestAndOldest } from '../../test/python/interpreters.ts';

/** Longer than any program of these tests takes on a busy machine, ms. */
export const timeoutMs = 60_000;

/** CULPRIT_TEST_LONG=1 runs what takes minutes, too. */
export const isLong = process.env.CULPRIT_TEST_LONG === '1';

/** An interpreter, and what has its hook do without the gate. */
export interface HostForm extends Interpreter {
  readonly form: 'with the gate' | 'in pure Python';
  readonly env: NodeJS.ProcessEnv;
}

/** With the gate, as it is shipped, on every interpreter; in pure Python on the newest and the oldest. */
export async function hostForms(): Promise<readonly HostForm[]> {
  const interpreters = await findInterpreters();
  return [
    ...interpreters.map((one) => ({ ...one, form: 'with the gate' as const, env: {} })),
    ...newestAndOldest(interpreters).map((one) => ({
      ...one,
      form: 'in pure Python' as const,
      env: { CULPRIT_GATE: 'off' },
    })),
  ];
}

/** A program that meets much of what the hook listens to, and ends with a traceback. */
export const ordinary = `
import os, socket, ssl, sys, threading
from concurrent.futures import ThreadPoolExecutor
for i in range(5):
    try: open('.file%d' % i, 'w').close()
    except OSError as error: print(error)
try: open('missing')
except OSError as error: print(error)
print(__debug__, sys.flags.optimize, sys.flags.isolated, sys.flags.no_site, open('/dev/null').fileno())
with ThreadPoolExecutor(2) as pool: print(sorted(pool.map(len, ['a', 'bc'])))
open('missing too')
`;

/** Both sides' own paths, addresses of objects, threads' identifiers and times are left aside. */
export function plain({ how, stdout, stderr }: Ended, { dir }: Pair): Ended {
  const clean = (text: string): string =>
    text.replaceAll(`${dir}/hook`, `${dir}/bare`).replaceAll(/0x[0-9a-f]+|\b\d{9,}|when=[\d.]+/g, '…');
  return { how, stdout: clean(stdout), stderr: clean(stderr) };
}

/** Runs the same on both sides at a time, and expects the same of both; returns the bare side's. */
export async function expectSame(
  pair: Pair,
  args: readonly string[],
  options: Partial<RunOptions> | ((side: Side) => Partial<RunOptions>) = {},
): Promise<Ended> {
  const optionsOf = typeof options === 'function' ? options : () => options;
  const [bare, hook] = await Promise.all(
    (['bare', 'hook'] as const).map((side) => pair.run(side, args, { timeoutMs, ...optionsOf(side) })),
  );
  if (bare === undefined || hook === undefined) throw new Error('a run is missing');
  expect(plain(hook, pair)).toEqual(plain(bare, pair));
  return bare;
}
