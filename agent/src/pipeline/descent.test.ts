import type { Activity, PackageRef } from '@culprit/proto';
import { describe, expect, test } from 'vitest';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { createDescents } from './descent.ts';

const nosy: PackageRef = { name: 'nosy', version: '1.2.3' };
const calm: PackageRef = { name: 'calm', version: '2.0' };
const code = 'import os; os.listdir("/")';

function processOf(pid: number, parentPid: number, more: Partial<HookProcess> = {}): HookProcess {
  return {
    ...{
      key: `${pid}-1`,
      pid,
      parentPid,
      ancestors: [],
      startedMs: 1_000,
      python: '3.11.7',
      implementation: 'cpython',
      interpreter: 0,
    },
    ...{ executable: '/venv/bin/python', prefix: '/venv', basePrefix: '/usr', cwd: '/app', hook: '0.1.0' },
    ...{ argv: ['python', '-c', code], application: '-c' },
    ...more,
  };
}

function activityOf(culprit: PackageRef | null, more: Partial<Activity> = {}): Activity {
  return {
    ...{ atMs: 990, lastMs: 990, count: 1, operation: 'process.spawn', target: 'python', targetClass: null, ip: null },
    ...{ port: null, via: null, access: null, other: null, process: null, environment: '/venv', confidence: 'stack' },
    ...{ package: culprit, chain: culprit === null ? [] : [culprit], frames: [], change: null },
    ...more,
  };
}

/** Numbers that no process has: the system has nothing to say about them. */
const parent = 900_000_001;
const child = 900_000_002;
const between = 900_000_010;
const processes = {
  stat: (pid: number) =>
    pid === between ? { pid, parentPid: parent, groupId: 1, sessionId: 1, startTicks: 1, startedMs: 1_000 } : null,
  argv: () => [],
};

function house() {
  const descents = createDescents({ processes, tmp: ['/tmp'] });
  const spawn = (culprit: PackageRef | null, command = `python -c ${code}`, atMs = 990, pid = parent) =>
    descents.spawned(
      processOf(pid, 1),
      { other: command, target: 'python' } as HookActivity,
      activityOf(culprit, { atMs }),
    );
  const refined = (process: HookProcess, activity = activityOf(null)) =>
    descents.refine(activity, process, descents.find(process, descents.lineage(process)));
  const who = (process: HookProcess, activity?: Activity) => {
    const { package: culprit, confidence } = refined(process, activity);
    return `${culprit?.name ?? 'application'} ${confidence}`;
  };
  return { spawn, refined, who };
}

describe('a process that a package started', () => {
  test('acts for that package, with its chain behind its own', () => {
    const { spawn, refined } = house();
    spawn(nosy);
    const requests = { name: 'requests', version: '2' };
    expect(refined(processOf(child, parent), activityOf(null, { chain: [requests] }))).toMatchObject({
      package: nosy,
      chain: [requests, nosy],
      confidence: 'descent',
    });
  });

  test('is found through programs that are no Python, and after an exec', () => {
    const { spawn, who } = house();
    spawn(nosy);
    expect(who(processOf(child, between))).toBe('nosy descent');
    expect(who(processOf(parent, 1))).toBe('nosy descent');
  });

  test('is found where the shell between them was gone before anyone could ask', () => {
    const { spawn, who } = house();
    spawn(nosy, 'sh');
    const gone = { ancestors: [900_000_098, parent], argv: ['python', '-'], application: '-' };
    expect(who(processOf(child, 900_000_099, gone))).toBe('nosy descent');
  });

  test('keeps the culprit that its own code names', () => {
    const { spawn, who } = house();
    spawn(nosy);
    expect(who(processOf(child, parent), activityOf(calm))).toBe('calm stack');
  });

  test('that runs a program of its own acts for itself: a launcher is not to blame for it', () => {
    const { spawn, who } = house();
    spawn(nosy, 'python /app/server.py');
    const server = { argv: ['python', '/app/server.py'], application: '/app/server.py' };
    expect(who(processOf(child, parent, server))).toBe('application stack');
    const dropped = { argv: ['python', '/tmp/x.py'], application: '/tmp/x.py' };
    expect(who(processOf(child, parent, dropped))).toBe('nosy descent');
  });

  test('is told from others of the same parent by its command line', () => {
    const { spawn, who } = house();
    spawn(nosy);
    spawn(calm, 'python -c something else');
    expect(who(processOf(child, parent))).toBe('nosy descent');
  });

  test('that could be of two packages is of neither', () => {
    const { spawn, who } = house();
    spawn(nosy, 'python -');
    spawn(calm, 'python -');
    expect(who(processOf(child, parent, { argv: ['python', '-'], application: '-' }))).toBe('application stack');
  });

  test('is not of what was spawned later, nor of a parent that nobody heard', () => {
    const { spawn, who } = house();
    spawn(nosy, `python -c ${code}`, 2_000);
    expect(who(processOf(child, parent))).toBe('application stack');
    expect(who(processOf(child, 900_000_099))).toBe('application stack');
  });

  test('whose parent is gone is known by its command line', () => {
    const { spawn, who } = house();
    spawn(nosy, `sh -c "$0" -c "$1" & python ${code}`);
    expect(who(processOf(child, 1))).toBe('nosy descent');
  });
});
