/**
 * What the hook costs pyperformance's default set, the benchmarks that CPython itself is measured with. They are run
 * by pyperf's workers, as pyperformance does, but the variants in turn: one process of each in every round.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Benchmark, type Choice, isWanted, type Row, type Table } from './benchmark.ts';
import { verdict } from './goals.ts';
import { type Lab, openLab } from './lab.ts';
import { median } from './median.ts';
import * as requirements from './requirements.ts';
import { duration, Samples, times } from './samples.ts';
import { bare, gateConnected, noopInC } from './variants.ts';

const compared = [bare, noopInC, gateConnected] as const;
const overFloor = 'Culprit of the no-op hook';
const [meanGoal, singleGoal] = [1.02, 1.05];
const fastRounds = 2;
const valuesPerProcess = 3;

/** One of the set, as bench/hook/pyperformance_list.py prints it. */
interface Program {
  readonly name: string;
  readonly script: string;
  readonly options: readonly string[];
  readonly requirements: string | null;
  readonly fits: boolean;
}

/** One thing that a program measures; some measure several. */
interface Task {
  readonly name: string;
  readonly program: Program;
  readonly index: number;
  /** How often it is done for one value: the same in each variant. */
  readonly loops: number;
}

interface Measured {
  readonly name: string;
  readonly seconds: Samples;
}

