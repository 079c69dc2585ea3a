/**
 * The hook socket: a Unix stream that every hooked Python on this machine connects to (docs/spec/hook-socket.md).
 */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AgentError } from '../errors.ts';
import type { Events } from '../events.ts';
import { type HookSink, readConnection } from './connection.ts';
import { alreadyRunning, isAlive, listenAlone, reopenSocket, socketIdentity } from './listen-alone.ts';

/** More connections than this at a time are sent away and counted. */
const maxConnections = 8_192;
/** How often the socket file is looked after, ms: something that tidies folders may take it away. */
const guardMs = 5_000;
/** When stopping, what the system still holds for us is read until nothing has come for this long, ms … */
const quietMs = 20;
/** … but no longer than this, ms. */
const drainMs = 300;

export interface ListenerOptions {
  /** The socket's path, in a folder of mode 0700, or 0755 where it is shared. */
  readonly path: string;
  /** Programs of every user may connect. */
  readonly isShared?: boolean;
  readonly sink: HookSink;
  readonly events: Events;
  /** Another agent took the socket over while this one ran: it should stop. */
  readonly onTakenOver?: (error: AgentError) => void;
  /** Someone took the socket away or closed it, and it was put right: what was done, in a sentence. */
  readonly onAltered?: (what: string) => void;
  readonly guardMs?: number;
  readonly greetingMs?: number;
  readonly maxConnections?: number;
}

/** The hook socket's life: listen, read everyone, hold back, stop. */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #identity: string | null = null;
  #guard: NodeJS.Timeout | undefined;
  #isHeld = false;
  #isDraining = false;
  #lastDataMs = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** How many processes are connected. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** @throws AgentError AGENT_ERR_ALREADY_RUNNING, AGENT_ERR_LISTEN */
  async start(): Promise<void> {
    this.#isDraining = false;
    await this.#listen();
    this.#guard = setInterval(() => void this.#check(), this.#options.guardMs ?? guardMs);
    this.#guard.unref();
  }

  /** Stops reading from everyone (the hook keeps what it can and counts the rest), or goes on with it. */
  hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.#options.events.backpressureChanged(isHeld);
    for (const socket of this.#sockets) {
      if (isHeld) socket.pause();
      else socket.resume();
    }
  }

  /**
   * Takes in nobody any more, reads what has already come, and lets everyone go. The socket, the lock of this home, stays:
   * what was read has yet to be written, and until then no other agent may begin.
   */
  async drain(): Promise<void> {
    if (this.#server === undefined || this.#isDraining) return;
    this.#isDraining = true;
    this.hold(false);
    const endMs = Date.now() + drainMs;
    this.#lastDataMs = Date.now();
    while (this.#sockets.size > 0 && Date.now() < endMs && Date.now() - this.#lastDataMs < quietMs) await delay(5);
    // Each one's end is told before this is over: a socket says "close" a moment after it is destroyed.
    const ends = [...this.#sockets].map((socket) => once(socket, 'close'));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(ends);
  }

  /** Looks after the socket file now: someone was heard to be at it. */
  look(): void {
    void this.#check();
  }

  /** Drains, and gives the lock back. */
  async stop(): Promise<void> {
    clearInterval(this.#guard);
    await this.drain();
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #listen(): Promise<void> {
    const server = createServer((socket) => this.#accept(socket));
    server.maxConnections = this.#options.maxConnections ?? maxConnections;
    server.on('drop', () => this.#options.events.connectionRefused('too-many-connections', null));
    await listenAlone(server, this.#options.path, this.#options.isShared);
    // Accepting can fail later on, where this process has no descriptors left: that connection is lost, no more.
    server.on('error', (error) => this.#options.events.acceptFailed(error));
    this.#server = server;
    this.#identity = socketIdentity(this.#options.path);
  }

  #accept(socket: Socket): void {
    const { sink, events, greetingMs } = this.#options;
    if (this.#isDraining) {
      // The hook keeps what it has, and tries again.
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', () => {
      this.#lastDataMs = Date.now();
    });
    readConnection({ socket, sink, events, ...(greetingMs === undefined ? {} : { greetingMs }) });
    if (this.#isHeld) socket.pause();
  }

  /** An agent whose socket file is gone hears nobody new, and would not know. */
  async #check(): Promise<void> {
    const server = this.#server;
    if (server === undefined || this.#isDraining) return;
    const altered = reopenSocket(this.#options.path, this.#identity, this.#options.isShared);
    if (altered !== null) this.#options.onAltered?.(altered);
    if (socketIdentity(this.#options.path) === this.#identity) return;
    try {
      // Not closed before this is known: closing a server removes whatever file lies at its path.
      if (await isAlive(this.#options.path)) throw alreadyRunning(this.#options.path);
      if (this.#server !== server || this.#isDraining) return;
      this.#server = undefined;
      // The connections that there are live on.
      server.close();
      await this.#listen();
      this.#options.events.socketReplaced();
      this.#options.onAltered?.("the agent's socket was removed; it is there again");
    } catch (error) {
      if (!(error instanceof AgentError)) return;
      this.#options.onAltered?.("another program listens at the agent's socket, and this agent gives way");
      this.#options.onTakenOver?.(error);
    }
  }
}
