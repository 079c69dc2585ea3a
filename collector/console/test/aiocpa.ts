import type { Frame } from '@culprit/proto';
import type { Alert, Behaviour, PackageDetail, PackageVersion, StoredActivity } from '../../src/api/types.ts';
import { activity, entry, startMs, summary, version } from './fixtures.ts';

/** The founding case as the API tells it: aiocpa 0.1.13, a payment client, calls a messaging API. */

const site = '~/trader/.venv/lib/python3.11/site-packages/';
const frame = (file: string, name: string, line: number, part: Partial<Frame> = {}): Frame => {
  return { file, function: name, line, dynamic: false, culprit: false, ...part };
};

const connectFrames: Frame[] = [
  frame('/usr/lib/python3.11/socket.py', 'create_connection', 836),
  frame('/usr/lib/python3.11/http/client.py', 'HTTPSConnection.connect', 1448),
  frame('/usr/lib/python3.11/urllib/request.py', 'AbstractHTTPHandler.do_open', 1348),
  frame('/usr/lib/python3.11/urllib/request.py', 'urlopen', 216),
  frame(`${site}cryptopay/utils/sync.py`, '__init__', 1, { dynamic: true, culprit: true }),
  frame('~/trader/bot.py', 'main', 31),
  frame('~/trader/bot.py', '<module>', 58),
];

const execFrames: Frame[] = [
  frame(`${site}cryptopay/utils/sync.py`, '<module>', 1, { dynamic: true, culprit: true }),
  frame(`${site}cryptopay/utils/sync.py`, '<module>', 47, { culprit: true }),
  frame(`${site}cryptopay/utils/__init__.py`, '<module>', 3, { culprit: true }),
  frame(`${site}cryptopay/__init__.py`, '<module>', 1, { culprit: true }),
  frame('~/trader/bot.py', '<module>', 4),
];

const ours = { package: { name: 'aiocpa', version: '0.1.13' } } as const;
const others = { package: null, chain: [], frames: [] } as const;

const upgrade = activity({
  atMs: startMs - 9 * 3_600_000,
  operation: 'package.change',
  target: 'aiocpa',
  process: null,
  confidence: 'unknown',
  change: { kind: 'upgraded', from: '0.1.12', to: '0.1.13', installer: 'uv', effect: null, review: null },
});
const exec = activity({
  ...ours,
  atMs: startMs - 812,
  operation: 'code.exec',
  target: 'cryptopay.utils.sync',
  count: 52,
  lastMs: startMs - 790,
  frames: execFrames,
});
const lookup = activity({
  ...ours,
  atMs: startMs - 24,
  operation: 'dns.lookup',
  targetClass: 'bot-api',
  frames: connectFrames,
});
const connect = activity({
  ...ours,
  atMs: startMs,
  lastMs: startMs + 190_000,
  count: 3,
  targetClass: 'bot-api',
  ip: '149.154.167.220',
  port: 443,
  frames: connectFrames,
});

const before: StoredActivity[] = [
  activity({
    ...others,
    atMs: startMs - 1040,
    operation: 'file.open',
    access: 'read',
    target: '~/trader/settings.toml',
  }),
  activity({
    ...others,
    atMs: startMs - 1020,
    operation: 'file.open',
    access: 'read',
    target: '~/trader/.env',
    targetClass: 'env-file',
  }),
  activity({
    atMs: startMs - 905,
    operation: 'native.load',
    target: 'pydantic_core._pydantic_core',
    package: { name: 'pydantic-core', version: '2.27.1' },
  }),
  exec,
  activity({
    atMs: startMs - 420,
    operation: 'file.open',
    access: 'read',
    target: '/etc/ssl/certs/ca-certificates.crt',
    package: { name: 'certifi', version: '2024.8.30' },
  }),
  activity({ ...others, atMs: startMs - 400, operation: 'dns.lookup', target: 'pay.crypt.bot' }),
];
const after: StoredActivity[] = [
  activity({
    atMs: startMs + 350,
    target: 'pay.crypt.bot',
    port: 443,
    ip: '104.21.32.1',
    chain: [{ name: 'aiohttp', version: '3.11.2' }, ours.package],
  }),
  activity({
    ...others,
    atMs: startMs + 2200,
    operation: 'process.spawn',
    target: '/usr/bin/notify-send',
    other: 'notify-send "trader is up"',
  }),
];

const behaviour = (operation: Behaviour['operation'], targetClass: string, count: number): Behaviour => {
  return { operation, targetClass, firstMs: startMs - 40 * 86_400_000, count };
};
const usual = [behaviour('net.connect', '', 4210), behaviour('dns.lookup', '', 388)];
const news = [
  behaviour('net.connect', 'bot-api', 3),
  behaviour('dns.lookup', 'bot-api', 1),
  behaviour('code.exec', '', 52),
];
const names = [
  '0.1.0',
  '0.1.1',
  '0.1.2',
  '0.1.3',
  '0.1.4',
  '0.1.5',
  '0.1.6',
  '0.1.8',
  '0.1.9',
  '0.1.10',
  '0.1.11',
  '0.1.12',
];
const versions: PackageVersion[] = [
  ...names.map((name, i) => version(name, { behaviours: i < 2 ? usual.slice(0, 1) : usual, machines: 1 + (i % 4) })),
  version('0.1.13', { behaviours: [...news, ...usual], machines: 2 }),
];

export const aiocpaAlert: Alert = {
  ...summary({ id: 'aiocpa', count: 3, lastMs: startMs + 190_000 }),
  rule: {
    id: 'new-messaging-api',
    title: 'New behaviour: a messaging API',
    description:
      'A package version reached a bot, webhook or chat API that no earlier version of it ever reached. Stealers use these services as sinks, because they need no server and are rarely blocked.',
    tags: ['attack.exfiltration', 'attack.t1567', 'attack.t1195.002'],
    references: ['https://osv.dev/vulnerability/MAL-2024-11518'],
    falsePositives: ['A client library that began to support notifications in this version.'],
    text: [
      'title: "New behaviour: a messaging API"',
      'id: new-messaging-api',
      'status: stable',
      'logsource:',
      '  product: python',
      '  service: culprit',
      '  category: network_connection',
      'detection:',
      '  messaging:',
      '    target.class: [bot-api, webhook, chat]',
      '  new:',
      '    profile.new_in_version: true',
      '  condition: messaging and new',
      'level: high',
      '',
    ].join('\n'),
  },
  environment: '~/trader/.venv',
  process: connect.process,
  chain: [ours.package],
  evidence: [exec, lookup, connect],
  timeline: [upgrade, ...before, lookup, connect, ...after].map((act) =>
    entry(act, act === exec || act === lookup || act === connect),
  ),
  versions,
  newInVersion: news,
};

const place = {
  ...{ installer: 'pip', requested: true, source: 'index', isNative: false, startupFiles: [] },
  sinceMs: startMs - 3_600_000,
};

export const aiocpaPackage: PackageDetail = {
  name: 'aiocpa',
  versions,
  installed: [
    { machine: { id: 'm1', name: 'ws-042' }, environment: '~/trader/.venv', version: '0.1.13', ...place },
    { machine: { id: 'm2', name: 'ws-017' }, environment: '~/src/payments/.venv', version: '0.1.13', ...place },
    { machine: { id: 'm3', name: 'build-3' }, environment: '/opt/ci/envs/payments', version: '0.1.11', ...place },
  ],
  alerts: [
    summary({ id: 'aiocpa', count: 3, lastMs: startMs + 190_000 }),
    summary({ machine: { id: 'm2', name: 'ws-017' } }),
  ],
};
