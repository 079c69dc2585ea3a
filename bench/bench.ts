/**
 * npm run bench: runs the benchmarks, writes bench/results/NAME.json and the tables in docs/performance.md.
 * Figures are ratios within one run on one machine; nothing here is a test.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { agentBenchmark } from './agent.ts';
import { type Benchmark, isWanted } from './benchmark.ts';
import { hookBenchmark } from './hook.ts';
import { instructionsBenchmark } from './instructions.ts';
import { inventoryBenchmark } from './inventory.ts';
import { pyperformanceBenchmark } from './pyperformance.ts';
import { markdownOf, putBetweenMarkers } from './tables.ts';
import { verifyBenchmark } from './verify.ts';

const benchmarks: readonly Benchmark[] = [
  hookBenchmark,
  instructionsBenchmark,
  pyperformanceBenchmark,
  verifyBenchmark,
  inventoryBenchmark,
  agentBenchmark,
];

const usage = `Usage: npm run bench -- [NAME…] [--rounds N] [--only ROW]… [--fast] [--json]

Runs these benchmarks, all of them where none is named:
${benchmarks.map(({ name, purpose }) => `  ${name.padEnd(14)} ${purpose}`).join('\n')}

  --rounds N   how often each thing is measured; the median counts (hook 7, pyperformance 5, agent 3)
  --only ROW   only rows whose name has this in it; may be given more than once; writes nothing
  --fast       quick and rough: pyperformance with two rounds, memory with two million activities; the agent for seconds
  --cpu        processor time in place of time on the wall, for a machine that does other things; writes nothing
  --json       what was measured, as JSON on standard output in place of the tables

Writes bench/results/NAME.json and the tables in docs/performance.md. What a benchmark needs from PyPI it installs
into an environment of its own under node_modules/.cache; what can't be had is left out, and named with the reason.

Example: npm run bench -- hook --only "exec loop" --only logging --rounds 11
`;

const docs = join(import.meta.dirname, '..', 'docs', 'performance.md');
const results = join(import.meta.dirname, 'results');

interface Flags {
  rounds?: string | undefined;
  only?: string[] | undefined;
  fast?: boolean;
  cpu?: boolean;
  json?: boolean;
  help?: boolean;
}

async function main(): Promise<number> {
  let values: Flags;
  let names: string[];
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = {
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true },
      fast: flag,
      cpu: flag,
      json: flag,
      help: flag,
    } as const;
    ({ values, positionals: names } = parseArgs({ allowPositionals: true, options }));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const unknown = names.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) return refuse(`no benchmark is called "${unknown}"`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) return refuse('--rounds wants a whole number');
  const chosen = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name));
  const { only = [] } = values;
  if (!chosen.some(({ rowNames }) => rowNames?.some((name) => isWanted(name, only)) ?? true)) {
    const rowNames = chosen.flatMap((benchmark) => benchmark.rowNames ?? []);
    return refuse(`no row has "${only.join('" or "')}" in its name; there are: ${rowNames.join(', ')}`);
  }
  for (const benchmark of chosen) await runOne(benchmark, rounds, values);
  return 0;
}

async function runOne(benchmark: Benchmark, rounds: number | undefined, values: Flags): Promise<void> {
  const { only = [], fast: isFast = false, cpu: isCpu = false } = values;
  const { tables, measured } = await benchmark.run({
    rounds: rounds ?? benchmark.rounds,
    only,
    isFast,
    isCpu,
    progress,
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const machine = `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const at = new Date().toISOString();
  const text = `${JSON.stringify({ at, machine, node: process.version, tables, measured }, null, 2)}\n`;
  const markdown = markdownOf(tables);
  process.stdout.write(values.json ? text : `${markdown}\n`);
  if (only.length > 0 || isCpu) return;
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${benchmark.name}.json`), text);
  putBetweenMarkers(docs, benchmark.name, markdown);
}

/** One line that is written over on a terminal; elsewhere, one for each. */
function progress(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n\n${usage}`);
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
