/**
 * Facts of package versions on disk, HOME/agent/review/NAME@VERSION@DIGEST.json: an upgrade takes the old files away.
 * Bounded; those that were longest of no use go first. Any of them can be made anew while its package is there.
 */
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../environments/atomic-write.ts';
import { readText } from '../environments/bounded-read.ts';
import { kinds, type VersionFacts } from './version-facts.ts';

/** Two hundred environments have some thousands of different package versions. */
const defaultMaxFiles = 10_000;
const maxFileBytes = 1024 * 1024;
const onlyOwner = 0o600;

/** Changed whenever the helper finds more: what an older one found is then no measure. */
const edition = 1;

const schema = z.object({
  edition: z.literal(edition),
  isPartial: z.boolean(),
  things: z.array(z.tuple([z.enum(kinds), z.string(), z.string(), z.number()])),
});

export interface FactsKey {
  readonly name: string;
  readonly version: string;
  /** PackageFacts.digest */
  readonly digest: string;
}

export interface FactsStore {
  has(key: FactsKey): boolean;
  /** The facts of these very files; where the digest is null, of that version's, whichever were seen last. */
  get(key: Omit<FactsKey, 'digest'> & { readonly digest: string | null }): VersionFacts | null;
  /** @throws the system's error */
  put(key: FactsKey, facts: VersionFacts): void;
}

export function createFactsStore(dir: string, maxFiles: number = defaultMaxFiles): FactsStore {
  const known = new Set(list(dir));

  const read = (file: string): VersionFacts | null => {
    try {
      const parsed = schema.parse(JSON.parse(readText(join(dir, file), maxFileBytes) ?? ''));
      const now = new Date();
      utimesSync(join(dir, file), now, now);
      const things = parsed.things.map(([kind, what, path, line]) => ({ kind, what, file: path, line }));
      return { isPartial: parsed.isPartial, things };
    } catch {
      return null;
    }
  };

  return {
    has: (key) => known.has(fileOf(key)),

    get({ name, version, digest }) {
      if (digest !== null)
        return known.has(fileOf({ name, version, digest })) ? read(fileOf({ name, version, digest })) : null;
      const candidates = [...known].filter((file) => file.startsWith(`${name}@${version}@`));
      const [latest] = candidates.sort((a, b) => usedMs(join(dir, b)) - usedMs(join(dir, a)));
      return latest === undefined ? null : read(latest);
    },

    put(key, { isPartial, things }) {
      const file = fileOf(key);
      // A name that no file system takes: such a package is never compared.
      if (Buffer.byteLength(file) > 200) return;
      const rows: z.infer<typeof schema> = {
        edition,
        isPartial,
        things: things.map(({ kind, what, file: path, line }) => [kind, what, path, line]),
      };
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      writeAtomically(join(dir, file), JSON.stringify(rows), onlyOwner);
      known.add(file);
      if (known.size > maxFiles) forgetOldest(dir, known, Math.ceil(maxFiles / 10));
    },
  };
}

function forgetOldest(dir: string, known: Set<string>, count: number): void {
  const oldest = [...known].sort((a, b) => usedMs(join(dir, a)) - usedMs(join(dir, b))).slice(0, count);
  for (const file of oldest) {
    rmSync(join(dir, file), { force: true });
    known.delete(file);
  }
}

function fileOf({ name, version, digest }: FactsKey): string {
  return `${name}@${version}@${digest}.json`;
}

function usedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function list(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
