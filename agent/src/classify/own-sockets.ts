/** Sockets that this machine's user has at a place of their own, as the environment variables of the programs that use them say. */

/** The path of a socket and the class that the catalogue has for its like. */
export type OwnSockets = ReadonlyMap<string, string>;

/** Reads what the agent was started with: a service of the user's session has the session's variables. */
export function ownSockets(env: NodeJS.ProcessEnv): OwnSockets {
  const found = new Map<string, string>();
  const add = (path: string | undefined, itsClass: string): void => {
    if (path?.startsWith('/')) found.set(path, itsClass);
  };
  add(env.SSH_AUTH_SOCK, 'key-agent');
  for (const url of [env.DOCKER_HOST, env.CONTAINER_HOST])
    add(/^unix:\/\/(\/.*)$/.exec(url ?? '')?.[1], 'container-socket');
  return found;
}
