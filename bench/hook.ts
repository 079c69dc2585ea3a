/** What the hook costs the program it is a guest in, as ratios to the same program without it. */
import { spawnSync } from 'node:child_process';
import { type Benchmark, type Choice, isWanted, type Outcome, type Row, type Table } from './benchmark.ts';
import type { Verdict } from './goals.ts';
import { type Lab, openLab } from './lab.ts';
import { measureMemory, memoryName } from './memory.ts';
import { duration, Samples, times } from './samples.ts';
import { bare, type Variant, variants } from './variants.ts';
import { type Prepared, type Work, works } from './works.ts';

const strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=network,file'];
const straceName = 'strace -f -e trace=network,file';
const columns = ['work', bare, ...variants.slice(1), straceName, 'goal'];

interface Measured {
  readonly work: string;
  /** On the wall. */
  readonly seconds: Samples;
  /** Of the program's own processors: what a machine that does other things meanwhile changes less. */
  readonly cpuSeconds: Samples;
  /** Of one run under strace; null where there is none. */
  readonly straceSeconds: number | null;
  readonly goal: Verdict | null;
}

/** Measures each work in each variant, the variants in turn; a row a work, the columns ratios to bare. */
export const hookBenchmark: Benchmark = {
  name: 'hook',
  purpose: 'what the hook costs a program, and its goals (20 minutes)',
  rounds: 7,
  rowNames: [...works.map(({ name }) => name), memoryName],
  async run(choice) {
    const lab = await openLab('packages');
    const missing: string[] = [];
    const straceReason = whyNoStrace();
    if (straceReason !== null) missing.push(`${straceName}: ${straceReason}`);
    const measured: Measured[] = [];
    try {
      for (const work of works.filter(({ name }) => isWanted(name, choice.only))) {
        const outcome = await measure(lab, work, choice, straceReason === null);
        if (typeof outcome === 'string') missing.push(`${work.name}: ${outcome}`);
        else measured.push(outcome);
      }
      const memory = isWanted(memoryName, choice.only) ? measureMemory(lab, choice) : null;
      const rows = [...measured.map((one) => rowOf(one, choice.isCpu)), ...(memory ? [memory.row] : [])];
      const note = [noteOf(lab, choice), ...missing.map((line) => `Not measured: ${line}.`)].join('\n');
      const tables: Table[] = [{ columns, rows, note }, ...(memory ? [memory.table] : [])];
      return { tables, measured: { works: measured, memory: memory?.measured ?? null, missing } } satisfies Outcome;
    } finally {
      await lab.close();
    }
  },
};

/** What was measured of one work; or why it can't be had. */
async function measure(lab: Lab, work: Work, choice: Choice, hasStrace: boolean): Promise<Measured | string> {
  choice.progress(`${work.name}: preparing`);
  const reason = await lab.environment.need(work.needs);
  if (reason !== null) return reason;
  let prepared: Prepared;
  try {
    prepared = work.prepare(lab);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  // Byte code is written at the first run, and is no part of the next.
  for (const variant of variants) runOnce(lab, prepared, variant);
  const [seconds, cpuSeconds] = [new Samples(), new Samples()];
  const rounds = Math.min(choice.rounds, work.maxRounds ?? choice.rounds);
  for (let round = 0; round < rounds; round += 1) {
    choice.progress(`${work.name}: round ${round + 1} of ${rounds}`);
    // Another one begins each round: whoever comes first has no advantage in all of them.
    for (const [i] of variants.entries()) {
      const variant = variants[(i + round) % variants.length] ?? bare;
      const [wall, cpu] = runOnce(lab, prepared, variant);
      seconds.add(variant, wall);
      cpuSeconds.add(variant, cpu);
    }
  }
  const straceSeconds = hasStrace ? runOnce(lab, prepared, bare, strace)[0] : null;
  const goal = work.goal?.(choice.isCpu ? cpuSeconds : seconds) ?? null;
  return { work: work.name, seconds, cpuSeconds, straceSeconds, goal };
}

/** Seconds on the wall, and on the processors. */
function runOnce(lab: Lab, prepared: Prepared, variant: Variant, tracer: readonly string[] = []): [number, number] {
  const { timed, command, cwd } = prepared;
  const starter = timed.by === 'itself' ? [] : lab.starter(timed.starts);
  const [wall = Number.NaN, cpu = Number.NaN] = lab
    .run(variant, [...starter, ...tracer, ...command], cwd)
    .split(' ')
    .map(Number);
  return [wall, cpu];
}

function rowOf({ work, seconds, cpuSeconds, straceSeconds, goal }: Measured, isCpu: boolean): Row {
  const shown = isCpu ? cpuSeconds : seconds;
  return {
    work,
    [bare]: duration(shown.median(bare)),
    ...Object.fromEntries(variants.slice(1).map((variant) => [variant, times(shown.ratio(variant, bare))])),
    [straceName]: straceSeconds === null ? '–' : times(straceSeconds / seconds.median(bare)),
    goal: goal?.text ?? '–',
  };
}

function noteOf(lab: Lab, { rounds, isCpu }: Choice): string {
  const { version } = lab.environment.interpreter;
  return (
    `CPython ${version}; medians of ${rounds} rounds (3 of what takes long), the variants in turn within each; a ratio ` +
    'is the median of the ratios within each round. strace ran once. The goal is for ours with the gate, whether an ' +
    `agent is there or not.${isCpu ? ' Processor time in place of time on the wall.' : ''}`
  );
}

function whyNoStrace(): string | null {
  const { error, status } = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (error) return 'it is not installed (Debian: apt install strace)';
  return status === 0 ? null : 'this machine does not let it trace';
}
