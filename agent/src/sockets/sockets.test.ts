import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findInterpreters } from '../../../test/python/interpreters.ts';
import { createEvents } from '../events.ts';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { createProcessTable, type ProcessTable } from '../processes/process-table.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Finding } from './finding.ts';
import { Sockets } from './sockets.ts';

/** Longer than the comparison waits before it says anything. */
const quietMs = 1_800;

const [python] = await findInterpreters();
let dir = '';
let port = 0;
const accepted = new Set<Socket>();
const server = createServer((socket) => {
  accepted.add(socket);
  socket.on('error', () => {});
  socket.on('close', () => accepted.delete(socket));
});
beforeAll(async () => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-sockets-')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
});
afterAll(() => {
  for (const socket of accepted) socket.destroy();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Says "ready" and goes on at the first line that it is given; then says "done" and waits. */
const program = (deed: string, before = ''): string => `
import socket, subprocess, sys, os
${before}
print("ready", flush=True)
sys.stdin.readline()
${deed}
print("done", flush=True)
sys.stdin.readline()
`;
const connects = 'connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))';

interface Running {
  readonly child: ChildProcess;
  readonly process: HookProcess;
  /** Lets it go on, and waits until it has done it; gives what it said of it. */
  go(): Promise<string>;
}

/** Runs a program without a hook; the test says what its hook would have. */
async function run(text: string): Promise<Running> {
  const argv = [python?.path ?? 'python3', '-I', '-c', text, String(port)] as const;
  const [file, ...args] = argv;
  const child = spawn(file, args, { cwd: dir, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await says(child, 'ready');
  const pid = child.pid ?? 0;
  const process: HookProcess = {
    ...{ key: `${pid}-1`, pid, parentPid: globalThis.process.pid, startedMs: Date.now(), interpreter: 0 },
    ancestors: [],
    ...{
      python: python?.version ?? '',
      implementation: 'cpython',
      executable: file,
      prefix: '/venv',
      basePrefix: '/usr',
    },
    ...{ argv, cwd: dir, hook: '0.1.0', application: '-c' },
  };
  const go = (): Promise<string> => {
    child.stdin?.write('\n');
    return says(child, 'done');
  };
  return { child, process, go };
}

async function says(child: ChildProcess, word: string): Promise<string> {
  let text = '';
  while (child.stdout !== null && !text.includes(word)) text += String((await once(child.stdout, 'data'))[0]);
  return text;
}

function compare(options: { table?: ProcessTable; resolver?: Partial<Resolver> } = {}) {
  const found: Finding[] = [];
  const events = createEvents({ log: pino({ level: 'silent' }) });
  const sockets = new Sockets({
    ...{ events, conduits: new Set<string>(), quiet: new Set<string>(), onFinding: (finding) => found.push(finding) },
    resolver: {
      // All that a bare interpreter has mapped is its own.
      owner: () => ({ kind: 'stdlib' }),
      resolve: () => ({ package: { name: 'nosy', version: '1.0' }, chain: [], confidence: 'stack', frames: [] }),
      ...options.resolver,
    },
    ...(options.table === undefined ? {} : { table: options.table }),
  });
  onTestFinished(() => sockets.stop());
  sockets.start();
  return { found, sockets, events, sink: sockets.sink };
}

let lastId = 0;
function said(operation: HookActivity['operation'], target: string, more: Partial<HookActivity> = {}): HookActivity {
  lastId += 1;
  return {
    ...{ id: lastId, operation, atMs: Date.now(), target, ip: '', port: 0, via: '', access: 0, other: '' },
    segments: [],
    ...more,
  };
}
const toldConnection = (): HookActivity => said('net.connect', '127.0.0.1', { ip: '127.0.0.1', port });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('where processes cannot be looked at, it says so and does nothing', async () => {
  const { sockets, sink, found } = compare({ table: createProcessTable('darwin') });
  const process = { pid: globalThis.process.pid, key: '1-1' } as HookProcess;
  sink.greeted(process, true);
  sink.activities(process, [toldConnection()]);
  sink.lost(process, 1, 0);
  sink.ended(process);
  expect(sockets.status).toEqual({ isSupported: false, processes: 0, children: 0 });
  expect(found).toEqual([]);
});

describe.skipIf(process.platform !== 'linux' || python === undefined)('needs Linux and Python', () => {
  test('a connection that the hook told is nothing', async () => {
    const { sink, found, sockets } = compare();
    const { process, go } = await run(program(connects));
    sink.greeted(process, true);
    sink.activities(process, [toldConnection()]);
    await go();
    await pause(quietMs);
    expect(found).toEqual([]);
    expect(sockets.status).toEqual({ isSupported: true, processes: 1, children: 0 });
  });

  test('one that it did not tell, of a process that is nothing but the interpreter: the hook is silent', async () => {
    const { sink, found } = compare();
    const { process, go } = await run(program(connects));
    sink.greeted(process, true);
    await go();
    await expect.poll(() => found, { timeout: 10_000 }).toHaveLength(1);
    expect(found[0]).toMatchObject({
      ...{ kind: 'silent', process, remote: { protocol: 'tcp', ip: '127.0.0.1', port }, name: null, count: 1 },
    });
  });

  test('the same where it has libc in hand by ctypes: by whoever took it, and by the name that it knows', async () => {
    const { sink, found } = compare();
    const { process, go } = await run(program(connects, 'import ctypes'));
    sink.greeted(process, true);
    sink.activities(process, [
      said('net.connect', 'example.org', { ip: '127.0.0.1', port: 1 }),
      said('native.load', 'libc.so.6', { other: 'ctypes' }),
    ]);
    await go();
    await expect.poll(() => found, { timeout: 10_000 }).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'native', process, name: 'example.org', by: { package: { name: 'nosy' } } });
  });

  test('native code in the process that nobody is known to have put there: nobody is named', async () => {
    const { sink, found } = compare();
    const { process, go } = await run(program(connects, 'import ctypes'));
    sink.greeted(process, true);
    await go();
    await expect.poll(() => found, { timeout: 10_000 }).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'native', by: null });
  });

  test('what came from outside is nothing, nor a server, nor a Unix socket', async () => {
    const { sink, found } = compare();
    const { process, go } = await run(
      program(`
listener = socket.create_server(("127.0.0.1", 0))
there = socket.create_connection(listener.getsockname())
here = listener.accept()
pair = socket.socketpair()
print(listener.getsockname()[1], flush=True)
`),
    );
    sink.greeted(process, true);
    // The end that it connected by itself is told; the other must not be taken for one.
    const listening = Number.parseInt(await go(), 10);
    sink.activities(process, [said('net.connect', '127.0.0.1', { ip: '127.0.0.1', port: listening })]);
    await pause(quietMs);
    expect(found).toEqual([]);
  });

  test('what was there before the agent is not asked about, what comes later is', async () => {
    const { process, go } = await run(program(connects, connects.replace('connection', 'old')));
    await pause(20);
    const { sink, found } = compare();
    sink.greeted(process, true);
    await pause(quietMs);
    expect(found).toEqual([]);
    await go();
    await expect.poll(() => found, { timeout: 10_000 }).toHaveLength(1);
  });

  test('a hook that lost activities may have lost what would explain it: nobody is named, and it is not called silent', async () => {
    const { sink, found } = compare();
    const { process, go } = await run(program(connects));
    sink.greeted(process, true);
    sink.lost(process, 3, 0);
    await go();
    await expect.poll(() => found, { timeout: 10_000 }).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'native', process, by: null });
  });

  test('while nobody is heard nothing is concluded, nor afterwards of that time', async () => {
    const { sink, found, sockets } = compare();
    const { process, go } = await run(program(connects));
    sink.greeted(process, true);
    sockets.hold(true);
    await go();
    await pause(quietMs);
    sockets.hold(false);
    await pause(quietMs);
    expect(found).toEqual([]);
  });

  test('a child without a hook: by the process that has one, the same again as a count', async () => {
    const { sink, found, sockets } = compare();
    const child = `
import socket, sys, time
sockets = []
for _ in range(3):
    sockets.append(socket.create_connection(("127.0.0.1", int(sys.argv[1]))))
    time.sleep(0.5)
`;
    const deed = `
line = '"$0" -I -c "$1" $2; true'
child = subprocess.Popen(["/bin/sh", "-c", line, sys.executable, ${JSON.stringify(child)}, sys.argv[1]])
`;
    const { process, go } = await run(program(deed));
    sink.greeted(process, true);
    sink.activities(process, [said('process.spawn', '/bin/sh')]);
    await go();
    await expect.poll(() => found, { timeout: 10_000 }).toHaveLength(1);
    const [first] = found;
    expect(first).toMatchObject({ kind: 'child', process, remote: { protocol: 'tcp', ip: '127.0.0.1', port } });
    if (first?.kind !== 'child') throw new Error('no child');
    expect(first.child.argv).toContain('-I');
    expect(first.child.pids).toHaveLength(3);
    expect(first.child.pids.at(-1)).toBe(process.pid);
    await pause(quietMs);
    sockets.stop();
    expect(found.slice(1)).toMatchObject([{ kind: 'child', count: 2 }]);
  });

  test('a child that has a hook after all is asked for its own word', async () => {
    const { sink, found } = compare();
    const child = `
import socket, sys
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
sys.stdin.read()
`;
    const deed = `
child = subprocess.Popen([sys.executable, "-I", "-c", ${JSON.stringify(child)}, sys.argv[1]], stdin=subprocess.PIPE)
print(child.pid, flush=True)
`;
    const { process, go } = await run(program(deed));
    sink.greeted(process, true);
    sink.activities(process, [said('process.spawn', 'python')]);
    const pid = Number.parseInt(await go(), 10);
    // By now its connection has been seen, or is about to be.
    await pause(150);
    const speaking: HookProcess = { ...process, pid, key: `${pid}-1`, parentPid: process.pid };
    sink.greeted(speaking, true);
    sink.activities(speaking, [toldConnection()]);
    await pause(quietMs);
    expect(found).toEqual([]);
  });

  test('a hook that says that it is off leaves its process to the one that started it', async () => {
    const { sink, found, sockets } = compare();
    const { process, go } = await run(program(connects));
    const self = createProcessTable().stat(globalThis.process.pid);
    const { argv, execPath } = globalThis.process;
    const starter: HookProcess = { ...process, pid: self?.pid ?? 0, key: 'starter', executable: execPath, argv };
    sink.greeted(starter, true);
    sink.greeted(process, true);
    const frame = { file: '/x.py', function: 'f', line: 1, dynamic: false, handed: false, gave: false };
    // What it says of others is no farewell.
    const segments = [{ cause: 'stack' as const, frames: [frame] }];
    sink.activities(process, [said('hook.tamper', 'CULPRIT_DISABLE', { segments })]);
    expect(sockets.status).toMatchObject({ processes: 2, children: 0 });
    sink.activities(process, [said('hook.tamper', 'CULPRIT_DISABLE')]);
    expect(sockets.status.processes).toBe(1);
    await go();
    await expect.poll(() => found, { timeout: 10_000 }).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'child', process: { key: 'starter' }, child: { pid: process.pid } });
  });

  test('a process whose number is another one here is not looked at', async () => {
    const { sink, sockets, events } = compare();
    const { process } = await run(program(connects));
    sink.greeted({ ...process, executable: '/opt/other/bin/python', argv: ['python'] }, true);
    expect(sockets.status.processes).toBe(0);
    expect(events.counters().processes_unseen).toBe(1);
  });

  test('a process that ends is forgotten', async () => {
    const { sink, sockets } = compare();
    const { process, child } = await run(program(connects));
    sink.greeted(process, true);
    expect(sockets.status.processes).toBe(1);
    child.kill('SIGKILL');
    await expect.poll(() => sockets.status.processes, { timeout: 10_000 }).toBe(0);
  });
});
