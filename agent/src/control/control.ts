/** The control socket: who connects is told the agent's status as one line of JSON. It takes no commands. */
import { connect, createServer, type Server } from 'node:net';
import { AgentError, systemCode } from '../errors.ts';
import type { Events } from '../events.ts';
import { listenAlone } from '../listener/listen-alone.ts';
import type { AgentStatus } from './status.ts';

const askMs = 5_000;
const maxStatusBytes = 8 * 1024 * 1024;

export interface ControlOptions {
  readonly path: string;
  readonly status: () => AgentStatus;
  readonly events: Events;
}

/** Life cycle: start, stop; stop is legal before start, and twice. */
export class Control {
  readonly #options: ControlOptions;
  #server: Server | undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /** @throws AgentError AGENT_ERR_ALREADY_RUNNING, AGENT_ERR_LISTEN */
  async start(): Promise<void> {
    const { path, status, events } = this.#options;
    const server = createServer((socket) => {
      socket.on('error', (error) => events.controlFailed(error));
      try {
        socket.end(`${JSON.stringify(status())}\n`);
      } catch (error) {
        events.controlFailed(error);
        socket.destroy();
      }
    });
    await listenAlone(server, path);
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }
}

/** Asks the agent of a home. @throws AgentError AGENT_ERR_NOT_RUNNING, AGENT_ERR_CONTROL */
export function askStatus(path: string): Promise<AgentStatus> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    const failed = (cause?: unknown): void => {
      socket.destroy();
      const message = `The agent behind ${path} did not answer as expected: stop it and start it again.`;
      reject(new AgentError('AGENT_ERR_CONTROL', message, { cause }));
    };
    socket.setTimeout(askMs, () => failed());
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > maxStatusBytes) failed();
    });
    socket.on('end', () => {
      try {
        resolve(JSON.parse(text) as AgentStatus);
      } catch (error) {
        failed(error);
      }
    });
    socket.on('error', (cause) => {
      if (!['ENOENT', 'ECONNREFUSED'].includes(systemCode(cause))) return failed(cause);
      const message = `No agent runs with this home (${path}): start it with "culprit-agent run".`;
      reject(new AgentError('AGENT_ERR_NOT_RUNNING', message, { cause }));
    });
  });
}
