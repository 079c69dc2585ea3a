import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { type Activity, decodeActivities } from '@culprit/proto';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEvents, type Events } from '../events.ts';
import { Spool, type SpoolOptions } from './spool.ts';

const log = pino({ level: 'silent' });
let dir: string;
let events: Events;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'culprit-spool-'));
  events = createEvents({ log });
});
afterEach(() => {
  if (hasDisk) execFileSync('umount', ['-l', dir]);
  hasDisk = false;
  rmSync(dir, { recursive: true, force: true });
});
let hasDisk = false;

const open = (more: Partial<SpoolOptions> = {}): Spool => {
  const spool = new Spool({ dir, events, reserveBytes: 64 * 1024, ...more });
  spool.start();
  return spool;
};

function activity(target: string): Activity {
  return {
    ...{
      atMs: 1,
      lastMs: 1,
      count: 1,
      operation: 'file.open',
      target,
      targetClass: null,
      ip: null,
      port: null,
      via: null,
    },
    ...{ access: 'read', other: null, process: null, environment: '', package: null, confidence: 'unknown', chain: [] },
    ...{ frames: [], change: null },
  };
}
const batch = (target: string, lost = 0) => ({ activities: [activity(target)], lost });
/** Targets that random bytes make too long to compress well. */
const long = (seed: number) => Array.from({ length: 300 }, (_, i) => Math.sin(seed * 1000 + i).toString(36)).join('');

function targets(spool: Spool, after = 0): string[] {
  const found: string[] = [];
  for (let record = spool.read(after); record !== null; record = spool.read(record.sequence)) {
    const { activities } = decodeActivities(zstdDecompressSync(record.payload));
    found.push(`${record.sequence}:${activities[0]?.target.slice(0, 20)}`);
  }
  return found;
}
const segments = () => readdirSync(dir).filter((name) => name.endsWith('.segment'));

