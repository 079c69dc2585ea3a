/** What it costs the agent to know two hundred environments of two hundred packages each. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Choice, Outcome, Row } from './benchmark.ts';
import { verdict } from './goals.ts';
import type { Told } from './inventory-agent.ts';
import { median } from './median.ts';
import { duration } from './samples.ts';

const environments = 200;
const packages = 200;
const filesEach = 100;
const goalMb = 60;
const starts = ['first start', 'started again'] as const;
const columns = ['200 environments of 200 packages', 'heap', 'resident', 'resident before', 'processor', 'goal'];

export const inventoryBenchmark: Benchmark = {
  name: 'inventory',
  purpose: 'memory of 200 environments of 200 packages (a minute)',
  rounds: 3,
  rowNames: [...starts],
  async run(choice) {
    const dir = mkdtempSync(join(tmpdir(), 'culprit-bench-'));
    try {
      makeEnvironments(dir);
      return measure(dir, choice);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

interface Cost {
  readonly heap: number;
  readonly resident: number;
  readonly before: number;
  readonly cpuSeconds: number;
}

function measure(dir: string, { rounds, progress }: Choice): Outcome {
  const measured: Record<string, Cost[]> = Object.fromEntries(starts.map((start) => [start, []]));
  for (let round = 1; round <= rounds; round += 1) {
    const [one, all] = [join(dir, `home-one-${round}`), join(dir, `home-all-${round}`)];
    for (const start of starts) {
      progress(`round ${round} of ${rounds}: ${start}`);
      // One environment takes what the agent takes by itself: its code, its watcher, a heap that has been used.
      measured[start]?.push(costOf(agent(dir, one, 1), agent(dir, all, environments)));
    }
  }
  const rows = starts.map((start): Row => {
    const of = (key: keyof Cost): number => median((measured[start] ?? []).map((cost) => cost[key]));
    const judged = verdict(`${goalMb} MB`, of('resident') < goalMb, megabytes(of('resident')));
    return {
      [columns[0] ?? '']: start,
      heap: megabytes(of('heap')),
      resident: megabytes(of('resident')),
      'resident before': megabytes(of('before')),
      processor: duration(of('cpuSeconds')),
      goal: judged.text,
    };
  });
  const note = [
    `Medians of ${rounds} rounds; more than with one environment. "Before" is before garbage was collected: V8 takes more`,
    'while it reads much, and gives it back late. The same packages in each, as a team has them; on the first start',
    'every RECORD is read.',
  ].join(' ');
  return { tables: [{ columns, rows, note }], measured };
}

function agent(dir: string, home: string, count: number): Told {
  const script = join(import.meta.dirname, 'inventory-agent.ts');
  const args = ['--expose-gc', script, dir, home, String(count)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Told;
}

function costOf(one: Told, all: Told): Cost {
  const megabyte = 1e6;
  return {
    heap: (all.heapBytes - one.heapBytes) / megabyte,
    resident: (all.residentBytes - one.residentBytes) / megabyte,
    before: (all.atStartBytes - one.atStartBytes) / megabyte,
    cpuSeconds: all.cpuSeconds - one.cpuSeconds,
  };
}

function megabytes(amount: number): string {
  return `${amount.toFixed(1)} MB`;
}

/** The first is written, the others are linked to it, as uv does. */
function makeEnvironments(dir: string): void {
  const first = join(dir, '0');
  const site = join(first, 'lib', 'python3.11', 'site-packages');
  mkdirSync(site, { recursive: true });
  writeFileSync(join(first, 'pyvenv.cfg'), 'version = 3.11.7\n');
  for (let p = 0; p < packages; p += 1) {
    const info = join(site, `some_package_${p}-1.${p}.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), `Name: some-package-${p}\nVersion: 1.${p}\n\n${'described '.repeat(300)}`);
    writeFileSync(join(info, 'INSTALLER'), 'pip\n');
    const line = (f: number) =>
      `some_package_${p}/module_${f}.py,sha256=${String(p * filesEach + f).padEnd(43, 'x')},1234\n`;
    writeFileSync(join(info, 'RECORD'), Array.from({ length: filesEach }, (_, f) => line(f)).join(''));
  }
  for (let e = 1; e < environments; e += 1) execFileSync('cp', ['-al', first, join(dir, String(e))]);
}
