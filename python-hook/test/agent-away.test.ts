/**
 * The host is never broken by an agent that isn't there, hangs, or is killed: programs say and end the same, in about
 * the same time. The agent is a real one, in a process of its own.
 *
 * CULPRIT_TEST_LONG=1: it hangs for a minute, with every interpreter in both forms.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makePair, type Pair } from '../../test/parity/pair.ts';
import { AgentProcess } from '../../test/stack/agent-process.ts';
import { expectSame, hostForms, isLong, ordinary, timeoutMs } from './same.ts';

const stoppedMs = isLong ? 60_000 : 500;
const all = await hostForms();
/** The newest with the gate and the oldest without it. */
const forms = isLong ? all : all.filter((_, index) => index === 0 || index === all.length - 1);
const soon = { timeout: 15_000, interval: 20 };
/** Each must take no longer with the hook than without it, give or take a busy machine, ms. */
const slackMs = 5_000;

/**
 * It does far more than the hook, the socket and the agent can hold, says so, goes on until it is told to stop, and
 * says how long its slowest step took, in words: the same ones on both sides, unless something waited.
 */
const busy = `
import os, sys, threading, time
slowest = 0
count = 0
def act():
    global slowest, count
    count += 1
    began = time.perf_counter()
    try: os.close(os.open('/nonexistent/.secret/%d' % count, os.O_RDONLY))
    except OSError: pass
    slowest = max(slowest, time.perf_counter() - began)
for _ in range(30000): act()
open('full', 'w').close()
thread = threading.Thread(target=lambda: [act() for _ in range(100)]); thread.start(); thread.join()
while not os.path.exists('go'):
    act()
    time.sleep(0.005)
print('slowest step:', 'a moment' if slowest < 1 else slowest)
open('missing')
`;

describe.each(forms)('on Python $version, $form', ({ path, env }) => {
  let agent: AgentProcess;
  let pair: Pair;
  const file = (side: 'bare' | 'hook', name: string): string => join(pair.dir, `${side}-work`, name);
  beforeAll(async () => {
    agent = new AgentProcess();
    pair = await makePair(path, { socketPath: agent.home.hookSocket });
    for (const side of ['bare', 'hook'] as const) {
      writeFileSync(file(side, 'ordinary.py'), ordinary);
      writeFileSync(file(side, 'busy.py'), busy);
    }
  });
  afterAll(async () => {
    await agent.close();
    await pair.close();
  });

  /** Runs the busy program on both sides; `meanwhile` is called when both are at it. */
  const runBusy = async (meanwhile: () => Promise<void>) => {
    for (const side of ['bare', 'hook'] as const)
      for (const name of ['full', 'go']) rmSync(file(side, name), { force: true });
    const running = expectSame(pair, ['busy.py'], { env, timeoutMs: timeoutMs + stoppedMs });
    running.catch(() => undefined); // it is awaited below, after what may fail before
    await vi.waitFor(() => expect(existsSync(file('bare', 'full')) && existsSync(file('hook', 'full'))).toBe(true), {
      ...soon,
      timeout: 40_000,
    });
    await meanwhile();
    for (const side of ['bare', 'hook'] as const) writeFileSync(file(side, 'go'), '');
    const ended = await running;
    expect(ended.stdout).toBe('slowest step: a moment\n');
    expect(ended.how).toBe('status 1');
  };

  test('an agent that never was there', async () => {
    const startedAt = performance.now();
    await expectSame(pair, ['ordinary.py'], { env });
    expect(performance.now() - startedAt).toBeLessThan(slackMs);
    await runBusy(async () => undefined);
  });

  test('an agent that hangs, with every buffer full; what was lost is counted once it goes on', {
    timeout: 120_000 + stoppedMs,
  }, async () => {
    await agent.start();
    agent.signal('SIGSTOP');
    try {
      await runBusy(async () => {
        const startedAt = performance.now();
        await expectSame(pair, ['ordinary.py'], { env });
        expect(performance.now() - startedAt).toBeLessThan(slackMs);
        await new Promise((resolve) => setTimeout(resolve, stoppedMs));
        agent.signal('SIGCONT');
        await vi.waitFor(async () => expect((await agent.status()).lost['hook-full']).toBeGreaterThan(10_000), soon);
      });
    } finally {
      agent.signal('SIGCONT');
    }
    await agent.end();
  });

  test('an agent that is killed and started again, which then hears the program', { timeout: 120_000 }, async () => {
    await agent.start();
    await runBusy(async () => {
      await agent.end('SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await agent.start();
      await vi.waitFor(async () => {
        const { processes, counters } = await agent.status();
        expect(processes).toBeGreaterThan(0);
        expect(counters.activities_received).toBeGreaterThan(0);
      }, soon);
    });
    await agent.end();
  });
});
