import { expect, test } from 'vitest';
import type { PackageVersion, StoredActivity } from '../api/types.ts';
import { aiocpa, incoming, machine, sampleActivity, sampleFinding, sampleProcess, startMs } from '../testing/sample.ts';
import { scratchStore } from '../testing/scratch.ts';
import { alertDetail, newIn, timelineOf } from './alert-detail.ts';

test('an alert is told with its timeline, its versions in order, and what is new in this one', async () => {
  const store = await scratchStore();
  const install = sampleActivity({
    operation: 'package.change',
    target: 'aiocpa',
    targetClass: null,
    process: null,
    atMs: startMs - 9000,
    change: { kind: 'upgraded', from: '0.1.9', to: '0.1.13', installer: 'pip', effect: null, review: null },
  });
  const before = sampleActivity({ operation: 'code.exec', target: '<string>', targetClass: null, atMs: startMs - 10 });
  const after = sampleActivity({ operation: 'file.open', target: '~/x', targetClass: null, atMs: startMs + 10 });
  const elsewhere = sampleActivity({ process: sampleProcess({ key: 'other' }), target: 'other.test' });
  await store.batches.commit(
    [incoming(1, [install, sampleActivity({ package: aiocpa('0.1.9'), targetClass: null, process: null })])],
    () => [],
  );
  await store.batches.commit([incoming(2, [before, sampleActivity(), after, elsewhere])], ([, deciding]) =>
    deciding === undefined ? [] : [sampleFinding([deciding])],
  );
  const alert = await alertDetail(store, '1');
  expect(alert?.timeline.map(({ activity, deciding }) => [activity.operation, deciding])).toEqual([
    ['package.change', false],
    ['code.exec', false],
    ['net.connect', true],
    ['file.open', false],
  ]);
  expect(alert?.versions.map(({ version }) => version)).toEqual(['0.1.9', '0.1.13']);
  expect(alert?.newInVersion.map(({ operation, targetClass }) => `${operation} ${targetClass}`).toSorted()).toEqual([
    'code.exec ',
    'file.open ',
    'net.connect bot-api',
  ]);
  expect(alert?.rule.falsePositives).toEqual(['None known']);
});

test('an alert that is not there is null', async () => {
  const store = await scratchStore();
  for (const id of ['1', '0', '-1', 'x', '1e3', '99999999999999999999'])
    expect(await alertDetail(store, id)).toBe(null);
});

const stored = (index: number, atMs: number): StoredActivity => ({
  ...sampleActivity({ atMs }),
  id: `m-one:1:${index}`,
  machine,
});

test('a timeline keeps the evidence and the nearest, at most 200, oldest first', () => {
  const others = Array.from({ length: 500 }, (_, i) => stored(i, startMs + i));
  const evidence = others.slice(250, 251);
  const timeline = timelineOf(evidence, others);
  expect(timeline.length).toBe(200);
  expect(timeline.filter(({ deciding }) => deciding).length).toBe(1);
  const times = timeline.map(({ activity }) => activity.atMs - startMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(150);
});

test('activities of one millisecond stay in the order they came', () => {
  const others = [stored(11, startMs), stored(2, startMs), stored(1, startMs)];
  expect(timelineOf([], others).map(({ activity }) => activity.id)).toEqual(['m-one:1:1', 'm-one:1:2', 'm-one:1:11']);
});

test('nothing is new where the fleet knows no earlier version', () => {
  const version: PackageVersion = {
    version: '1',
    firstMs: 0,
    lastMs: 0,
    machines: 1,
    behaviours: [{ operation: 'net.connect', targetClass: 'bot-api', firstMs: 0, count: 1 }],
    reviews: [],
  };
  expect(newIn('1', [version])).toEqual([]);
  expect(newIn('1', [{ ...version, version: '0', behaviours: [] }, version]).length).toBe(1);
});

test('a lookup before and a connection now are one behaviour', () => {
  const of = (version: string, operation: 'dns.lookup' | 'net.connect'): PackageVersion => ({
    version,
    firstMs: 0,
    lastMs: 0,
    machines: 1,
    behaviours: [{ operation, targetClass: 'bot-api', firstMs: 0, count: 1 }],
    reviews: [],
  });
  expect(newIn('2', [of('1', 'dns.lookup'), of('2', 'net.connect')])).toEqual([]);
});
