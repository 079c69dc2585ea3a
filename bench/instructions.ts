/**
 * What the hook costs in instructions, as valgrind counts them: the same on a busy machine as on a quiet one, and told
 * apart to a hundredth of what a clock can.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInterpreters, type Interpreter, newestAndOldest } from '../test/python/interpreters.ts';
import { type Benchmark, type Choice, isWanted, type Row, type Table } from './benchmark.ts';
import { type Lab, openLab } from './lab.ts';
import * as requirements from './requirements.ts';
import { bare, gateAlone, noopInC, pureAlone, type Variant } from './variants.ts';

interface Operation {
  readonly name: string;
  /** As bench/hook/instructions.py calls it. */
  readonly work: string;
  readonly times: number;
  readonly needs: readonly string[];
}

const operations: readonly Operation[] = [
  { name: '`id(x)`', work: 'id', times: 5000, needs: [] },
  { name: '`copy.deepcopy` of a small tree', work: 'deepcopy', times: 200, needs: [] },
  { name: '`logging` of a line', work: 'logging', times: 200, needs: [] },
  { name: '`exec` of the same small code object', work: 'exec', times: 1000, needs: [] },
  { name: '`open`, `close` of one file', work: 'open', times: 500, needs: [] },
  { name: '`open`, `close` of a new file', work: 'open_new', times: 500, needs: [] },
  { name: 'an HTTP request by requests', work: 'requests', times: 30, needs: requirements.requests },
  { name: 'an HTTP request by aiohttp', work: 'aiohttp', times: 30, needs: requirements.aiohttp },
];
const compared = [bare, noopInC, gateAlone, pureAlone] as const;
const columns = ['one', 'Python', ...compared];

export const instructionsBenchmark: Benchmark = {
  name: 'instructions',
  purpose: 'instructions of single operations, counted by valgrind (10 minutes)',
  rounds: 1,
  rowNames: operations.map(({ name }) => name),
  async run(choice) {
    const wanted = operations.filter(({ name }) => isWanted(name, choice.only));
    const counts = new Map<Operation, Row[]>(wanted.map((operation) => [operation, []]));
    const missing: string[] = [];
    const reason = whyNoValgrind();
    if (reason !== null) missing.push(reason);
    else {
      for (const interpreter of newestAndOldest(await findInterpreters())) {
        const lab = await openLab('packages', interpreter);
        try {
          for (const [operation, rows] of counts) {
            const outcome = await measure(lab, operation, choice);
            if (typeof outcome === 'string') missing.push(`${operation.name} on ${interpreter.version}: ${outcome}`);
            else rows.push(rowOf(operation, interpreter, outcome));
          }
        } finally {
          await lab.close();
        }
      }
    }
    const rows = [...counts.values()].flat();
    const note = [
      'Instructions of one, counted by `valgrind --tool=callgrind`, the kernel’s left out.',
      ...missing.map((line) => `Not measured: ${line}.`),
    ].join('\n');
    const table: Table = { columns, rows, note };
    return { tables: [table], measured: { rows, missing } };
  },
};

/** Instructions of one, by variant; or why it can't be had. */
async function measure(lab: Lab, operation: Operation, choice: Choice): Promise<Map<Variant, number> | string> {
  const { name, work, times, needs } = operation;
  choice.progress(`${name}, Python ${lab.environment.interpreter.version}`);
  const reason = await lab.environment.need(needs);
  if (reason !== null) return reason;
  const python = lab.environment.python;
  const args = [join(import.meta.dirname, 'hook', 'instructions.py'), work, String(times), lab.url];
  const out = join(lab.dir, `${work}.counted`);
  const tool = ['--tool=callgrind', `--callgrind-out-file=${out}`, '--zero-before=getppid', '--dump-before=getpgrp'];
  const counted = new Map<Variant, number>();
  for (const variant of compared) {
    lab.run(variant, [python, ...args]); // writes byte code
    lab.run(variant, ['valgrind', ...tool, python, ...args]);
    const [, summary] = /^summary: (\d+)$/m.exec(readFileSync(`${out}.1`, 'utf8')) ?? [];
    counted.set(variant, Math.round(Number(summary) / times));
  }
  return counted;
}

function rowOf({ name }: Operation, { version }: Interpreter, counted: Map<Variant, number>): Row {
  const cells = [...counted].map(([variant, number]) => [variant, number.toLocaleString('en')]);
  return { one: name, Python: version, ...Object.fromEntries(cells) };
}

function whyNoValgrind(): string | null {
  const { error } = spawnSync('valgrind', ['--version'], { encoding: 'utf8' });
  return error ? 'everything: valgrind is not installed (Debian: apt install valgrind)' : null;
}
