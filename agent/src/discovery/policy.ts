/**
 * What the user wants covered: HOME/agent/policy.yaml, written by hand or by `culprit-agent env policy`.
 *
 * Without it, `listed`: whoever runs the agent by hand tries it out, and would be surprised by files in environments
 * that they never named. Installing the service writes `all`: whoever does that wants no gap, least of all a silent one.
 */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { compilePattern, patternFault } from '../classify/glob.ts';
import { slashed } from '../classify/home-folders.ts';
import { mistakeLine, parseYaml } from '../classify/yaml-file.ts';
import { writeAtomically } from '../environments/atomic-write.ts';
import { readHead } from '../environments/bounded-read.ts';
import { AgentError, reasonOf, systemCode } from '../errors.ts';

const maxBytes = 256 * 1024;
const onlyOwner = 0o600;

const covers = ['all', 'listed', 'ask'] as const;
export type Cover = (typeof covers)[number];

const pattern = z.string().superRefine((text, context) => {
  const fault = patternFault(text);
  if (fault !== null) context.addIssue(`the pattern ${fault}, as in ~/old/** or **/.tox/**`);
});
const schema = z.strictObject({
  cover: z.enum(covers, 'is all, listed or ask').default('listed'),
  base: z.boolean('is true or false').default(false),
  homes: z.enum(['own', 'all'], 'is own or all').default('own'),
  roots: z.array(z.string().refine(isAbsolute, 'is no absolute path: write each folder in full')).default([]),
  exclude: z.array(pattern).default([]),
});

/** What the user wrote, with the defaults filled in. */
export interface PolicyConfig {
  /** `all`: whatever is found. `listed`: what `env add` named. `ask`: what was found waits for the user's word. */
  readonly cover: Cover;
  /** Interpreters are covered by their standard library too, and with them each venv that is made of them. */
  readonly base: boolean;
  /** Whose environments are looked for: this user's, or everybody's on this machine. */
  readonly homes: 'own' | 'all';
  /** Further folders to look in. */
  readonly roots: readonly string[];
  /** What is never covered: patterns for whole paths, `*` within a part, `**` for any number of parts. */
  readonly exclude: readonly string[];
}

export interface Policy extends PolicyConfig {
  readonly file: string;
  /** False where there is no file, and the defaults are in force. */
  readonly isWritten: boolean;
  /** The pattern that excludes a path, or a folder around it; null where none does. */
  excludes(path: string): string | null;
}

/** Reads the policy. @throws AgentError AGENT_ERR_POLICY_INVALID, a line for each mistake: file:line: field: what */
export function readPolicy(file: string): Policy {
  let text: string | undefined;
  try {
    text = readHead(file, maxBytes)?.toString('utf8');
  } catch (cause) {
    throw invalid(`${file} can't be read (${reasonOf(cause)}); fix its owner.`, cause);
  }
  if (text === undefined || text.trim() === '') return policyOf(file, text !== undefined, schema.parse({}));
  const parsed = parseYaml(file, text, schema);
  if (parsed.status === 'mistaken') throw invalid(parsed.mistakes.map(mistakeLine).join('\n'));
  return policyOf(file, true, parsed.value);
}

/** What to change; what is left out stays. */
export type PolicyChange = Partial<Pick<PolicyConfig, 'cover' | 'base' | 'homes' | 'roots' | 'exclude'>>;

/**
 * Writes a change into the policy's file; comments and the rest stay as they are.
 * @throws AgentError AGENT_ERR_POLICY_INVALID where the file, or the change, has mistakes; AGENT_ERR_HOME_UNWRITABLE
 */
export function changePolicy(file: string, change: PolicyChange): Policy {
  const before = readPolicy(file);
  const document = parseDocument(before.isWritten ? (readHead(file, maxBytes)?.toString('utf8') ?? '') : opening);
  for (const [key, value] of Object.entries(change)) document.set(key, value);
  const text = document.toString();
  const parsed = parseYaml(file, text, schema);
  if (parsed.status === 'mistaken') throw invalid(parsed.mistakes.map(mistakeLine).join('\n'));
  try {
    writeAtomically(file, text, onlyOwner);
  } catch (cause) {
    const mend = systemCode(cause) === 'ENOENT' ? 'start the agent once, or make its folder' : 'fix its owner';
    throw new AgentError('AGENT_ERR_HOME_UNWRITABLE', `${file} can't be written (${reasonOf(cause)}); ${mend}.`, {
      cause,
    });
  }
  return policyOf(file, true, parsed.value);
}

const opening = '# What Culprit covers on this machine; "culprit-agent env policy --help" explains each line.\n';

function policyOf(file: string, isWritten: boolean, config: PolicyConfig): Policy {
  const isWindows = process.platform === 'win32';
  const matchers = config.exclude.flatMap((text) =>
    spelledOut(text, config.homes).map((pattern) => ({ text, matches: compilePattern(pattern, isWindows) })),
  );
  return {
    ...config,
    file,
    isWritten,
    excludes(path) {
      const parts = slashed(isWindows ? path.toLowerCase() : path).split('/');
      for (let length = parts.length; length > 0; length -= 1) {
        const within = parts.slice(0, length);
        const found = matchers.find(({ matches }) => matches(within));
        if (found !== undefined) return found.text;
      }
      return null;
    },
  };
}

/** `~` is this user's home, by its name and as it really is; where everybody's environments count, anyone's. */
function spelledOut(pattern: string, homes: PolicyConfig['homes']): string[] {
  if (!pattern.startsWith('~/')) return [pattern];
  const own = homedir();
  const others = homes === 'all' ? ['/home/*', '/Users/*', '*:/Users/*', '/root'] : [];
  return [...new Set([own, realPathOf(own), ...others])].map((home) => slashed(home) + pattern.slice(1));
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function invalid(message: string, cause?: unknown): AgentError {
  return new AgentError('AGENT_ERR_POLICY_INVALID', message, { cause });
}
