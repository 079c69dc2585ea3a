import type { Activity } from '@culprit/proto';
import { expect, test } from 'vitest';
import type { WhoRow } from '../api/types.ts';
import { aiocpa, incoming, machine, sampleActivity, sampleProcess, startMs } from '../testing/sample.ts';
import { enrolSample, scratchStore } from '../testing/scratch.ts';
import type { Store, WhoQuery } from './store.ts';
import { parseTarget } from './target.ts';

async function who(store: Store, text: string, more: Omit<WhoQuery, 'target'> = {}): Promise<readonly WhoRow[]> {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(parsed.mend);
  return (await store.sightings.who({ target: parsed.target, ...more }, null, 100)).items;
}

async function withActivities(activities: readonly Partial<Activity>[]): Promise<Store> {
  const store = await scratchStore();
  await store.batches.commit([incoming(1, activities.map(sampleActivity))], () => []);
  return store;
}

const targets = async (store: Store, text: string): Promise<string[]> =>
  (await who(store, text)).map(({ target }) => target).toSorted();

test('a row says all that there is to say about who did it', async () => {
  const store = await withActivities([{ count: 2 }, { atMs: startMs + 10, lastMs: startMs + 20 }]);
  expect(await who(store, 'api.telegram.org')).toEqual([
    {
      package: 'aiocpa',
      version: '0.1.13',
      purl: 'pkg:pypi/aiocpa@0.1.13',
      chain: ['aiocpa@0.1.13'],
      application: '~/shop/main.py',
      operation: 'net.connect',
      target: 'api.telegram.org',
      other: null,
      ip: '149.154.167.220',
      port: 443,
      targetClass: 'bot-api',
      machine: 'ann-laptop',
      environment: '~/shop/.venv',
      python: '3.11.7',
      pid: 4711,
      command: 'python main.py',
      confidence: 'stack',
      firstSeen: startMs,
      lastSeen: startMs + 20,
      count: 3,
    },
  ]);
});

test('what the application did itself has no package', async () => {
  const store = await withActivities([{ package: null, chain: [] }]);
  expect(await who(store, 'api.telegram.org')).toMatchObject([{ package: null, version: null, purl: null, chain: [] }]);
});

test('the newest process of a repeated answer is shown, in whatever order it comes', async () => {
  const store = await withActivities([
    { lastMs: startMs + 50, process: sampleProcess({ key: 'b', pid: 2 }) },
    { lastMs: startMs + 10, process: sampleProcess({ key: 'a', pid: 1 }) },
  ]);
  await store.batches.commit(
    [incoming(2, [sampleActivity({ process: sampleProcess({ key: 'c', pid: 3 }) })])],
    () => [],
  );
  expect(await who(store, 'api.telegram.org')).toMatchObject([{ pid: 2, count: 3 }]);
});

test('a host is itself and what is below it, never what only ends alike', async () => {
  const names = [
    'telegram.org',
    'API.telegram.org',
    'a.b.telegram.org',
    'nottelegram.org',
    'telegram.org.test',
    'x-telegram.org',
  ];
  const store = await withActivities(names.map((target) => ({ target })));
  expect(await targets(store, 'telegram.org')).toEqual(['a.b.telegram.org', 'api.telegram.org', 'telegram.org']);
  expect(await targets(store, 'api.telegram.org')).toEqual(['api.telegram.org']);
});

test('a file of the name of a host is no host', async () => {
  const store = await withActivities([{ operation: 'file.open', target: 'telegram.org', ip: null, port: null }]);
  expect(await targets(store, 'telegram.org')).toEqual([]);
});

test('addresses and networks, by the address of a connection or a literal target', async () => {
  const store = await withActivities([
    { target: 'a.test', ip: '10.1.2.3' },
    { target: '10.1.9.9', ip: null },
    { target: 'b.test', ip: '10.2.0.1' },
    { target: 'c.test', ip: '2001:db8::5' },
    { target: 'd.test', ip: '::ffff:10.1.2.3' },
  ]);
  expect(await targets(store, '10.1.2.3')).toEqual(['a.test', 'd.test']);
  expect(await targets(store, '10.1.0.0/16')).toEqual(['10.1.9.9', 'a.test', 'd.test']);
  expect(await targets(store, '2001:db8::/32')).toEqual(['c.test']);
});

test('paths: a file, a folder with what is below it, wildcards', async () => {
  const file = (target: string): Partial<Activity> => ({
    operation: 'file.open',
    target,
    targetClass: 'ssh-key',
    ip: null,
    port: null,
  });
  const paths = [
    '~/.ssh/id_rsa',
    '~/.ssh/id_rsa.pub',
    '~/.ssh',
    '~/.ssh/keys/deep',
    '~/.sshx/id_rsa',
    '~/app/.env',
    '/srv/.env',
  ];
  const store = await withActivities(paths.map(file));
  expect(await targets(store, '~/.ssh/id_rsa')).toEqual(['~/.ssh/id_rsa']);
  expect(await targets(store, '~/.ssh')).toEqual(['~/.ssh', '~/.ssh/id_rsa', '~/.ssh/id_rsa.pub', '~/.ssh/keys/deep']);
  expect(await targets(store, '~/.ssh/*')).toEqual(['~/.ssh/id_rsa', '~/.ssh/id_rsa.pub']);
  expect(await targets(store, '**/.env')).toEqual(['/srv/.env', '~/app/.env']);
  expect(await targets(store, '/')).toEqual(['/srv/.env']);
  expect(await targets(store, 'class:ssh-key')).toEqual(paths.toSorted());
});

