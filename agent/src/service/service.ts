/** The agent as a service of the machine: one seam, with systemd and launchd behind it. */
import { AgentError } from '../errors.ts';
import { createLaunchdService } from './launchd.ts';
import { createSystemdService } from './systemd.ts';

/** What a service is to run, and for whom. */
export interface ServiceOptions {
  /** The command and its arguments, absolute paths where they are files. */
  readonly program: readonly string[];
  /** This agent's version: a service of another one is written and started anew. */
  readonly version: string;
  /** $CULPRIT_HOME */
  readonly home: string;
  /** One agent for all users of this machine, as root; else one of this user. */
  readonly isForAll: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly userHome?: string;
  /** Where services of the whole machine are written, in place of the platform's own folder. */
  readonly systemDir?: string;
}

export interface Service {
  /** The file that describes it to the system. */
  readonly file: string;
  /** Writes its file and starts it. Doing it again changes nothing; over an older one it is started anew.
   * @returns what was done, a line each
   * @throws AgentError AGENT_ERR_SERVICE, with the file written, where the system's tool refuses */
  install(): readonly string[];
  /** Stops it, and returns once it is stopped; none is no fault.
   * @throws AgentError AGENT_ERR_SERVICE where it goes on running */
  stop(): readonly string[];
  /** Takes its file away. @returns what was done */
  remove(): readonly string[];
}

/** The service of this platform. @throws AgentError AGENT_ERR_SERVICE where there is none */
export function createService(options: ServiceOptions): Service {
  const { platform = process.platform } = options;
  if (platform === 'linux') return createSystemdService(options);
  if (platform === 'darwin') return createLaunchdService(options);
  const message = `There is no service on ${platform} yet: let the system run "culprit-agent run" when you sign in.`;
  throw new AgentError('AGENT_ERR_SERVICE', message);
}
