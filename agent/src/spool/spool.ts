/**
 * The durable queue between this machine's activities and the collector: append, read in order, acknowledge.
 * docs/spec/spool.md says what it guarantees and how it recovers.
 */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, zstdCompress } from 'node:zlib';
import { type ActivityBatch, encodeActivities } from '@culprit/proto';
import { AgentError, reasonOf } from '../errors.ts';
import type { Events } from '../events.ts';
import { encodeRecord, type Record } from './record.ts';
import { createReserve, isFull, type Reserve } from './reserve.ts';
import { type Contents, firstOf, readSegment, SegmentWriter, segmentName } from './segment.ts';

const compress = promisify(zstdCompress);
/** A segment is closed at this size, bytes; reading holds one in memory. */
const defaultSegmentBytes = 4 * 1024 * 1024;
const defaultMaxBytes = 256 * 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;
const defaultMaxAgeMs = 30 * dayMs;
/** Enough for two full groups of batches, and at 50 activities a second for hours. */
const defaultReserveBytes = 8 * 1024 * 1024;
/** Quarantined records kept, so that a bad disk doesn't fill itself. */
const maxQuarantined = 64;

export interface SpoolOptions {
  readonly dir: string;
  readonly events: Events;
  /** The spool's bound, bytes: above it the oldest segment goes, and is counted. */
  readonly maxBytes?: number;
  readonly segmentBytes?: number;
  /** What waited for longer goes, in whole segments (each holds at most a day), and is counted. */
  readonly maxAgeMs?: number;
  /** Room on the disk that is kept for when it is full. */
  readonly reserveBytes?: number;
  /** Unix time, ms. */
  readonly clock?: () => number;
}

/** A batch as it is kept. */
export interface Spooled {
  readonly sequence: number;
  /** zstd of one Activities message. */
  readonly payload: Uint8Array;
  readonly activities: number;
}

export interface SpoolStatus {
  readonly batches: number;
  readonly bytes: number;
  /** How long the oldest batch has waited, ms; 0 where there is none. */
  readonly oldestMs: number;
}

interface Segment {
  readonly first: number;
  readonly bytes: number;
  /** When it was written last, Unix time, ms. */
  readonly writtenMs: number;
}

/** Why segments go that the collector doesn't have. */
type DropReason = 'spool-full' | 'disk-full' | 'spool-old';

interface Waiting {
  readonly batch: ActivityBatch;
  readonly resolve: (sequence: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Life cycle: start, stop; stop is legal before start, and twice, and waits for what is being written. */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #segmentBytes: number;
  readonly #maxBytes: number;
  readonly #maxAgeMs: number;
  readonly #reserve: Reserve;
  readonly #clock: () => number;
  readonly #listeners = new Set<() => void>();
  /** Closed segments, oldest first. */
  #closed: Segment[] = [];
  #writer: SegmentWriter | undefined;
  /** When the first record of the segment that is being written was, Unix time, ms. */
  #writerSinceMs = 0;
  /** Corrupt records that are counted already, also where there was no room to put them aside. */
  readonly #quarantined = new Set<string>();
  #next = 1;
  #acknowledged = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  /** Activities that the spool itself lost since the last batch was appended: the next one says so. */
  #lost = 0;
  /** The segment that was read last, so that reading on costs nothing. */
  #read: { readonly first: number; size: number; goodBytes: number; readonly records: Record[] } | undefined;

  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? defaultSegmentBytes;
    this.#maxBytes = options.maxBytes ?? defaultMaxBytes;
    this.#maxAgeMs = options.maxAgeMs ?? defaultMaxAgeMs;
    this.#clock = options.clock ?? Date.now;
    this.#reserve = createReserve(options.dir, options.reserveBytes ?? defaultReserveBytes, this.#clock);
  }

  /** The sequence that the next batch gets. */
  get next(): number {
    return this.#next;
  }

