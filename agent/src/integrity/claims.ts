/** Who claims which file of an environment, by all RECORDs together. */
import { basename, dirname, join, normalize, sep } from 'node:path';
import type { Distribution } from '../environments/distribution.ts';
import type { RecordedFile } from '../environments/record.ts';

/** More files than this in one environment are not held against each other. */
const maxFiles = 2_000_000;

/** A file that a RECORD names, by its absolute path. */
export interface ClaimedFile {
  readonly path: string;
  readonly recorded: RecordedFile;
}

export class Claims {
  readonly #files = new Set<string>();
  /** A folder to the one distribution that has files in it, or null where several have. */
  readonly #folders = new Map<string, Distribution | null>();
  readonly #prefix: string;

  constructor(distributions: readonly Distribution[], prefix: string) {
    this.#prefix = prefix;
    for (const distribution of distributions) {
      for (const { path } of this.filesOf(distribution)) {
        if (this.#files.size >= maxFiles) return;
        this.#files.add(path);
        this.#own(dirname(path), distribution);
      }
    }
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Whether a RECORD names a file in that folder, or below it. */
  hasFolder(path: string): boolean {
    return this.#folders.has(path);
  }

  /** Where a file lies that a RECORD names. */
  pathOf({ location }: Distribution, { path }: RecordedFile): string {
    const isPlain = !path.startsWith('/') && !path.includes('./') && !path.includes('//');
    return isPlain ? `${location}/${path}` : normalize(path.startsWith('/') ? path : join(location, path));
  }

  /** What its RECORD names within the environment. */
  *filesOf(distribution: Distribution): Generator<ClaimedFile> {
    for (const recorded of distribution.files()) {
      const path = this.pathOf(distribution, recorded);
      if (this.isInside(path)) yield { path, recorded };
    }
  }

  /** Whether a path lies in the environment, taken literally. */
  isInside(path: string): boolean {
    return path.startsWith(this.#prefix + sep);
  }

  /** The folders below site-packages in which no other distribution has a file; byte code's aside. */
  foldersOf(distribution: Distribution): string[] {
    const inside = `${distribution.location}${sep}`;
    return [...this.#folders].flatMap(([folder, owner]) =>
      owner === distribution && folder.startsWith(inside) && basename(folder) !== '__pycache__' ? [folder] : [],
    );
  }

  /** A folder above one that is somebody's is somebody's too, and of several nobody's own. */
  #own(folder: string, distribution: Distribution): void {
    for (let at = folder; at.length > distribution.location.length; at = dirname(at)) {
      const owner = this.#folders.get(at);
      if (owner === distribution || owner === null) return;
      this.#folders.set(at, owner === undefined ? distribution : null);
    }
  }
}
