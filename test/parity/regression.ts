/** One of CPython's regression test modules, run on both sides of a pair, and run again where they differ. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ModuleChoice } from './modules.ts';
import {
  compareOutcomes,
  confirmDifferences,
  type Difference,
  type Outcomes,
  readFailure,
  readOutcomes,
  wholeModule,
} from './outcomes.ts';
import type { Pair, Side } from './pair.ts';

/** A test file that takes longer is stopped by regrtest, which prints where every thread stood. */
const testTimeoutS = 240;
const moduleTimeoutMs = 480_000;
const seed = '20261124';

export interface Compared {
  readonly module: string;
  /** How many tests had an outcome without the hook. */
  readonly tests: number;
  /** Of these, how many neither passed nor were skipped, with and without it. */
  readonly failing: number;
  readonly differences: readonly (Difference & { readonly message: string })[];
  readonly unsteady: readonly Difference[];
  readonly seconds: number;
}

interface Ran {
  readonly outcomes: Outcomes;
  readonly xml: string;
  readonly output: string;
}

/**
 * Runs one module, without and with the hook at the same time: both meet the same load. Null where it isn't there.
 * @param patience multiplies how long a module may take, for a machine that is busy
 */
export async function compareModule(
  pair: Pair,
  choice: ModuleChoice,
  python: string,
  patience = 1,
): Promise<Compared | null> {
  if (!(await isThere(pair, choice.name))) return null;
  const startedAt = Date.now();
  const both = async (): Promise<[Ran, Ran]> =>
    Promise.all([runOnce(pair, 'bare', choice, patience), runOnce(pair, 'hook', choice, patience)]);
  const [bare, hooked] = await both();
  const first = compareOutcomes(bare.outcomes, hooked.outcomes);
  let confirmed: ReturnType<typeof confirmDifferences> = { steady: [], unsteady: [] };
  let last = hooked;
  if (first.length > 0) {
    const [bareAgain, hookedAgain] = await both();
    confirmed = confirmDifferences(first, bareAgain.outcomes, hookedAgain.outcomes);
    last = hookedAgain;
  }
  const failing = [...bare.outcomes.values()].filter((outcome) => /failed|error/.test(outcome)).length;
  return {
    module: choice.name,
    tests: bare.outcomes.size - 1,
    failing,
    differences: withoutEcho(confirmed.steady).map((difference) => ({
      ...difference,
      message: messageOf(last, difference).replaceAll(pair.dir, '…').replaceAll(python, 'python'),
    })),
    unsteady: confirmed.unsteady,
    seconds: Math.round((Date.now() - startedAt) / 1000),
  };
}

/** A module fails where one of its tests does: that is the same difference told twice. */
function withoutEcho(differences: readonly Difference[]): readonly Difference[] {
  const tests = differences.filter(({ test }) => test !== wholeModule);
  const isEcho = ({ bare, hooked }: Difference): boolean => bare === 'status 0' && hooked === 'status 2';
  return tests.length === 0 ? differences : differences.filter((entry) => tests.includes(entry) || !isEcho(entry));
}

async function isThere(pair: Pair, name: string): Promise<boolean> {
  const script = 'import sys, importlib.util as u; sys.exit(u.find_spec("test." + sys.argv[1]) is None)';
  return (await pair.run('bare', ['-c', script, name], { timeoutMs: 30_000 })).how === 'status 0';
}

async function runOnce(pair: Pair, side: Side, choice: ModuleChoice, patience: number): Promise<Ran> {
  const temp = join(pair.dir, `${side}-temp`);
  const xmlPath = join(pair.dir, `${side}-junit.xml`);
  rmSync(temp, { recursive: true, force: true });
  rmSync(xmlPath, { force: true });
  mkdirSync(temp);
  const args = [
    '-m',
    'test',
    '-j1',
    '--timeout',
    `${testTimeoutS * patience}`,
    '--randseed',
    seed,
    '--fail-env-changed',
  ];
  args.push('--junit-xml', xmlPath, '--tempdir', temp);
  for (const pattern of choice.only ?? []) args.push('-m', pattern);
  for (const pattern of choice.not ?? []) args.push('-i', pattern);
  const { how, stdout, stderr } = await pair.run(side, [...args, choice.name], {
    timeoutMs: moduleTimeoutMs * patience,
  });
  const xml = existsSync(xmlPath) ? readFileSync(xmlPath, 'utf8') : '';
  return { outcomes: readOutcomes(xml).set(wholeModule, how), xml, output: stdout + stderr };
}

function messageOf(ran: Ran, { test }: Difference): string {
  return (test === wholeModule ? ran.output.slice(-2000) : readFailure(ran.xml, test)).trim();
}
