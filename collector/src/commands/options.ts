import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../detect/nearest.ts';
import { CollectorError } from '../errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true; args: string[] }>
>;

/**
 * Reads a command's arguments.
 * @param command as it is typed, "culprit who".
 * @throws CollectorError COLLECTOR_ERR_USAGE says which argument is wrong, and what to write.
 */
export function readOptions<O extends Options>(command: string, args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw usage(whatIsWrong(cause, args, command), mendOf(cause, Object.keys(options), command), cause);
  }
}

/** Wrong use: what is wrong (without a full stop), and the mend. */
export function usage(what: string, mend: string, cause?: unknown): CollectorError {
  return new CollectorError('COLLECTOR_ERR_USAGE', [what, mend], { cause });
}

function optionOf(cause: unknown): string {
  return /'(-[^' ,<]+)/.exec(cause instanceof Error ? cause.message : '')?.[1] ?? '';
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}

function whatIsWrong(cause: unknown, args: readonly string[], command: string): string {
  const option = optionOf(cause);
  if (codeOf(cause) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `"${command}" has no option ${option}`;
  const isAmbiguous = cause instanceof Error && cause.message.includes('ambiguous');
  if (isAmbiguous || args.at(-1) === option) return `${option} needs a value`;
  return cause instanceof Error && /does not take an argument/.test(cause.message)
    ? `${option} takes no value`
    : `${option || 'An option'} needs a value`;
}

function mendOf(cause: unknown, names: readonly string[], command: string): string {
  const option = optionOf(cause);
  if (codeOf(cause) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const guess = didYouMean(option.replace(/^-+/, ''), names);
    if (guess.startsWith('Did you mean'))
      return `did you mean --${guess.slice('Did you mean '.length).replace('?', '')}`;
  }
  return `"${command} --help" shows its options`;
}

/** The only positional argument. */
export function single(command: string, positionals: readonly string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined || first === '')
    throw usage(`"${command}" needs ${what}`, `"${command} --help" shows an example`);
  if (second !== undefined) {
    throw usage(
      `"${command}" takes one ${what.replace(/^an? /, '')}, and "${second}" is one more`,
      'put quotes around what has spaces or wildcards in it',
    );
  }
  return first;
}

/** No positional argument at all. */
export function none(command: string, positionals: readonly string[]): void {
  if (positionals[0] !== undefined)
    throw usage(`"${command}" takes no "${positionals[0]}"`, `"${command} --help" shows what it takes`);
}

/** A whole number within bounds. */
export function wholeNumber(name: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= min && value <= max) return value;
  throw usage(
    `--${name} "${text}" is no number from ${min} to ${max}`,
    `give one, such as --${name} ${Math.min(max, Math.max(min, 10))}`,
  );
}
