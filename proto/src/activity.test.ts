import { describe, expect, test } from 'vitest';
import { type Activity, allOperations, BatchInvalid, decodeActivities, encodeActivities } from './activity.ts';
import { uplink } from './index.ts';

const aiocpa = { name: 'aiocpa', version: '0.1.13' };
const checkout = {
  key: '4242-1732100000000',
  pid: 4242,
  parentPid: 1,
  startedMs: 1_732_100_000_000.5,
  python: '3.13.0',
  executable: '~/shop/.venv/bin/python',
  application: '~/shop/checkout.py',
  command: 'python checkout.py',
  environment: '~/shop/.venv',
};

function activity(more: Partial<Activity> = {}): Activity {
  return {
    atMs: 1_732_100_000_100.25,
    lastMs: 1_732_100_000_100.25,
    count: 1,
    operation: 'net.connect',
    target: 'api.telegram.org',
    targetClass: 'bot-api',
    ip: null,
    port: 443,
    via: '127.0.0.1:3128',
    access: null,
    other: null,
    process: checkout,
    environment: '~/shop/.venv',
    package: aiocpa,
    confidence: 'stack',
    chain: [{ name: 'urllib3', version: '2.7.0' }, aiocpa],
    frames: [{ file: 'cryptopay/utils/sync.py', function: 'init', line: 44, dynamic: true, culprit: true }],
    change: null,
    ...more,
  };
}

const review = { outcome: 'compared', newKinds: ['dynamic-code'], findings: ['dynamic-code: exec at a.py:4'] } as const;
const upgrade = { kind: 'upgraded', from: '0.1.12', to: '0.1.13', installer: 'pip', effect: null, review: null };
const change = activity({
  operation: 'package.change',
  target: 'aiocpa',
  process: null,
  package: null,
  chain: [],
  frames: [],
  port: null,
  via: null,
  change: { ...upgrade, effect: 'silences-hook', review },
});

describe('a batch of activities', () => {
  test('comes back as it went, for every operation and every empty field', () => {
    const activities = [
      activity(),
      change,
      activity({
        operation: 'file.open',
        targetClass: null,
        port: null,
        via: null,
        access: 'readwrite',
        package: null,
      }),
      ...allOperations.map((operation) => activity({ operation, count: 7 })),
    ];
    expect(decodeActivities(encodeActivities({ activities, lost: 3 }))).toEqual({ activities, lost: 3 });
    expect(decodeActivities(encodeActivities({ activities: [], lost: 0 }))).toEqual({ activities: [], lost: 0 });
  });

  test('holds what repeats once: 500 alike cost little more each than their numbers', () => {
    const bytes = encodeActivities({ activities: Array.from({ length: 500 }, () => activity()), lost: 0 });
    expect(bytes.length / 500).toBeLessThan(60);
  });

  test('has this layout, byte for byte', () => {
    const row = { ...change, change: upgrade, atMs: 1, lastMs: 2, environment: 'e' };
    const bytes = encodeActivities({ activities: [row], lost: 1 });
    expect(Buffer.from(bytes).toString('hex')).toMatchInlineSnapshot(
      `"0a000a0661696f6370610a07626f742d6170690a01655208000000000000f03f5a0800000000000000406201016a01647201017a0102820101008a010100920101009a010100a2010100aa010100b2010103ba010100c2010101ca010100d2010100c2021f120875706772616465641a06302e312e31322206302e312e31332a03706970900301"`,
    );
  });
});

describe('a hostile batch is refused by what is wrong with it', () => {
  const good = () => uplink.Activities.decode(encodeActivities({ activities: [activity(), change], lost: 0 }));
  const bytesOf = (message: InstanceType<typeof uplink.Activities>) => uplink.Activities.encode(message).finish();
  test.each<[string, (message: InstanceType<typeof uplink.Activities>) => unknown]>([
    ['a short column', (message) => message.port.pop()],
    ['a string outside the table', (message) => message.target.fill(9999)],
    ['an unknown operation', (message) => message.operation.fill(77)],
    ['an unknown access', (message) => message.access.fill(4)],
    ['a chain that does not add up', (message) => message.chain.pop()],
    ['frames that do not add up', (message) => message.frameLine.pop()],
    ['a package of none', (message) => message.chain.fill(0)],
    ['a process outside the table', (message) => message.process.fill(12)],
    ['a time that is no number', (message) => message.atMs.fill(Number.NaN)],
  ])('%s', (_name, spoil) => {
    const message = good();
    spoil(message);
    expect(() => decodeActivities(bytesOf(message))).toThrow(BatchInvalid);
  });

  test('bytes that are no message at all', () => {
    for (const bytes of ['ff', '0a', '0affffffff0f41', 'deadbeef00']) {
      expect(() => decodeActivities(Buffer.from(bytes, 'hex'))).toThrow(BatchInvalid);
    }
  });
});
