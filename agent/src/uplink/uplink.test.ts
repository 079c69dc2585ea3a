import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { type Activity, decodeActivities, uplink, type uplinkRoot } from '@culprit/proto';
import pino from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createEvents, type Events } from '../events.ts';
import { Spool, type SpoolOptions } from '../spool/spool.ts';
import type { Backoff } from './backoff.ts';
import { createNumbering } from './numbering.ts';
import { agentHello, Uplink, type UplinkOptions } from './uplink.ts';

type Message = uplinkRoot.uplink.ToCollector.$Properties;
type Answer = uplinkRoot.uplink.ToAgent.$Properties;
const soon = { timeout: 10_000, interval: 10 };

/** A collector's end that does what each test says: `onMessage` answers, connection by connection. */
async function farEnd(onMessage: (message: Message, answer: (say: Answer) => void, socket: WebSocket) => void) {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const heard: Message[] = [];
  let connections = 0;
  sockets.on('connection', (socket) => {
    connections += 1;
    socket.on('message', (bytes) => {
      const message = uplink.ToCollector.decode(bytes as Buffer);
      heard.push(message);
      onMessage(message, (say) => socket.send(uplink.ToAgent.encode(say).finish()), socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  const batches = (): number[] => heard.flatMap(({ batch }) => (batch ? [batch.sequence ?? 0] : []));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    batches,
    sockets,
    connections: () => connections,
  };
}

function activity(target: string): Activity {
  return {
    ...{ atMs: 1, lastMs: 1, count: 1, operation: 'file.open', target, targetClass: null, ip: null, port: null },
    ...{ via: null, access: 'read', other: null, process: null, environment: '', package: null, chain: [], frames: [] },
    ...{ confidence: 'unknown', change: null },
  };
}

interface Bench {
  readonly uplink: Uplink;
  readonly spool: Spool;
  /** The spool's folder. */
  readonly dir: string;
  readonly events: Events;
  readonly waits: number[];
  append(count: number): Promise<void>;
}

async function connected(url: string, options: Partial<UplinkOptions & SpoolOptions> = {}): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-uplink-'));
  const events = createEvents({ log: pino({ level: 'silent' }) });
  const spool = new Spool({ dir: join(dir, 'spool'), events, ...options });
  spool.start();
  const waits: number[] = [];
  let failures = 0;
  const backoff: Backoff = {
    next() {
      failures += 1;
      waits.push(failures);
      return 10;
    },
    reset() {
      failures = 0;
    },
  };
  const own = new Uplink({
    ...{ spool, events, backoff },
    numbering: createNumbering({ path: join(dir, 'numbering.json'), onMoved: events.numberingMoved }),
    identity: () => ({ collector: url, machine: 'm-1', credential: 'secret' }),
    hello: () => agentHello({ version: '0.1.0', hostName: 'ann-laptop', platform: 'linux', userName: 'ann' }),
    inventories: {
      offer: () => ({ inventoryOffer: { environments: [] } }),
      wanted: (paths) => paths.map((path) => ({ inventoryChange: { path } })),
      changes: () => [{ inventoryChange: { path: 'changed' } }],
    },
    coverage: () => ({ policy: 'listed' }),
    health: () => ({ processes: 1 }),
    ...options,
  });
  onTestFinished(async () => {
    await own.stop();
    await spool.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  let appended = 0;
  const append = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      appended += 1;
      await spool.append({ activities: [activity(`/${appended} ${Math.random()}${Math.random()}`)], lost: 0 });
    }
  };
  return { uplink: own, spool, dir: join(dir, 'spool'), events, waits, append };
}

describe('a conversation', () => {
  test('begins with hello; after the welcome come inventory, health, coverage and what the collector has not', async () => {
    const far = await farEnd((message, answer) => {
      if (message.hello) answer({ welcome: { sequence: 0 } });
      if (message.batch) answer({ ack: { sequence: message.batch.sequence ?? 0 } });
    });
    const { uplink: own, spool, append } = await connected(far.url);
    await append(3);
    own.start();
    await vi.waitFor(() => expect(spool.acknowledged).toBe(3), soon);
    expect(far.heard.map((message) => uplink.ToCollector.encode(message) && Object.keys(message)[0])).toEqual([
      ...['hello', 'inventoryOffer', 'health', 'coverage', 'batch', 'batch', 'batch'],
    ]);
    await append(1);
    await vi.waitFor(() => expect(far.batches()).toEqual([1, 2, 3, 4]), soon);
    own.inventoryChanged();
    await vi.waitFor(() => expect(far.heard.at(-1)?.inventoryChange?.path).toBe('changed'), soon);
  });

  test('what the collector asks for of the inventory it gets', async () => {
    const far = await farEnd((message, answer) => {
      if (message.hello) answer({ welcome: { sequence: 0 } });
      if (message.inventoryOffer) answer({ inventoryWanted: { paths: ['a', 'b'] } });
    });
    const { uplink: own } = await connected(far.url);
    own.start();
    const told = () => far.heard.flatMap(({ inventoryChange }) => inventoryChange?.path ?? []);
    await vi.waitFor(() => expect(told()).toEqual(['a', 'b']), soon);
  });

  test('nothing is said before the welcome', async () => {
    const far = await farEnd(() => {});
    const { uplink: own, append } = await connected(far.url);
    await append(1);
    own.start();
    await vi.waitFor(() => expect(far.heard).toHaveLength(1), soon);
    own.inventoryChanged();
    await append(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(far.heard).toHaveLength(1);
  });

  test('sixteen batches are on their way at most, and acks are cumulative', async () => {
    let isAcking = false;
    const far = await farEnd((message, answer) => {
      if (message.hello) answer({ welcome: { sequence: 0 } });
      if (message.batch && isAcking) answer({ ack: { sequence: message.batch.sequence ?? 0 } });
    });
    const { uplink: own, spool, append } = await connected(far.url);
    await append(40);
    own.start();
    await vi.waitFor(() => expect(far.batches()).toHaveLength(16), soon);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(far.batches()).toHaveLength(16);
    isAcking = true;
    for (const socket of far.sockets.clients) socket.send(uplink.ToAgent.encode({ ack: { sequence: 10 } }).finish());
    await vi.waitFor(() => expect(spool.acknowledged).toBe(40), soon);
    expect(far.batches()).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  test('what the collector holds already is not sent again', async () => {
    const far = await farEnd((message, answer) => {
      if (message.hello) answer({ welcome: { sequence: far.connections() === 1 ? 0 : 2 } });
      if (message.batch?.sequence === 3 && far.connections() === 1) for (const s of far.sockets.clients) s.terminate();
    });
    const { uplink: own, append } = await connected(far.url);
    await append(4);
    own.start();
    await vi.waitFor(() => expect(far.connections()).toBe(2), soon);
    await vi.waitFor(() => expect(far.batches().slice(-2)).toEqual([3, 4]), soon);
  });
});

const lostIn = ({ batch }: Message): number =>
  decodeActivities(zstdDecompressSync(batch?.activities ?? new Uint8Array())).lost;

describe('what the spool has lost', () => {
  test('is declared by the batch after the hole where a record is corrupt', async () => {
    const far = await farEnd((message, answer) => {
      if (message.hello) answer({ welcome: { sequence: 0 } });
      if (message.batch) answer({ ack: { sequence: message.batch.sequence ?? 0 } });
    });
    const { uplink: own, spool, dir, append } = await connected(far.url);
    await append(5);
    const [segment = ''] = readdirSync(dir).filter((name) => name.endsWith('.segment'));
    const bytes = readFileSync(join(dir, segment));
    // In the middle of the third of five records of about one length.
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
    writeFileSync(join(dir, segment), bytes);
    own.start();
    await vi.waitFor(() => expect(spool.acknowledged).toBe(5), soon);
    expect(far.batches()).toEqual([1, 2, 4, 5]);
    expect(far.heard.filter(({ batch }) => batch).map(lostIn)).toEqual([0, 0, 1, 0]);
  });

  test('leaves no hole where the spool was full while the collector was away, and says how much was lost', async () => {
    const far = await farEnd((message, answer) => {
      if (message.hello) answer({ welcome: { sequence: 0 } });
      if (message.batch) answer({ ack: { sequence: message.batch.sequence ?? 0 } });
    });
    const { uplink: own, spool, events, append } = await connected(far.url, { maxBytes: 4_000, segmentBytes: 1_000 });
    await append(60);
    const lost = events.lost()['spool-full'];
    own.start();
    await vi.waitFor(() => expect(spool.acknowledged).toBe(60), soon);
    expect(far.batches()).toEqual(far.batches().map((_, i) => i + 1));
    expect(far.batches().length + lost).toBe(60);
    await append(1);
    await vi.waitFor(() => expect(spool.acknowledged).toBe(61), soon);
    const told = far.heard.filter(({ batch }) => batch).reduce((total, message) => total + lostIn(message), 0);
    expect(told).toBeGreaterThan(0);
  });
});

describe('a far end that misbehaves', () => {
  test.each<[string, Answer]>([
    ['a welcome that is no number', { welcome: { sequence: Number.NaN } }],
    ['an ack before the welcome', { ack: { sequence: 1 } }],
  ])('%s ends the connection, and it is tried again', async (_, say) => {
    const far = await farEnd((message, answer) => message.hello && answer(say));
    const { uplink: own, events } = await connected(far.url);
    own.start();
    await vi.waitFor(() => expect(far.connections()).toBeGreaterThan(1), soon);
    expect(events.counters().uplink_ended_malformed).toBeGreaterThan(0);
  });

  test('an ack of what was never sent lets nothing go', async () => {
    const far = await farEnd((message, answer) => {
      if (message.hello) answer({ welcome: { sequence: 0 } });
      if (message.batch) answer({ ack: { sequence: 99 } });
    });
    const { uplink: own, spool, append } = await connected(far.url);
    await append(2);
    own.start();
    await vi.waitFor(() => expect(far.connections()).toBeGreaterThan(1), soon);
    expect(spool.acknowledged).toBe(0);
  });

  test('bytes that are no message', async () => {
    const far = await farEnd((_message, _answer, socket) => socket.send(Buffer.from('0affffffffffffff', 'hex')));
    const { uplink: own, events } = await connected(far.url);
    own.start();
    await vi.waitFor(() => expect(far.connections()).toBeGreaterThan(1), soon);
    expect(events.counters().uplink_ended_malformed).toBeGreaterThan(0);
  });

  test('one that refuses after every welcome is called less and less often', async () => {
    const far = await farEnd((message, answer, socket) => {
      if (!message.hello) return;
      answer({ welcome: { sequence: 0 } });
      answer({ refusal: { code: 'batch-gap', message: 'no', sequence: 0 } });
      socket.close();
    });
    const { uplink: own, waits, events } = await connected(far.url);
    own.start();
    await vi.waitFor(() => expect(waits.length).toBeGreaterThan(3), soon);
    expect(waits.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(events.counters().collector_refusals).toBeGreaterThan(3);
    expect(events.counters().uplink_ended_refused).toBeGreaterThan(0);
  });

  test('one that falls silent is left', async () => {
    const far = await farEnd((message, answer, socket) => {
      if (!message.hello) return;
      answer({ welcome: { sequence: 0 } });
      // As when a cable is pulled: neither data nor pongs come any more.
      socket.pause();
    });
    const { uplink: own, events } = await connected(far.url, { silenceMs: 40 });
    own.start();
    await vi.waitFor(() => expect(events.counters().uplink_ended_silent).toBeGreaterThan(0), soon);
  });
});

test('a refused credential waits; one that is new is tried at once', async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  let refused = 0;
  server.on('upgrade', (request, socket, head) => {
    if (request.headers.authorization === 'Bearer new') return sockets.handleUpgrade(request, socket, head, () => {});
    refused += 1;
    socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  const collector = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let credential = 'old';
  const { uplink: own } = await connected(collector, { identity: () => ({ collector, machine: 'm-1', credential }) });
  own.start();
  await vi.waitFor(() => expect(own.status.state).toBe('credential-refused'), soon);
  credential = 'new';
  await vi.waitFor(() => expect(sockets.clients.size).toBe(1), soon);
  expect(refused).toBe(1);
});

test('nobody there is tried for ever; stopping is legal before start, twice, and in the middle of it', async () => {
  const { uplink: own, waits } = await connected('http://127.0.0.1:1');
  await own.stop();
  own.start();
  await vi.waitFor(() => expect(waits.length).toBeGreaterThan(2), soon);
  await own.stop();
  await own.stop();
  expect(own.status.state).toBe('stopped');
});
