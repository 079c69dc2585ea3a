import { chmodSync, linkSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hook, type hookRoot } from '@culprit/proto';
import pino from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AgentError } from '../errors.ts';
import { createEvents } from '../events.ts';
import { Listener, type ListenerOptions } from './listener.ts';

type Heard = readonly [what: string, pid: number, ...rest: unknown[]];

async function listening(options: Partial<ListenerOptions> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-hook-'));
  const heard: Heard[] = [];
  const events = createEvents({ log: pino({ level: 'silent' }) });
  const listener = new Listener({
    path: join(dir, 'hook.sock'),
    events,
    sink: {
      greeted: ({ pid, application }, isNew) => heard.push([isNew ? 'greeted' : 'renamed', pid, application]),
      activities: ({ pid }, activities) => heard.push(['activities', pid, activities.map(({ target }) => target)]),
      repeats: ({ pid }, repeats) => heard.push(['repeats', pid, repeats]),
      lost: ({ pid }, full, unknown) => heard.push(['lost', pid, full, unknown]),
      ended: ({ pid }) => heard.push(['ended', pid]),
    },
    ...options,
  });
  onTestFinished(async () => {
    await listener.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  await listener.start();
  const path = join(dir, 'hook.sock');
  const refused = (reason: string): number => events.counters()[`connections_refused_${reason}`] ?? 0;
  return { path, heard, listener, events, refused };
}

function dial(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.resume();
    socket.once('close', () => resolve());
  });

/** A frame with its length before it, as the hook sends it. */
function framed(frame: hookRoot.hook.Frame.$Properties): Buffer {
  return Buffer.from(hook.Frame.encode(frame).ldelim().finish());
}

const hello = (pid: number, application = ''): Buffer =>
  framed({ hello: { protocol: 1, pid, startedMs: 1_700_000_000_000, prefix: '/venv', application } });

const opened = (...targets: string[]): Buffer =>
  framed({
    report: {
      strings: ['', ...targets],
      activities: targets.map((_, i) => ({ id: i + 1, operation: hook.Operation.FILE_OPEN, target: i + 1 })),
    },
  });

describe('a process is heard', () => {
  test('from its greeting to its end, in the order in which it spoke', async () => {
    const { path, heard } = await listening();
    const socket = await dial(path);
    socket.write(hello(42));
    socket.write(opened('/a', '/b'));
    socket.write(hello(42, '/app/main.py'));
    socket.end(framed({ report: { repeats: [{ id: 1, count: 2, lastMs: 5 }], lost: 3 } }));
    await vi.waitFor(() => expect(heard.at(-1)).toEqual(['ended', 42]));
    expect(heard).toEqual([
      ['greeted', 42, ''],
      ['activities', 42, ['/a', '/b']],
      ['renamed', 42, '/app/main.py'],
      ['repeats', 42, [{ id: 1, count: 2, lastMs: 5 }]],
      ['lost', 42, 3, 0],
      ['ended', 42],
    ]);
  });

  test('slowly, a byte at a time', async () => {
    const { path, heard } = await listening();
    const socket = await dial(path);
    socket.setNoDelay(true);
    for (const byte of Buffer.concat([hello(42), opened('/a')])) {
      await new Promise<void>((resolve) => socket.write(Buffer.of(byte), () => resolve()));
    }
    await vi.waitFor(() => expect(heard.at(-1)).toEqual(['activities', 42, ['/a']]));
  });

  test('beside a thousand others', async () => {
    const { path, heard, listener } = await listening();
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => dial(path)));
    sockets.forEach((socket, i) => void socket.write(Buffer.concat([hello(i + 1), opened(`/${i}`)])));
    await vi.waitFor(() => expect(heard).toHaveLength(2_000), { timeout: 10_000 });
    expect(listener.connections).toBe(1_000);
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(() => expect(heard).toHaveLength(3_000), { timeout: 10_000 });
    expect(listener.connections).toBe(0);
  });

  test('and is never answered', async () => {
    const { path, heard } = await listening();
    const socket = await dial(path);
    const answers: Buffer[] = [];
    socket.on('data', (chunk) => answers.push(chunk));
    socket.write(hello(42));
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(answers).toEqual([]);
  });
});

