import { expect, test } from 'vitest';
import { incoming, machine, sampleActivity, startMs } from '../testing/sample.ts';
import { scratchStore } from '../testing/scratch.ts';
import type { InstalledPackage, InventoryChange } from './store.ts';

const of = (name: string, version: string, more: Partial<InstalledPackage> = {}): InstalledPackage => ({
  ...{ name, version, installer: 'pip', requested: true, isNative: false, source: 'index', topLevel: [name] },
  ...{ startupFiles: [], installedMs: startMs - 5000, ...more },
});
const venv = { path: '~/shop/.venv', kind: 'venv', python: '3.11.7' };
const change = (more: Partial<InventoryChange>): InventoryChange => ({
  ...{ ...venv, base: '', digest: 'd1', put: [], removed: [], ...more },
});

test('an offer is answered with what is not held, and takes away what it leaves out', async () => {
  const { inventories, packages } = await scratchStore();
  const offer = (...digests: [string, string][]) =>
    inventories.offer(
      machine.id,
      digests.map(([path, digest]) => ({ ...venv, path, digest })),
      startMs,
    );
  expect(await offer(['~/a', 'd1'], ['~/b', 'd1'], ['~/unread', ''])).toEqual(['~/a', '~/b']);
  await inventories.change(machine.id, change({ path: '~/a', put: [of('one', '1')] }), startMs);
  await inventories.change(machine.id, change({ path: '~/b', put: [of('one', '1')] }), startMs);
  expect(await offer(['~/a', 'd1'], ['~/b', 'd2'], ['~/unread', ''])).toEqual(['~/b']);
  expect(await offer(['~/a', ''])).toEqual([]);
  expect((await inventories.of(machine.id)).map(({ path, packages: all }) => [path, all.length])).toEqual([['~/a', 1]]);
  expect((await packages.get('one'))?.installed).toMatchObject([{ environment: '~/a' }]);
});

test('a difference applies to what it starts from, and to nothing else', async () => {
  const { inventories, packages, profiles } = await scratchStore();
  const put = [of('aiocpa', '0.1.12'), of('requests', '2')];
  expect(await inventories.change(machine.id, change({ put }), startMs)).toBe(true);
  const next = change({ base: 'd1', digest: 'd2', put: [of('aiocpa', '0.1.13')], removed: ['requests'] });
  expect(await inventories.change(machine.id, { ...next, base: 'other' }, startMs)).toBe(false);
  expect(await inventories.change(machine.id, next, startMs + 1000)).toBe(true);
  expect(await inventories.change(machine.id, next, startMs + 1000)).toBe(false);
  expect(await inventories.of(machine.id)).toEqual([{ ...venv, packages: [of('aiocpa', '0.1.13')] }]);
  expect((await packages.get('requests'))?.installed).toEqual([]);
  expect(profiles.earlierVersions('aiocpa', '0.1.13')).toEqual(['0.1.12']);
});

test('where a package is, since when and from where, is told with it', async () => {
  const { inventories, packages } = await scratchStore();
  const details = { requested: false, isNative: true, source: 'editable ~/src/x', startupFiles: ['x.pth'] };
  await inventories.change(
    machine.id,
    change({ put: [of('x', '1', details), of('y', '1', { installedMs: 0 })] }),
    startMs,
  );
  expect((await packages.get('x'))?.installed).toEqual([
    { machine, environment: venv.path, version: '1', installer: 'pip', ...details, sinceMs: startMs - 5000 },
  ]);
  expect((await packages.get('y'))?.installed).toMatchObject([{ sinceMs: startMs }]);
});

test('what is installed was seen when its machine was, though nobody tells it again', async () => {
  const { inventories, packages, machines } = await scratchStore();
  await inventories.change(machine.id, change({ put: [of('x', '1'), of('y', '1')] }), startMs);
  await inventories.change(machine.id, change({ base: 'd1', digest: 'd2', removed: ['y'] }), startMs + 1000);
  await machines.health(machine.id, { spoolBatches: 0, spoolBytes: 0, lost: 0, processes: 0 }, startMs + 90_000);
  expect((await packages.get('x'))?.versions).toMatchObject([{ lastMs: startMs + 90_000 }]);
  expect((await packages.get('y'))?.versions).toMatchObject([{ lastMs: startMs + 1000 }]);
  expect((await packages.list('', null, 10)).items).toMatchObject([
    { lastMs: startMs + 90_000 },
    { lastMs: startMs + 1000 },
  ]);
});

test('an environment in parts is one in the end', async () => {
  const { inventories } = await scratchStore();
  await inventories.change(machine.id, change({ digest: 'old', put: [of('gone', '1')] }), startMs);
  await inventories.change(machine.id, change({ digest: 'd.0', put: [of('a', '1')] }), startMs);
  await inventories.change(machine.id, change({ base: 'd.0', digest: 'd', put: [of('b', '1')] }), startMs);
  expect((await inventories.of(machine.id))[0]?.packages.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(await inventories.offer(machine.id, [{ ...venv, digest: 'd' }], startMs)).toEqual([]);
});

test('the review of a change stays with its version', async () => {
  const { batches, packages } = await scratchStore();
  const review = {
    outcome: 'compared' as const,
    newKinds: ['dynamic-code'],
    findings: ['dynamic-code: exec(…) at a.py:44'],
  };
  const upgrade = (from: string | null, outcome: 'compared' | 'alone') =>
    sampleActivity({
      ...{ operation: 'package.change', target: 'aiocpa', package: { name: 'aiocpa', version: '0.1.13' } },
      change: { kind: 'upgraded', from, to: '0.1.13', installer: 'pip', effect: null, review: { ...review, outcome } },
    });
  await batches.commit([incoming(1, [upgrade('0.1.12', 'compared'), upgrade(null, 'alone')])], () => []);
  const versions = (await packages.get('aiocpa'))?.versions;
  expect(versions?.map(({ version, reviews }) => [version, reviews])).toEqual([
    ['0.1.12', []],
    ['0.1.13', [{ ...review, from: '0.1.12', firstMs: expect.any(Number) }]],
  ]);
});
