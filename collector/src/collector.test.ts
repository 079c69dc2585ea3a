import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { Alert, AlertSummary, Page, RuleSummary, WhoRow } from './api/types.ts';
import { createCollector } from './collector.ts';
import { TestAgent } from './testing/agent.ts';
import { collectorBench } from './testing/collector.ts';
import { botRule, scratchRules, twiceRule } from './testing/rules.ts';
import { aiocpa, sampleActivity } from './testing/sample.ts';
import { scratchDir } from './testing/scratch.ts';

const log = pino({ level: 'silent' });
/** The detection and the clock of the collector are of today. */
const now = (): { atMs: number; lastMs: number } => ({ atMs: Date.now(), lastMs: Date.now() });

test('an agent enrols and reports; who, the alert and the event stream tell it', async () => {
  const bench = await collectorBench();
  const { machine, credential } = await bench.enrol();
  const { agent } = await TestAgent.greet(bench.url, credential);
  agent.batch(1, [
    sampleActivity({ ...now(), package: aiocpa('0.1.12'), chain: [], target: 'pay.test', targetClass: null }),
    sampleActivity(now()),
  ]);
  await agent.acked(1);
  const { items } = await bench.get<Page<WhoRow>>('/api/v1/who?target=api.telegram.org&since=1h');
  expect(items).toMatchObject([{ package: 'aiocpa', version: '0.1.13', machine: 'ann-laptop', count: 1 }]);
  const alerts = await bench.get<Page<AlertSummary>>('/api/v1/alerts');
  expect(alerts.items).toMatchObject([{ severity: 'high', machine: { id: machine }, package: { version: '0.1.13' } }]);
  const alert = await bench.get<Alert>(`/api/v1/alerts/${alerts.items[0]?.id}`);
  expect(alert.rule.text).toContain('title: Package talks to a bot API');
  expect(alert.newInVersion).toMatchObject([{ operation: 'net.connect', targetClass: 'bot-api' }]);
  const rules = await bench.get<Page<RuleSummary>>('/api/v1/rules');
  expect(rules.items).toMatchObject([{ title: 'Package talks to a bot API', hits: 1, correlation: false }]);
});

test('the sign-in link that it starts with signs in, once', async () => {
  const { signInLink, url } = await collectorBench();
  const token = new URL(signInLink).hash.replace('#sign-in=', '');
  const signIn = (): Promise<Response> =>
    fetch(`${url}/api/v1/session`, {
      method: 'POST',
      body: JSON.stringify({ token }),
      headers: { 'content-type': 'application/json' },
    });
  expect(await (await signIn()).json()).toEqual({ user: 'ann' });
  expect((await signIn()).status).toBe(401);
});

test('a correlation goes on over a restart, and what was found is not found again', async () => {
  const rulesDir = scratchRules(botRule, twiceRule);
  const first = await collectorBench({ rulesDir });
  const { credential } = await first.enrol();
  const { agent } = await TestAgent.greet(first.url, credential);
  agent.batch(1, [sampleActivity(now())]);
  await agent.acked(1);
  await first.collector.stop();

  const second = await collectorBench({ rulesDir, home: first.home });
  const before = await second.get<Page<AlertSummary>>('/api/v1/alerts');
  expect(before.items).toMatchObject([{ severity: 'high', count: 1 }]);
  const { agent: again, sequence } = await TestAgent.greet(second.url, credential);
  expect(sequence).toBe(1);
  again.batch(2, [sampleActivity(now())]);
  await again.acked(2);
  const after = await second.get<Page<AlertSummary>>('/api/v1/alerts?severity=critical');
  expect(after.items).toMatchObject([{ rule: { title: 'Machine talks to a bot API twice' }, count: 1 }]);
});

test('rules that change are loaded again; a fault in one leaves the others running', async () => {
  const rulesDir = scratchRules(botRule);
  const bench = await collectorBench({ rulesDir });
  writeFileSync(join(rulesDir, 'detections', 'rule-1.yaml'), twiceRule);
  const titles = async (): Promise<string[]> =>
    (await bench.get<Page<RuleSummary>>('/api/v1/rules')).items.map(({ title }) => title);
  await expect.poll(titles, { timeout: 5000 }).toContain('Machine talks to a bot API twice');
  writeFileSync(join(rulesDir, 'detections', 'rule-1.yaml'), 'title: [');
  await expect.poll(titles, { timeout: 5000 }).toEqual(['Package talks to a bot API']);
});

test('stopping closes everything within two seconds, whoever is connected', async () => {
  const bench = await collectorBench();
  const { credential } = await bench.enrol();
  const { agent } = await TestAgent.greet(bench.url, credential);
  const token = readFileSync(join(bench.home, 'collector', 'cli-token'), 'utf8').trim();
  const events = await fetch(`${bench.url}/api/v1/events`, { headers: { authorization: `Bearer ${token}` } });
  const started = performance.now();
  await bench.collector.stop();
  expect(performance.now() - started).toBeLessThan(2000);
  expect(await agent.ended()).toMatchObject({ code: 1001 });
  await events.text();
  await expect(fetch(bench.url)).rejects.toThrow();
  expect(existsSync(join(bench.home, 'collector', 'address'))).toBe(false);
  await bench.collector.stop();
});

test('stop is legal before start', async () => {
  await createCollector({ home: scratchDir(), port: 0, log }).stop();
});

test('a port that is taken is told with the mend, and nothing is left running', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const home = scratchDir();
  await expect(createCollector({ home, port, log }).start()).rejects.toMatchObject({
    code: 'COLLECTOR_ERR_PORT_IN_USE',
    exit: 2,
    message: expect.stringContaining(`Port ${port}`),
  });
  expect(existsSync(join(home, 'collector'))).toBe(false);
});

test('a second collector in the same home is refused', async () => {
  const { home } = await collectorBench();
  await expect(createCollector({ home, port: 0, log }).start()).rejects.toMatchObject({
    code: 'COLLECTOR_ERR_STORE_BUSY',
  });
});

test.each(['0.0.0.0', '192.168.1.5', '::'])('%s is no address to listen on without TLS', async (host) => {
  await expect(createCollector({ home: scratchDir(), port: 0, host, log }).start()).rejects.toMatchObject({
    code: 'COLLECTOR_ERR_HOST',
  });
});

test('a folder without rules is refused', async () => {
  const rulesDir = scratchDir();
  await expect(createCollector({ home: scratchDir(), port: 0, rulesDir, log }).start()).rejects.toMatchObject({
    code: 'COLLECTOR_ERR_RULES',
  });
});
