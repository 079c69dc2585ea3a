/**
 * What conda wrote: it puts an environment's own path into files after their RECORD was made, and notes in conda-meta
 * what they are then.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { readHead } from '../environments/bounded-read.ts';
import { namesIn } from '../environments/layout.ts';
import { normalizeName } from '../environments/names.ts';
import { hashFile } from './file-hash.ts';

const maxBytes = 64 * 1024 * 1024;

const schema = z.object({
  name: z.string(),
  paths_data: z.object({
    paths: z.array(z.object({ _path: z.string(), sha256_in_prefix: z.string().optional() })),
  }),
});

/** Reads conda-meta when it is first asked about a package; an environment without one has nothing to say. */
export class CondaFiles {
  readonly #prefix: string;
  /** A package to the hash of each of its files, in hexadecimal. */
  readonly #known = new Map<string, ReadonlyMap<string, string>>();
  #records: readonly string[] | null = null;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Whether a file is as conda left it. */
  wrote(name: string, path: string): boolean {
    const expected = this.#of(name).get(path);
    if (expected === undefined) return false;
    const hashed = hashFile(path);
    return hashed.status === 'hashed' && Buffer.from(hashed.digest, 'base64url').toString('hex') === expected;
  }

  #of(name: string): ReadonlyMap<string, string> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#records ??= namesIn(join(this.#prefix, 'conda-meta')).filter((file) => file.endsWith('.json'));
    const files = new Map<string, string>();
    // NAME-VERSION-BUILD.json; a name may have dashes, so what the file says decides.
    for (const file of this.#records) {
      if (normalizeName(file).startsWith(`${name}-`)) this.#read(name, join(this.#prefix, 'conda-meta', file), files);
    }
    this.#known.set(name, files);
    return files;
  }

  #read(name: string, file: string, files: Map<string, string>): void {
    try {
      const bytes = readHead(file, maxBytes);
      if (bytes === null) return;
      const record = schema.parse(JSON.parse(bytes.toString('utf8')));
      if (normalizeName(record.name) !== name) return;
      for (const { _path: path, sha256_in_prefix: hash } of record.paths_data.paths) {
        if (hash !== undefined) files.set(join(this.#prefix, path), hash);
      }
    } catch {
      // It says nothing that is understood: then its package's RECORD alone counts.
    }
  }
}
