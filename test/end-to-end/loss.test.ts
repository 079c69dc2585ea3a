import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WhoRow } from '../../collector/src/api/types.ts';
import { openStory } from '../demo/story.ts';
import { findInterpreters } from '../python/interpreters.ts';
import { makeVenv, type Venv } from '../python/venv.ts';
import { createClient } from '../stack/client.ts';
import { Stack } from '../stack/stack.ts';

const [newest] = await findInterpreters();
const patience = { timeout: 20_000, interval: 100 };

/** Connects to a port of its own on loopback, again and again, a line of output each; nobody listens there. */
const knocker = `
import socket, sys, time
for i in range(int(sys.argv[1])):
    s = socket.socket()
    try: s.connect(('127.0.0.1', 20000 + i))
    except OSError: pass
    s.close()
    print(i, flush=True)
    time.sleep(0.01)
`;

let home: string;
let stack: Stack;
let venv: Venv;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culprit-loss-'));
  stack = new Stack({ home, port: 0 });
  await stack.start();
  venv = await makeVenv({ python: newest?.path ?? 'python3', dir: join(home, 'venv') });
  await stack.ok('culprit-agent', ['env', 'add', venv.dir]);
  await writeFile(join(home, 'knocker.py'), knocker);
});
afterEach(async () => {
  await stack.stop();
  await rm(home, { recursive: true, force: true });
});

const knocks = async (): Promise<Map<number, number>> => {
  const rows = JSON.parse(await stack.ok('culprit', ['who', '127.0.0.1', '--json'])) as WhoRow[];
  const counts = new Map<number, number>();
  for (const { operation, port, count, application } of rows) {
    if (operation !== 'net.connect' || port === null || !application.endsWith('knocker.py')) continue;
    counts.set(port, (counts.get(port) ?? 0) + count);
  }
  return counts;
};
const eachOnce = (count: number) => new Map(Array.from({ length: count }, (_, i) => [20_000 + i, 1]));

/** Starts the knocker; resolves once it has knocked `after` times, with its end. */
async function knock(count: number, after: number): Promise<Promise<void>> {
  const child = venv.spawn([join(home, 'knocker.py'), String(count)]);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve) => {
    let lines = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (lines >= after) resolve();
    });
  });
  return ended;
}

test('killing the collector in the middle of a run, and starting it again, loses and doubles nothing', async () => {
  const ended = await knock(300, 60);
  stack.collector?.kill('SIGKILL');
  await ended;
  await stack.startCollector();
  await expect.poll(async () => (await knocks()).size, patience).toBe(300);
  expect(await knocks()).toEqual(eachOnce(300));
});

test('the same in the middle of the demo: the malicious run is reported once, whole', async () => {
  const story = await openStory({ dir: join(home, 'shop'), python: newest?.path ?? 'python3' });
  try {
    await stack.ok('culprit-agent', ['env', 'add', story.venv.dir]);
    await story.install('clean');
    await story.checkout(1);
    const rows = async (...args: string[]) =>
      JSON.parse(await stack.ok('culprit', ['who', ...args, '--json'])) as WhoRow[];
    await expect.poll(async () => (await rows('127.0.0.1', '--package', 'aiocpa')).length, patience).toBeGreaterThan(0);
    await story.install('bad');
    const running = story.checkout(1);
    await story.proxy.receipts.waitFor(({ host }) => host === 'api.telegram.org');
    stack.collector?.kill('SIGKILL');
    await running;
    await stack.startCollector();
    const calls = async () =>
      (await rows('api.telegram.org'))
        .map(({ operation, version, count }) => `${operation} by ${version}: ${count}`)
        .sort();
    const once = ['net.connect by 0.1.13: 1', 'net.request by 0.1.13: 1'];
    await expect.poll(calls, patience).toEqual(once);
    const client = await createClient({ url: stack.url, home });
    const drift = (await client.alerts()).filter(({ rule }) =>
      /messaging API which no earlier version/.test(rule.title),
    );
    expect(drift.map(({ count }) => count)).toEqual([2]);
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // long enough for a second copy to arrive, if there were one
    expect(await calls()).toEqual(once);
  } finally {
    await story.stop();
  }
});

test('stopping the agent in the middle of a run keeps what it received, and the next one sends it', async () => {
  const ended = await knock(300, 100);
  const started = Date.now();
  stack.agent?.kill('SIGTERM');
  await new Promise((resolve) => stack.agent?.once('close', resolve));
  expect(Date.now() - started).toBeLessThan(2_000);
  await stack.startAgent();
  await ended;
  // The process keeps what it could not tell meanwhile, and tells the new agent.
  await expect.poll(async () => (await knocks()).size, patience).toBe(300);
  expect(await knocks()).toEqual(eachOnce(300));
});

test('SIGTERM and SIGINT stop both within two seconds', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const started = Date.now();
    await stack.stop(signal);
    expect(Date.now() - started).toBeLessThan(4_000);
    expect([stack.collector?.exitCode, stack.agent?.exitCode]).toEqual([0, 0]);
    await stack.start();
  }
});
