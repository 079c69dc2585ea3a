import { chmodSync, rmSync, statSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { AgentError, reasonOf, systemCode } from '../errors.ts';

/** Connections that the system may hold before they are accepted: a build starts hundreds of Pythons at once. */
const backlog = 1_024;
/** A living agent accepts at once; one that hangs this long, ms, still has the socket. */
const probeMs = 2_000;
/** For its owner alone. */
const ownMode = 0o600;
/** For every user of this machine, whose programs speak to one agent. */
const sharedMode = 0o666;

/**
 * Opens a server on a Unix socket path (mode 0600, or 0666 where it is shared) of which there is one a home: listening is the lock. A socket file
 * that a killed agent left behind is replaced.
 * @throws AgentError AGENT_ERR_ALREADY_RUNNING where a living agent listens there; AGENT_ERR_LISTEN
 */
export async function listenAlone(server: Server, path: string, isShared = false): Promise<void> {
  try {
    await listen(server, path);
  } catch (cause) {
    if (systemCode(cause) !== 'EADDRINUSE') throw cannotListen(path, cause);
    if (await isAlive(path)) throw alreadyRunning(path);
    rmSync(path, { force: true });
    try {
      await listen(server, path);
    } catch (again) {
      throw cannotListen(path, again);
    }
  }
  chmodSync(path, isShared ? sharedMode : ownMode);
}

/** What tells one socket file from another that took its place; null where there is none, or it isn't shown. */
export function socketIdentity(path: string): string | null {
  try {
    const { dev, ino, birthtimeMs } = statSync(path);
    // A file system may give a freed inode to the next file at once: the time of its making tells them apart. (That of
    // its last change would not do: anyone can change its mode.)
    return `${dev}:${ino}:${birthtimeMs}`;
  } catch {
    return null;
  }
}

/** Opens our socket and its folder to their owner again, where someone closed them; says which of them it was. */
export function reopenSocket(path: string, identity: string | null, isShared = false): string | null {
  const socketMode = isShared ? sharedMode : ownMode;
  const folderMode = isShared ? 0o755 : 0o700;
  try {
    const isFolderClosed = (statSync(dirname(path)).mode & folderMode) !== folderMode;
    if (isFolderClosed) chmodSync(dirname(path), folderMode);
    const isClosed = socketIdentity(path) === identity && (statSync(path).mode & 0o777) !== socketMode;
    if (isClosed) chmodSync(path, socketMode);
    if (isFolderClosed) return "the folder of the agent's socket was closed; it is open again";
    return isClosed ? "the agent's socket was closed to others, or opened; it is as it was again" : null;
  } catch {
    return null;
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

/** Whether somebody accepts connections on a socket file. */
export function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const answer = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(probeMs, () => answer(true));
    socket.once('connect', () => answer(true));
    // EAGAIN is a full backlog, so someone has it; only a refusal or no socket at all says that nobody does.
    socket.once('error', (error) => answer(!['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(systemCode(error))));
  });
}

/** What to tell who starts a second agent on a home. */
export function alreadyRunning(path: string): AgentError {
  const message = `Another agent already runs on ${path}; stop it, or set CULPRIT_HOME for this one.`;
  return new AgentError('AGENT_ERR_ALREADY_RUNNING', message);
}

function cannotListen(path: string, cause: unknown): AgentError {
  return new AgentError(
    'AGENT_ERR_LISTEN',
    `The socket ${path} can't be opened (${reasonOf(cause)}); see its folder.`,
    {
      cause,
    },
  );
}