test('a file is found by its other name too: the new path of a rename, the link that was used', async () => {
  const act = (operation: Activity['operation'], target: string, other: string | null): Partial<Activity> => ({
    ...{ operation, target, other, ip: null, port: null },
  });
  const store = await withActivities([
    act('file.rename', '~/.ssh/id_rsa', '/tmp/photo.jpg'),
    act('file.open', '~/.ssh/id_rsa', '~/app/notes.txt'),
    act('file.open', '~/.ssh/id_rsa', null),
    act('net.connect', '/run/docker.sock', '/srv/link.sock'),
    act('process.spawn', '/bin/cat', 'cat ~/.ssh/id_rsa'),
  ]);
  const answers = async (text: string) => (await who(store, text)).map(({ other }) => other).toSorted();
  expect(await answers('/tmp/photo.jpg')).toEqual(['/tmp/photo.jpg']);
  expect(await answers('~/app')).toEqual(['~/app/notes.txt']);
  expect(await answers('**/*.jpg')).toEqual(['/tmp/photo.jpg']);
  expect(await answers('/srv/link.sock')).toEqual(['/srv/link.sock']);
  expect(await answers('~/.ssh/id_rsa')).toHaveLength(3);
  // By both of its names, it is one answer still.
  expect(await answers('**')).toHaveLength(5);
  expect(await answers('**/cat ~*')).toEqual([]);
});

test('case makes no other file on the machines where it makes none', async () => {
  const store = await withActivities([{ operation: 'file.open', target: '~/.SSH/id_rsa', ip: null, port: null }]);
  const mac = { id: 'm-mac', name: 'eve-mac' };
  await store.machines.add({
    ...{ ...mac, platform: 'darwin', credentialHash: Buffer.alloc(32, 7), enrolledMs: startMs },
  });
  const opened = [
    sampleActivity({ operation: 'file.open', target: '~/.SSH/id_rsa', ip: null, port: null }),
    sampleActivity({ operation: 'file.rename', target: '~/x', other: '~/Library/Keys.DB', ip: null, port: null }),
  ];
  await store.batches.commit([incoming(1, opened, { of: mac })], () => []);
  const machines = async (text: string) => (await who(store, text)).map((row) => row.machine).toSorted();
  expect(await machines('~/.SSH/id_rsa')).toEqual(['ann-laptop', 'eve-mac']);
  expect(await machines('~/.ssh/id_rsa')).toEqual(['eve-mac']);
  expect(await machines('~/.ssh')).toEqual(['eve-mac']);
  expect(await machines('~/.ssh/*')).toEqual(['eve-mac']);
  expect(await machines('**/ID_RSA')).toEqual(['eve-mac']);
  expect(await machines('~/library/keys.db')).toEqual(['eve-mac']);
  expect(await machines('**/ID_DSA')).toEqual([]);
});

test('since, package and machine narrow it', async () => {
  const store = await withActivities([
    { lastMs: startMs + 100 },
    { package: { name: 'other', version: '1' }, port: 80 },
  ]);
  const bob = { id: 'm-two', name: 'bob-desk' };
  await enrolSample(store, bob);
  await store.batches.commit([incoming(1, [sampleActivity()], { of: bob })], () => []);
  const at = 'api.telegram.org';
  expect((await who(store, at)).length).toBe(3);
  expect(await who(store, at, { sinceMs: startMs + 50 })).toMatchObject([{ lastSeen: startMs + 100 }]);
  expect(await who(store, at, { package: 'other' })).toMatchObject([{ port: 80 }]);
  expect(await who(store, at, { machine: 'bob-desk' })).toMatchObject([{ machine: 'bob-desk' }]);
  expect((await who(store, at, { machine: machine.id })).length).toBe(2);
});

test('a text without end is cut in the roll-ups', async () => {
  const store = await withActivities([{ operation: 'file.open', target: `/${'x'.repeat(100_000)}`, ip: null }]);
  expect((await who(store, '/x*'))[0]?.target.length).toBe(4096);
});

test('pages join without a hole or a double', async () => {
  const store = await withActivities(Array.from({ length: 7 }, (_, i) => ({ port: i + 1, package: aiocpa('1') })));
  const parsed = parseTarget('api.telegram.org');
  if (!parsed.ok) throw new Error(parsed.mend);
  const ports: (number | null)[] = [];
  let after: { lastMs: number; no: number } | null = null;
  do {
    const slice: Awaited<ReturnType<Store['sightings']['who']>> = await store.sightings.who(parsed, after, 3);
    ports.push(...slice.items.map(({ port }) => port));
    after = slice.next;
  } while (after !== null);
  expect(ports).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

test('every kind of question is quick over many rows', async () => {
  const store = await scratchStore();
  for (let batch = 0; batch < 20; batch += 1) {
    const activities = Array.from({ length: 1000 }, (_, i) => {
      const n = batch * 1000 + i;
      const isFile = n % 2 === 0;
      return sampleActivity({
        operation: isFile ? 'file.open' : 'net.connect',
        target: isFile ? `~/project${n % 97}/file${n}.txt` : `h${n}.zone${n % 29}.test`,
        ip: isFile ? null : `10.${n % 200}.${n % 251}.${n % 13}`,
        targetClass: n % 8 === 0 ? 'ssh-key' : null,
        package: { name: `package${n % 400}`, version: '1' },
        lastMs: startMs + n,
      });
    });
    await store.batches.commit([incoming(batch + 1, activities)], () => []);
  }
  const questions = [
    'zone3.test',
    'test',
    '10.7.0.0/16',
    '~/project5',
    '~/project5/**',
    '**/file9998.txt',
    '**',
    'class:ssh-key',
  ];
  for (const question of questions) {
    const started = performance.now();
    expect((await who(store, question)).length, question).toBeGreaterThan(0);
    expect(performance.now() - started, question).toBeLessThan(1000);
  }
}, 60_000);
