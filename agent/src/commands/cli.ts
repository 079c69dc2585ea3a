import { agentVersion } from '../agent.ts';
import { AgentError, type AgentErrorCode, reasonOf } from '../errors.ts';
import { type Command, type CommandContext, usage, visible } from './command.ts';
import { doctor } from './doctor.ts';
import { enrol } from './enrol.ts';
import { env } from './env.ts';
import { install } from './install.ts';
import { run } from './run.ts';
import { selftest } from './selftest.ts';
import { status } from './status.ts';
import { uninstall } from './uninstall.ts';

const commands: readonly Command[] = [run, status, doctor, selftest, enrol, env, install, uninstall];

/** Faults that the command line, or the machine's state, has to be mended for: status 2. The others are a failed try: 1. */
const failures: ReadonlySet<AgentErrorCode> = new Set([
  'AGENT_ERR_NOT_RUNNING',
  'AGENT_ERR_ALREADY_RUNNING',
  'AGENT_ERR_SERVICE',
  'AGENT_ERR_CONTROL',
  'AGENT_ERR_COLLECTOR_UNREACHABLE',
  'AGENT_ERR_ENROL_REFUSED',
  'AGENT_ERR_ENROL_ANSWER',
]);

const overview = `Usage: culprit-agent COMMAND [options]

Watches this machine's Python environments: which package does what.

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`).join('\n')}

"culprit-agent COMMAND --help" shows a command's options with an example; "culprit-agent --version" the version.

Example:
  culprit-agent env add ~/shop/.venv
`;

/** Runs one command line; whatever goes wrong is told in a sentence, and is the exit status. */
export async function runCli(args: readonly string[], context: CommandContext): Promise<0 | 1 | 2> {
  try {
    return await dispatch(args, context);
  } catch (error) {
    if (error instanceof AgentError) {
      context.err(`culprit-agent: ${error.message.split('\n').map(visible).join('\n')}\n`);
      return failures.has(error.code) ? 1 : 2;
    }
    const said = visible(reasonOf(error));
    context.err(
      `culprit-agent: Something went wrong inside of Culprit (${said}); please report it with the command.\n`,
    );
    if (context.env.CULPRIT_DEBUG && error instanceof Error) context.err(`${error.stack}\n`);
    return 1;
  }
}

async function dispatch(args: readonly string[], context: CommandContext): Promise<0 | 1 | 2> {
  const [name, ...rest] = args;
  if (name === undefined) {
    context.err(overview);
    return 2;
  }
  if (name === '--version' || name === '-V') {
    context.out(`culprit-agent ${agentVersion}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    context.out(commands.find((command) => command.name === rest[0])?.help ?? overview);
    return 0;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    throw usage(`"${name}" is no command of culprit-agent`, '"culprit-agent --help" lists all there are');
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    context.out(command.help);
    return 0;
  }
  return await command.run(rest, context);
}
