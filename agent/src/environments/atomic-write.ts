/** Writing so that a reader, or a crash, meets either the old file or the new one, never a part. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

/** Whose a file is to be. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whose a folder is, where the superuser writes into another's: what is put there is to be that user's, who could not
 * delete it otherwise. Null for everyone else, and in the superuser's own folders.
 */
export function foreignOwner(folder: string, userId: number | undefined = process.getuid?.()): Owner | null {
  if (userId !== 0) return null;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? null : { uid, gid };
}

/**
 * Writes a file under a temporary name beside it and renames it into place. A hard link to the old file (uv links
 * environments to its cache) keeps the old contents.
 * @param mode as chmod takes it; the umask doesn't change it.
 * @param owner null for whoever writes
 * @throws the system's error; nothing is left behind then.
 */
export function writeAtomically(
  path: string,
  content: string | Uint8Array,
  mode: number,
  owner: Owner | null = null,
): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(descriptor, bytes, written, bytes.length - written);
      }
      fchmodSync(descriptor, mode);
      if (owner !== null) fchownSync(descriptor, owner.uid, owner.gid);
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
