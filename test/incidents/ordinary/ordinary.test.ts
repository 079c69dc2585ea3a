import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findInterpreters, newestAndOldest } from '../../python/interpreters.ts';
import { makeVenv, type Venv } from '../../python/venv.ts';
import { createTestAuthority, type TestAuthority } from '../../stand-in/ca.ts';
import type { LoopbackServer } from '../../stand-in/loopback-server.ts';
import { StandInProxy } from '../../stand-in/proxy.ts';
import { createSalesServer, installRequests, reportEnvironment, reportScript } from './ordinary.ts';

// Making a venv takes seconds, and several times that on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const interpreters = newestAndOldest(await findInterpreters());
const recorder = join(import.meta.dirname, '..', 'audit_recorder.py');
let dir = '';
let authority: TestAuthority;
let proxy: StandInProxy;
let server: LoopbackServer;

beforeAll(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'culprit-ordinary-')));
  authority = await createTestAuthority({ dir });
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(async () => {
  proxy = new StandInProxy({ authority });
  server = createSalesServer();
  await Promise.all([proxy.start(), server.start()]);
});
afterEach(() => Promise.all([proxy.stop(), server.stop()]));

describe.each(interpreters)('report.py on Python $version', ({ version, path }) => {
  let venv: Venv;
  beforeAll(async () => {
    venv = await makeVenv({ python: path, dir: join(dir, `venv-${version}`) });
  });

  async function expectReport(library: string): Promise<void> {
    const out = join(dir, 'events.json');
    const env = { ...proxy.environment, ...reportEnvironment(server) };
    const run = await venv.run([recorder, out, reportScript], { env });
    const line = `2 shops met their target: Bern, Zug (asked by ${library})\n`;
    expect(run).toMatchObject({ status: 0, stdout: line, stderr: '' });
    expect(server.receipts.all.map(({ method, path: asked }) => `${method} ${asked}`)).toEqual(['GET /sales.json']);
    const events: [string, string][] = JSON.parse(await readFile(out, 'utf8'));
    const { host } = new URL(server.url);
    expect(events.filter(([event]) => event === 'socket.connect')).toEqual([['socket.connect', host]]);
    expect(proxy.receipts.all).toEqual([]);
  }

  it('asks its server by urllib, and nobody else', () => expectReport('urllib'));

  it('asks its server by requests, and nobody else', { timeout: 300_000 }, async ({ skip }) => {
    const outcome = await installRequests(venv);
    if (outcome.status === 'unavailable') return skip(`requests can't be had from an index: ${outcome.reason}`);
    await expectReport('requests');
  });

  it('says in one sentence what it lacks, and what failed', async () => {
    const unset = await venv.run([reportScript]);
    expect(unset).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^report: set CULPRIT_REPORT_SERVER .*\n$/),
    });
    const refused = await venv.run([reportScript], { env: reportEnvironment({ url: 'http://127.0.0.1:9' }) });
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/^report: no sales from .*\n$/) });
  });
});