describe('who breaks the protocol is cut off and counted, and nobody else notices', () => {
  test.each<[string, Buffer[]]>([
    ['too-long', [hello(7), Buffer.from('ffffff', 'hex')]],
    ['malformed', [hello(7), Buffer.from('03ffffff', 'hex')]],
    ['no-hello', [opened('/a')]],
    ['protocol', [framed({ hello: { protocol: 9, pid: 7, prefix: '/venv' } })]],
    ['other-process', [hello(7), hello(8)]],
  ])('%s', async (reason, chunks) => {
    const { path, heard, refused } = await listening();
    const honest = await dial(path);
    honest.write(hello(42));
    const hostile = await dial(path);
    const end = closed(hostile);
    // Nothing after the fault is read, be it ever so sound.
    hostile.write(Buffer.concat([...chunks, opened('/late')]));
    await end;
    expect(refused(reason)).toBe(1);
    honest.write(opened('/after'));
    await vi.waitFor(() => expect(heard.at(-1)).toEqual(['activities', 42, ['/after']]));
    expect(heard.filter(([what, , targets]) => what === 'activities' && String(targets) === '/late')).toEqual([]);
  });

  test('whoever connects and says nothing', async () => {
    const { path, refused } = await listening({ greetingMs: 30 });
    await closed(await dial(path));
    expect(refused('no-hello')).toBe(1);
  });

  test('one too many', async () => {
    const { path, refused } = await listening({ maxConnections: 2 });
    await Promise.all([dial(path), dial(path)]);
    await closed(await dial(path));
    expect(refused('too-many-connections')).toBe(1);
  });
});

test('held back, nothing is read; then everything, in order', async () => {
  const { path, heard, listener } = await listening();
  const socket = await dial(path);
  socket.write(hello(42));
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  listener.hold(true);
  socket.write(opened('/a'));
  const late = await dial(path);
  late.write(hello(43));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toHaveLength(1);
  listener.hold(false);
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  expect(heard[1]).toEqual(['activities', 42, ['/a']]);
});

test('a fault that one process brings out costs its connection, and nobody else notices', async () => {
  const heard: number[] = [];
  const sink = {
    greeted({ pid }: { pid: number }) {
      if (pid === 666) throw new Error('a fault of ours');
      heard.push(pid);
    },
    ...{ activities() {}, repeats() {}, lost() {}, ended() {} },
  };
  const { path, events } = await listening({ sink });
  const cursed = await dial(path);
  const end = closed(cursed);
  cursed.write(hello(666));
  await end;
  expect(events.counters().activities_failed).toBe(1);
  (await dial(path)).write(hello(42));
  await vi.waitFor(() => expect(heard).toEqual([42]));
});