  /** Everything up to this sequence was acknowledged, or is gone. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /**
   * Opens the folder: looks at the names of its files and reads the last one, whose end may have been cut off.
   * @throws AgentError AGENT_ERR_SPOOL
   */
  start(): void {
    const { dir } = this.#options;
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const found = readdirSync(dir)
        .map(firstOf)
        .filter((first) => first !== null)
        .sort((a, b) => a - b);
      const last = found.pop();
      this.#closed = found.map((first) => {
        const { size, mtimeMs } = statSync(join(dir, segmentName(first)));
        return { first, bytes: size, writtenMs: mtimeMs };
      });
      this.#writerSinceMs = this.#clock();
      if (last === undefined) {
        this.#writer = new SegmentWriter(dir, this.#next);
      } else {
        const contents = readSegment(join(dir, segmentName(last)));
        for (const bytes of contents.corrupt) this.#quarantine(last, bytes);
        if (contents.tornBytes > 0) this.#options.events.tailTruncated(segmentName(last), contents.tornBytes);
        // A corrupt record had a number too, which the collector may know: it is not given out again.
        this.#next = (contents.records.at(-1)?.sequence ?? last - 1) + 1 + contents.corruptAtEnd;
        this.#writer = new SegmentWriter(dir, last, contents.goodBytes);
        this.#writerSinceMs = (contents.records[0]?.writtenS ?? this.#clock() / 1000) * 1000;
      }
      this.#reserve.keep();
      this.#acknowledged = (this.#closed[0]?.first ?? this.#writer.first) - 1;
    } catch (cause) {
      const message = `The spool in ${dir} can't be opened (${reasonOf(cause)}): fix that folder, or move it away.`;
      throw new AgentError('AGENT_ERR_SPOOL', message, { cause });
    }
  }

  async stop(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    this.#writer?.close();
    this.#writer = undefined;
  }

  /** Calls back whenever something was appended. Returns what ends that. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps a batch; resolves with its sequence once it is on disk. Batches that come together share one sync. */
  append(batch: ActivityBatch): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** The first batch after this sequence, or null where there is none yet. A corrupt one is passed over. */
  read(after: number): Spooled | null {
    for (const first of this.#segmentsAfter(after)) {
      for (const record of this.#recordsOf(first)) if (record.sequence > after) return record;
    }
    return null;
  }

  /** Lets go of everything up to this sequence. */
  acknowledge(sequence: number): void {
    if (sequence <= this.#acknowledged) return;
    this.#acknowledged = Math.min(sequence, this.#next - 1);
    while (this.#closed.length > 0 && (this.#closed[1]?.first ?? this.#writer?.first ?? 0) <= this.#acknowledged + 1) {
      this.#drop();
    }
    // A last segment whose batches have all arrived is put away for a new one: an idle agent keeps an empty file.
    if (this.#writing === undefined && this.#acknowledged === this.#next - 1 && (this.#writer?.bytes ?? 0) > 0) {
      this.#rotate();
      this.#drop();
    }
  }

  status(): SpoolStatus {
    const batches = this.#next - 1 - this.#acknowledged;
    const oldest = batches > 0 ? this.#oldestS() : null;
    return {
      batches,
      bytes: this.#bytes(),
      oldestMs: oldest === null ? 0 : Math.max(0, this.#clock() - oldest * 1000),
    };
  }

  #bytes(): number {
    return this.#closed.reduce((total, segment) => total + segment.bytes, this.#writer?.bytes ?? 0);
  }

  /** Writes what waits, all that came meanwhile in one go, until nothing waits. */
  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        const first = this.#next;
        const lost = this.#lost;
        const records = await Promise.all(
          group.map(({ batch }, i) => this.#encode(batch, first + i, batch.lost + (i === 0 ? lost : 0))),
        );
        const bytes = Buffer.concat(records);
        await this.#store(bytes);
        this.#reserve.keep();
        this.#lost -= lost;
        this.#next = first + group.length;
        const activities = group.reduce((total, { batch }) => total + batch.activities.length, 0);
        this.#options.events.batchStored(activities, bytes.length);
        group.forEach((waiting, i) => {
          waiting.resolve(first + i);
        });
        for (const listener of this.#listeners) listener();
      } catch (error) {
        this.#options.events.spoolWriteFailed(error);
        for (const { batch, reject } of group) {
          this.#lose('spool-write', batch.activities.length + batch.lost);
          reject(error);
        }
      }
    }
    // In the same turn as the loop's last look: whoever appends from now on starts the next one.
    this.#writing = undefined;
  }

  async #encode({ activities }: ActivityBatch, sequence: number, lost: number): Promise<Buffer> {
    const payload = await compress(encodeActivities({ activities, lost }));
    const writtenS = Math.floor(this.#clock() / 1000);
    return encodeRecord({ sequence, activities: activities.length, writtenS, payload });
  }

  /** Writes; where the disk is full, in the room that was kept for that, and then in the place of the oldest. */
  async #store(bytes: Buffer): Promise<void> {
    for (;;) {
      try {
        this.#makeRoom(bytes.length);
        await this.#writer?.append(bytes);
        return;
      } catch (error) {
        if (!isFull(error)) throw error;
        if (this.#reserve.free()) this.#options.events.reserveFreed();
        else if (this.#closed.length > 0) this.#dropUnsent('disk-full');
        else throw error;
      }
    }
  }

  #makeRoom(bytes: number): void {
    const now = this.#clock();
    const written = this.#writer?.bytes ?? 0;
    const isOld = now - this.#writerSinceMs > Math.min(dayMs, this.#maxAgeMs);
    if (written > 0 && (isOld || written + bytes > this.#segmentBytes)) this.#rotate();
    while (this.#closed.length > 0 && this.#bytes() + bytes > this.#maxBytes) this.#dropUnsent('spool-full');
    while (now - (this.#closed[0]?.writtenMs ?? now) > this.#maxAgeMs) this.#dropUnsent('spool-old');
  }

  #rotate(): void {
    const writer = this.#writer;
    if (writer === undefined) return;
    this.#writer = new SegmentWriter(this.#options.dir, this.#next);
    this.#closed.push({ first: writer.first, bytes: writer.bytes, writtenMs: this.#clock() });
    this.#writerSinceMs = this.#clock();
    writer.close();
  }

  /** Deletes the oldest closed segment. */
  #drop(): void {
    const segment = this.#closed.shift();
    if (segment === undefined) return;
    rmSync(join(this.#options.dir, segmentName(segment.first)), { force: true });
    if (this.#read?.first === segment.first) this.#read = undefined;
  }

  /** Deletes the oldest segment though the collector doesn't have it. */
  #dropUnsent(reason: DropReason): void {
    const segment = this.#closed[0];
    if (segment === undefined) return;
    const unsent = this.#recordsOf(segment.first).filter(({ sequence }) => sequence > this.#acknowledged);
    this.#options.events.segmentDropped(reason, unsent.length);
    this.#lose(
      reason,
      unsent.reduce((total, { activities }) => total + activities, 0),
    );
    this.#acknowledged = Math.max(this.#acknowledged, (this.#closed[1]?.first ?? this.#writer?.first ?? 1) - 1);
    this.#drop();
  }

  #lose(reason: DropReason | 'spool-corrupt' | 'spool-write', activities: number): void {
    this.#lost += activities;
    this.#options.events.activitiesLost(reason, activities);
  }

  /** First sequences of the segments that may hold what comes after this sequence, oldest first. */
  #segmentsAfter(after: number): number[] {
    const firsts = [...this.#closed.map(({ first }) => first), ...(this.#writer ? [this.#writer.first] : [])];
    return firsts.filter((_, i) => (firsts[i + 1] ?? Number.POSITIVE_INFINITY) > after + 1);
  }

  /** The records of a segment; of one that grew since the last look, what was appended is read. */
  #recordsOf(first: number): readonly Record[] {
    if (this.#read?.first !== first) this.#read = { first, size: 0, goodBytes: 0, records: [] };
    const size = this.#sizeOf(first);
    // Also of one that is closed by now: the last look may have been before its last record.
    if (size > this.#read.size) {
      const { records, goodBytes } = this.#readSegment(first, this.#read.goodBytes);
      this.#read.records.push(...records);
      this.#read.goodBytes = goodBytes;
      this.#read.size = size;
    }
    return this.#read.records;
  }

  #sizeOf(first: number): number {
    if (this.#writer?.first === first) return this.#writer.bytes;
    return this.#closed.find((segment) => segment.first === first)?.bytes ?? 0;
  }

  #readSegment(first: number, start = 0): Contents {
    const contents = this.#contentsOf(first, start);
    for (const bytes of contents.corrupt) this.#quarantine(first, bytes);
    return contents;
  }

  /** A segment that somebody removed, or that the disk doesn't give back, stops nothing: what was in it is lost. */
  #contentsOf(first: number, start: number): Contents {
    const name = segmentName(first);
    try {
      return readSegment(join(this.#options.dir, name), start);
    } catch (error) {
      if (!this.#quarantined.has(name)) {
        this.#quarantined.add(name);
        this.#options.events.segmentUnreadable(name, error);
        this.#lose('spool-corrupt', 1);
      }
      return {
        records: [],
        goodBytes: Math.max(start, this.#sizeOf(first)),
        corrupt: [],
        corruptAtEnd: 0,
        tornBytes: 0,
      };
    }
  }

  /** Puts a corrupt record aside and counts it, once: its checksum names it. How much it held can't be told. */
  #quarantine(first: number, bytes: Buffer): void {
    const name = `${segmentName(first)}.${crc32(bytes).toString(16)}`;
    if (this.#quarantined.has(name)) return;
    this.#quarantined.add(name);
    if (!this.#putAside(name, bytes)) return;
    this.#options.events.recordQuarantined(name);
    this.#lose('spool-corrupt', 1);
  }

  /** False where it was put aside before. Where there is no room, it isn't kept. */
  #putAside(name: string, bytes: Buffer): boolean {
    const dir = join(this.#options.dir, 'quarantine');
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const there = readdirSync(dir);
      if (there.includes(name)) return false;
      if (there.length < maxQuarantined) writeFileSync(join(dir, name), bytes, { mode: 0o600 });
    } catch (error) {
      this.#options.events.spoolWriteFailed(error);
    }
    return true;
  }

  #oldestS(): number | null {
    const [first] = this.#segmentsAfter(this.#acknowledged);
    const record =
      first === undefined ? undefined : this.#recordsOf(first).find((entry) => entry.sequence > this.#acknowledged);
    return record?.writtenS ?? null;
  }
}
