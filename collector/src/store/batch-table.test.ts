import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StoredActivity } from '../api/types.ts';
import type { Finding } from '../detect/finding.ts';
import {
  aiocpa,
  incoming,
  machine,
  sampleActivity,
  sampleFinding,
  sampleProcess,
  sampleRule,
  startMs,
} from '../testing/sample.ts';
import { enrolSample, scratchDir, scratchStore } from '../testing/scratch.ts';
import { openDatabase } from './database.ts';
import { createSqliteStore } from './sqlite-store.ts';
import type { Decide, Store } from './store.ts';
import { parseTarget } from './target.ts';

const nothing: Decide = () => [];
const sequenceOf = async (store: Store): Promise<number | undefined> => (await store.machines.list())[0]?.sequence;

async function whoCount(store: Store, text = 'api.telegram.org'): Promise<number> {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(parsed.mend);
  const { items } = await store.sightings.who({ target: parsed.target }, null, 100);
  return items.reduce((total, row) => total + row.count, 0);
}

async function replayed(store: Store): Promise<StoredActivity[]> {
  const all: StoredActivity[] = [];
  for await (const activities of store.batches.since(0)) all.push(...activities);
  return all;
}

const finding = (activities: readonly StoredActivity[], changes: Partial<Finding> = {}): Finding =>
  sampleFinding(activities, { sentence: 'It did it.', ...changes });

test('the same batch twice is one', async () => {
  const store = await scratchStore();
  const batch = incoming(1, [sampleActivity({ count: 3 })]);
  const { outcomes } = await store.batches.commit([batch, batch], nothing);
  expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'known']);
  const again = await store.batches.commit([batch], () => {
    throw new Error('a known batch is not decided again');
  });
  expect(again.outcomes).toEqual([{ status: 'known', sequence: 1 }]);
  expect(await whoCount(store)).toBe(3);
  expect(await sequenceOf(store)).toBe(1);
});

test('a hole is refused, unless the batch itself says that activities were lost; that is counted', async () => {
  const store = await scratchStore();
  const gap = await store.batches.commit([incoming(2, [sampleActivity()])], nothing);
  expect(gap.outcomes).toEqual([{ status: 'gap', sequence: 0 }]);
  expect(await whoCount(store)).toBe(0);
  const dropped = await store.batches.commit([incoming(5, [sampleActivity()], { lost: 7 })], nothing);
  expect(dropped.outcomes).toEqual([{ status: 'committed', sequence: 5, activities: 1, lost: 7 }]);
  expect((await store.machines.list())[0]).toMatchObject({ sequence: 5, lost: 7 });
});

test('a batch that cannot be read is set aside and does not stand in the way', async () => {
  const store = await scratchStore();
  const bad = { ...incoming(1, []), contents: { status: 'invalid', reason: 'not zstd' } } as const;
  const { outcomes } = await store.batches.commit([bad, incoming(2, [sampleActivity()])], nothing);
  expect(outcomes).toMatchObject([
    { status: 'quarantined', reason: 'not zstd' },
    { status: 'committed', sequence: 2 },
  ]);
});

test('a batch whose writing fails leaves nothing of itself; the others of its group are committed', async () => {
  const store = await scratchStore();
  // A finding that SQLite can't store: the fault lies in this batch alone.
  const decide: Decide = (activities) =>
    activities[0]?.target === 'bad.test' ? [finding(activities, { atMs: Number.NaN })] : [];
  const { outcomes } = await store.batches.commit(
    [
      incoming(1, [sampleActivity()]),
      incoming(2, [sampleActivity({ target: 'bad.test' })]),
      incoming(3, [sampleActivity()]),
    ],
    decide,
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'quarantined', 'committed']);
  expect(await whoCount(store, 'bad.test')).toBe(0);
  expect(await whoCount(store)).toBe(2);
  expect((await replayed(store)).map(({ id }) => id)).toEqual(['m-one:1:0', 'm-one:3:0']);
});

test('the detection sees what earlier versions did, this batch included', async () => {
  const store = await scratchStore();
  const { profiles } = store;
  expect(profiles.earlierVersions('aiocpa', '0.1.13')).toEqual([]);
  await store.batches.commit(
    [
      incoming(1, [
        sampleActivity({ package: aiocpa('0.1.9'), chain: [], target: 'pay.test', targetClass: null }),
        sampleActivity(),
      ]),
    ],
    () => {
      expect(profiles.earlierVersions('aiocpa', '0.1.13')).toEqual(['0.1.9']);
      expect(profiles.did('aiocpa', ['0.1.9'], 'net', null)).toBe(true);
      expect(profiles.did('aiocpa', ['0.1.9'], 'net', 'bot-api')).toBe(false);
      expect(profiles.did('aiocpa', ['0.1.13'], 'net', 'bot-api')).toBe(true);
      return [];
    },
  );
});