describe('the socket is the lock of a home', () => {
  test('only its owner can use it', async () => {
    const { path } = await listening();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('a second agent is told that one runs', async () => {
    const { path, listener, events } = await listening();
    const sink = { greeted() {}, activities() {}, repeats() {}, lost() {}, ended() {} };
    const second = new Listener({ path, sink, events });
    await expect(second.start()).rejects.toMatchObject({ code: 'AGENT_ERR_ALREADY_RUNNING' });
    await second.stop();
    const socket = await dial(path);
    socket.write(hello(1));
    await vi.waitFor(() => expect(listener.connections).toBeGreaterThan(0));
  });

  test('what a killed agent left behind is replaced', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'culprit-stale-'));
    const path = join(dir, 'hook.sock');
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    // A socket file without a server: closing would remove it, so its name is taken away first.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(dir, 'other.sock'), resolve));
    linkSync(join(dir, 'other.sock'), path);
    await new Promise((resolve) => server.close(resolve));
    await listening({ path });
    await dial(path);
  });

  test('a path that holds something else is an error, not removed by mistake', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'culprit-file-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    writeFileSync(join(dir, 'file'), '');
    await expect(listening({ path: join(dir, 'file/hook.sock') })).rejects.toMatchObject({ code: 'AGENT_ERR_LISTEN' });
  });

  test('a socket file that was tidied away is opened again; those connected stay', async () => {
    const { path, heard } = await listening({ guardMs: 20 });
    const old = await dial(path);
    old.write(hello(1));
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    rmSync(path);
    const fresh = await vi.waitFor(() => dial(path), { timeout: 5_000 });
    fresh.write(hello(2));
    old.write(opened('/still'));
    await vi.waitFor(() => expect(heard).toHaveLength(3));
  });

  test('an agent whose socket another one took is told so', async () => {
    const taken: AgentError[] = [];
    const altered: string[] = [];
    const { path } = await listening({
      guardMs: 20,
      onTakenOver: (error) => taken.push(error),
      onAltered: (what) => altered.push(what),
    });
    rmSync(path);
    const usurper = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => usurper.listen(path, resolve));
    onTestFinished(() => void usurper.close());
    await vi.waitFor(() => expect(taken[0]).toMatchObject({ code: 'AGENT_ERR_ALREADY_RUNNING' }));
    expect(altered[0]).toMatch(/another program listens/);
  });

  test.each([
    ['closed', (path: string) => chmodSync(path, 0), /closed to others/],
    ['in a closed folder', (path: string) => chmodSync(dirname(path), 0), /folder of the agent's socket was closed/],
    ['touched', (path: string) => utimesSync(path, 1, 1), null],
  ])('a socket file that is %s is put right, and the agent stays', async (_name, alter, said) => {
    const altered: string[] = [];
    const taken: unknown[] = [];
    const { path, heard } = await listening({
      guardMs: 20,
      onAltered: (what) => altered.push(what),
      onTakenOver: (error) => taken.push(error),
    });
    alter(path);
    if (said !== null) await vi.waitFor(() => expect(altered[0]).toMatch(said));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const socket = await dial(path);
    socket.write(hello(7));
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(taken).toEqual([]);
    expect(altered).toHaveLength(said === null ? 0 : 1);
  });
});

test('drained, it hears nobody new and still is the lock', async () => {
  const { path, heard, listener, events } = await listening();
  const socket = await dial(path);
  const end = closed(socket);
  await new Promise<void>((resolve) => socket.write(Buffer.concat([hello(42), opened('/last')]), () => resolve()));
  await listener.drain();
  await end;
  expect(heard.map(([what]) => what)).toEqual(['greeted', 'activities', 'ended']);
  await closed(await dial(path));
  const sink = { greeted() {}, activities() {}, repeats() {}, lost() {}, ended() {} };
  await expect(new Listener({ path, sink, events }).start()).rejects.toMatchObject({
    code: 'AGENT_ERR_ALREADY_RUNNING',
  });
});

test('held back from the start, it is the lock, and hears everything later', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-held-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const heard: number[] = [];
  const listener = new Listener({
    path: join(dir, 'hook.sock'),
    sink: { greeted: ({ pid }) => heard.push(pid), activities() {}, repeats() {}, lost() {}, ended() {} },
    events: createEvents({ log: pino({ level: 'silent' }) }),
  });
  onTestFinished(() => listener.stop());
  listener.hold(true);
  await listener.start();
  (await dial(join(dir, 'hook.sock'))).write(hello(42));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toEqual([]);
  listener.hold(false);
  await vi.waitFor(() => expect(heard).toEqual([42]));
});

test('stopping reads what has come, lets everyone go, and is legal before start and twice', async () => {
  const { path, heard, listener } = await listening();
  const socket = await dial(path);
  const end = closed(socket);
  await new Promise<void>((resolve) => socket.write(Buffer.concat([hello(42), opened('/last')]), () => resolve()));
  await listener.stop();
  await listener.stop();
  await end;
  expect(heard).toEqual([
    ['greeted', 42, ''],
    ['activities', 42, ['/last']],
    ['ended', 42],
  ]);
  await expect(dial(path)).rejects.toThrow(/ENOENT|ECONNREFUSED/);
});
