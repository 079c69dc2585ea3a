/** One file of the spool: records one after another, named by the sequence of its first. */
import { closeSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, write } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { decodeRecord, type Record } from './record.ts';

const writeAt = promisify(write);
const sync = promisify(fdatasync);
const namePattern = /^(\d{16})\.segment$/;

/** The file's name for the segment that begins with this sequence. */
export function segmentName(first: number): string {
  return `${String(first).padStart(16, '0')}.segment`;
}

/** The first sequence of a segment's file, or null where the name is of something else. */
export function firstOf(name: string): number | null {
  const match = namePattern.exec(name);
  return match === null ? null : Number(match[1]);
}

/** What a segment holds. */
export interface Contents {
  readonly records: readonly Record[];
  /** Bytes up to the end of the last whole record. */
  readonly goodBytes: number;
  /** The bytes of records whose checksum is wrong. */
  readonly corrupt: readonly Buffer[];
  /** How many of them stand behind the last good record. */
  readonly corruptAtEnd: number;
  /** Bytes after the last whole record: a write that was cut off, or what no longer is a record. */
  readonly tornBytes: number;
}

/** Reads a segment from a byte at which a record begins (bounded by the spool's segment size). */
export function readSegment(path: string, start = 0): Contents {
  const bytes = readFrom(path, start);
  const records: Record[] = [];
  const corrupt: Buffer[] = [];
  let at = 0;
  let corruptAtEnd = 0;
  while (at < bytes.length) {
    const decoded = decodeRecord(bytes, at);
    if (decoded.status === 'short') break;
    if (decoded.status === 'record') {
      corruptAtEnd = 0;
      records.push(decoded.record);
      at = decoded.end;
      continue;
    }
    corrupt.push(bytes.subarray(at, decoded.end ?? bytes.length));
    corruptAtEnd += 1;
    if (decoded.end === null) break; // nothing tells where the next record would begin
    at = decoded.end;
  }
  return { records, corrupt, corruptAtEnd, goodBytes: start + at, tornBytes: bytes.length - at };
}

function readFrom(path: string, start: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(Math.max(0, fstatSync(fd).size - start));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start));
  } finally {
    closeSync(fd);
  }
}

/** The segment that is being written. */
export class SegmentWriter {
  readonly path: string;
  readonly first: number;
  #fd: number;
  #bytes: number;

  /** Opens it at its end, or makes it; what is beyond `keepBytes` is cut off. */
  constructor(dir: string, first: number, keepBytes?: number) {
    this.path = join(dir, segmentName(first));
    this.first = first;
    this.#fd = openSync(this.path, 'a', 0o600);
    if (keepBytes !== undefined) ftruncateSync(this.#fd, keepBytes);
    this.#bytes = fstatSync(this.#fd).size;
    syncDirectory(dirname(this.path));
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Appends and syncs to disk. Where that fails, what was written of it is cut off again, and the error thrown. */
  async append(bytes: Buffer): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await writeAt(this.#fd, bytes, at, bytes.length - at, null);
        at += bytesWritten;
      }
      await sync(this.#fd);
      this.#bytes += bytes.length;
    } catch (error) {
      ftruncateSync(this.#fd, this.#bytes);
      throw error;
    }
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }
}

/** A new name in a folder is on disk only once the folder is synced. */
function syncDirectory(dir: string): void {
  if (process.platform === 'win32') return; // folders can't be opened there
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
