/**
 * What the agent last knew of an environment, so that a change made while it was down is still a change:
 * HOME/agent/inventory/HASH.json, where HASH is of the environment's path. It can always be made anew.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from './atomic-write.ts';
import { readHead } from './bounded-read.ts';
import { Distribution } from './distribution.ts';
import { sha256 } from './hook-source.ts';
import type { KnownPackages } from './installed.ts';
import { shared } from './intern.ts';
import type { KnownStartupFile } from './startup-files.ts';

const maxBytes = 16 * 1024 * 1024;
const onlyOwner = 0o600;

const textOrNull = z.string().nullable();
const facts = z.object({
  source: z.object({ kind: z.enum(['index', 'archive', 'vcs', 'folder', 'editable']), at: textOrNull }).nullable(),
  topLevel: z.array(z.string()).readonly(),
  isNative: z.boolean(),
  startupFiles: z.array(z.string()).readonly(),
  digest: textOrNull,
});

// Rows without keys: hundreds of packages in each of dozens of environments, written at every change.
const schema = z.object({
  path: z.string(),
  savedMs: z.number(),
  /** The site-packages folders, which `packages` counts from 0. */
  locations: z.array(z.string()),
  packages: z.array(
    z.tuple([
      ...[z.string(), z.string(), textOrNull, z.boolean().nullable(), z.number(), z.string()],
      ...[z.enum(['dist-info', 'egg-info']), textOrNull, z.number(), z.string(), facts.nullable()],
    ] as const),
  ),
  history: z.array(z.tuple([z.string(), z.string(), z.number()])),
  startup: z.array(z.tuple([z.string(), z.string(), z.string().nullable(), z.string().nullable()])),
});

export interface EnvironmentState extends KnownPackages {
  /** By absolute path. */
  readonly startup: ReadonlyMap<string, KnownStartupFile>;
}

/**
 * The state that was saved for an environment; null where there is none.
 * @throws where there is one and it can't be read or understood: changes since then will go unseen.
 */
export function loadState(dir: string, path: string): EnvironmentState | null {
  const bytes = readHead(fileOf(dir, path), maxBytes);
  if (bytes === null) return null;
  const { savedMs, locations, packages, history, startup } = schema.parse(JSON.parse(bytes.toString('utf8')));
  return {
    savedMs,
    packages: packages.map(
      ([name, version, installer, requested, at, infoPath, layout, editable, changedMs, stamp, known]) => {
        const location = locations[at] ?? '';
        const fields = { name, version, installer, requested, location, infoPath, layout, editable, changedMs, stamp };
        return new Distribution(fields, known === null ? null : shared(known));
      },
    ),
    history: history.map(([name, version, untilMs]) => ({ name, version, untilMs })),
    startup: new Map(
      startup.map(([file, hash, name, version]) => [
        file,
        { hash, owner: name === null || version === null ? null : { name, version } },
      ]),
    ),
  };
}

/** @throws the system's error */
export function saveState(dir: string, path: string, state: EnvironmentState): void {
  mkdirSync(join(dir, 'inventory'), { recursive: true, mode: 0o700 });
  const locations = [...new Set(state.packages.map(({ location }) => location))];
  const rows: z.infer<typeof schema> = {
    path,
    savedMs: state.savedMs,
    locations,
    packages: state.packages.map((entry) => [
      ...([entry.name, entry.version, entry.installer, entry.requested, locations.indexOf(entry.location)] as const),
      ...([entry.infoPath, entry.layout, entry.editable, entry.changedMs, entry.stamp, entry.factsIfRead] as const),
    ]),
    history: state.history.map(({ name, version, untilMs }) => [name, version, untilMs]),
    startup: [...state.startup].map(([file, { hash, owner }]) => [
      file,
      hash,
      owner?.name ?? null,
      owner?.version ?? null,
    ]),
  };
  writeAtomically(fileOf(dir, path), JSON.stringify(rows), onlyOwner);
}

/** Forgets an environment. */
export function removeState(dir: string, path: string): void {
  rmSync(fileOf(dir, path), { force: true });
}

function fileOf(dir: string, path: string): string {
  return join(dir, 'inventory', `${sha256(Buffer.from(path)).slice(0, 32)}.json`);
}
