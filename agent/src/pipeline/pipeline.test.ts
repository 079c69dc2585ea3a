import { type Activity, type ActivityBatch, encodeActivities, maxBatchBytes } from '@culprit/proto';
import pino from 'pino';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Catalogue, requireCatalogue, rulesFolder } from '../classify/catalogue.ts';
import { createClassifier } from '../classify/classifier.ts';
import { createEvents } from '../events.ts';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { createPipeline, type PipelineOptions } from './pipeline.ts';

const process: HookProcess = {
  ...{
    key: '42-1',
    pid: 42,
    parentPid: 1,
    ancestors: [],
    startedMs: 1,
    python: '3.11.7',
    implementation: 'cpython',
    interpreter: 0,
  },
  ...{ executable: '/venv/bin/python', prefix: '/venv', basePrefix: '/usr', cwd: '/app', hook: '0.1.0' },
  argv: ['python', '/app/main.py', '--token', 'hunter2'],
  application: '/app/main.py',
};

let lastId = 0;
function said(operation: HookActivity['operation'], target: string, more: Partial<HookActivity> = {}): HookActivity {
  lastId += 1;
  return {
    id: lastId,
    operation,
    atMs: 100,
    target,
    ip: '',
    port: 0,
    via: '',
    access: 1,
    other: '',
    segments: [],
    ...more,
  };
}
const opened = (target: string, more: Partial<HookActivity> = {}): HookActivity => said('file.open', target, more);
const key = '/home/ann/.ssh/id_rsa';

const frame = (name: string, culprit: boolean, dynamic = false) => ({
  ...{ file: '/home/ann/x.py', function: name, line: 1, culprit, dynamic },
});
const resolver: Pick<Resolver, 'resolve'> = {
  resolve: (_, segments) => {
    if (segments.length > 0) throw new Error('a stack that is more than it can take');
    return {
      package: { name: 'nosy', version: '1.2.3' },
      chain: [{ name: 'nosy', version: '1.2.3' }],
      confidence: 'stack',
      frames: [
        frame('open', false),
        frame('peek', true),
        frame('wrap', true),
        frame('run', true, true),
        frame('main', false),
      ],
    };
  },
};

let catalogue: Catalogue;
beforeAll(() => {
  catalogue = requireCatalogue(rulesFolder({}));
});

function pipe(options: Partial<PipelineOptions> = {}) {
  const batches: ActivityBatch[] = [];
  const events = createEvents({ log: pino({ level: 'silent' }) });
  const pipeline = createPipeline({
    environments: { ensure: () => null },
    resolver,
    classifier: createClassifier({ catalogue, homes: ['/home/ann'], platform: 'linux' }),
    spool: {
      append: async (batch) => batches.push(batch),
    },
    events,
    onPressure: () => {},
    ...options,
  });
  const sent = (): Activity[] => batches.flatMap(({ activities }) => activities);
  pipeline.sink.greeted(process, true);
  return { ...pipeline, batches, events, sent };
}

describe('an activity', () => {
  test('leaves resolved, classified, and without a secret', async () => {
    const { sink, sent, stop } = pipe();
    sink.activities(process, [opened(key)]);
    await stop();
    expect(sent()).toMatchObject([
      {
        ...{ operation: 'file.open', target: '~/.ssh/id_rsa', targetClass: 'ssh-key', access: 'read', count: 1 },
        ...{ package: { name: 'nosy', version: '1.2.3' }, environment: '/venv' },
        process: { key: '42-1', command: 'python /app/main.py --token •••', application: '/app/main.py' },
      },
    ]);
    expect(sent()[0]?.frames[0]?.file).toBe('~/x.py');
  });

  test('of an ordinary file of the environment or the interpreter stays here, and is counted', async () => {
    const { sink, sent, events, stop } = pipe();
    const own = ['/venv/lib/python3.11/site-packages/x/data.json', '/usr/lib/python3.11/os.py', '/venv/pyvenv.cfg'];
    const told = ['/venv/lib/python3.11/site-packages/evil.pth', '/app/data.json', '/venvs/other'];
    sink.activities(
      process,
      [...own, ...told].map((path) => opened(path)),
    );
    await stop();
    expect(sent().map(({ target }) => target)).toEqual(told);
    expect(events.counters()['activities_dropped_own-files']).toBe(3);
  });

  test('that is told twice after a fault of the connection counts once', async () => {
    const { sink, sent, stop } = pipe();
    const one = opened(key);
    sink.activities(process, [one]);
    sink.ended(process);
    sink.greeted(process, true);
    sink.activities(process, [one]);
    await stop();
    expect(sent()).toHaveLength(1);
  });

  test('that can not be resolved takes no other with it', async () => {
    const { sink, sent, events, stop } = pipe();
    sink.activities(process, [opened(key, { segments: [{ cause: 'stack', frames: [] }] }), opened('/app/b')]);
    await stop();
    expect(sent().map(({ target }) => target)).toEqual(['/app/b']);
    expect(events.counters().activities_failed).toBe(1);
  });
});

