/** A stand-in behind plain HTTP on a port of 127.0.0.1 that the system picks. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenerOf, type StandIn } from './answer.ts';
import { Receipts } from './receipts.ts';

const loopback = '127.0.0.1';

/** Life cycle: start, then url; stop is legal before start, and twice. */
export class LoopbackServer {
  /** What it received. */
  readonly receipts = new Receipts();
  readonly #server: Server;

  constructor(standIn: StandIn) {
    this.#server = createServer(
      listenerOf((request, body) => {
        const path = request.url ?? '';
        this.receipts.add({ host: loopback, port: this.port, method: request.method ?? '', path, body });
        return { standIn, path };
      }),
    );
  }

  async start(): Promise<void> {
    this.#server.listen(0, loopback);
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** @throws Error where it isn't started. */
  get port(): number {
    return portOf(this.#server);
  }

  /** "http://127.0.0.1:PORT", without a slash at its end. */
  get url(): string {
    return `http://${loopback}:${this.port}`;
  }
}

/** The port that a server listens on. @throws Error where it doesn't listen. */
export function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port: start it first');
  return address.port;
}
