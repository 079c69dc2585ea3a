import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zstdCompressSync } from 'node:zlib';
import { maxBatchBytes } from '@culprit/proto';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createEvents } from '../events.ts';
import { createBus } from '../notify/bus.ts';
import type { AlertChange, Decide, Store } from '../store/store.ts';
import { TestAgent } from '../testing/agent.ts';
import { sampleActivity, sampleFinding, startMs } from '../testing/sample.ts';
import { scratchStore } from '../testing/scratch.ts';
import { hashOf } from '../tokens/secret.ts';
import { type ConnectionLimits, defaultLimits } from './connection.ts';
import { Gateway } from './gateway.ts';
import { Ingest } from './ingest.ts';

interface Bench {
  readonly url: string;
  readonly store: Store;
  readonly gateway: Gateway;
  readonly rollbacks: () => number;
  readonly alerts: AlertChange[];
}

const credential = 'the-credential-of-a-machine';

async function start(
  options: { limits?: Partial<ConnectionLimits>; decide?: Decide; store?: Store } = {},
): Promise<Bench> {
  const store = options.store ?? (await scratchStore());
  await store.machines.add({
    id: 'm-live',
    name: 'ann-laptop',
    platform: 'linux',
    credentialHash: hashOf(credential),
    enrolledMs: startMs,
  });
  const events = createEvents(pino({ level: 'silent' }));
  const bus = createBus<AlertChange>();
  const alerts: AlertChange[] = [];
  bus.subscribe((change) => alerts.push(change));
  let rollbacks = 0;
  const ingest = new Ingest({
    batches: store.batches,
    decide: options.decide ?? (() => []),
    onRollback: async () => {
      rollbacks += 1;
    },
    alerts: bus,
    events,
  });
  const gateway = new Gateway({
    machines: store.machines,
    inventories: store.inventories,
    ingest,
    events,
    limits: { ...defaultLimits, ...options.limits },
  });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await gateway.stop();
    await ingest.stop();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, store, gateway, rollbacks: () => rollbacks, alerts };
}

const sequenceOf = async (store: Store): Promise<number | undefined> =>
  (await store.machines.list()).find(({ id }) => id === 'm-live')?.sequence;

test('an unknown credential is refused before the upgrade', async () => {
  const { url } = await start();
  await expect(TestAgent.open(url, 'wrong')).rejects.toThrow('401');
  await expect(TestAgent.open(url, '')).rejects.toThrow('401');
});

test('a page may not speak to the uplink', async () => {
  const { url } = await start();
  await expect(TestAgent.open(url, credential, { origin: url })).rejects.toThrow('403');
});

test('hello, welcome, batches, acks: an acknowledged batch is committed', async () => {
  const { url, store, gateway } = await start();
  const { agent, sequence } = await TestAgent.greet(url, credential);
  expect(sequence).toBe(0);
  expect(gateway.connected()).toEqual(new Set(['m-live']));
  for (let i = 1; i <= 20; i += 1) agent.batch(i, [sampleActivity()]);
  await agent.acked(20);
  expect(await sequenceOf(store)).toBe(20);
  const next = await TestAgent.greet(url, credential);
  expect(next.sequence).toBe(20);
});

test('what is sent again is acknowledged again and changes nothing', async () => {
  const { url, store } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  agent.batch(1, [sampleActivity()]);
  await agent.acked(1);
  agent.heard.length = 0;
  agent.batch(1, [sampleActivity()]);
  await agent.acked(1);
  let activities = 0;
  for await (const batch of store.batches.since(0)) activities += batch.length;
  expect(activities).toBe(1);
});

test('a hole is refused with the sequence that is held', async () => {
  const { url } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  agent.batch(1, [sampleActivity()]);
  agent.batch(3, [sampleActivity()]);
  const { refusal } = await agent.hears(({ refusal: said }) => Boolean(said));
  expect(refusal).toMatchObject({ code: 'batch-gap', sequence: 1 });
  expect(await agent.ended()).toMatchObject({ code: 4009 });
});

