/** What a command is, and how its arguments are read. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { AgentError } from '../errors.ts';
import type { AgentHome } from '../home.ts';

export interface CommandContext {
  /** What was asked for. */
  readonly out: (text: string) => void;
  /** What is said beside it. */
  readonly err: (text: string) => void;
  /** Where a long work is, on a terminal alone; each line takes the place of the last, an empty one clears it. */
  readonly progress: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly home: AgentHome;
  readonly log: Logger;
  /** Aborted when the user, or the system, wants an end. */
  readonly signal: AbortSignal;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** @returns the exit status: 0 done, 1 a finding or failed check, 2 wrong use. */
  readonly run: (args: readonly string[], context: CommandContext) => Promise<0 | 1 | 2>;
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true; args: string[] }>
>;

/** Wrong use of the command line: a sentence, and the mend. */
export function usage(what: string, mend: string, cause?: unknown): AgentError {
  return new AgentError('AGENT_ERR_USAGE', `${what}: ${mend}.`, { cause });
}

/**
 * Reads a command's arguments: those named by `wanted` ("PATH") must be there, those by `optional` may.
 * @throws AgentError AGENT_ERR_USAGE
 */
export function readArguments<O extends Options>(
  command: string,
  args: readonly string[],
  options: O,
  wanted: readonly string[] = [],
  optional: readonly string[] = [],
): Parsed<O> {
  const help = `"culprit-agent ${command} --help" shows an example`;
  let parsed: Parsed<O>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const option = /'(-[^' ,<]+)/.exec(cause instanceof Error ? cause.message : '')?.[1] ?? 'an option';
    const isUnknown = cause instanceof Error && 'code' in cause && cause.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    const what = isUnknown ? `"culprit-agent ${command}" has no option ${option}` : `${option} is not used rightly`;
    throw usage(what, help, cause);
  }
  const missing = wanted[parsed.positionals.length];
  if (missing !== undefined) throw usage(`"culprit-agent ${command}" needs ${missing}`, help);
  const extra = parsed.positionals[wanted.length + optional.length];
  if (extra !== undefined) throw usage(`"culprit-agent ${command}" takes no "${extra}"`, help);
  return parsed;
}

/** Control and bidirectional characters written out: a path may have any name, and is one visible line. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** JSON as every --json prints it. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
