/** The self-test and the coverage map, with a real agent and a real collector. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findInterpreters } from '../python/interpreters.ts';
import { Stack } from '../stack/stack.ts';

const interpreters = await findInterpreters();
let home: string;
let stack: Stack;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'culprit-st-'));
  stack = new Stack({ home: join(home, 'run'), port: 0, env: { HOME: home } });
  await stack.start();
});
afterAll(async () => {
  await stack?.stop();
  await rm(home, { recursive: true, force: true });
});

test.skipIf(interpreters.length === 0)(
  'follows a harmless package to the answer of the collector, and leaves nothing',
  async () => {
    const python = interpreters[0]?.path ?? '';
    const { status, stdout, stderr } = await stack.run('culprit-agent', ['selftest', '--python', python, '--json']);
    const { isPassed, findings } = JSON.parse(stdout) as {
      isPassed: boolean;
      findings: { about: string; state: string; evidence: string }[];
    };
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings.map(({ about }) => about)).toEqual([
      'agent',
      'venv',
      'package',
      'hook',
      'run',
      'heard',
      'collector',
      'who',
    ]);
    expect(findings.find(({ about }) => about === 'heard')?.evidence).toBe(
      'the agent names culprit-selftest 1.0.0 for it, by stack',
    );
    expect(findings.at(-1)?.evidence).toMatch(/answers: culprit-selftest 1\.0\.0$/);
    expect([isPassed, status, stderr]).toEqual([true, 0, '']);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('culprit-selftest-'))).toEqual([]);
    expect(existsSync(join(home, 'run/agent/environments.json'))).toBe(false);
    const alerts = JSON.parse(await stack.ok('culprit', ['alerts', '--json'])) as unknown[];
    expect(alerts).toEqual([]);
  },
);

test('fails with the step and the mend, and status 1', async () => {
  const nobody = new Stack({ home: join(home, 'nobody'), port: 0 });
  const away = await nobody.run('culprit-agent', ['selftest']);
  expect([away.status, away.stdout]).toEqual([
    1,
    expect.stringMatching(/^FAULT {2}agent: none answers on .*\n {7}culprit-agent run\nThe self-test failed\.\n$/),
  ]);
  const none = await stack.run('culprit-agent', ['selftest', '--python', '/no/python']);
  expect([none.status, none.stdout]).toEqual([
    1,
    expect.stringMatching(/FAULT {2}venv: none of \/no\/python makes a venv/),
  ]);
});

test('what is covered and what is not reaches the collector', async () => {
  const machines = JSON.parse(await stack.ok('culprit', ['machines', '--json'])) as { id: string; coverage: unknown }[];
  await expect
    .poll(async () => (await stack.run('culprit', ['machines', machines[0]?.id ?? ''])).stdout, {
      timeout: 60_000,
      interval: 500,
    })
    .toMatch(/^Policy listed, .*\n\nENVIRONMENT/);
});
