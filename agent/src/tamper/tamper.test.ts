import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { createProcessTable } from '../processes/process-table.ts';
import { AgentLife } from './agent-life.ts';
import { isBlindCommand } from './blind-command.ts';
import { createOwnFiles } from './own-files.ts';
import { SilentProcesses } from './silent-processes.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'culprit-tamper-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});

test.each([
  ['python -S -c x', true],
  ['/venv/bin/python3.11 -IS main.py', true],
  ['python3 -I -E -S main.py', true],
  ['python3 -W error -X dev -S main.py', true],
  ["sh -c 'cd /tmp && python3 -S x.py'", true],
  ['python3.13t -S', true],
  ['python -I -E -s -c x', false],
  ['python main.py -S', false],
  ['python -m pip install -S', false],
  ['python -c "print(1)" -S', false],
  ['gpython -S', false],
  ['ls -S', false],
])('%s starts a Python without start-up files: %s', (command, isBlind) => {
  expect(isBlindCommand(command)).toBe(isBlind);
});

describe('whether the last agent was stopped', () => {
  const hour = 3_600_000;
  const life = (now: number, bootedMs = 0) =>
    new AgentLife({ path: join(dir, 'life'), clock: () => now, bootedMs: () => bootedMs });

  test('nobody ran before, or it was stopped: no gap', () => {
    const first = life(hour);
    expect(first.start()).toBeNull();
    first.stop();
    first.stop();
    const second = life(2 * hour);
    expect(second.start()).toBeNull();
    second.stop();
  });

  test('it just ended: from when it was last known to live until now', () => {
    life(hour).start();
    expect(life(2 * hour).start()).toEqual({ fromMs: hour, toMs: 2 * hour });
  });

  test('the machine was started anew in between: that explains it', () => {
    life(hour).start();
    expect(life(3 * hour, 2 * hour).start()).toBeNull();
  });

  test('it says that it lives, as time goes by', async () => {
    let now = hour;
    const path = join(dir, 'life');
    const living = new AgentLife({ path, clock: () => now, bootedMs: () => 0, everyMs: 10 });
    living.start();
    now = 2 * hour;
    await vi.waitFor(() => expect(statSync(path).mtimeMs).toBe(2 * hour));
    living.stop();
  });

  test.each([
    ['a folder', () => mkdirSync(join(dir, 'life'))],
    ['something else', () => writeFileSync(join(dir, 'life'), 'notes')],
    [
      'a time to come',
      () => {
        writeFileSync(join(dir, 'life'), '1\n');
        utimesSync(join(dir, 'life'), new Date(9 * hour), new Date(9 * hour));
      },
    ],
  ])('%s in its place says nothing', (_name, put) => {
    put();
    const one = life(2 * hour);
    expect(one.start()).toBeNull();
    one.stop();
  });
});