describe('the spool', () => {
  test('gives back what it was given, in order, also after it was opened again', async () => {
    const spool = open();
    expect(await Promise.all([spool.append(batch('a')), spool.append(batch('b'))])).toEqual([1, 2]);
    expect(await spool.append(batch('c'))).toBe(3);
    expect(targets(spool)).toEqual(['1:a', '2:b', '3:c']);
    await spool.stop();
    const again = open();
    expect(targets(again, 1)).toEqual(['2:b', '3:c']);
    expect(again.next).toBe(4);
    await again.stop();
  });

  test('lets go of what is acknowledged, and never gives a number twice', async () => {
    const spool = open();
    for (const name of ['a', 'b', 'c']) await spool.append(batch(name));
    spool.acknowledge(2);
    expect(spool.status()).toMatchObject({ batches: 1 });
    spool.acknowledge(3);
    expect(spool.status()).toEqual({ batches: 0, bytes: 0, oldestMs: 0 });
    await spool.stop();
    const again = open();
    expect(await again.append(batch('d'))).toBe(4);
    expect(targets(again, again.acknowledged)).toEqual(['4:d']);
    await again.stop();
  });

  test('reads on while it is being written, across segments', async () => {
    const spool = open({ segmentBytes: 2_000 });
    const seen: string[] = [];
    let at = 0;
    for (let i = 1; i <= 30; i += 1) {
      await spool.append(batch(`t${i} ${long(i)}`));
      for (let record = spool.read(at); record !== null; record = spool.read(at)) {
        seen.push(String(record.sequence));
        at = record.sequence;
      }
      if (i % 7 === 0) spool.acknowledge(at - 2);
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, i) => String(i + 1)));
    expect(segments().length).toBeLessThan(10);
    await spool.stop();
  });

  test('a segment that was closed after the last look is read to its end', async () => {
    const spool = open({ segmentBytes: 2_000 });
    await spool.append(batch('first'));
    expect(targets(spool)).toHaveLength(1);
    for (let i = 2; i <= 12; i += 1) await spool.append(batch(`t${i} ${long(i)}`));
    expect(segments().length).toBeGreaterThan(2);
    expect(targets(spool, 1)).toHaveLength(11);
    await spool.stop();
  });

  test('a write that a crash cut off is cut away, and the rest is there', async () => {
    const spool = open();
    await spool.append(batch('a'));
    await spool.append(batch('b'));
    await spool.stop();
    const file = join(dir, segments()[0] ?? '');
    truncateSync(file, statSync(file).size - 5);
    const again = open();
    expect(targets(again)).toEqual(['1:a']);
    expect(await again.append(batch('c'))).toBe(2);
    expect(targets(again)).toEqual(['1:a', '2:c']);
    await again.stop();
  });

  test('a corrupt record is put aside and counted, and the reader goes on', async () => {
    const spool = open();
    for (const name of ['a', 'b', 'c']) await spool.append(batch(name));
    await spool.stop();
    const file = join(dir, segments()[0] ?? '');
    const bytes = readFileSync(file);
    const third = bytes.length / 3;
    bytes[Math.floor(third + 30)] = (bytes[Math.floor(third + 30)] ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
    const again = open();
    expect(targets(again)).toEqual(['1:a', '3:c']);
    expect(readdirSync(join(dir, 'quarantine'))).toHaveLength(1);
    expect(events.lost()['spool-corrupt']).toBe(1);
    // The next batch tells the collector that something is missing.
    await again.append(batch('d'));
    const last = again.read(3);
    expect(decodeActivities(zstdDecompressSync(last?.payload ?? new Uint8Array())).lost).toBe(1);
    await again.stop();
  });

  test('rubbish at the end, or instead of a length, stops nothing', async () => {
    const spool = open();
    await spool.append(batch('a'));
    await spool.stop();
    appendFileSync(
      join(dir, segments()[0] ?? ''),
      Buffer.from('ffffffff00112233445566778899aabbccddeeff0011223344556677', 'hex'),
    );
    const again = open();
    // What stood there may have been a record, whose number the collector knows.
    expect(await again.append(batch('b'))).toBe(3);
    expect(targets(again)).toEqual(['1:a', '3:b']);
    await again.stop();
  });

  test('is bounded: the oldest goes, and the next batch says how much was lost', async () => {
    const spool = open({ segmentBytes: 4_000, maxBytes: 16_000 });
    for (let i = 1; i <= 60; i += 1) await spool.append(batch(`t${i} ${long(i)}`));
    expect(spool.status().bytes).toBeLessThanOrEqual(16_000);
    const kept = targets(spool, spool.acknowledged).map((entry) => Number(entry.split(':')[0]));
    expect(kept.at(-1)).toBe(60);
    expect(events.lost()['spool-full']).toBe(60 - kept.length);
    await spool.append(batch('last'));
    await spool.stop();
  });

  test('what waited too long goes, and is counted as that; what is younger stays', async () => {
    const day = 24 * 60 * 60 * 1000;
    let now = Date.UTC(2026, 0, 1);
    const spool = open({ clock: () => now, maxAgeMs: 3 * day });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await spool.append(batch(name));
      now += 1.1 * day;
    }
    expect(targets(spool, spool.acknowledged)).toEqual(['3:c', '4:d', '5:e', '6:f']);
    expect(events.lost()).toMatchObject({ 'spool-old': 2, 'spool-full': 0 });
    expect(targets(spool, spool.acknowledged).at(-1)).toBe('6:f');
    await spool.stop();
  });

  test('a segment that somebody removed stops nothing, and is counted', async () => {
    const spool = open({ segmentBytes: 1_000 });
    for (let i = 1; i <= 6; i += 1) await spool.append(batch(`t${i} ${long(i)}`));
    rmSync(join(dir, segments().sort()[1] ?? ''));
    const numbers = targets(spool).map((entry) => Number(entry.split(':')[0]));
    expect(numbers.length).toBeLessThan(6);
    expect([numbers[0], numbers.at(-1)]).toEqual([1, 6]);
    expect(events.lost()['spool-corrupt']).toBe(1);
    expect(targets(spool)).toHaveLength(numbers.length);
    expect(events.lost()['spool-corrupt']).toBe(1);
    await spool.stop();
  });

  test('a folder that cannot be made is a sentence', () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    const spool = new Spool({ dir: join(file, 'spool'), events });
    expect(() => spool.start()).toThrow(/The spool in .* can't be opened .*: fix that folder, or move it away/);
  });
});

test('a model: whatever is appended, read, acknowledged, reopened or cut off, nothing comes twice or out of order', async () => {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  let spool = open({ segmentBytes: 3_000 });
  const kept = new Map<number, string>();
  let acknowledged = 0;
  for (let step = 0; step < 400; step += 1) {
    const act = random(10);
    if (act < 5) {
      const name = `s${step} ${random(4) === 0 ? long(step) : ''}`;
      kept.set(await spool.append(batch(name)), name.slice(0, 20));
    } else if (act < 7 && spool.next - 1 > acknowledged) {
      acknowledged += 1 + random(spool.next - 1 - acknowledged);
      spool.acknowledge(acknowledged);
    } else if (act === 7) {
      await spool.stop();
      spool = open({ segmentBytes: 3_000 });
    } else if (act === 8) {
      await spool.stop();
      const last = join(dir, segments().sort().at(-1) ?? '');
      appendFileSync(last, Buffer.alloc(1 + random(20), 1));
      spool = open({ segmentBytes: 3_000 });
    }
    const there = new Map(
      targets(spool, acknowledged).map((entry) => [Number(entry.split(':')[0]), entry.slice(entry.indexOf(':') + 1)]),
    );
    const expected = new Map([...kept].filter(([sequence]) => sequence > acknowledged));
    expect(there).toEqual(expected);
  }
  await spool.stop();
});

