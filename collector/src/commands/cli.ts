import { nearest } from '../detect/nearest.ts';
import { CollectorError } from '../errors.ts';
import { version } from '../version.ts';
import { alerts } from './alerts.ts';
import { machines } from './machines.ts';
import { usage } from './options.ts';
import { packageCommand } from './package.ts';
import { rules } from './rules.ts';
import type { Command, CommandContext } from './terminal.ts';
import { visible } from './text.ts';
import { token } from './token.ts';
import { who } from './who.ts';

/** Runs one command line; whatever goes wrong is told in a sentence, and is the exit status. */
export async function runCli(args: readonly string[], serve: Command, context: CommandContext): Promise<0 | 1 | 2> {
  const commands = [who, alerts, packageCommand, machines, rules, token, serve];
  const { terminal, signal } = context;
  try {
    return await dispatch(args, commands, context);
  } catch (error) {
    // The user ended it: whatever broke off because of that is no news.
    if (signal.aborted && !(error instanceof CollectorError)) return 0;
    if (error instanceof CollectorError) {
      terminal.err(`culprit: ${visible(error.message)}\n`);
      return error.exit;
    }
    const said = error instanceof Error ? error.message : String(error);
    terminal.err(
      `culprit: Something went wrong inside of Culprit (${visible(said)}); please report it with the command that you ran.\n`,
    );
    if (context.env.CULPRIT_DEBUG && error instanceof Error) terminal.err(`${error.stack}\n`);
    return 1;
  }
}

async function dispatch(
  args: readonly string[],
  commands: readonly Command[],
  context: CommandContext,
): Promise<0 | 1 | 2> {
  const { terminal } = context;
  const [name, ...rest] = args;
  if (name === undefined) {
    terminal.err(overview(commands));
    return 2;
  }
  if (name === '--version' || name === '-V') {
    terminal.out(`culprit ${version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const asked = commands.find((command) => command.name === rest[0]);
    terminal.out(asked?.help ?? overview(commands));
    return 0;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) throw unknown(name, commands);
  // Before "--", where everything is what it looks like no more.
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (options.includes('--help') || options.includes('-h')) {
    terminal.out(command.help);
    return 0;
  }
  return await command.run(rest, context);
}

function unknown(name: string, commands: readonly Command[]): CollectorError {
  const isOption = name.startsWith('-');
  const guess = isOption
    ? null
    : nearest(
        name,
        commands.map((command) => command.name),
      );
  const what = isOption ? `"culprit" has no option ${name}` : `"${name}" is no command of culprit`;
  return usage(what, guess === null ? '"culprit --help" lists all there are' : `did you mean "culprit ${guess}"`);
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
  return `Usage: culprit COMMAND [options]

Which Python package did that?

Commands:
${list}

"culprit COMMAND --help" shows a command's options with an example; "culprit --version" the version.

Example:
  culprit who api.telegram.org --since 7d
`;
}
