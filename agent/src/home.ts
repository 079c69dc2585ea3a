import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
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
  /** Is it there, this agent serves all users of the machine. */
  readonly allUsersFile: string;
  /** Programs of every user may connect to the hook socket. */
  readonly isShared: boolean;
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

/** Where an agent for all users of a machine keeps its state. */
export const systemHome: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: '/var/lib/culprit',
  darwin: '/Library/Application Support/Culprit',
};

/** The agent's paths below a home. Nothing is made. */
export function agentHome(root: string = culpritHome()): AgentHome {
  const dir = join(root, 'agent');
  const runDir = join(dir, 'run');
  const allUsersFile = join(dir, 'all-users');
  const isShared = existsSync(allUsersFile);
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
    ...{ allUsersFile, isShared },
    // A folder of its own: the rest of what runs stays closed to others.
    hookSocket: join(isShared ? join(dir, 'open') : runDir, 'hook.sock'),
    controlSocket: join(runDir, 'control.sock'),
  };
}

/**
 * Makes the agent's folders, closed to everyone else (0700; where it serves all users, its socket's is open), and proves that they can be written.
 * @throws AgentError AGENT_ERR_HOME_UNWRITABLE, AGENT_ERR_SOCKET_PATH_TOO_LONG
 */
export function makeAgentHome(home: AgentHome): void {
  for (const path of [home.hookSocket, home.controlSocket]) refuseLongSocketPath(path);
  try {
    const { root, dir, runDir, spoolDir, hookSocket, isShared } = home;
    const own = (isShared ? [runDir, spoolDir] : [dir, runDir, spoolDir]).map((path) => [path, 0o700] as const);
    // Others may pass through to the socket, and look at nothing else.
    const shared = isShared
      ? ([
          [root, 0o711],
          [dir, 0o711],
          [dirname(hookSocket), 0o755],
        ] as const)
      : [];
    for (const [path, mode] of [...shared, ...own]) {
      mkdirSync(path, { recursive: true, mode });
      // It may be there already with the mode that someone's umask gave it.
      chmodSync(path, mode);
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
