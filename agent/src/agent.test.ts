/** The whole agent in this process, a real Python with the real hook, and a collector of the test's own. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import { type Activity, decodeActivities, maxBatchBytes, uplink, type uplinkRoot } from '@culprit/proto';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Agent, createAgent } from './agent.ts';
import { createEnvironments } from './environments/environments.ts';
import { type AgentHome, agentHome, makeAgentHome } from './home.ts';
import { writeIdentity } from './uplink/identity.ts';

const log = pino({ level: 'silent' });
const credential = 'the-credential-of-this-machine';
const soon = { timeout: 15_000, interval: 20 };

/** A collector that keeps what it is sent, in the order and under the rules of the uplink. */
class TestCollector {
  readonly activities: Activity[] = [];
  readonly sequences: number[] = [];
  readonly inventories: uplinkRoot.uplink.InventoryChange.$Properties[] = [];
  readonly hellos: uplinkRoot.uplink.AgentHello.$Properties[] = [];
  /** Holes that no batch declared, batches out of order: must stay empty. */
  readonly faults: string[] = [];
  lost = 0;
  committed = 0;
  /** Whether batches are acknowledged as they come. */
  isAcking = true;
  refusedUpgrades = 0;
  credential = credential;
  readonly #server: Server = createServer();
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxBatchBytes });
  port = 0;

  constructor() {
    this.#server.on('upgrade', (request, socket, head) => {
      if (request.headers.authorization !== `Bearer ${this.credential}`) {
        this.refusedUpgrades += 1;
        socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (ws) => {
        ws.on('message', (bytes) => this.#take(ws, uplink.ToCollector.decode(bytes as Buffer)));
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** As if it were killed: every connection is cut. */
  async stop(): Promise<void> {
    for (const ws of this.#sockets.clients) ws.terminate();
    if (!this.#server.listening) return;
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  find(match: Partial<Activity>): Activity | undefined {
    const wanted = Object.entries(match);
    return this.activities.find((activity) =>
      wanted.every(([key, value]) => JSON.stringify(activity[key as keyof Activity]) === JSON.stringify(value)),
    );
  }

  #take(ws: WebSocket, message: uplinkRoot.uplink.ToCollector.$Properties): void {
    const send = (answer: uplinkRoot.uplink.ToAgent.$Properties): void =>
      ws.send(uplink.ToAgent.encode(answer).finish());
    if (message.hello) {
      this.hellos.push(message.hello);
      send({ welcome: { sequence: this.committed } });
    }
    const offered = (message.inventoryOffer?.environments ?? []).filter(({ digest }) => digest !== '');
    if (offered.length > 0) send({ inventoryWanted: { paths: offered.map(({ path }) => path ?? '') } });
    if (message.inventoryChange) this.inventories.push(message.inventoryChange);
    if (!message.batch) return;
    const { sequence = 0, activities = new Uint8Array() } = message.batch;
    const number = sequence ?? 0;
    if (number > this.committed) {
      const batch = decodeActivities(
        zstdDecompressSync(activities ?? new Uint8Array(), { maxOutputLength: maxBatchBytes }),
      );
      if (number !== this.committed + 1 && batch.lost === 0) this.faults.push(`${this.committed} then ${number}`);
      if (!this.isAcking) return;
      this.activities.push(...batch.activities);
      this.lost += batch.lost;
      this.sequences.push(number);
      this.committed = number;
    }
    send({ ack: { sequence: this.committed } });
  }
}

let venv: string;
let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-agent-')));
  venv = join(scratch, 'venv');
  execFileSync('python3', ['-m', 'venv', '--without-pip', venv]);
  // A package as an installer leaves it, which opens what it is told to.
  const [site = ''] = execFileSync(join(venv, 'bin/python'), ['-c', 'import site; print(site.getsitepackages()[0])'], {
    encoding: 'utf8',
  }).split('\n');
  mkdirSync(join(site, 'nosy'));
  writeFileSync(join(site, 'nosy/__init__.py'), 'def peek(path):\n    return open(path).read()\n');
  const info = join(site, 'Nosy-1.2.3.dist-info');
  mkdirSync(info);
  writeFileSync(join(info, 'METADATA'), 'Metadata-Version: 2.1\nName: Nosy\nVersion: 1.2.3\n');
  writeFileSync(join(info, 'INSTALLER'), 'pip\n');
  writeFileSync(
    join(info, 'RECORD'),
    'nosy/__init__.py,,\nNosy-1.2.3.dist-info/METADATA,,\nNosy-1.2.3.dist-info/RECORD,,\n',
  );
  mkdirSync(join(scratch, 'home/.ssh'), { recursive: true });
  writeFileSync(join(scratch, 'home/.ssh/id_ed25519'), 'no key at all');
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs a script in the venv to its end. */
async function python(script: string, name = 'main.py'): Promise<void> {
  const file = join(scratch, name);
  writeFileSync(file, script);
  await promisify(execFile)(join(venv, 'bin/python'), [file, '--token', 'hunter2'], { cwd: scratch });
}

const peek = (path: string): string => `import nosy\nnosy.peek(${JSON.stringify(path)})\n`;
const keyFile = (): string => join(scratch, 'home/.ssh/id_ed25519');

async function start({ isEnrolled = true } = {}) {
  const home: AgentHome = agentHome(mkdtempSync(join(tmpdir(), 'cu-')));
  makeAgentHome(home);
  const collector = new TestCollector();
  await collector.start();
  if (isEnrolled) writeIdentity(home.identityFile, { collector: collector.url, machine: 'm-1', credential });
  const environments = createEnvironments({ dir: home.dir, socketPath: home.hookSocket, log, onChange: () => {} });
  environments.add(venv);
  const agents: Agent[] = [];
  const startAgent = async (): Promise<Agent> => {
    const agent = createAgent({ home, log });
    agents.push(agent);
    await agent.start();
    return agent;
  };
  onTestFinished(async () => {
    for (const agent of agents) await agent.stop();
    environments.remove(venv);
    await environments.stop();
    await collector.stop();
    rmSync(home.root, { recursive: true, force: true });
  });
  return { home, collector, environments, agent: await startAgent(), startAgent };
}

describe('from a Python process to the collector', () => {
  test('an opened key arrives with its package, its class and its stack, and without secrets', async () => {
    const { collector } = await start();
    await python(peek(keyFile()));
    const seen = await vi.waitFor(() => {
      const found = collector.find({ operation: 'file.open', targetClass: 'ssh-key' });
      if (found === undefined) throw new Error('not yet');
      return found;
    }, soon);
    expect(seen).toMatchObject({
      target: keyFile(),
      package: { name: 'nosy', version: '1.2.3' },
      chain: [{ name: 'nosy', version: '1.2.3' }],
      confidence: 'stack',
      access: 'read',
      environment: venv,
    });
    expect(seen.process).toMatchObject({ application: join(scratch, 'main.py') });
    expect(seen.process?.command).toMatch(/main\.py --token •••$/);
    expect(seen.frames[0]).toMatchObject({ function: 'peek', line: 2, culprit: true, dynamic: false });
    expect(JSON.stringify(collector.activities)).not.toContain('hunter2');
    expect(collector.faults).toEqual([]);
  });

  test('the application itself is no package', async () => {
    const { collector } = await start();
    await python(`open(${JSON.stringify(keyFile())}).close()\n`);
    await vi.waitFor(() => expect(collector.find({ targetClass: 'ssh-key' })).toMatchObject({ package: null }), soon);
  });

  test('how often it happened adds up', async () => {
    const { collector } = await start();
    await python(`import nosy\nfor _ in range(500): nosy.peek(${JSON.stringify(keyFile())})\n`);
    await vi.waitFor(() => {
      const opened = collector.activities.filter(({ targetClass }) => targetClass === 'ssh-key');
      expect(opened.reduce((total, { count }) => total + count, 0)).toBe(500);
    }, soon);
    expect(collector.activities.length).toBeLessThan(100);
  });

  test('the inventory names what is installed', async () => {
    const { collector } = await start();
    await vi.waitFor(() => {
      const environment = collector.inventories.findLast(({ path }) => path === venv);
      expect(environment?.put).toEqual([expect.objectContaining({ name: 'nosy', version: '1.2.3', installer: 'pip' })]);
    }, soon);
    expect(collector.hellos[0]).toMatchObject({ protocol: 1, platform: process.platform });
  });
});

describe('nothing is lost on the way', () => {
  test('what happened while the collector was away arrives once, in order', async () => {
    const { collector } = await start();
    await vi.waitFor(() => expect(collector.hellos).toHaveLength(1), soon);
    await collector.stop();
    for (const n of [1, 2, 3]) await python(peek(keyFile()), `away-${n}.py`);
    expect(collector.activities).toEqual([]);
    const again = collector.port;
    await collector.start();
    expect(collector.port).toBe(again);
    await vi.waitFor(() => {
      const applications = new Set(collector.activities.map(({ process }) => process?.application));
      expect([...applications].sort()).toEqual([1, 2, 3].map((n) => join(scratch, `away-${n}.py`)));
    }, soon);
    expect(collector.sequences).toEqual(collector.sequences.map((_, i) => i + 1));
    expect(collector.faults).toEqual([]);
    expect(collector.lost).toBe(0);
  });

  test('what was received and never acknowledged survives the agent', async () => {
    const { collector, agent, startAgent } = await start();
    collector.isAcking = false;
    await python(peek(keyFile()));
    await vi.waitFor(() => expect(agent.status().spool.batches).toBeGreaterThan(0), soon);
    await agent.stop();
    collector.isAcking = true;
    await startAgent();
    await vi.waitFor(() => expect(collector.find({ targetClass: 'ssh-key' })).toBeDefined(), soon);
    expect(collector.activities.filter(({ targetClass }) => targetClass === 'ssh-key')).toHaveLength(1);
    expect(collector.faults).toEqual([]);
  });

  test('what ordinary activities wait for is in the spool when the agent has stopped', async () => {
    const { collector, agent, startAgent } = await start();
    await collector.stop();
    writeFileSync(join(scratch, 'ordinary.txt'), '');
    await python(`open(${JSON.stringify(join(scratch, 'ordinary.txt'))}).close()\n`);
    const startMs = performance.now();
    await agent.stop();
    expect(performance.now() - startMs).toBeLessThan(2_000);
    await collector.start();
    await startAgent();
    await vi.waitFor(() => expect(collector.find({ target: join(scratch, 'ordinary.txt') })).toBeDefined(), soon);
  });

  test('an enrolment takes effect without a restart', async () => {
    const { home, collector, agent } = await start({ isEnrolled: false });
    await python(peek(keyFile()));
    await vi.waitFor(() => expect(agent.status().uplink.state).toBe('not-enrolled'), soon);
    writeIdentity(home.identityFile, { collector: collector.url, machine: 'm-1', credential });
    await vi.waitFor(() => expect(collector.find({ targetClass: 'ssh-key' })).toBeDefined(), soon);
    expect(statSync(home.identityFile).mode & 0o777).toBe(0o600);
  });

  test('a machine that is enrolled anew begins at 1, and keeps what waited', async () => {
    const { home, collector, agent, startAgent } = await start();
    await python(peek(keyFile()));
    await vi.waitFor(() => expect(collector.committed).toBeGreaterThan(0), soon);
    await collector.stop();
    await python(peek(keyFile()), 'later.py');
    await agent.stop();
    collector.committed = 0;
    collector.activities.length = 0;
    collector.sequences.length = 0;
    await collector.start();
    writeIdentity(home.identityFile, { collector: collector.url, machine: 'm-2', credential });
    await startAgent();
    await vi.waitFor(() => expect(collector.find({ targetClass: 'ssh-key' })).toBeDefined(), soon);
    expect(collector.sequences[0]).toBe(1);
    expect(collector.find({ targetClass: 'ssh-key' })?.process?.application).toBe(join(scratch, 'later.py'));
    expect([collector.faults, collector.lost]).toEqual([[], 0]);
  });
});

describe('peers that misbehave', () => {
  test('a credential that is refused is told as such, and tried seldom', async () => {
    const { collector, agent } = await start();
    collector.credential = 'another';
    await collector.stop();
    await collector.start();
    await vi.waitFor(() => expect(agent.status().uplink.state).toBe('credential-refused'), soon);
    const before = collector.refusedUpgrades;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(collector.refusedUpgrades).toBe(before);
  });

  test('a collector that answers rubbish is left and tried again; the agent lives', async () => {
    const { home, agent } = await start({ isEnrolled: false });
    const http = createServer();
    const sockets = new WebSocketServer({ server: http });
    let connections = 0;
    sockets.on('connection', (ws) => {
      connections += 1;
      ws.on('message', () => ws.send(Buffer.from('0affffffffffffffffffff', 'hex')));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const ws of sockets.clients) ws.terminate();
      http.close();
    });
    const collector = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const uncaught: unknown[] = [];
    const note = (error: unknown): unknown => uncaught.push(error);
    process.on('uncaughtException', note);
    onTestFinished(() => void process.off('uncaughtException', note));
    writeIdentity(home.identityFile, { collector, machine: 'm-1', credential });
    await vi.waitFor(() => expect(connections).toBeGreaterThan(1), soon);
    expect(uncaught).toEqual([]);
    expect(agent.status().uplink.state).not.toBe('connected');
  });

  test('a second agent on the same home is refused, and the first goes on', async () => {
    const { home, collector } = await start();
    await expect(createAgent({ home, log }).start()).rejects.toMatchObject({ code: 'AGENT_ERR_ALREADY_RUNNING' });
    await python(peek(keyFile()));
    await vi.waitFor(() => expect(collector.find({ targetClass: 'ssh-key' })).toBeDefined(), soon);
  });
});

test('an agent that is refused has not touched the spool, nor called the collector', async () => {
  const { home, collector } = await start();
  await python(peek(keyFile()));
  await vi.waitFor(() => expect(collector.committed).toBeGreaterThan(0), soon);
  // As the first agent's write looks halfway: to a second one, like what a crash cut off.
  const [segment = ''] = readdirSync(home.spoolDir).filter((name) => name.endsWith('.segment'));
  const file = join(home.spoolDir, segment);
  appendFileSync(file, Buffer.alloc(10, 1));
  const before = readFileSync(file);
  const hellos = collector.hellos.length;
  await expect(createAgent({ home, log }).start()).rejects.toMatchObject({ code: 'AGENT_ERR_ALREADY_RUNNING' });
  expect(readFileSync(file)).toEqual(before);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(collector.hellos).toHaveLength(hellos);
});

test('stopping is legal before start, and twice', async () => {
  const home = agentHome(mkdtempSync(join(tmpdir(), 'cu-')));
  onTestFinished(() => rmSync(home.root, { recursive: true, force: true }));
  const agent = createAgent({ home, log });
  await agent.stop();
  await agent.start();
  await agent.stop();
  await agent.stop();
});

test('programs run as ever after the agent is gone', async () => {
  const { agent } = await start();
  await agent.stop();
  const child = execFile(join(venv, 'bin/python'), ['-c', 'print(open("/etc/hostname").read() and 1)']);
  const [status] = await once(child, 'exit');
  expect(status).toBe(0);
});
