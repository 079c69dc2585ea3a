/**
 * npm run bench: runs the benchmarks, writes bench/results/NAME.json and the tables in docs/performance.md.
 * Figures are ratios within one run on one machine; nothing here is a test.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hookBenchmark } from './hook.ts';

/** A row of a benchmark's table: column → cell. */
export type Row = Record<string, string>;

export interface Benchmark {
  /** One word, for the command line and the file of its results. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  run(options: {
    readonly rounds: number;
    readonly progress: (line: string) => void;
  }): Promise<{ readonly rows: readonly Row[]; readonly note: string }>;
}

const benchmarks: readonly Benchmark[] = [hookBenchmark];

const usage = `Usage: npm run bench -- [NAME…] [--rounds N]

Benchmarks: ${benchmarks.map(({ name }) => name).join(', ')} (all of them where none is named)
  --rounds N   how often each thing is measured; the median counts (default 7)

Example: npm run bench -- hook --rounds 11
`;

const docs = join(import.meta.dirname, '../docs/performance.md');
const results = join(import.meta.dirname, 'results');

/** Puts a table between the markers of a benchmark in docs/performance.md. */
function writeTable(benchmark: Benchmark, rows: readonly Row[], note: string): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const header = [line(benchmark.columns), line(benchmark.columns.map(() => '---'))];
  const body = rows.map((row) => line(benchmark.columns.map((column) => row[column] ?? '')));
  const table = [...header, ...body, '', note].join('\n');
  const text = readFileSync(docs, 'utf8');
  const [start, end] = [`<!-- bench:${benchmark.name} -->`, `<!-- /bench:${benchmark.name} -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined)
    throw new Error(`docs/performance.md has no place for "${benchmark.name}": add ${start}${end}`);
  writeFileSync(docs, `${before}${start}\n${table}\n${end}${after}`);
  process.stdout.write(`\n${benchmark.title}\n${table}\n`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '7' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const rounds = Number(values.rounds);
  const unknown = positionals.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined || !Number.isInteger(rounds) || rounds < 1) {
    process.stderr.write(
      unknown ? `no benchmark is called "${unknown}"\n\n${usage}` : `--rounds wants a whole number\n`,
    );
    return 2;
  }
  mkdirSync(results, { recursive: true });
  const machine = `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  for (const benchmark of benchmarks) {
    if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
    const progress = (line: string) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${line}`);
    const { rows, note } = await benchmark.run({ rounds, progress });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const file = join(results, `${benchmark.name}.json`);
    writeFileSync(
      file,
      `${JSON.stringify({ at: new Date().toISOString(), machine, node: process.version, note, rows }, null, 2)}\n`,
    );
    writeTable(benchmark, rows, note);
  }
  return 0;
}

process.exitCode = await main();
