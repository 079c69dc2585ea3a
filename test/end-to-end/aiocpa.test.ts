import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertSummary, Machine, PackageDetail, WhoRow } from '../../collector/src/api/types.ts';
import { openStory, type Story } from '../demo/story.ts';
import { checkoutScript } from '../incidents/aiocpa/build.ts';
import { reportScript } from '../incidents/ordinary/ordinary.ts';
import { findInterpreters, newestAndOldest } from '../python/interpreters.ts';
import { type Client, createClient } from '../stack/client.ts';
import { Stack } from '../stack/stack.ts';

const interpreters = newestAndOldest(await findInterpreters());
const patience = { timeout: 15_000, interval: 50 };

test('there is an interpreter to play the case on', () => {
  expect(interpreters.length).toBeGreaterThan(0);
});

/** The version of a package that a rule's alert is about, with the rule's title. */
const briefly = ({ rule, severity, package: culprit }: AlertSummary) =>
  `${severity}: ${rule.title} (${culprit === null ? 'application' : `${culprit.name} ${culprit.version}`})`;

describe.each(interpreters)('the aiocpa case on Python $version', ({ path: python, version }) => {
  let home: string;
  let stack: Stack;
  let story: Story;
  let client: Client;
  const who = async (...args: string[]) =>
    JSON.parse(await stack.ok('culprit', ['who', ...args, '--json'])) as WhoRow[];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'culprit-e2e-'));
    stack = new Stack({ home, port: 0 });
    await stack.start();
    story = await openStory({ dir: join(home, 'shop'), python });
    client = await createClient({ url: stack.url, home });
    await stack.ok('culprit-agent', ['env', 'add', story.venv.dir]);
  });
  afterAll(async () => {
    await story?.stop();
    await stack?.stop();
    await rm(home, { recursive: true, force: true });
  });

  const knows = (wanted: string) =>
    expect
      .poll(async () => {
        const page = await client.get<{ items: { name: string; versions: string[] }[] }>('/packages?q=aiocpa');
        return page.items.find(({ name }) => name === 'aiocpa')?.versions ?? [];
      }, patience)
      .toContain(wanted);

  test('the clean version is seen to be installed, does its work, and alarms nobody', async () => {
    await story.install('clean');
    await knows('0.1.12');
    const { stdout } = await story.checkout(1);
    expect(stdout).toContain('invoice');
    await expect.poll(async () => (await who('127.0.0.1', '--package', 'aiocpa')).length, patience).toBeGreaterThan(0);
    const [row] = await who('127.0.0.1', '--package', 'aiocpa');
    expect(row).toMatchObject({
      package: 'aiocpa',
      version: '0.1.12',
      purl: 'pkg:pypi/aiocpa@0.1.12',
      application: checkoutScript,
      targetClass: 'loopback',
      machine: hostname(),
      python: version,
    });
    expect((await client.alerts()).map(briefly)).toEqual([]);
  });

  test('an ordinary program alarms nobody, and is named as the application', async (context) => {
    const { status } = await story.installRequests();
    await story.report();
    const answers = async () => (await who('127.0.0.1')).filter(({ port }) => port === story.sales.port);
    await expect.poll(async () => (await answers()).length, patience).toBeGreaterThan(0);
    for (const row of await answers()) expect(row).toMatchObject({ package: null, application: reportScript });
    expect((await client.alerts()).map(briefly)).toEqual([]);
    if (status === 'unavailable')
      return context.skip('no package index can be reached: urllib was used, so there is no chain');
    const chains = (await answers()).map(({ chain }) => chain.map((entry) => entry.split('@')[0]));
    expect(chains).toContainEqual(['urllib3', 'requests']);
  });

  test('the upgrade is seen, and the first call to the bot API is an alert that says it all', async () => {
    await story.install('bad');
    await knows('0.1.13');
    await story.checkout(1);
    const received = story.proxy.receipts.all.filter(
      ({ host, method }) => host === 'api.telegram.org' && method === 'GET',
    );
    expect(received).toHaveLength(1);

    await expect
      .poll(async () => (await client.alerts('&severity=high')).map(briefly), patience)
      .toContainEqual(expect.stringMatching(/messaging API.*aiocpa 0\.1\.13/i));
    const drift = (await client.alerts('&severity=high')).find(({ rule }) => /no earlier version/i.test(rule.title));
    const alert = await client.alert(drift?.id ?? '');
    expect(alert).toMatchObject({
      severity: 'high',
      package: { name: 'aiocpa', version: '0.1.13' },
      machine: { name: hostname() },
    });
    expect(alert.sentence).toContain('api.telegram.org');
    expect(alert.sentence).toContain('0.1.12');
    expect(alert.chain).toEqual([{ name: 'aiocpa', version: '0.1.13' }]);
    expect(alert.process?.application).toBe(checkoutScript);
    const [decisive] = alert.evidence;
    expect(decisive).toMatchObject({ target: 'api.telegram.org', targetClass: 'bot-api', port: 443 });
    const place = decisive?.frames.find(({ culprit }) => culprit);
    expect(place).toMatchObject({ dynamic: true });
    expect(place?.file).toMatch(/cryptopay\/utils\/sync\.py$/);
    expect(alert.versions.map((entry) => entry.version)).toEqual(['0.1.12', '0.1.13']);
    expect(alert.newInVersion.map(({ targetClass }) => targetClass)).toContain('bot-api');
    expect(alert.timeline.some(({ activity }) => activity.change?.to === '0.1.13')).toBe(true);
    expect(alert.timeline.some(({ deciding }) => deciding)).toBe(true);
  });

  test('the review of the upgrade says what is new of kind, before anything of it ran', async () => {
    const found = (await client.alerts()).find(({ rule }) => /hides what it does/.test(rule.title));
    expect(found).toMatchObject({ severity: 'high', package: { name: 'aiocpa', version: '0.1.13' } });
    expect(found?.sentence).toMatch(/upgraded from 0\.1\.12.*dynamic-code.*encoded-literal/);
    const [evidence] = (await client.alert(found?.id ?? '')).evidence;
    expect(evidence?.change?.review).toMatchObject({
      outcome: 'compared',
      newKinds: ['dynamic-code', 'encoded-literal'],
      findings: [
        expect.stringContaining('exec(zlib.decompress(base64.b64decode(…))) at cryptopay/utils/sync.py:44'),
        expect.anything(),
      ],
    });
  });

  test('the path through the proxy names api.telegram.org, not the proxy', async () => {
    const connected = (await who('api.telegram.org')).filter(({ operation }) => operation === 'net.connect');
    expect(connected).not.toEqual([]);
    for (const row of connected) expect(row).toMatchObject({ package: 'aiocpa', version: '0.1.13', port: 443 });
  });

  test('the malformed attempt with two arguments opens no socket, and is counted all the same', async () => {
    const before = { received: story.proxy.receipts.all.length, alerts: await client.alerts() };
    await story.checkout(2);
    expect(story.proxy.receipts.all).toHaveLength(before.received);
    const count = async () =>
      (await client.alerts()).find(({ rule }) => /no earlier version/i.test(rule.title))?.count ?? 0;
    const earlier = before.alerts.find(({ rule }) => /no earlier version/i.test(rule.title))?.count ?? 0;
    await expect.poll(count, patience).toBeGreaterThan(earlier);
    expect((await client.alerts()).map(({ id }) => id).sort()).toEqual(before.alerts.map(({ id }) => id).sort());
  });

  test('code from no file, executed by the package, then the network: an alert of its own', async () => {
    expect((await client.alerts()).map(briefly)).toContainEqual(
      expect.stringMatching(/^high: .*no file.*aiocpa 0\.1\.13/i),
    );
  });

  test('the terminal says the same as the API', async () => {
    const listed = await stack.ok('culprit', ['alerts']);
    expect(listed).toContain('aiocpa');
    expect(listed).toContain('0.1.13');
    const asked = await stack.ok('culprit', ['who', 'api.telegram.org']);
    expect(asked).toContain('aiocpa');
    const detail = JSON.parse(await stack.ok('culprit', ['package', 'aiocpa', '--json'])) as PackageDetail;
    expect(detail.versions.map((entry) => entry.version)).toEqual(['0.1.12', '0.1.13']);
    expect(detail.installed).toMatchObject([{ version: '0.1.13', machine: { name: hostname() } }]);
    const machines = JSON.parse(await stack.ok('culprit', ['machines', '--json'])) as Machine[];
    expect(machines).toMatchObject([{ name: hostname(), connected: true, lost: 0 }]);
  });

  test('what the bot API was sent is nowhere in what the collector has', async () => {
    const everything = JSON.stringify([
      await client.alerts(),
      ...(await Promise.all((await client.alerts()).map(({ id }) => client.alert(id)))),
      await who('class:bot-api'),
      await who('class:loopback'),
    ]);
    expect(everything).not.toContain('CULPRIT-DECOY');
    expect(everything).not.toContain('sendMessage');
  });
});
