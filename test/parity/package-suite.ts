/** A package's own tests, out of its source distribution, run on both sides of a pair. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { networkSettings } from '../python/clean-env.ts';
import { lastLine } from '../python/command.ts';
import { compareOutcomes, confirmDifferences, readFailure, readOutcomes, wholeModule } from './outcomes.ts';
import type { Pair, Side } from './pair.ts';
import type { Compared } from './regression.ts';

export interface PackageChoice {
  readonly name: string;
  readonly version: string;
  /** What its tests need beside it, for pip. */
  readonly needs: readonly string[];
  /** For pytest: what is run, and what isn't. */
  readonly args: readonly string[];
}

/** Packages that ship their tests and that meet much of what the hook watches. */
export const packageChoices: readonly PackageChoice[] = [
  {
    name: 'requests',
    version: '2.34.2',
    needs: ['pytest<9', 'pytest-httpbin==2.1.0', 'httpbin~=0.10.0', 'pytest-mock', 'trustme', 'PySocks'],
    args: ['tests'],
  },
  { name: 'click', version: '8.5.1', needs: ['pytest<9'], args: ['tests'] },
];

const installTimeoutMs = 240_000;
const suiteTimeoutMs = 240_000;

/** What came of it; a machine without a package index, or an interpreter too old for the package, is no failure. */
export type PackageOutcome =
  | { readonly status: 'compared'; readonly compared: Compared }
  | { readonly status: 'unavailable'; readonly reason: string };

/** Downloads, installs and runs one package's tests on both sides of a pair that was made with pip. */
export async function comparePackage(pair: Pair, choice: PackageChoice): Promise<PackageOutcome> {
  const startedAt = Date.now();
  const { name, version } = choice;
  for (const side of ['bare', 'hook'] as const) {
    const reason = await prepare(pair, side, choice);
    if (reason !== null) return { status: 'unavailable', reason };
  }
  const both = async () => Promise.all([runSuite(pair, 'bare', choice), runSuite(pair, 'hook', choice)]);
  const [bare, hooked] = await both();
  const first = compareOutcomes(bare.outcomes, hooked.outcomes);
  const again = first.length > 0 ? await both() : null;
  const { steady, unsteady } = again
    ? confirmDifferences(first, again[0].outcomes, again[1].outcomes)
    : { steady: [], unsteady: [] };
  return {
    status: 'compared',
    compared: {
      module: `${name} ${version}`,
      tests: bare.outcomes.size - 1,
      failing: [...bare.outcomes.values()].filter((outcome) => /failed|error/.test(outcome)).length,
      differences: steady.map((difference) => ({
        ...difference,
        message: readFailure((again?.[1] ?? hooked).xml, difference.test).replaceAll(pair.dir, '…'),
      })),
      unsteady,
      seconds: Math.round((Date.now() - startedAt) / 1000),
    },
  };
}

const folderOf = ({ name, version }: PackageChoice): string => `${name}-${version}`;

/** The package's own sources and what its tests need; why not, where it can't be had. */
async function prepare(pair: Pair, side: Side, choice: PackageChoice): Promise<string | null> {
  const { name, version, needs } = choice;
  const pip = ['-m', 'pip', '--disable-pip-version-check', '--no-input'];
  const download = ['download', '-q', '--no-deps', '--no-binary', ':all:', `${name}==${version}`];
  const unpack = 'import shutil, sys; shutil.unpack_archive(sys.argv[1], ".")';
  const steps = [
    [...pip, ...download],
    ['-c', unpack, `${folderOf(choice)}.tar.gz`],
    [...pip, 'install', '-q', `./${folderOf(choice)}`, ...needs],
  ];
  for (const args of steps) {
    const ended = await pair.run(side, args, { timeoutMs: installTimeoutMs, env: networkSettings() });
    if (ended.how !== 'status 0') return lastLine(ended.stderr || ended.stdout).replaceAll(pair.dir, '…');
  }
  return null;
}

async function runSuite(pair: Pair, side: Side, choice: PackageChoice) {
  const cwd = join(pair.dir, `${side}-work`, folderOf(choice));
  const xmlPath = join(pair.dir, `${side}-package.xml`);
  rmSync(xmlPath, { force: true });
  if (!readdirSync(cwd).includes('tests')) throw new Error(`${folderOf(choice)} ships no tests`);
  const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junit-xml=${xmlPath}`, ...choice.args];
  const { how } = await pair.run(side, args, { timeoutMs: suiteTimeoutMs, cwd });
  // A parametrized test may be named after the folder that it runs in.
  const xml = existsSync(xmlPath) ? readFileSync(xmlPath, 'utf8').replaceAll(`${pair.dir}/${side}`, '…') : '';
  return { outcomes: readOutcomes(xml).set(wholeModule, how), xml };
}
