import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { agentVersion } from '../agent.ts';
import { changePolicy, readPolicy } from '../discovery/policy.ts';
import { AgentError } from '../errors.ts';
import { type AgentHome, agentHome, makeAgentHome, systemHome } from '../home.ts';
import { createService, type Service } from '../service/service.ts';
import { type Command, type CommandContext, readArguments, usage, visible } from './command.ts';

export const install: Command = {
  name: 'install',
  summary: 'Let the system run the agent from now on, as a service',
  help: `Usage: culprit-agent install [--system] [--cover all|listed|ask]

Writes a service of systemd (Linux) or launchd (macOS) and starts it. Doing it again changes nothing; after an update of
Culprit it starts the new version, with all that waits for the collector kept. Where there is no policy yet, it writes one
that covers every environment that is found: "culprit-agent env policy" changes it.

Options:
  --system        one agent for all users of this machine, as root: its state is in /var/lib/culprit, unless CULPRIT_HOME
                  says another folder; without it, the agent is this user's
  --cover WHAT    what the policy says, in place of all, where there is none yet

Example:
  culprit-agent install
`,
  async run(args, context) {
    const { values } = readArguments('install', args, {
      system: { type: 'boolean', default: false },
      cover: { type: 'string', default: 'all' },
    });
    const cover = (['all', 'listed', 'ask'] as const).find((each) => each === values.cover);
    if (cover === undefined) throw usage('--cover is all, listed or ask', 'see "culprit-agent install --help"');
    const home = homeOf(values.system, context);
    makeAgentHome(home);
    const { file, isWritten } = readPolicy(home.policyFile);
    if (!isWritten) changePolicy(file, { cover, ...(values.system ? { homes: 'all' as const } : {}) });
    if (!isWritten) context.out(`The policy is written: ${visible(file)} (cover: ${cover})\n`);
    const lines = serviceOf(values.system, home, context).install();
    for (const line of lines) context.out(`${visible(line)}\n`);
    const prefix = values.system ? `CULPRIT_HOME=${home.root} ` : '';
    context.out(`"${visible(prefix)}culprit-agent status" shows what it does.\n`);
    return 0;
  },
};

/**
 * The home of the agent that a service runs; one for all users is marked so, which opens its socket to them.
 * @throws AgentError AGENT_ERR_USAGE where root's rights are needed; AGENT_ERR_SERVICE
 */
function homeOf(isForAll: boolean, { home, env }: CommandContext): AgentHome {
  if (!isForAll) {
    rmSync(home.allUsersFile, { force: true });
    return agentHome(home.root);
  }
  const own = serviceHome(true, home, env);
  makeAgentHome(own);
  writeFileSync(own.allUsersFile, '', { mode: 0o600 });
  return agentHome(own.root);
}

/** Where an agent's state is: with --system, in the machine's own place unless CULPRIT_HOME says another. */
export function serviceHome(isForAll: boolean, home: AgentHome, env: NodeJS.ProcessEnv): AgentHome {
  if (!isForAll) return home;
  if (process.getuid?.() !== 0) throw usage('--system needs the rights of root', 'run the command by sudo');
  if (env.CULPRIT_HOME) return home;
  const root = systemHome[process.platform];
  if (root !== undefined) return agentHome(root);
  throw new AgentError('AGENT_ERR_SERVICE', `There is no --system on ${process.platform} yet: install without it.`);
}

/** The service of this program and this Node. */
export function serviceOf(isForAll: boolean, home: AgentHome, { env }: CommandContext): Service {
  const entry = fileURLToPath(new URL('../main.ts', import.meta.url));
  const program = [process.execPath, entry, 'run'];
  return createService({ program, version: agentVersion, home: home.root, isForAll, env });
}
