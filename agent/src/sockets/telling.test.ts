import { expect, test } from 'vitest';
import type { HookProcess } from '../listener/report.ts';
import type { Finding } from './finding.ts';
import { Telling } from './telling.ts';

const process = { key: '42-1' } as HookProcess;
const finding = (port: number, atMs = 0): Finding => ({
  ...{ kind: 'native', by: null, process, remote: { protocol: 'tcp', ip: '203.0.113.7', port }, name: null },
  ...{ atMs, lastMs: atMs, count: 1 },
});

function house() {
  const told: Finding[] = [];
  let dropped = 0;
  const telling = new Telling({
    onFinding: (each) => told.push(each),
    onDropped: (count) => {
      dropped += count;
    },
  });
  telling.round(0);
  return { told, telling, dropped: () => dropped };
}

test('the first is told at once, what repeats it as one count when the minute is over', () => {
  const { told, telling } = house();
  for (const atMs of [10, 20, 30]) telling.tell(finding(443, atMs));
  telling.tell(finding(80, 40));
  telling.round(59_999);
  expect(told.map(({ remote, count }) => [remote.port, count])).toEqual([
    [443, 1],
    [80, 1],
  ]);
  telling.round(60_000);
  expect(told.slice(2)).toMatchObject([{ remote: { port: 443 }, count: 2, atMs: 20, lastMs: 30 }]);
});

test('what is left is told at the end', () => {
  const { told, telling } = house();
  telling.tell(finding(443));
  telling.tell(finding(443));
  telling.round(1, true);
  telling.round(2, true);
  expect(told).toHaveLength(2);
});

test('a process that goes everywhere is told in part, the rest is counted', () => {
  const { told, telling, dropped } = house();
  for (let port = 1; port <= 100; port += 1) telling.tell(finding(port));
  expect(told).toHaveLength(64);
  expect(dropped()).toBe(36);
  telling.round(60_000);
  telling.tell(finding(1_000));
  expect(told).toHaveLength(65);
});