describe('what processes do to files of the hook and of the agent', () => {
  const act = (operation: HookActivity['operation'], target: string, access = 0, other = ''): HookActivity => ({
    ...{ id: 1, operation, atMs: 1, target, ip: '', port: 0, via: '', access, other, segments: [] },
  });
  const make = (onAgentTouched = () => {}) => {
    const site = join(dir, 'venv/site-packages');
    mkdirSync(join(site, '_culprit'), { recursive: true });
    const hooks = [join(site, '_culprit'), join(site, '_culprit/hook.py'), join(site, '!culprit.pth')];
    const agentDir = join(dir, 'home/agent');
    mkdirSync(agentDir, { recursive: true });
    const isHookFile = (path: string) => hooks.includes(path);
    return { site, agentDir, own: createOwnFiles({ agentDir, isHookFile, onAgentTouched, settleMs: 30 }) };
  };

  test('writing, moving and removing are told, reading and others are not', () => {
    const { site, agentDir, own } = make();
    const file = join(site, '_culprit/hook.py');
    expect(own.touched(act('file.open', file, 2))).toEqual({ kind: 'hook-file', path: file });
    expect(own.touched(act('file.remove', join(site, '!culprit.pth')))).toMatchObject({ kind: 'hook-file' });
    expect(own.touched(act('file.rename', join(dir, 'x'), 0, file))).toEqual({ kind: 'hook-file', path: file });
    expect(own.touched(act('file.remove', join(agentDir, 'run/hook.sock')))).toMatchObject({ kind: 'agent-file' });
    expect(own.touched(act('net.listen', join(agentDir, 'run/hook.sock')))).toMatchObject({ kind: 'agent-file' });
    expect(own.touched(act('net.listen', join(dir, 'other.sock')))).toBeNull();
    expect(own.touched(act('file.open', file, 1))).toBeNull();
    expect(own.touched(act('file.list', agentDir))).toBeNull();
    expect(own.touched(act('file.remove', join(site, 'other/hook.py')))).toBeNull();
    expect(own.touched(act('file.open', join(dir, 'src/_culprit/hook.py'), 2))).toBeNull();
  });

  test('by another name of their folder, too', () => {
    const { site, own } = make();
    symlinkSync(join(dir, 'venv'), join(dir, 'link'));
    const path = join(dir, 'link/site-packages/_culprit/hook.py');
    expect(site).toContain('venv');
    expect(own.touched(act('file.remove', path))).toEqual({ kind: 'hook-file', path });
  });

  test('the agent looks after its own when they are touched', async () => {
    const looked = vi.fn();
    const { agentDir, own } = make(looked);
    own.touched(act('file.remove', join(agentDir, 'run/hook.sock')));
    await vi.waitFor(() => expect(looked).toHaveBeenCalledTimes(2));
  });

  test('a hook that is removed is missed, one that goes with its environment is not', async () => {
    const { site, own } = make();
    const told: string[] = [];
    own.whenMissed(join(site, '_culprit/hook.py'), () => told.push('removed'));
    await vi.waitFor(() => expect(told).toEqual(['removed']));
    own.whenMissed(join(site, '_culprit/hook.py'), () => told.push('with its environment'));
    rmSync(join(dir, 'venv'), { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toEqual(['removed']);
  });

  test('what still waits is told at the end', () => {
    const { site, own } = make();
    const told: string[] = [];
    own.whenMissed(join(site, '_culprit/hook.py'), () => told.push('removed'));
    own.stop();
    own.stop();
    expect(told).toEqual(['removed']);
  });
});

const table = createProcessTable();
describe.skipIf(!table.isSupported)(
  `a process that hung up${table.isSupported ? '' : ' (skipped: needs a table of processes)'}`,
  () => {
    const sleeper = (script = 'setInterval(() => {}, 1000)'): ChildProcess => {
      const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    };
    const silences = () => {
      const silent: number[] = [];
      const own = new SilentProcesses({ table, onSilent: ({ pid }) => silent.push(pid), silentMs: 50 });
      onTestFinished(() => own.stop());
      return { silent, own };
    };
    const process_ = (pid = 0): HookProcess => ({ key: `${pid}`, pid }) as HookProcess;

    test('and lives on is silent, once', async () => {
      const { silent, own } = silences();
      const { pid } = sleeper();
      own.greeted(process_(pid));
      own.ended(process_(pid));
      await vi.waitFor(() => expect(silent).toEqual([pid]));
      await new Promise((resolve) => setTimeout(resolve, 120));
      expect(silent).toEqual([pid]);
    });

    test('and has ended, or has come back, is not', async () => {
      const { silent, own } = silences();
      const back = sleeper();
      own.greeted(process_(back.pid));
      own.ended(process_(back.pid));
      own.greeted(process_(back.pid));
      const gone = sleeper('setTimeout(() => {}, 10)');
      own.greeted(process_(gone.pid));
      await new Promise((resolve) => gone.once('exit', resolve));
      own.ended(process_(gone.pid));
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(silent).toEqual([]);
    });

    test('and has become another program is not', async () => {
      const { silent, own } = silences();
      // The shell becomes sleep (exec).
      const child = spawn('/bin/sh', ['-c', 'read x; exec sleep 30'], { stdio: ['pipe', 'ignore', 'ignore'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      await new Promise((resolve) => child.once('spawn', resolve));
      own.greeted(process_(child.pid));
      own.ended(process_(child.pid));
      child.stdin?.end('\n');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(silent).toEqual([]);
    });
  },
);
