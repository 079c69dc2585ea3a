/** Which environments the user gave to Culprit: HOME/agent/environments.json, written by commands, read by the agent. */
import { mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { AgentError, reasonOf } from '../errors.ts';
import { writeAtomically } from './atomic-write.ts';
import { readHead } from './bounded-read.ts';
import { withLock } from './lock-file.ts';

const maxBytes = 4 * 1024 * 1024;
const onlyOwner = 0o600;

const schema = z.strictObject({
  environments: z.array(
    z.strictObject({
      path: z.string().refine(isAbsolute, 'is no absolute path'),
      addedMs: z.number(),
      base: z.boolean().default(false),
      by: z.enum(['user', 'policy']).default('user'),
    }),
  ),
});

export interface RegisteredEnvironment {
  /** Absolute; real at the time when it was added. */
  readonly path: string;
  /** Unix time, ms. */
  readonly addedMs: number;
  /** The hook is in its standard library too. */
  readonly base: boolean;
  /** Who wanted it: one that the policy added is forgotten by itself some time after it is gone. */
  readonly by: 'user' | 'policy';
}

/** What is known of an environment when it is added; what is left out stays as it was, or is the default. */
export type Registration = Partial<Pick<RegisteredEnvironment, 'base' | 'by'>>;

export interface RegistryOptions {
  /** HOME/agent */
  readonly dir: string;
  readonly clock?: () => number;
}

export interface Registry {
  readonly file: string;
  /** In the order of their addition. No file is an empty list.
   * @throws AgentError AGENT_ERR_REGISTRY_CORRUPT */
  list(): readonly RegisteredEnvironment[];
  /** False where it was there already.
   * @throws AgentError AGENT_ERR_REGISTRY_CORRUPT, AGENT_ERR_REGISTRY_LOCKED, AGENT_ERR_HOME_UNWRITABLE */
  add(path: string, registration?: Registration): boolean;
  /** False where it isn't there.
   * @throws as add */
  remove(path: string): boolean;
}

/** The list of registered environments. Every call reads the file anew: another process may have written it. */
export function createRegistry({ dir, clock = Date.now }: RegistryOptions): Registry {
  const file = join(dir, 'environments.json');

  const list = (): readonly RegisteredEnvironment[] => {
    let text: string | undefined;
    try {
      text = readHead(file, maxBytes)?.toString('utf8');
    } catch (cause) {
      throw corrupt(file, `can't be read (${reasonOf(cause)})`, 'fix its owner', cause);
    }
    return text === undefined ? [] : parse(file, text);
  };

  const change = (next: (now: readonly RegisteredEnvironment[]) => readonly RegisteredEnvironment[]): boolean => {
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      return withLock(`${file}.lock`, () => {
        const before = list();
        const after = next(before);
        if (after === before) return false;
        writeAtomically(file, `${JSON.stringify({ environments: after }, null, 2)}\n`, onlyOwner);
        return true;
      });
    } catch (cause) {
      if (cause instanceof AgentError) throw cause;
      const message = `The folder ${dir} can't be written (${reasonOf(cause)}); fix its owner or set CULPRIT_HOME.`;
      throw new AgentError('AGENT_ERR_HOME_UNWRITABLE', message, { cause });
    }
  };

  return {
    file,
    list,
    add(path, registration = {}) {
      let isNew = false;
      change((now) => {
        const known = now.find((entry) => entry.path === path);
        isNew = known === undefined;
        const before = known ?? { path, addedMs: clock(), base: false, by: 'user' as const };
        const after = { ...before, ...registration };
        if (known !== undefined && known.base === after.base && known.by === after.by) return now;
        return isNew ? [...now, after] : now.map((entry) => (entry === known ? after : entry));
      });
      return isNew;
    },
    remove: (path) =>
      change((now) => (now.some((entry) => entry.path === path) ? now.filter((entry) => entry.path !== path) : now)),
  };
}

function parse(file: string, text: string): readonly RegisteredEnvironment[] {
  const mend = 'correct it, or move it away and add the environments again';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw corrupt(file, 'is no JSON', mend, cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data.environments;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw corrupt(file, `is not what Culprit writes${where}: ${issue?.message ?? 'unknown'}`, mend, parsed.error);
}

function corrupt(file: string, what: string, mend: string, cause: unknown): AgentError {
  return new AgentError('AGENT_ERR_REGISTRY_CORRUPT', `${file} ${what}; ${mend}.`, { cause });
}
