/** What the agent costs a workstation: idle, under load, and to start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askStatus } from '../agent/src/control/control.ts';
import { cleanEnv } from '../test/python/clean-env.ts';
import { feed } from './agent/feeder.ts';
import { createMachine, type Machine } from './agent/machine.ts';
import { type Benchmark, type Choice, isWanted, type Outcome, type Row } from './benchmark.ts';
import { verdict } from './goals.ts';
import { median } from './median.ts';

const environments = 50;
const perSecond = 20_000;
/** The kernel counts processor time in hundredths of a second, on every platform that has /proc. */
const ticksASecond = 100;
const bytesPerMb = 1_000_000;
const readyWithinMs = 60_000;

const rowNames = ['start to ready', 'idle', '20,000 activities a second'] as const;
const entry = join(import.meta.dirname, '../agent/src/main.ts');

export const agentBenchmark: Benchmark = {
  name: 'agent',
  purpose: `the agent with ${environments} environments: its start, idle, and under load (Linux)`,
  rounds: 3,
  rowNames,
  run,
};

async function run(choice: Choice): Promise<Outcome> {
  choice.progress(`agent: ${environments} environments are made`);
  const machine = createMachine(environments);
  try {
    const rows: Row[] = [];
    const measured: Record<string, unknown> = {};
    const measure = async (name: (typeof rowNames)[number], how: () => Promise<[Row, unknown]>): Promise<void> => {
      if (!isWanted(name, choice.only)) return;
      choice.progress(`agent: ${name}`);
      const [row, figures] = await how();
      rows.push({ what: name, ...row });
      measured[name] = figures;
    };
    await measure('start to ready', () => measureStart(machine, choice));
    await measure('idle', () => measureIdle(machine, choice));
    await measure('20,000 activities a second', () => measureLoad(machine, choice));
    const note = `${environments} venvs with 20 packages each, covered; no collector: what comes is kept in the spool. Start: median of ${choice.rounds}.`;
    return { tables: [{ columns: ['what', 'found', 'goal'], rows, note }], measured };
  } finally {
    machine.remove();
  }
}

/** Runs an agent, calls `use` once it is ready, with how long that took, and stops it. */
async function withAgent<T>({ home }: Machine, use: (pid: number, readyMs: number) => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const env = { ...cleanEnv(), CULPRIT_HOME: home.root };
  const agent = spawn(process.execPath, [entry, 'run'], { env, stdio: 'ignore' });
  try {
    await ready(home.controlSocket, agent);
    return await use(agent.pid ?? 0, performance.now() - startedMs);
  } finally {
    agent.kill('SIGTERM');
    if (agent.exitCode === null) await once(agent, 'exit');
  }
}

async function ready(socket: string, agent: ChildProcess): Promise<void> {
  const until = performance.now() + readyWithinMs;
  while (agent.exitCode === null && performance.now() < until) {
    const isReady = await askStatus(socket).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    await sleep(10);
  }
  throw new Error('the agent did not become ready');
}

async function measureStart(machine: Machine, { rounds }: Choice): Promise<[Row, unknown]> {
  const readyMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) readyMs.push(await withAgent(machine, async (_, ms) => ms));
  const found = `${(median(readyMs) / 1_000).toFixed(2)} s`;
  return [{ found, goal: verdict('1.5 s', median(readyMs) <= 1_500, found).text }, { readyMs }];
}

async function measureIdle(machine: Machine, { isFast }: Choice): Promise<[Row, unknown]> {
  const [settleS, watchS] = isFast ? [10, 15] : [60, 120];
  return await withAgent(machine, async (pid) => {
    // What is done once after a start (the first discovery, the first verification) is no part of idling.
    await sleep(settleS * 1_000);
    const before = cpuSecondsOf(pid);
    await sleep(watchS * 1_000);
    const percent = (100 * (cpuSecondsOf(pid) - before)) / watchS;
    const mb = rssOf(pid) / bytesPerMb;
    const found = `${percent.toFixed(2)} % of a core, ${mb.toFixed(0)} MB`;
    return [
      { found, goal: verdict('0.3 % of a core, 90 MB', percent <= 0.3 && mb <= 90, found).text },
      { percent, mb, settleS, watchS },
    ];
  });
}

async function measureLoad(machine: Machine, { isFast }: Choice): Promise<[Row, unknown]> {
  const seconds = isFast ? 5 : 20;
  const [prefix = ''] = machine.environments;
  return await withAgent(machine, async (pid) => {
    await sleep(3_000);
    const { hookSocket: socket, controlSocket } = machine.home;
    const before = cpuSecondsOf(pid);
    const startedMs = performance.now();
    const said = await feed({ socket, prefix, sitePackages: machine.sitePackages(prefix), perSecond, seconds });
    // A busy agent may answer late.
    const taken = async () => (await askStatus(controlSocket).catch(() => null))?.counters.activities_stored ?? 0;
    while ((await taken()) < said && performance.now() - startedMs < readyWithinMs) await sleep(100);
    const tookS = (performance.now() - startedMs) / 1_000;
    const cpuS = cpuSecondsOf(pid) - before;
    const { lost, counters } = await askStatus(controlSocket);
    const stored = counters.activities_stored ?? 0;
    const cores = cpuS / seconds;
    const isAll = stored >= said && Object.keys(lost).length === 0;
    const found = `${cores.toFixed(2)} cores, ${isAll ? 'nothing lost' : `${said - stored} missing`}, ${tookS.toFixed(1)} s for ${seconds} s`;
    return [
      { found, goal: verdict('one core, nothing lost', cores <= 1 && isAll, found).text },
      { said, stored, lost, cpuS, tookS, mb: rssOf(pid) / bytesPerMb },
    ];
  });
}

/** Processor time of a process and of its children that have ended, s. */
function cpuSecondsOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return fields.slice(11, 15).reduce((total, ticks) => total + ticks, 0) / ticksASecond;
}

function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}