describe('a repeat', () => {
  test('is the activity again, with its own count and time, and of the stack what rules ask about', async () => {
    const { sink, sent, stop } = pipe();
    const one = opened(key);
    sink.activities(process, [one]);
    sink.repeats(process, [{ id: one.id, count: 7, lastMs: 900 }]);
    await stop();
    expect(sent()[1]).toMatchObject({ target: '~/.ssh/id_rsa', count: 7, atMs: 900, lastMs: 900 });
    expect(sent()[1]?.frames.map((each) => each.function)).toEqual(['peek', 'run']);
    expect(sent()[0]?.frames).toHaveLength(5);
  });

  test('of ordinary files are one row within a window, with all that came; those of the next window another', async () => {
    vi.useFakeTimers();
    try {
      const { sink, sent, stop } = pipe();
      const [one, other] = [opened('/app/data.json'), opened('/app/other.json')];
      sink.activities(process, [one, other]);
      for (let i = 1; i <= 100; i += 1) sink.repeats(process, [{ id: one.id, count: 3, lastMs: 900 + i }]);
      sink.repeats(process, [{ id: other.id, count: 5, lastMs: 950 }]);
      await vi.advanceTimersByTimeAsync(3_500);
      expect(sent().slice(2)).toMatchObject([
        { target: '/app/data.json', count: 300, atMs: 901, lastMs: 1000 },
        { target: '/app/other.json', count: 5, atMs: 950, lastMs: 950 },
      ]);
      sink.repeats(process, [{ id: one.id, count: 1, lastMs: 2000 }]);
      await stop();
      expect(sent().slice(4)).toMatchObject([{ target: '/app/data.json', count: 1, atMs: 2000 }]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('of what a rule may be about are told one by one, at once', async () => {
    vi.useFakeTimers();
    try {
      const { sink, sent } = pipe();
      const [file, host] = [opened(key), said('net.connect', 'api.telegram.org', { port: 443 })];
      sink.activities(process, [file, host]);
      for (const lastMs of [901, 902]) {
        sink.repeats(
          process,
          [file, host].map(({ id }) => ({ id, count: 2, lastMs })),
        );
      }
      await vi.advanceTimersByTimeAsync(25);
      expect(
        sent()
          .slice(2)
          .map(({ operation, count, lastMs }) => [operation, count, lastMs]),
      ).toEqual([
        ['file.open', 2, 901],
        ['net.connect', 2, 901],
        ['file.open', 2, 902],
        ['net.connect', 2, 902],
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('of a process that ended since are told all the same, and of more things than are held none is lost', async () => {
    const { sink, sent, stop } = pipe();
    for (let from = 0; from < 9_000; from += 100) {
      const some = Array.from({ length: 100 }, (_, i) => opened(`/app/data/${from + i}`));
      sink.activities(process, some);
      sink.repeats(
        process,
        some.map(({ id }) => ({ id, count: 2, lastMs: 900 })),
      );
    }
    sink.ended(process);
    await stop();
    expect(sent().reduce((total, { count }) => total + count, 0)).toBe(27_000);
  });

  test('of what was dropped on purpose is dropped too', async () => {
    const { sink, sent, events, stop } = pipe();
    const one = opened('/venv/lib/x');
    sink.activities(process, [one]);
    sink.repeats(process, [{ id: one.id, count: 7, lastMs: 900 }]);
    await stop();
    expect(sent()).toEqual([]);
    expect(events.counters()['activities_dropped_own-files']).toBe(8);
    expect(events.lostTotal()).toBe(0);
  });

  test('of what nobody told is lost, counted, and marked in the stream', async () => {
    const { sink, batches, events, stop } = pipe();
    sink.repeats(process, [{ id: 999_999, count: 7, lastMs: 900 }]);
    await stop();
    expect(events.lost()['repeat-unknown']).toBe(7);
    expect(batches.map(({ lost }) => lost)).toEqual([7]);
  });

  test('is understood after the connection was made anew', async () => {
    const { sink, sent, stop } = pipe();
    const one = opened(key);
    sink.activities(process, [one]);
    sink.ended(process);
    sink.greeted(process, true);
    sink.repeats(process, [{ id: one.id, count: 2, lastMs: 900 }]);
    await stop();
    expect(sent().map(({ count }) => count)).toEqual([1, 2]);
  });
});

test('what a process had no room for, or this agent no word for, is marked in the stream', async () => {
  const { sink, batches, events, stop } = pipe();
  sink.lost(process, 5, 2);
  await stop();
  expect(batches.map(({ lost }) => lost)).toEqual([7]);
  expect(events.lost()).toMatchObject({ 'hook-full': 5, 'operation-unknown': 2 });
});

describe('processes', () => {
  test('count while one of their connections lasts, however often they say hello on it', () => {
    const { sink, processes } = pipe();
    sink.greeted({ ...process, application: '/app/later.py' }, false);
    sink.greeted(process, true);
    expect(processes()).toBe(1);
    sink.ended(process);
    expect(processes()).toBe(1);
    sink.ended(process);
    expect(processes()).toBe(0);
  });

  test('that say more of themselves are told as they said last', async () => {
    const { sink, sent, stop } = pipe();
    sink.greeted({ ...process, application: '/app/later.py' }, false);
    sink.activities(process, [opened(key)]);
    await stop();
    expect(sent()[0]?.process?.application).toBe('/app/later.py');
  });

  test('that come and go by the thousand are forgotten', async () => {
    const { sink, events, processes, stop } = pipe();
    const first = opened(key);
    sink.activities(process, [first]);
    sink.ended(process);
    for (let i = 0; i < 1_000; i += 1) {
      const other = { ...process, key: `${i}-2`, pid: i };
      sink.greeted(other, true);
      sink.ended(other);
    }
    expect(processes()).toBe(0);
    sink.greeted(process, true);
    sink.repeats(process, [{ id: first.id, count: 1, lastMs: 1 }]);
    await stop();
    expect(events.lost()['repeat-unknown']).toBe(1);
  });
});

describe('batches', () => {
  test('hold what could matter for a moment, and the rest for up to a second', async () => {
    vi.useFakeTimers();
    try {
      const { sink, batches } = pipe();
      sink.activities(process, [opened('/app/ordinary')]);
      await vi.advanceTimersByTimeAsync(900);
      expect(batches).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(100);
      expect(batches).toHaveLength(1);
      sink.activities(process, [opened('/app/ordinary-2'), said('net.connect', 'example.com')]);
      await vi.advanceTimersByTimeAsync(50);
      expect(batches.map(({ activities }) => activities.length)).toEqual([1, 2]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('hold at most 500 activities', async () => {
    const { sink, batches, stop } = pipe();
    sink.activities(
      process,
      Array.from({ length: 1_200 }, (_, i) => opened(`/app/${i}`)),
    );
    await stop();
    expect(batches.map(({ activities }) => activities.length)).toEqual([500, 500, 200]);
  });

  test('are never more than the collector takes, however long a process makes its texts', async () => {
    const { sink, batches, sent, stop } = pipe();
    sink.lost(process, 3, 0);
    const long = (i: number): string => `/app/${i}/${'ü'.repeat(1_000)}`;
    sink.activities(
      process,
      Array.from({ length: 499 }, (_, i) => said('file.rename', long(i), { other: long(-i) })),
    );
    sink.activities(process, [opened(key)]);
    await stop();
    expect(batches.length).toBeGreaterThan(1);
    for (const batch of batches) expect(encodeActivities(batch).length).toBeLessThan(maxBatchBytes);
    expect(sent()).toHaveLength(500);
    expect(sent().at(-1)?.targetClass).toBe('ssh-key');
    expect(batches.map(({ lost }) => lost).reduce((a, b) => a + b)).toBe(3);
  });

  test('that wait for the disk hold processes back, and let them go on', async () => {
    const release: (() => void)[] = [];
    const pressure: boolean[] = [];
    const { sink, stop } = pipe({
      spool: { append: () => new Promise((resolve) => release.push(() => resolve(1))) },
      onPressure: (isHeld) => pressure.push(isHeld),
    });
    sink.activities(
      process,
      Array.from({ length: 16 * 500 }, (_, i) => opened(`/app/${i}`)),
    );
    expect(pressure).toEqual([true]);
    for (const done of release) done();
    await stop();
    expect(pressure).toEqual([true, false]);
  });

  test('that the disk refuses stop nothing', async () => {
    const { sink, stop } = pipe({ spool: { append: () => Promise.reject(new Error('ENOSPC')) } });
    sink.activities(process, [opened(key)]);
    await stop();
  });
});

test('a change of an environment leaves as an activity', async () => {
  const { change, sent, stop } = pipe();
  const installed = {
    kind: 'upgraded' as const,
    ...{ name: 'nosy', from: '1.2.2', to: '1.2.3', fromDigest: null, toDigest: null, installer: 'pip', atMs: 5 },
  };
  change({ type: 'package', environment: '/home/ann/venv', ...installed });
  await stop();
  expect(sent()).toMatchObject([
    {
      ...{ operation: 'package.change', target: 'nosy', package: { name: 'nosy', version: '1.2.3' }, process: null },
      ...{ environment: '~/venv', other: 'upgraded from 1.2.2 to 1.2.3 by pip' },
      change: { kind: 'upgraded', from: '1.2.2', to: '1.2.3', installer: 'pip' },
    },
  ]);
});

describe('a connection that no hook told', () => {
  const remote = { protocol: 'tcp', ip: '203.0.113.7', port: 443 } as const;
  const found = { process, remote, name: null, atMs: 5, lastMs: 9, count: 2 };
  const nosy = { name: 'nosy', version: '1.2.3' };

  test('by native code: of the package that could have made it, with the place where it was loaded', async () => {
    const { found: take, sent, stop } = pipe();
    const by = { package: nosy, chain: [nosy], confidence: 'native' as const, frames: [frame('load', true)] };
    take({ ...found, kind: 'native', by, name: 'api.telegram.org' });
    take({ ...found, kind: 'native', by: null });
    await stop();
    expect(sent()).toMatchObject([
      {
        ...{ operation: 'net.connect', target: 'api.telegram.org', targetClass: 'bot-api', ip: remote.ip, port: 443 },
        ...{ package: nosy, confidence: 'native', chain: [nosy], atMs: 5, lastMs: 9, count: 2, other: null },
        ...{ environment: '/venv', process: { key: '42-1' }, frames: [{ file: '~/x.py', function: 'load' }] },
      },
      { target: remote.ip, targetClass: 'literal-address', package: null, confidence: 'unknown', chain: [] },
    ]);
  });

  test('by a child without a hook: of the package that started it, with its command line', async () => {
    const { found: take, sink, sent, stop } = pipe();
    const argv = ['curl', '-u', 'ann:hunter2', 'https://203.0.113.7/upload'];
    sink.activities(process, [said('process.spawn', 'curl', { other: argv.join(' ') })]);
    take({ ...found, kind: 'child', child: { pid: 43, startedMs: 120, argv, pids: [43, 42] } });
    take({ ...found, kind: 'child', child: { pid: 51, startedMs: 120, argv: ['nc'], pids: [51, 50] } });
    await stop();
    expect(sent().slice(1)).toMatchObject([
      { operation: 'net.connect', target: remote.ip, package: nosy, confidence: 'descent', process: { key: '42-1' } },
      { operation: 'net.connect', package: null, confidence: 'unknown', other: 'nc' },
    ]);
    expect(sent()[1]?.other).toMatch(/^curl /);
    expect(JSON.stringify(sent())).not.toContain('hunter2');
  });

  test('by nothing but the interpreter: the connection, and that the hook is silent', async () => {
    const { found: take, sent, stop } = pipe();
    take({ ...found, kind: 'silent' });
    await stop();
    expect(sent()).toMatchObject([
      { operation: 'net.connect', target: remote.ip, package: null, confidence: 'unknown' },
      {
        ...{ operation: 'hook.tamper', target: '203.0.113.7:443', targetClass: 'connection-untold', package: null },
        ...{ other: 'it connected to 203.0.113.7:443, and its hook did not tell', process: { key: '42-1' } },
      },
    ]);
  });
});
