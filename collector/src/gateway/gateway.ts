import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { MachineRef } from '../api/types.ts';
import type { Events } from '../events.ts';
import type { InventoryStore, MachineStore } from '../store/store.ts';
import { hashOf } from '../tokens/secret.ts';
import { AgentConnection, type ConnectionLimits, defaultLimits } from './connection.ts';
import type { Ingest } from './ingest.ts';

export const uplinkPath = '/api/v1/uplink';
/** A message on the uplink is at most this long, bytes. */
export const maxFrameBytes = 1_048_576;

export interface GatewayOptions {
  readonly machines: MachineStore;
  readonly inventories: InventoryStore;
  readonly ingest: Ingest;
  readonly events: Events;
  readonly clock?: () => number;
  readonly limits?: ConnectionLimits;
}

/** Where agents connect: checks the credential before the upgrade, and keeps one connection a machine. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    // Batches are compressed already; deflating each frame again made the link ten times slower.
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #connections = new Map<string, AgentConnection>();
  readonly #ending = new Set<AgentConnection>();
  #isStopped = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Takes the HTTP server's upgrade requests. Never throws: a socket is either a connection, or answered and ended. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    this.#admit(request).then(
      (machine) => {
        if (machine === null || socket.destroyed) return;
        this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(machine, webSocket));
      },
      (error: unknown) => {
        if (!(error instanceof Refused)) this.#options.events.commitFailed(error);
        answer(socket, error instanceof Refused ? error : new Refused(500, 'Internal Server Error', 'See the log.'));
      },
    );
  }

  /** The machines that are connected now. */
  connected(): ReadonlySet<string> {
    return new Set(this.#connections.keys());
  }

  /** Ends a machine's connection because its credential was taken back. */
  revoke(machineId: string): void {
    this.#connections.get(machineId)?.refuse('revoked', 'This credential was revoked; enrol the machine again.');
  }

  /** Closes every connection, and ends those that don't answer. Legal before any came, and twice. */
  async stop(graceMs = 300): Promise<void> {
    this.#isStopped = true;
    for (const connection of this.#connections.values()) connection.close('stopping');
    const deadline = Date.now() + graceMs;
    while (this.#ending.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const connection of this.#ending) connection.terminate();
    this.#server.close();
  }

  async #admit(request: IncomingMessage): Promise<MachineRef | null> {
    const { events, machines } = this.#options;
    const path = request.url?.split('?', 1)[0];
    if (path !== uplinkPath) throw new Refused(404, 'Not Found', `Agents connect at ${uplinkPath}.`);
    if (this.#isStopped) {
      events.uplinkRefused('stopping');
      throw new Refused(503, 'Service Unavailable', 'The collector is stopping; try again later.');
    }
    // No agent sends it and every browser does: no page may speak to the uplink, whatever it knows.
    if (request.headers.origin !== undefined) {
      events.uplinkRefused('origin');
      throw new Refused(403, 'Forbidden', 'The uplink is for agents, not for pages.');
    }
    const credential = /^Bearer ([\w-]{1,256})$/.exec(request.headers.authorization ?? '')?.[1];
    const machine = credential === undefined ? null : await machines.byCredential(hashOf(credential));
    if (machine === null) {
      events.uplinkRefused('unauthorised');
      throw new Refused(401, 'Unauthorized', 'This credential is unknown or was revoked; enrol the machine again.');
    }
    return machine;
  }

  #connect(machine: MachineRef, socket: WebSocket): void {
    const { machines, inventories, ingest, events, clock = Date.now, limits = defaultLimits } = this.#options;
    // The newer one is the living one: an agent that lost its network never closed the older.
    this.#connections.get(machine.id)?.close('replaced');
    const onClose = (closed: AgentConnection): void => {
      if (this.#connections.get(machine.id) === closed) this.#connections.delete(machine.id);
    };
    const connection = new AgentConnection({
      ...{ socket, machine, machines, inventories, ingest, events, clock, limits, onClose },
    });
    this.#connections.set(machine.id, connection);
    this.#ending.add(connection);
    socket.once('close', () => this.#ending.delete(connection));
    if (this.#isStopped) connection.close('stopping');
  }
}

class Refused extends Error {
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, detail: string) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

function answer(socket: Duplex, { status, title, message }: Refused): void {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: message });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
