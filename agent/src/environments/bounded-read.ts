/** Reading files that belong to someone else: never more than asked for, and never waiting on a pipe or a device. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** What the system says where there is no file to read, for whatever reason. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENXIO', 'EINVAL']);

/**
 * The first `maxBytes` of a regular file, or null where there is none (a folder, pipe or device counts as none).
 * @throws the system's error where the file is there and can't be read.
 */
export function readHead(path: string, maxBytes: number): Buffer | null {
  let descriptor: number;
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (absent.has(systemCode(error)) || path.includes('\0')) return null;
    throw error;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return null;
    const bytes = Buffer.allocUnsafe(Math.min(stats.size, maxBytes));
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(descriptor, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** As readHead, but text, and null too where the file is there and can't be read. */
export function readText(path: string, maxBytes: number): string | null {
  try {
    return readHead(path, maxBytes)?.toString('utf8') ?? null;
  } catch {
    return null;
  }
}