test('a profile forgets what was taken back', async () => {
  const store = await scratchStore();
  await store.batches.commit([incoming(1, [sampleActivity()])], (activities) => {
    store.profiles.earlierVersions('aiocpa', '9');
    return [finding(activities, { atMs: Number.NaN })];
  });
  expect(store.profiles.earlierVersions('aiocpa', '9')).toEqual([]);
});

test('alerts: one for rule, package version and machine; what happens again is counted', async () => {
  const store = await scratchStore();
  const other = { id: 'm-two', name: 'bob-desk' };
  await enrolSample(store, other);
  const decide: Decide = (activities) => [finding(activities)];
  const first = await store.batches.commit([incoming(1, [sampleActivity()])], decide);
  const later = sampleActivity({ atMs: startMs + 5000, lastMs: startMs + 5000 });
  const second = await store.batches.commit([incoming(2, [later])], (activities) => [
    finding(activities, { severity: 'critical' }),
  ]);
  await store.batches.commit([incoming(1, [sampleActivity()], { of: other })], decide);
  await store.batches.commit([incoming(3, [sampleActivity({ package: aiocpa('0.1.14') })])], decide);

  expect(first.alerts).toMatchObject([{ isNew: true, revision: 1, alert: { count: 1, severity: 'high' } }]);
  expect(second.alerts).toMatchObject([{ isNew: false, revision: 2, alert: { count: 2, severity: 'critical' } }]);
  const { items } = await store.alerts.list({}, null, 10);
  expect(items.map((alert) => [alert.package?.version, alert.machine.name, alert.count])).toEqual([
    ['0.1.13', 'ann-laptop', 2],
    ['0.1.14', 'ann-laptop', 1],
    ['0.1.13', 'bob-desk', 1],
  ]);
  const alert = await store.alerts.get(items[0]?.id ?? '');
  expect(alert).toMatchObject({ firstMs: startMs, lastMs: startMs + 5000, process: { pid: 4711 } });
  expect(alert?.evidence.map(({ id }) => id)).toEqual(['m-one:1:0', 'm-one:2:0']);
});

test('an alert that is met many times in one commit is told once, with its count', async () => {
  const store = await scratchStore();
  const { alerts } = await store.batches.commit([incoming(1, [sampleActivity(), sampleActivity()])], (activities) =>
    activities.map((activity) => finding([activity])),
  );
  expect(alerts).toMatchObject([{ isNew: true, revision: 2, alert: { count: 2 } }]);
});

test('an alert keeps at most 50 activities as evidence, however often it happens', async () => {
  const store = await scratchStore();
  for (let sequence = 1; sequence <= 4; sequence += 1) {
    const activities = Array.from({ length: 20 }, () => sampleActivity());
    await store.batches.commit([incoming(sequence, activities)], (stored) => [finding(stored)]);
  }
  const alert = await store.alerts.get('1');
  expect(alert?.evidence.length).toBe(50);
  expect(alert?.count).toBe(4);
});

test('alerts are filtered by severity, package, machine, rule and words', async () => {
  const store = await scratchStore();
  await store.batches.commit([incoming(1, [sampleActivity()])], (activities) => [
    finding(activities),
    finding(activities, {
      severity: 'low',
      package: null,
      rule: { ...sampleRule, id: 'r2' },
      sentence: '100% odd',
    }),
  ]);
  const ids = async (filter: Parameters<Store['alerts']['list']>[0]): Promise<string[]> =>
    (await store.alerts.list(filter, null, 10)).items.map(({ rule }) => rule.id).toSorted();
  expect(await ids({ severities: ['high', 'critical'] })).toEqual(['r1']);
  expect(await ids({ package: 'aiocpa' })).toEqual(['r1']);
  expect(await ids({ machine: 'ann-laptop' })).toEqual(['r1', 'r2']);
  expect(await ids({ machine: 'm-other' })).toEqual([]);
  expect(await ids({ rule: 'r2' })).toEqual(['r2']);
  expect(await ids({ q: 'DID it' })).toEqual(['r1']);
  expect(await ids({ q: '%' })).toEqual(['r2']);
});

