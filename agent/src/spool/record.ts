/**
 * The layout of a record on disk. docs/spec/spool.md describes the whole spool.
 *
 *   offset  bytes  field
 *        0      4  length of the payload, bytes
 *        4      4  CRC-32 of all that follows (fields from offset 8 on, and the payload)
 *        8      8  sequence
 *       16      4  activities in the payload
 *       20      4  when it was written, Unix time in s
 *       24      …  payload: zstd of one Activities message (proto/uplink.proto)
 *
 * All numbers are unsigned, little-endian.
 */
import { crc32 } from 'node:zlib';

export const headerBytes = 24;
const crcStart = 8;
/** A payload is never longer: a batch is at most 1 MiB before it is compressed. */
export const maxPayloadBytes = 2 * 1024 * 1024;

export interface Record {
  readonly sequence: number;
  readonly activities: number;
  /** Unix time, s. */
  readonly writtenS: number;
  readonly payload: Uint8Array;
}

/** A record's bytes. */
export function encodeRecord({ sequence, activities, writtenS, payload }: Record): Buffer {
  const bytes = Buffer.allocUnsafe(headerBytes + payload.length);
  bytes.writeUInt32LE(payload.length, 0);
  bytes.writeBigUInt64LE(BigInt(sequence), 8);
  bytes.writeUInt32LE(activities, 16);
  bytes.writeUInt32LE(writtenS, 20);
  bytes.set(payload, headerBytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(crcStart)), 4);
  return bytes;
}

/** What stands at a place of a segment. */
export type Decoded =
  | { readonly status: 'record'; readonly record: Record; readonly end: number }
  /** The bytes end before the record does: it was cut off, or is still being written. */
  | { readonly status: 'short' }
  /** Its checksum is wrong; `end` is where the next one should begin, or null where the length can't be trusted. */
  | { readonly status: 'corrupt'; readonly end: number | null };

/** Reads the record that begins at `start`. The payload is a view of `bytes`. */
export function decodeRecord(bytes: Buffer, start: number): Decoded {
  if (bytes.length - start < headerBytes) return { status: 'short' };
  const length = bytes.readUInt32LE(start);
  if (length > maxPayloadBytes) return { status: 'corrupt', end: null };
  const end = start + headerBytes + length;
  if (end > bytes.length) return { status: 'short' };
  if (crc32(bytes.subarray(start + crcStart, end)) !== bytes.readUInt32LE(start + 4)) return { status: 'corrupt', end };
  const record = {
    sequence: Number(bytes.readBigUInt64LE(start + 8)),
    activities: bytes.readUInt32LE(start + 16),
    writtenS: bytes.readUInt32LE(start + 20),
    payload: bytes.subarray(start + headerBytes, end),
  };
  return { status: 'record', record, end };
}