test.each([
  ['no zstd', Buffer.from('nothing'), 'not zstd'],
  ['no Activities', zstdCompressSync(Buffer.from('nothing')), 'Activities'],
  ['a bomb', zstdCompressSync(Buffer.alloc(64 * maxBatchBytes)), `longer than ${maxBatchBytes} bytes`],
])('%s is set aside, acknowledged, and told', async (_, activities, reason) => {
  const { url, store } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  agent.send({ batch: { sequence: 1, activities } });
  await agent.acked(1);
  const { refusal } = await agent.hears(({ refusal: said }) => Boolean(said));
  expect(refusal).toMatchObject({ code: 'batch-invalid', sequence: 1 });
  expect(refusal?.message).toContain(reason);
  expect(await sequenceOf(store)).toBe(1);
});

test.each<[string, (agent: TestAgent) => void]>([
  ['another protocol', (agent) => agent.hello(2)],
  ['a batch before the hello', (agent) => agent.batch(1, [])],
  ['a second hello', (agent) => [agent.hello(), agent.hello()]],
  ['text', (agent) => agent.socket.send('hello')],
  ['bytes that are no message', (agent) => agent.socket.send(Buffer.from('ff', 'hex'))],
  ['a message without a body', (agent) => [agent.hello(), agent.send({})]],
  ['sequence 0', (agent) => [agent.hello(), agent.batch(0, [])]],
  ['sequence NaN', (agent) => [agent.hello(), agent.batch(Number.NaN, [])]],
])('%s is refused as against the protocol', async (_, speak) => {
  const { url } = await start();
  const agent = await TestAgent.open(url, credential);
  speak(agent);
  const { refusal } = await agent.hears(({ refusal: said }) => Boolean(said));
  expect(refusal?.code).toBe('protocol');
  expect(await agent.ended()).toMatchObject({ code: 1002 });
});

test('an agent that says nothing is sent away', async () => {
  const { url } = await start({ limits: { helloMs: 50 } });
  const agent = await TestAgent.open(url, credential);
  expect(await agent.ended()).toMatchObject({ code: 1002 });
});

test('a frame over the limit ends the connection', async () => {
  const { url } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  agent.send({ batch: { sequence: 1, activities: Buffer.alloc(1_100_000) } });
  expect(await agent.ended()).toMatchObject({ code: 1009 });
});

test('a newer connection of a machine replaces the older', async () => {
  const { url, gateway } = await start();
  const { agent: older } = await TestAgent.greet(url, credential);
  const { agent: newer } = await TestAgent.greet(url, credential);
  expect(await older.ended()).toMatchObject({ code: 4001 });
  newer.batch(1, [sampleActivity()]);
  await newer.acked(1);
  expect(gateway.connected()).toEqual(new Set(['m-live']));
});

test('a peer that does not answer pings is ended', async () => {
  const { url, gateway } = await start({ limits: { pingMs: 40 } });
  const { agent } = await TestAgent.greet(url, credential);
  agent.socket.pause();
  await expect.poll(() => gateway.connected().size, { timeout: 5000 }).toBe(0);
});

test('a revoked machine is told so, and comes in no more', async () => {
  const { url, store, gateway } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  await store.machines.revoke('m-live');
  gateway.revoke('m-live');
  const { refusal } = await agent.hears(({ refusal: said }) => Boolean(said));
  expect(refusal?.code).toBe('revoked');
  await expect(TestAgent.open(url, credential)).rejects.toThrow('401');
});

test('inventory and health are kept, with numbers and texts within bounds', async () => {
  const { url, store } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  const packages = [{ name: 'aiocpa', version: '0.1.13', installer: 'pip' }];
  agent.send({ inventory: { environments: [{ path: '~/v', kind: 'venv', python: '3.11', packages }] } });
  agent.send({ health: { spoolBatches: Number.NaN, spoolBytes: -5, lost: 1e300, processes: 3 } });
  const live = async () => (await store.machines.list()).find(({ id }) => id === 'm-live');
  await expect.poll(live).toMatchObject({ environments: 1, processes: 3, spoolBatches: 0 });
  expect((await store.packages.get('aiocpa'))?.installed).toMatchObject([{ environment: '~/v' }]);
});

