import { expect, test } from 'vitest';
import { createProcessTable, type ProcessStat, type ProcessTable } from '../processes/process-table.ts';
import { Descendants } from './descendants.ts';

function house() {
  const processes = new Map<number, ProcessStat>();
  const asked: number[] = [];
  const table: ProcessTable = {
    ...createProcessTable('darwin'),
    pids: () => [...processes.keys()],
    stat(pid) {
      asked.push(pid);
      return processes.get(pid) ?? null;
    },
  };
  const start = (pid: number, parentPid: number, more: Partial<ProcessStat> = {}): void => {
    const ids = { groupId: pid, sessionId: pid };
    processes.set(pid, { pid, parentPid, startTicks: pid, startedMs: pid * 10, ...ids, ...more });
  };
  const descendants = new Descendants<{ pid: number; startTicks: number }>(table);
  const roots = new Map([[100, { pid: 100, startTicks: 100 }]]);
  const fresh = () => descendants.fresh((pid) => roots.get(pid)).map(({ pids }) => pids);
  start(1, 0);
  start(100, 1);
  return { processes, start, fresh, roots, descendants, asked };
}

test('children and grandchildren of a root, each once', () => {
  const { start, fresh, asked } = house();
  start(101, 100);
  start(102, 101);
  start(103, 1);
  expect(fresh()).toEqual([
    [101, 100],
    [102, 101, 100],
  ]);
  asked.length = 0;
  expect(fresh()).toEqual([]);
  // Whoever is known isn't asked about again.
  expect(asked).toEqual([]);
  start(104, 102);
  expect(fresh()).toEqual([[104, 102, 101, 100]]);
});

test('one that a descendant left behind, by its session or its group', () => {
  const { start, fresh, processes } = house();
  start(101, 100);
  fresh();
  processes.delete(101);
  start(102, 1, { sessionId: 101 });
  start(103, 1, { groupId: 100 });
  start(104, 1);
  expect(fresh()).toEqual([
    [102, 101, 100],
    [103, 100],
  ]);
});

test('a number that is another process by now has no descendants', () => {
  const { start, fresh, processes } = house();
  start(101, 100);
  fresh();
  processes.delete(101);
  fresh();
  start(101, 1, { startTicks: 500 });
  start(600, 101, { startTicks: 600 });
  expect(fresh()).toEqual([]);
  // What began before a root is no child of it either.
  start(50, 100, { startTicks: 50 });
  expect(fresh()).toEqual([]);
});

test('a root that is known only later finds the children that it has already', () => {
  const { start, fresh, roots, descendants } = house();
  start(200, 1);
  start(201, 200);
  expect(fresh()).toEqual([]);
  roots.set(200, { pid: 200, startTicks: 200 });
  expect(fresh()).toEqual([]);
  descendants.reconsider({ startTicks: 200 });
  expect(fresh()).toEqual([[201, 200]]);
});
