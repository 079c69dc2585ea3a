import { zstdDecompressSync } from 'node:zlib';
import { BatchInvalid, decodeActivities, maxBatchBytes } from '@culprit/proto';
import type { MachineRef, StoredActivity } from '../api/types.ts';
import { reasonOf } from '../errors.ts';
import type { IncomingBatch } from './store.ts';

/** Decompresses and decodes a batch from a peer that may be hostile. Never throws, never grows beyond the limit. */
export function readBody(body: Uint8Array): IncomingBatch['contents'] {
  let bytes: Uint8Array;
  try {
    bytes = zstdDecompressSync(body, { maxOutputLength: maxBatchBytes });
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { status: 'invalid', reason: isTooLong ? `longer than ${maxBatchBytes} bytes` : 'not zstd' };
  }
  try {
    return { status: 'read', batch: decodeActivities(bytes) };
  } catch (error) {
    return { status: 'invalid', reason: error instanceof BatchInvalid ? error.message : reasonOf(error) };
  }
}

/** The activities of a batch that was committed, with their places in the stream. */
export function storedActivities(machine: MachineRef, sequence: number, body: Uint8Array): readonly StoredActivity[] {
  const contents = readBody(body);
  return contents.status === 'read' ? placed(machine, sequence, contents.batch.activities) : [];
}

/** Gives activities their places in the stream. */
export function placed(
  machine: MachineRef,
  sequence: number,
  activities: readonly Omit<StoredActivity, 'id' | 'machine'>[],
): readonly StoredActivity[] {
  return activities.map((activity, index) => ({ ...activity, id: `${machine.id}:${sequence}:${index}`, machine }));
}
