/** Room on the disk that is kept for the moment when there is none: a file of real bytes, which is given up then. */
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What is tried again is tried again so seldom, ms. */
const retryMs = 60_000;
const chunkBytes = 64 * 1024;

export interface Reserve {
  /** Makes it where the disk has room for it twice; else, and where it is there, nothing. Cheap to call often. */
  keep(): void;
  /** Gives it up; false where there was none. */
  free(): boolean;
}

/** @param clock ms */
export function createReserve(dir: string, bytes: number, clock: () => number): Reserve {
  const path = join(dir, 'reserve');
  let isThere = false;
  let triedMs = Number.NEGATIVE_INFINITY;

  const make = (): void => {
    // A file system may keep zeros, and bytes that say little, in no room at all.
    const chunk = Buffer.from(crypto.getRandomValues(new Uint8Array(Math.min(bytes, chunkBytes))));
    const fd = openSync(path, 'w', 0o600);
    try {
      for (let at = 0; at < bytes; ) at += writeSync(fd, chunk, 0, Math.min(chunk.length, bytes - at));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  };
  return {
    keep() {
      if (isThere || clock() - triedMs < retryMs) return;
      triedMs = clock();
      try {
        isThere = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === bytes;
        const { bavail, bsize } = statfsSync(dir);
        if (isThere || bavail * bsize < 2 * bytes) return;
        make();
        isThere = true;
      } catch {
        // Half a reserve would be in the way of what it is for.
        rmSync(path, { force: true });
      }
    },
    free() {
      const wasThere = isThere;
      isThere = false;
      triedMs = clock();
      rmSync(path, { force: true });
      return wasThere;
    },
  };
}

/** Whether a write failed because there is no room. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
