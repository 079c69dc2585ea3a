/**
 * npm run parity: CPython's own regression tests, with and without the hook, compared test by test.
 * Each interpreter gets two venvs that differ in the hook alone, put there as the agent puts it.
 */
import { parseArgs } from 'node:util';
import { findInterpreters, type Interpreter } from '../python/interpreters.ts';
import { explanationOf } from './explained.ts';
import { moduleChoices, shortModules } from './modules.ts';
import { comparePackage, packageChoices } from './package-suite.ts';
import { makePair, type Pair, type PairOptions } from './pair.ts';
import { type Compared, compareModule } from './regression.ts';
import { keepResult } from './results.ts';

const usage = `Usage: npm run parity -- [--python V]… [--modules a,b] [--packages] [--short] [--patience N] [--json]

Runs CPython's regression tests with and without the hook, and lists each test whose result is another one.
  --python V     only interpreters whose version begins with V (3.13); all of this machine where it isn't given
  --modules a,b  only these modules
  --packages     the tests of packages (test/parity/package-suite.ts) in place of CPython's; fetches them by pip
  --short        a few modules on the newest interpreter, under a minute; writes nothing
  --patience N   wait N times as long for a module before it is stopped, where the machine is busy
  --json         what was found, as JSON on standard output

Writes test/parity/results.json and docs/parity.md. Status 1 where a difference has no explanation
(test/parity/explained.ts).

Example: npm run parity -- --python 3.13 --modules test_threading,test_ssl
`;

async function main(): Promise<number> {
  let values: {
    python?: string[] | undefined;
    modules?: string | undefined;
    short?: boolean;
    packages?: boolean;
    patience?: string;
    json?: boolean;
    help?: boolean;
  };
  try {
    const flag = { type: 'boolean', default: false } as const;
    values = parseArgs({
      options: {
        python: { type: 'string', multiple: true },
        modules: { type: 'string' },
        short: flag,
        packages: flag,
        patience: { type: 'string', default: '1' },
        json: flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const patience = Number(values.patience);
  if (!(patience >= 1)) {
    process.stderr.write(`--patience takes a number of at least 1\n\n${usage}`);
    return 2;
  }
  const found = await findInterpreters();
  const wanted = (values.python ?? []).flatMap((version) => version.split(','));
  let interpreters = found.filter(({ version }) => wanted.length === 0 || wanted.some((w) => version.startsWith(w)));
  if (values.short) interpreters = interpreters.slice(0, 1);
  const names = values.modules?.split(',') ?? (values.short ? shortModules : moduleChoices.map(({ name }) => name));
  const unknown = names.find((name) => !moduleChoices.some((choice) => choice.name === name));
  if (interpreters.length === 0 || unknown !== undefined) {
    process.stderr.write(
      unknown !== undefined
        ? `${unknown} is none of the modules in test/parity/modules.ts\n`
        : `no interpreter here is called ${wanted.join(' or ') || 'CPython ≥ 3.8'}; there are: ${found.map(({ version }) => version).join(', ')}\n`,
    );
    return 2;
  }
  const run: Compared[] = [];
  for (const interpreter of interpreters) {
    const found = values.packages ? comparePackages(interpreter) : compareModules(interpreter, names, patience);
    for await (const [name, compared] of found) {
      if (compared !== null) run.push(compared);
      if (!values.short) keepResult(interpreter.version, name, compared);
    }
  }
  const open = run.flatMap(({ differences }) => differences).filter(({ test }) => explanationOf(test) === null);
  process.stdout.write(values.json ? `${JSON.stringify(run, null, 2)}\n` : summaryOf(run, open));
  return open.length === 0 ? 0 : 1;
}

type Found = AsyncGenerator<readonly [string, Compared | null]>;

async function* compareModules({ version, path }: Interpreter, names: readonly string[], patience: number): Found {
  const { pair, close } = await openPair(path);
  let compared = 0;
  try {
    for (const choice of moduleChoices.filter(({ name }) => names.includes(name))) {
      progress(`Python ${version} ${choice.name}`);
      const result = await compareModule(pair, choice, path, patience);
      if (result !== null) compared += 1;
      yield [choice.name, result];
    }
    if (compared > 0 && pair.connections() === 0) {
      throw new Error(`no hook said anything on Python ${version}: nothing was compared`);
    }
  } finally {
    await close();
  }
}

async function* comparePackages({ version, path }: Interpreter): Found {
  for (const choice of packageChoices) {
    progress(`Python ${version} ${choice.name}`);
    const { pair, close } = await openPair(path, { withPip: true });
    try {
      const outcome = await comparePackage(pair, choice);
      if (outcome.status === 'compared') yield [outcome.compared.module, outcome.compared];
      else process.stderr.write(`Python ${version}: no ${choice.name} (${outcome.reason})\n`);
    } finally {
      await close();
    }
  }
}

/** A pair that is taken away when this is interrupted, too. */
async function openPair(python: string, options?: PairOptions): Promise<{ pair: Pair; close(): Promise<void> }> {
  const pair = await makePair(python, options);
  const stop = (): void => {
    void pair.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    pair,
    async close() {
      progress('');
      process.off('SIGINT', stop).off('SIGTERM', stop);
      await pair.close();
    },
  };
}

function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}

function summaryOf(run: readonly Compared[], open: Compared['differences']): string {
  const tests = run.reduce((sum, compared) => sum + compared.tests, 0);
  const all = run.flatMap(({ differences }) => differences).length;
  const lines = open.map(({ test, bare, hooked, message }) => {
    const said = message === '' ? '' : `\n    ${message.split('\n').slice(-6).join('\n    ')}`;
    return `${test}: ${bare} without the hook, ${hooked} with it${said}`;
  });
  const count = `${tests} tests in ${run.length} modules: ${all} with another result`;
  return `${[...lines, `${count}, ${all - open.length} of them explained`].join('\n')}\n`;
}

process.exitCode = await main();
