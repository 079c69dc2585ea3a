/** Hashing a file that belongs to someone else: whatever it is, of bounded cost at a time, and never waiting on a pipe. */
import { createHash, hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { systemCode } from '../errors.ts';

const bufferBytes = 256 * 1024;
const buffer = Buffer.allocUnsafe(bufferBytes);

/** What RECORD may name (PEP 376 asks for what hashlib guarantees); md5 and sha1 prove nothing. */
const algorithms = new Set(['sha256', 'sha384', 'sha512']);

export type HashedFile =
  | { readonly status: 'hashed'; readonly digest: string; readonly stats: Stats }
  | { readonly status: 'missing' }
  /** It is there, and can't be read, or is no regular file. */
  | { readonly status: 'unreadable'; readonly reason: string };

/** Whether the agent can compute it. */
export function isKnownAlgorithm(name: string): boolean {
  return algorithms.has(name);
}

/** Reads and hashes a file; its digest is in base64url without padding, as RECORD has it. */
export function hashFile(path: string, algorithm = 'sha256'): HashedFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = systemCode(error);
    return ['ENOENT', 'ENOTDIR'].includes(code)
      ? { status: 'missing' }
      : { status: 'unreadable', reason: code || String(error) };
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { status: 'unreadable', reason: 'no regular file' };
    return { status: 'hashed', digest: digestOf(descriptor, algorithm), stats };
  } catch (error) {
    return { status: 'unreadable', reason: systemCode(error) || String(error) };
  } finally {
    closeSync(descriptor);
  }
}

function digestOf(descriptor: number, algorithm: string): string {
  const first = readSync(descriptor, buffer, 0, bufferBytes, 0);
  // One call for nearly every file; a hash object costs several times as much as hashing a small file.
  if (first < bufferBytes) return hash(algorithm, buffer.subarray(0, first), 'base64url');
  const running = createHash(algorithm);
  for (let at = 0, length = first; length > 0; length = readSync(descriptor, buffer, 0, bufferBytes, at)) {
    running.update(buffer.subarray(0, length));
    at += length;
  }
  return running.digest('base64url');
}