test('of an inventory that is offered, what is not held is asked for; a difference to something else too', async () => {
  const { url, store } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  const venv = { path: '~/v', kind: 'venv', python: '3.11' };
  const put = [{ name: 'aiocpa', version: '0.1.13', topLevel: ['cryptopay'], installedMs: Number.NaN }];
  agent.send({
    inventoryOffer: {
      environments: [
        { ...venv, digest: 'd1' },
        { ...venv, path: '~/later' },
      ],
    },
  });
  expect((await agent.hears((said) => Boolean(said.inventoryWanted))).inventoryWanted?.paths).toEqual(['~/v']);
  agent.send({ inventoryChange: { ...venv, digest: 'd1', put } });
  const held = async () => (await store.inventories.of('m-live')).flatMap(({ packages }) => packages);
  await expect.poll(held).toMatchObject([{ name: 'aiocpa', topLevel: ['cryptopay'], installedMs: 0 }]);
  agent.send({ inventoryChange: { ...venv, base: 'other', digest: 'd2', put } });
  const asked = () => agent.heard.filter(({ inventoryWanted }) => inventoryWanted).length;
  await expect.poll(asked).toBe(2);
  agent.send({ inventoryOffer: { environments: [{ ...venv, digest: 'd1' }] } });
  await expect.poll(async () => (await store.inventories.of('m-live')).length).toBe(1);
  expect(asked()).toBe(2);
});

test('what is covered is kept, the last that was told, with numbers and texts within bounds', async () => {
  const { url, store } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  const place = {
    path: `~/${'x'.repeat(10_000)}`,
    kind: 'venv',
    python: '3.11',
    origin: 'uv',
    coveredBy: '',
    reason: 'policy',
  };
  agent.send({ coverage: { policy: 'listed', places: [place], processes: [{ reason: 'no-site', count: 2 }] } });
  await expect
    .poll(() => store.machines.coverageOf('m-live'))
    .toMatchObject({
      policy: 'listed',
      places: [{ kind: 'venv', coveredBy: null, reason: 'policy', detail: '' }],
      processes: [{ reason: 'no-site', count: 2, executable: '' }],
      coveredProcesses: 0,
    });
  expect((await store.machines.coverageOf('m-live'))?.places[0]?.path).toHaveLength(4096);
  agent.send({
    coverage: { policy: 'all', places: [{ ...place, coveredBy: 'hook', reason: '' }], coveredProcesses: 4 },
  });
  const live = async () => (await store.machines.list()).find(({ id }) => id === 'm-live')?.coverage;
  await expect.poll(live).toMatchObject({ covered: 1, blind: 0, coveredProcesses: 4, blindProcesses: 0 });
});

test('more than the store can take at once waits in the socket, and all of it arrives', async () => {
  const { url, store } = await start({ limits: { maxPending: 4 } });
  const { agent } = await TestAgent.greet(url, credential);
  for (let i = 1; i <= 200; i += 1) agent.batch(i, [sampleActivity()]);
  await agent.acked(200);
  expect(await sequenceOf(store)).toBe(200);
});

test('a commit that fails is not acknowledged; the agent comes back and nothing is lost or doubled', async () => {
  const real = await scratchStore();
  let isBroken = true;
  const store: Store = {
    ...real,
    batches: {
      ...real.batches,
      commit: (batches, decide) =>
        isBroken ? Promise.reject(new Error('disk full')) : real.batches.commit(batches, decide),
    },
  };
  const { url, rollbacks } = await start({ store });
  const { agent } = await TestAgent.greet(url, credential);
  agent.batch(1, [sampleActivity()]);
  expect(await agent.ended()).toMatchObject({ code: 1011 });
  expect(agent.heard.some(({ ack }) => ack)).toBe(false);
  expect(rollbacks()).toBe(1);
  isBroken = false;
  const { agent: again, sequence } = await TestAgent.greet(url, credential);
  expect(sequence).toBe(0);
  again.batch(1, [sampleActivity()]);
  await again.acked(1);
  expect(await sequenceOf(store)).toBe(1);
});

test('alerts are told after the commit that made them', async () => {
  const decide: Decide = (activities) => [sampleFinding(activities)];
  const { url, alerts } = await start({ decide });
  const { agent } = await TestAgent.greet(url, credential);
  agent.batch(1, [sampleActivity()]);
  await agent.acked(1);
  await expect.poll(() => alerts).toMatchObject([{ isNew: true, alert: { package: { name: 'aiocpa' } } }]);
});

test('stopping closes every connection and admits no more', async () => {
  const { url, gateway } = await start();
  const { agent } = await TestAgent.greet(url, credential);
  await gateway.stop();
  await gateway.stop();
  expect(await agent.ended()).toMatchObject({ code: 1001 });
  await expect(TestAgent.open(url, credential)).rejects.toThrow('503');
});