test('pages of alerts join without a hole or a double, whatever the size', async () => {
  const store = await scratchStore();
  const activities = Array.from({ length: 9 }, (_, i) =>
    sampleActivity({ package: aiocpa(`0.${i}`), atMs: startMs + Math.floor(i / 3) }),
  );
  await store.batches.commit([incoming(1, activities)], (stored) => stored.map((activity) => finding([activity])));
  const seen: string[] = [];
  let after: { lastMs: number; no: number } | null = null;
  do {
    const slice: Awaited<ReturnType<Store['alerts']['list']>> = await store.alerts.list({}, after, 2);
    seen.push(...slice.items.map(({ id }) => id));
    after = slice.next;
  } while (after !== null);
  expect(seen).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1']);
});

test("a process's activities are found by its postings, in the batches around the one asked for", async () => {
  const store = await scratchStore();
  const other = sampleProcess({ key: 'other' });
  for (let sequence = 1; sequence <= 30; sequence += 1) {
    const activities = [sampleActivity({ port: sequence }), sampleActivity({ process: other })];
    await store.batches.commit([incoming(sequence, activities)], nothing);
  }
  const found = await store.batches.ofProcess(machine, sampleProcess().key, 15);
  expect(found.map(({ port }) => port)).toEqual(Array.from({ length: 16 }, (_, i) => i + 8));
  expect(await store.batches.ofProcess(machine, 'unknown', 15)).toEqual([]);
});

test("a package's changes on a machine are found, and versions follow them", async () => {
  const store = await scratchStore();
  const change = sampleActivity({
    operation: 'package.change',
    target: 'aiocpa',
    targetClass: null,
    ip: null,
    port: null,
    process: null,
    change: { kind: 'upgraded', from: '0.1.12', to: '0.1.13', installer: 'pip', effect: null, review: null },
  });
  await store.batches.commit([incoming(1, [change, sampleActivity()])], nothing);
  expect((await store.batches.changesOf(machine, 'aiocpa')).map(({ change: of }) => of?.to)).toEqual(['0.1.13']);
  const detail = await store.packages.get('aiocpa');
  expect(detail?.versions.map(({ version }) => version)).toEqual(['0.1.12', '0.1.13']);
  expect(detail?.installed.map(({ version }) => version)).toEqual(['0.1.13']);
});

test('what was committed is there after the store is opened again', async () => {
  const path = join(scratchDir(), 'culprit.db');
  const before = await scratchStore(path);
  await before.batches.commit([incoming(1, [sampleActivity()])], nothing);
  await before.close();
  const store = createSqliteStore({ path });
  onTestFinished(() => store.close());
  expect(await whoCount(store)).toBe(1);
  expect(await replayed(store)).toMatchObject([{ id: 'm-one:1:0', machine, target: 'api.telegram.org' }]);
});

test('a clock that runs ahead on a machine does not put its rows ahead of time', async () => {
  const store = await scratchStore();
  const ahead = sampleActivity({ atMs: startMs * 2, lastMs: startMs * 2 });
  await store.batches.commit([incoming(1, [ahead], { receivedMs: startMs })], nothing);
  const parsed = parseTarget('api.telegram.org');
  if (!parsed.ok) throw new Error(parsed.mend);
  const { items } = await store.sightings.who({ target: parsed.target }, null, 1);
  expect(items[0]?.lastSeen).toBe(startMs);
});

test('what is too old is given up with its postings, in steps; roll-ups and alerts stay', async () => {
  const path = join(scratchDir(), 'culprit.db');
  const store = await scratchStore(path);
  for (let sequence = 1; sequence <= 5; sequence += 1) {
    const batch = incoming(sequence, [sampleActivity()], { receivedMs: startMs + sequence });
    await store.batches.commit([batch], (activities) => [finding(activities)]);
  }
  const bad = {
    ...incoming(6, [], { receivedMs: startMs + 1 }),
    contents: { status: 'invalid', reason: 'not zstd' },
  } as const;
  await store.batches.commit([bad], nothing);
  expect(await store.batches.prune(startMs + 4, 2)).toBe(2);
  expect(await store.batches.prune(startMs + 4, 10)).toBe(2);
  expect(await store.batches.prune(startMs + 4, 10)).toBe(0);
  expect((await replayed(store)).map(({ id }) => id)).toEqual(['m-one:4:0', 'm-one:5:0']);
  expect((await store.batches.ofProcess(machine, sampleProcess().key, 1)).length).toBe(2);
  expect(await whoCount(store)).toBe(5);
  expect((await store.alerts.get('1'))?.count).toBe(5);
  expect(await sequenceOf(store)).toBe(6);
  expect(await store.sightings.prune(startMs + 1, 10)).toBe(1);
  await store.close();
  const db = openDatabase(path);
  onTestFinished(() => db.close());
  expect(db.prepare('SELECT count(*) AS n FROM postings').get()).toEqual({ n: 2 });
});
