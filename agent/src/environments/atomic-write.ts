/** Writing so that a reader, or a crash, meets either the old file or the new one, never a part. */
import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Writes a file under a temporary name beside it and renames it into place. A hard link to the old file (uv links
 * environments to its cache) keeps the old contents.
 * @param mode as chmod takes it; the umask doesn't change it.
 * @throws the system's error; nothing is left behind then.
 */
export function writeAtomically(path: string, content: string | Uint8Array, mode: number): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(descriptor, bytes, written, bytes.length - written);
      }
      fchmodSync(descriptor, mode);
      // Without this, a power failure after the rename may leave an empty file under the final name.
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
