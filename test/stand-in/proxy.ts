/**
 * An HTTP proxy that has the whole internet in it: whatever host a program asks for, by CONNECT or by an absolute
 * URL, the answer comes from a stand-in in this process. It holds no code that dials out, so nothing can leave by it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import { json, listenerOf, type StandIn } from './answer.ts';
import { botApiHost, createBotApi } from './bot-api.ts';
import type { TestAuthority } from './ca.ts';
import { portOf } from './loopback-server.ts';
import { Receipts } from './receipts.ts';

const loopback = '127.0.0.1';

export interface ProxyOptions {
  /** Signs a certificate for each host that a tunnel is asked for. */
  readonly authority: TestAuthority;
  /** The stand-in for each host; where nothing is said, Telegram's Bot API. A host without one is answered 404. */
  readonly hosts?: Readonly<Record<string, StandIn>>;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Life cycle: start, then url and environment; stop is legal before start, and twice, and ends open tunnels. */
export class StandInProxy {
  /** What it received, by host. What it refuses (a malformed CONNECT, a body over 1 MiB) is not among it. */
  readonly receipts = new Receipts();
  readonly #authority: TestAuthority;
  readonly #hosts: ReadonlyMap<string, StandIn>;
  readonly #outer: Server;
  /** Parses what comes out of the tunnels; it never listens. */
  readonly #inner: Server;
  readonly #tunnels = new Set<Duplex>();
  readonly #targets = new WeakMap<Socket, Target>();

  constructor({ authority, hosts = { [botApiHost]: createBotApi() } }: ProxyOptions) {
    this.#authority = authority;
    this.#hosts = new Map(Object.entries(hosts));
    this.#inner = createServer(
      listenerOf((request, body) => {
        const target = this.#targets.get(request.socket) ?? { host: '', port: 0 };
        return this.#choose(request, target, request.url ?? '', body);
      }),
    );
    this.#outer = createServer(
      listenerOf((request, body) => {
        const { target, path } = targetOfUrl(request.url ?? '');
        return this.#choose(request, target, path, body);
      }),
    );
    this.#outer.on('connect', (request, socket, head) => this.#connect(request, socket, head));
  }

  async start(): Promise<void> {
    this.#outer.listen(0, loopback);
    await once(this.#outer, 'listening');
  }

  async stop(): Promise<void> {
    for (const tunnel of this.#tunnels) tunnel.destroy();
    if (!this.#outer.listening) return;
    const closed = once(this.#outer, 'close');
    this.#outer.close();
    this.#outer.closeAllConnections();
    await closed;
  }

  /** @throws Error where it isn't started. */
  get port(): number {
    return portOf(this.#outer);
  }

  /** "http://127.0.0.1:PORT". */
  get url(): string {
    return `http://${loopback}:${this.port}`;
  }

  /**
   * The variables by which a program sends everything but loopback through this proxy and trusts its certificates.
   * Both cases of each name, for libraries differ in which they look at first.
   */
  get environment(): Record<string, string> {
    const { url } = this;
    const noProxy = 'localhost,127.0.0.1,::1';
    return {
      HTTP_PROXY: url,
      http_proxy: url,
      HTTPS_PROXY: url,
      https_proxy: url,
      NO_PROXY: noProxy,
      no_proxy: noProxy,
      SSL_CERT_FILE: this.#authority.bundle,
      REQUESTS_CA_BUNDLE: this.#authority.bundle,
    };
  }

  #choose(request: IncomingMessage, target: Target, path: string, body: string): { standIn: StandIn; path: string } {
    this.receipts.add({ ...target, method: request.method ?? '', path, body });
    return { standIn: this.#hosts.get(target.host) ?? absent(target.host), path };
  }

  #connect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#tunnels.add(socket);
    socket.once('close', () => this.#tunnels.delete(socket));
    // A program that hangs up in the middle is its own business.
    socket.on('error', () => {});
    const target = targetOfAuthority(request.url ?? '');
    if (target === null) {
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return;
    }
    this.receipts.add({ ...target, method: 'CONNECT', path: '', body: '' });
    this.#terminate(target, socket, head).catch(() => socket.destroy());
  }

  /** Ends the TLS of a tunnel here, as the host that it was meant for. */
  async #terminate(target: Target, socket: Duplex, head: Buffer): Promise<void> {
    const secureContext = createSecureContext(await this.#authority.issue(target.host));
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    const tls = new TLSSocket(socket as Socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
    this.#targets.set(tls, target);
    tls.on('error', () => tls.destroy());
    // Only after the handshake: a program that refuses the certificate sends no request.
    tls.once('secure', () => this.#inner.emit('connection', tls));
  }
}

function absent(host: string): StandIn {
  return () => json({ error: `${host} has no stand-in here` }, 404);
}

/** The target of an absolute URL; a path alone was meant for a server, not for a proxy, and has no host. */
function targetOfUrl(url: string): { target: Target; path: string } {
  if (!URL.canParse(url)) return { target: { host: '', port: 0 }, path: url };
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // The path is cut out of the text, so that it is recorded as it came and not as URL would write it.
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/';
  return { target: { host, port: Number(port) || (protocol === 'https:' ? 443 : 80) }, path };
}

/** "host:port" or "[address]:port"; null where it is neither. */
function targetOfAuthority(authority: string): Target | null {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+)):([0-9]{1,5})$/i.exec(authority) ?? [];
  const host = bracketed ?? plain;
  return host === undefined ? null : { host: host.toLowerCase(), port: Number(port) };
}
