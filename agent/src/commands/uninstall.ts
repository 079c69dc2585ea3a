import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEnvironments } from '../environments/environments.ts';
import { AgentError, reasonOf, systemCode } from '../errors.ts';
import type { AgentHome } from '../home.ts';
import { alreadyRunning, isAlive } from '../listener/listen-alone.ts';
import { type Command, type CommandContext, readArguments, visible } from './command.ts';
import { serviceHome, serviceOf } from './install.ts';

/** An agent that was told to stop needs two seconds at most; more for a busy machine, ms. */
const endsWithinMs = 10_000;
const lookMs = 100;

export const uninstall: Command = {
  name: 'uninstall',
  summary: 'Take the service, and the hook in every environment, away',
  help: `Usage: culprit-agent uninstall [--system] [--purge]

Stops the service, takes the hook out of every environment, file by file as it was put in, and removes the service. What
waits for the collector and the machine's credential stay in the agent's folder. Status 1 where something had to be left.

Options:
  --system   the service for all users of this machine, and its state
  --purge    the agent's folder too: what waits for the collector is gone then, and the machine has to be enrolled anew

Example:
  culprit-agent uninstall --purge
`,
  async run(args, context) {
    const { values } = readArguments('uninstall', args, {
      system: { type: 'boolean', default: false },
      purge: { type: 'boolean', default: false },
    });
    const home = serviceHome(values.system, context.home, context.env);
    const say = (line: string): void => context.out(`${visible(line)}\n`);
    const service = hasService() ? serviceOf(values.system, home, context) : null;
    for (const line of service?.stop() ?? []) say(line);
    await waitForEnd(home);
    const isClean = unhook(home, context);
    for (const line of service?.remove() ?? []) say(line);
    // While an environment still has the hook, its list is what a second try needs.
    if (values.purge && isClean) purge(home);
    else if (values.purge) context.err(`The state is kept, for another try: ${visible(home.dir)}\n`);
    if (existsSync(home.dir)) say(`Kept: ${home.dir}`);
    return isClean ? 0 : 1;
  },
};

const hasService = (): boolean => process.platform === 'linux' || process.platform === 'darwin';

/** A running agent puts the hook back where the policy wants it. @throws AgentError AGENT_ERR_ALREADY_RUNNING */
async function waitForEnd({ hookSocket }: AgentHome): Promise<void> {
  const until = Date.now() + endsWithinMs;
  while (await isAlive(hookSocket)) {
    if (Date.now() > until) throw alreadyRunning(hookSocket);
    await sleep(lookMs);
  }
}

/** Takes the hook out of every environment; false where one couldn't be, or something of it had to stay. */
function unhook(home: AgentHome, { out, err, log }: CommandContext): boolean {
  if (!existsSync(home.environmentsFile)) return true;
  const { dir, hookSocket: socketPath } = home;
  const environments = createEnvironments({ dir, socketPath, log, onChange: () => {} });
  let isClean = true;
  for (const path of environments.registered().keys()) {
    try {
      const left = environments.remove(path)?.left ?? [];
      out(`The hook is out of ${visible(path)}.\n`);
      for (const file of left) err(`Left there, because it is not the hook's: ${visible(file)}\n`);
    } catch (error) {
      isClean = false;
      err(`${visible(path)} still has the hook: ${visible(reasonOf(error))}\n`);
    }
  }
  return isClean;
}

/** The agent's folder, and Culprit's own where a collector doesn't use it. */
function purge({ dir, root }: AgentHome): void {
  try {
    rmSync(dir, { recursive: true, force: true });
    rmdirSync(root);
  } catch (cause) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemCode(cause))) return;
    const message = `The folder ${dir} can't be removed (${reasonOf(cause)}); fix its owner, or remove it by hand.`;
    throw new AgentError('AGENT_ERR_HOME_UNWRITABLE', message, { cause });
  }
}
