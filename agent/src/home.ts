import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { AgentError, reasonOf } from './errors.ts';

/** Systems keep a socket's path in 104 (macOS) or 108 bytes (Linux), the terminating zero included. */
const maxSocketPathBytes = 100;

/** Where everything of the agent lies, below $CULPRIT_HOME/agent. */
export interface AgentHome {
  /** $CULPRIT_HOME itself, shared with a collector on the same machine. */
  readonly root: string;
  readonly dir: string;
  readonly identityFile: string;
  readonly environmentsFile: string;
  readonly policyFile: string;
  readonly spoolDir: string;
  readonly numberingFile: string;
  /** Says who ran last, and when that one was last known to live. */
  readonly lifeFile: string;
  readonly runDir: string;
  readonly hookSocket: string;
  readonly controlSocket: string;
}

export interface HomeOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly userHome?: string;
}

/** $CULPRIT_HOME, or the platform's own folder for such things; absolute. Nothing is made. */
export function culpritHome(options: HomeOptions = {}): string {
  const { env = process.env, platform = process.platform, userHome = homedir() } = options;
  if (env.CULPRIT_HOME) return resolve(env.CULPRIT_HOME);
  if (platform === 'darwin') return join(userHome, 'Library/Application Support/Culprit');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(userHome, 'AppData/Local'), 'Culprit');
  // The XDG specification says that a relative path is to be ignored.
  const dataHome = env.XDG_DATA_HOME;
  return join(dataHome && isAbsolute(dataHome) ? dataHome : join(userHome, '.local/share'), 'culprit');
}

/** The agent's paths below a home. Nothing is made. */
export function agentHome(root: string = culpritHome()): AgentHome {
  const dir = join(root, 'agent');
  const runDir = join(dir, 'run');
  return {
    root,
    dir,
    identityFile: join(dir, 'identity.json'),
    environmentsFile: join(dir, 'environments.json'),
    policyFile: join(dir, 'policy.yaml'),
    spoolDir: join(dir, 'spool'),
    numberingFile: join(dir, 'numbering.json'),
    lifeFile: join(dir, 'life'),
    runDir,
    hookSocket: join(runDir, 'hook.sock'),
    controlSocket: join(runDir, 'control.sock'),
  };
}

/**
 * Makes the agent's folders, closed to everyone else (0700), and proves that they can be written.
 * @throws AgentError AGENT_ERR_HOME_UNWRITABLE, AGENT_ERR_SOCKET_PATH_TOO_LONG
 */
export function makeAgentHome(home: AgentHome): void {
  for (const path of [home.hookSocket, home.controlSocket]) refuseLongSocketPath(path);
  try {
    for (const dir of [home.dir, home.runDir, home.spoolDir]) {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      // It may be there already with the mode that someone's umask gave it.
      chmodSync(dir, 0o700);
    }
    const probe = join(home.dir, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    const message = `The folder ${home.dir} can't be written (${reasonOf(cause)}); fix its owner or set CULPRIT_HOME.`;
    throw new AgentError('AGENT_ERR_HOME_UNWRITABLE', message, { cause });
  }
}

function refuseLongSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes <= maxSocketPathBytes) return;
  throw new AgentError(
    'AGENT_ERR_SOCKET_PATH_TOO_LONG',
    `The socket path ${path} has ${bytes} bytes, more than ${maxSocketPathBytes}; set CULPRIT_HOME to a shorter folder.`,
  );
}
