import { expect, test } from 'vitest';
import { incoming, machine, sampleActivity, startMs } from '../testing/sample.ts';
import { scratchStore } from '../testing/scratch.ts';
import type { InventoryEnvironment } from './store.ts';

const hash = (text: string): Buffer => Buffer.from(text.padEnd(32, '.'));
const venv = (packages: readonly [string, string][]): InventoryEnvironment => ({
  path: '~/shop/.venv',
  kind: 'venv',
  python: '3.11.7',
  packages: packages.map(([name, version]) => ({ name, version, installer: 'pip' })),
});

test('a credential names its machine until it is revoked', async () => {
  const { machines } = await scratchStore();
  const credentialHash = hash('two');
  await machines.add({ id: 'm-two', name: 'bob', platform: 'linux', credentialHash, enrolledMs: startMs });
  expect(await machines.byCredential(credentialHash)).toEqual({ id: 'm-two', name: 'bob' });
  expect(await machines.byCredential(hash('three'))).toBe(null);
  expect(await machines.revoke('m-two')).toBe(true);
  expect(await machines.revoke('m-two')).toBe(false);
  expect(await machines.byCredential(credentialHash)).toBe(null);
});

test('a hello renames the machine and answers its committed sequence', async () => {
  const store = await scratchStore();
  const facts = { hostName: 'new-name', platform: 'linux', userName: 'ann', agentVersion: '0.1.0' };
  expect(await store.machines.hello(machine.id, facts, startMs)).toBe(0);
  await store.batches.commit([incoming(1, [sampleActivity()])], () => []);
  expect(await store.machines.hello(machine.id, facts, startMs)).toBe(1);
  expect(await store.machines.list()).toMatchObject([{ name: 'new-name', agentVersion: '0.1.0', sequence: 1 }]);
});

test('an inventory replaces what was installed; versions that went are remembered as known', async () => {
  const store = await scratchStore();
  await store.inventories.replace(
    machine.id,
    [
      venv([
        ['aiocpa', '0.1.12'],
        ['requests', '2.32.3'],
      ]),
    ],
    startMs,
  );
  await store.inventories.replace(machine.id, [venv([['aiocpa', '0.1.13']])], startMs + 1000);
  expect(await store.packages.get('aiocpa')).toMatchObject({
    versions: [{ version: '0.1.12' }, { version: '0.1.13', firstMs: startMs + 1000 }],
    installed: [{ version: '0.1.13', environment: '~/shop/.venv', machine }],
  });
  expect((await store.packages.get('requests'))?.installed).toEqual([]);
  expect(store.profiles.earlierVersions('aiocpa', '0.1.13')).toEqual(['0.1.12']);
  expect(await store.machines.list()).toMatchObject([{ environments: 1 }]);
});

test('packages are listed by name in pages, with their versions in order', async () => {
  const store = await scratchStore();
  const packages: [string, string][] = [
    ['aiocpa', '0.1.13'],
    ['aiocpa', '0.1.9'],
    ['requests', '2.32.3'],
    ['urllib3', '2'],
  ];
  await store.inventories.replace(machine.id, [venv(packages)], startMs);
  const first = await store.packages.list('', null, 2);
  expect(first.items).toMatchObject([
    { name: 'aiocpa', versions: ['0.1.9', '0.1.13'], machines: 1 },
    { name: 'requests' },
  ]);
  const second = await store.packages.list('', first.next, 2);
  expect(second).toMatchObject({ items: [{ name: 'urllib3' }], next: null });
  expect((await store.packages.list('LLIB', null, 2)).items).toMatchObject([{ name: 'urllib3' }]);
  expect(await store.packages.get('nothing')).toBe(null);
});

test('health is what the agent last said; loss is the larger of what is known', async () => {
  const store = await scratchStore();
  await store.batches.commit([incoming(1, [sampleActivity()], { lost: 5 })], () => []);
  await store.machines.health(machine.id, { spoolBatches: 2, spoolBytes: 10, lost: 3, processes: 4 }, startMs);
  expect(await store.machines.list()).toMatchObject([{ spoolBatches: 2, processes: 4, lost: 5 }]);
});

test('a one-time token is good once, for its own use, before it expires', async () => {
  const { secrets } = await scratchStore();
  const token = { kind: 'sign-in', label: 'ann', createdMs: 0, expiresMs: 1000, uses: 1 } as const;
  await secrets.addToken({ ...token, hash: hash('a') });
  expect(await secrets.redeem(hash('a'), 'api', 10)).toBe(null);
  expect(await secrets.redeem(hash('a'), 'sign-in', 10)).toBe('ann');
  expect(await secrets.redeem(hash('a'), 'sign-in', 10)).toBe(null);
  await secrets.addToken({ ...token, hash: hash('b') });
  expect(await secrets.redeem(hash('b'), 'sign-in', 1000)).toBe(null);
});

test('a token without limit stays until it is removed', async () => {
  const { secrets } = await scratchStore();
  await secrets.addToken({ hash: hash('c'), kind: 'api', label: 'cli', createdMs: 0, expiresMs: null, uses: null });
  expect(await secrets.redeem(hash('c'), 'api', 1e13)).toBe('cli');
  expect(await secrets.redeem(hash('c'), 'api', 1e13)).toBe('cli');
  expect(await secrets.removeTokens('sign-in', 'cli')).toBe(0);
  expect(await secrets.removeTokens('api', 'cli')).toBe(1);
  expect(await secrets.redeem(hash('c'), 'api', 0)).toBe(null);
});

test('a session ends by time or by signing out', async () => {
  const { secrets } = await scratchStore();
  await secrets.addSession({ hash: hash('s'), user: 'ann', createdMs: 0, expiresMs: 100 });
  expect(await secrets.session(hash('s'), 99)).toBe('ann');
  expect(await secrets.session(hash('s'), 100)).toBe(null);
  await secrets.removeSession(hash('s'));
  expect(await secrets.session(hash('s'), 50)).toBe(null);
});