/** A small disk of its own, where the system lets us make one. */
function smallDisk(megabytes: number): boolean {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', dir]);
  hasDisk = mounted.status === 0;
  return hasDisk;
}

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a full disk: the reserve first, then the oldest; the newest is there, and nothing is lost uncounted',
  async ({ skip }) => {
    if (!smallDisk(1)) skip('no file system may be mounted here');
    const spool = open({ segmentBytes: 64 * 1024, reserveBytes: 128 * 1024 });
    expect(statSync(join(dir, 'reserve')).size).toBe(128 * 1024);
    // What others fill the disk with.
    const filler = join(dir, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(2 * 1024 * 1024, 1))).toThrow(/ENOSPC/);

    const before = Array.from({ length: 20 }, (_, i) => batch(`r${i} ${long(i)}`));
    for (const each of before) await spool.append(each);
    expect(existsSync(join(dir, 'reserve'))).toBe(false);
    expect(events.lost()).toMatchObject({ 'disk-full': 0, 'spool-write': 0 });
    expect(targets(spool)).toHaveLength(20);

    for (let i = 1; i <= 300; i += 1) await spool.append(batch(`t${i} ${long(100 + i)}`));
    const kept = targets(spool, spool.acknowledged);
    expect(kept.at(-1)).toMatch(/^320:t300 /);
    expect(events.lost()).toMatchObject({ 'disk-full': 320 - kept.length, 'spool-write': 0 });
    expect(events.lost()['disk-full']).toBeGreaterThan(0);

    // The disk has room again: so has the reserve, and nothing more is lost.
    rmSync(filler);
    await spool.stop();
    const again = open({ segmentBytes: 64 * 1024, reserveBytes: 128 * 1024 });
    expect(statSync(join(dir, 'reserve')).size).toBe(128 * 1024);
    expect(targets(again, again.acknowledged)).toEqual(kept);
    await again.stop();
  },
);

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a disk on which nothing fits at all: the batch is refused and counted, and the next one that fits says so',
  async ({ skip }) => {
    if (!smallDisk(1)) skip('no file system may be mounted here');
    const filler = join(dir, 'filler');
    const spool = open({ reserveBytes: 1024 * 1024 });
    expect(existsSync(join(dir, 'reserve'))).toBe(false);
    expect(() => writeFileSync(filler, Buffer.alloc(2 * 1024 * 1024, 1))).toThrow(/ENOSPC/);
    await expect(spool.append(batch('a'))).rejects.toThrow(/ENOSPC/);
    expect(events.lost()).toMatchObject({ 'spool-write': 1 });
    rmSync(filler);
    await spool.append(batch('b'));
    const [record] = [spool.read(0)];
    expect(decodeActivities(zstdDecompressSync(record?.payload ?? new Uint8Array())).lost).toBe(1);
    await spool.stop();
  },
);

test('starting reads one segment, however many there are', async () => {
  const spool = open({ segmentBytes: 256 * 1024 });
  const noise = (seed: number) => ({
    activities: Array.from({ length: 60 }, (_, i) => activity(long(seed * 60 + i))),
    lost: 0,
  });
  for (let i = 0; i < 12; i += 1) await spool.append(noise(i));
  await spool.stop();
  // The same segment many times over, under names that stand before it: 200 MB.
  const last = segments().sort().at(-1) ?? '';
  const bytes = readFileSync(join(dir, segments().sort()[0] ?? ''));
  const big = Buffer.alloc(4 * 1024 * 1024, bytes);
  rmSync(join(dir, 'big'), { recursive: true, force: true });
  mkdirSync(join(dir, 'big'));
  for (let i = 0; i < 50; i += 1) writeFileSync(join(dir, 'big', `${String(i + 1).padStart(16, '0')}.segment`), big);
  writeFileSync(join(dir, 'big', `${String(900).padStart(16, '0')}.segment`), readFileSync(join(dir, last)));
  const script = `
    const { Spool } = await import(${JSON.stringify(join(import.meta.dirname, 'spool.ts'))});
    const dir = ${JSON.stringify(join(dir, 'big'))};
    const spool = new Spool({ dir, events: { spoolWriteFailed() {}, tailTruncated() {} } });
    const before = process.memoryUsage().rss;
    spool.start();
    console.log(process.memoryUsage().rss - before);
  `;
  const grown = Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
  expect(grown).toBeLessThan(24 * 1024 * 1024);
});
