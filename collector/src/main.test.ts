import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { WhoRow } from './api/types.ts';
import { collectorPaths } from './home.ts';
import { TestAgent } from './testing/agent.ts';
import { culprit, served } from './testing/child.ts';
import { botRule, scratchRules } from './testing/rules.ts';
import { aiocpa, sampleActivity } from './testing/sample.ts';
import { scratchDir } from './testing/scratch.ts';
import { readToken } from './tokens/tokens.ts';

const environment = (home = scratchDir()): Record<string, string> => ({
  CULPRIT_HOME: home,
  CULPRIT_PORT: '0',
  CULPRIT_RULES: scratchRules(botRule),
});

async function post<T>(url: string, path: string, token: string | null, body: unknown): Promise<T> {
  const headers = {
    'content-type': 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
  return (await response.json()) as T;
}

test('kill -9 at any moment loses nothing that was acknowledged and doubles nothing', { timeout: 60_000 }, async () => {
  const env = environment();
  const home = env.CULPRIT_HOME ?? '';
  let child = culprit(['serve'], env);
  let url = await served(child);
  const token = readToken(collectorPaths(home).cliToken);
  const { token: enrolment } = await post<{ token: string }>(url, '/api/v1/tokens', token, { kind: 'enrol' });
  const machine = { token: enrolment, hostName: 'ann-laptop', platform: 'linux' };
  const { credential } = await post<{ credential: string }>(url, '/api/v1/enrol', null, machine);

  // Every batch has a port of its own and is told twice over, so a lost one and a doubled one both show in the counts.
  const total = 200;
  let acknowledged = 0;
  for (let round = 0; acknowledged < total; round += 1) {
    const { agent, sequence } = await TestAgent.greet(url, credential);
    expect(sequence, 'what was acknowledged is committed').toBeGreaterThanOrEqual(acknowledged);
    // From one before what it holds: the resent one must change nothing.
    for (let i = Math.max(1, sequence); i <= total; i += 1) {
      agent.batch(i, [sampleActivity({ port: i, package: aiocpa(`0.${i}`) })]);
    }
    const enough = Math.min(total, acknowledged + 60);
    await agent.hears(({ ack }) => (ack?.sequence ?? 0) >= enough, 15_000);
    if (round < 3) {
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');
    }
    acknowledged = Math.max(...agent.heard.map(({ ack }) => ack?.sequence ?? 0));
    if (round < 3) {
      child = culprit(['serve'], env);
      url = await served(child);
    }
  }

  const rows: WhoRow[] = [];
  let cursor = '';
  do {
    const response = await fetch(`${url}/api/v1/who?target=api.telegram.org&limit=200${cursor}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await response.json()) as { items: WhoRow[]; next: string | null };
    rows.push(...page.items);
    cursor = page.next === null ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  expect(rows.map(({ port }) => port ?? 0).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: total }, (_, i) => i + 1),
  );
  expect(rows.every(({ count }) => count === 1)).toBe(true);
  const alerts = await fetch(`${url}/api/v1/rules`, { headers: { authorization: `Bearer ${token}` } });
  expect(await alerts.json()).toMatchObject({ items: [{ hits: total }] });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly within two seconds', async (signal) => {
  const child = culprit(['serve'], environment());
  const url = await served(child);
  expect((await fetch(`${url}/api/docs`)).status).toBe(200);
  const started = performance.now();
  child.process.kill(signal);
  expect(await child.ended).toBe(0);
  expect(performance.now() - started).toBeLessThan(2000);
  expect(child.stderr()).toContain('"msg":"collector stopped"');
});

test('standard output holds the address and the link, the log is on standard error and never holds the token', async () => {
  const child = culprit(['serve'], environment());
  await served(child);
  expect(child.stdout()).toMatch(
    /^Culprit \d+\.\d+\.\d+ listens at http:\/\/127\.0\.0\.1:\d+\nSign in \(once, within 10 minutes\): http:\/\/127\.0\.0\.1:\d+\/#sign-in=[\w-]{43}\n$/,
  );
  const secret = /#sign-in=([\w-]+)/.exec(child.stdout())?.[1] ?? 'none';
  await expect.poll(child.stderr).toContain('collector started');
  expect(child.stderr()).not.toContain(secret);
  for (const line of child.stderr().trim().split('\n')) JSON.parse(line);
});

test('a port in use is one sentence and status 2', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const child = culprit(['serve', '--port', String(port)], environment());
  expect(await child.ended).toBe(2);
  expect(child.stderr()).toBe(
    `culprit: Port ${port} on 127.0.0.1 is in use; stop what listens there, or choose another port with --port or CULPRIT_PORT.\n`,
  );
});

test('without a collector a command says so in one sentence, with status 2', async () => {
  const home = scratchDir();
  const first = culprit(['machines'], { CULPRIT_HOME: home });
  expect(await first.ended).toBe(2);
  expect(first.stderr()).toMatch(/^culprit: There is no token .* start "culprit serve" .*\n$/);
  const second = culprit(['who', 'x.test'], { CULPRIT_HOME: home, CULPRIT_PORT: '1', CULPRIT_TOKEN: 'x' });
  expect(await second.ended).toBe(2);
  expect(second.stderr()).toMatch(
    /^culprit: No collector answers at http:\/\/127\.0\.0\.1:1; start one with "culprit serve".*\n$/,
  );
});