export const pyperformanceBenchmark: Benchmark = {
  name: 'pyperformance',
  purpose: "pyperformance's default set (an hour; with --fast, twenty minutes)",
  rounds: 5,
  rowNames: null,
  async run(choice) {
    const rounds = choice.isFast ? Math.min(fastRounds, choice.rounds) : choice.rounds;
    const lab = await openLab('pyperformance');
    const missing: string[] = [];
    const measured: Measured[] = [];
    try {
      const programs = await prepare(lab, choice, missing);
      for (const program of programs) {
        try {
          choice.progress(`${program.name}: how many loops`);
          for (const task of calibrate(lab, program)) {
            measured.push({ name: task.name, seconds: measure(lab, task, { ...choice, rounds }) });
          }
        } catch (error) {
          missing.push(`${program.name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      const note = [
        `CPython ${lab.environment.interpreter.version}, ${requirements.pyperformance.join(', ')}; medians of ${rounds} rounds, ` +
          `the variants in turn within each, a process of ${valuesPerProcess} values each.`,
        ...missing.map((line) => `Not measured: ${line}.`),
      ].join('\n');
      return { tables: tablesOf(measured, note), measured: { benchmarks: measured, missing } };
    } finally {
      await lab.close();
    }
  },
};

/** Those of the set that are wanted and whose requirements can be had; of the others, says why not. */
async function prepare(lab: Lab, choice: Choice, missing: string[]): Promise<Program[]> {
  choice.progress('pyperformance: installing');
  const reason = await lab.environment.need(requirements.pyperformance);
  if (reason !== null) {
    missing.push(`everything: ${reason}`);
    return [];
  }
  const list = join(import.meta.dirname, 'hook', 'pyperformance_list.py');
  const set = JSON.parse(lab.run(bare, [lab.environment.python, list])) as Program[];
  const programs: Program[] = [];
  for (const program of set.filter(({ name }) => isWanted(name, choice.only))) {
    choice.progress(`${program.name}: installing`);
    const why = program.fits
      ? await lab.environment.need(program.requirements === null ? [] : ['-r', program.requirements])
      : 'it is for other versions of Python';
    if (why === null) programs.push(program);
    else missing.push(`${program.name}: ${why}`);
  }
  return programs;
}

/** Runs a program once, and has pyperf find how often to do each of its things so that it can be measured. */
function calibrate(lab: Lab, program: Program): Task[] {
  const results = runBenchmark(lab, program, bare, ['--processes=1', '--values=1', '--warmups=0']);
  return results.map(({ name, loops }, index) => ({ name, program, index, loops }));
}

function measure(lab: Lab, task: Task, { rounds, progress }: Choice): Samples {
  const seconds = new Samples();
  const worker = ['--worker', `--worker-task=${task.index}`, `--loops=${task.loops}`, '--warmups=1'];
  for (let round = 0; round < rounds; round += 1) {
    progress(`${task.name}: round ${round + 1} of ${rounds}`);
    for (const [i] of compared.entries()) {
      const variant = compared[(i + round) % compared.length] ?? bare;
      const [result] = runBenchmark(lab, task.program, variant, [...worker, `--values=${valuesPerProcess}`]);
      seconds.add(variant, median(result?.values ?? []));
    }
  }
  return seconds;
}

interface Result {
  readonly name: string;
  readonly loops: number;
  readonly values: readonly number[];
}

/** What pyperf (2.10) writes. What all benchmarks, or all runs, have in common stands one level up. */
interface PyperfFile {
  readonly metadata?: Metadata;
  readonly benchmarks: readonly {
    readonly metadata?: Metadata;
    readonly runs: readonly { readonly metadata?: Metadata; readonly values?: readonly number[] }[];
  }[];
}
type Metadata = { readonly name?: string; readonly loops?: number };

function runBenchmark(
  lab: Lab,
  program: Program,
  variant: (typeof compared)[number],
  args: readonly string[],
): Result[] {
  const file = join(lab.dir, 'pyperf.json');
  rmSync(file, { force: true });
  lab.run(variant, [
    lab.environment.python,
    program.script,
    ...program.options,
    '--quiet',
    `--append=${file}`,
    ...args,
  ]);
  const { metadata: all, benchmarks } = JSON.parse(readFileSync(file, 'utf8')) as PyperfFile;
  return benchmarks.map(({ metadata, runs }) => {
    const merged: Metadata = { ...all, ...metadata, ...runs.at(-1)?.metadata };
    const values = runs.flatMap((run) => run.values ?? []);
    return { name: merged.name ?? program.name, loops: merged.loops ?? 1, values };
  });
}

function tablesOf(measured: readonly Measured[], note: string): Table[] {
  const ratios = measured.map(({ name, seconds }) => ({
    name,
    seconds,
    noop: seconds.ratio(noopInC, bare),
    ours: seconds.ratio(gateConnected, bare),
    over: seconds.ratio(gateConnected, noopInC),
  }));
  const sorted = ratios.toSorted((one, other) => other.over - one.over);
  const [noop, ours, over] = [
    geometricMean(ratios, 'noop'),
    geometricMean(ratios, 'ours'),
    geometricMean(ratios, 'over'),
  ];
  const above = ratios.filter((one) => one.over > singleGoal);
  const worst = sorted[0]?.over ?? Number.NaN;
  const mean: Row = {
    benchmark: `geometric mean of ${ratios.length}`,
    [noopInC]: times(noop),
    [gateConnected]: times(ours),
    [overFloor]: times(over),
    goal: verdict(`${meanGoal}× bare`, ours <= meanGoal, times(ours)).text,
  };
  const single: Row = {
    benchmark: 'the worst of them',
    [overFloor]: times(worst),
    goal: verdict(`${singleGoal}× of the no-op hook in C`, above.length === 0, `${times(worst)}, ${above.length} above`)
      .text,
  };
  const columns = ['benchmark', bare, noopInC, gateConnected, overFloor];
  const rows = sorted.map(
    (one): Row => ({
      benchmark: one.name,
      [bare]: duration(one.seconds.median(bare)),
      [noopInC]: times(one.noop),
      [gateConnected]: times(one.ours),
      [overFloor]: times(one.over),
    }),
  );
  return [
    { columns: [...columns.filter((column) => column !== bare), 'goal'], rows: [mean, single], note },
    { columns, rows, note: 'Sorted by the last column.' },
  ];
}

function geometricMean<Key extends string>(ratios: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return Math.exp(ratios.reduce((sum, one) => sum + Math.log(one[key]), 0) / ratios.length);
}
