/**
 * The uplink: takes batches from the spool to the collector in order, and lets go of them when they are acknowledged.
 * It keeps trying for ever, and loses nothing by failing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  decodeActivities,
  encodeActivities,
  maxBatchBytes,
  protocolVersion,
  uplink,
  type uplinkRoot,
} from '@culprit/proto';
import { WebSocket } from 'ws';
import { reasonOf } from '../errors.ts';
import type { Events, UplinkEnd } from '../events.ts';
import type { Spool, Spooled } from '../spool/spool.ts';
import { type Backoff, createBackoff } from './backoff.ts';
import { CoverageTeller } from './coverage.ts';
import type { Identity } from './identity.ts';
import type { Inventories } from './inventory.ts';
import type { Numbering } from './numbering.ts';

/** Batches on their way without an acknowledgement. */
const maxInFlight = 16;
/** A connection that says nothing for this long, ms, is asked; when it then says nothing as long again, it is dead. */
const silenceMs = 15_000;
const welcomeMs = 10_000;
/** A collector that answers pings and acknowledges nothing for this long, ms, is asked again on a new connection. */
const ackMs = 60_000;
const healthEveryMs = 30_000;
/** A connection that lasted so long, ms, was a success even where there was nothing to send. */
const steadyMs = 30_000;
/** A refused credential will not become right by itself: it is tried this seldom, ms. */
const refusedRetryMs = 60_000;
/** Not enrolled yet: how often the identity is looked for, ms. */
const enrolmentPollMs = 1_000;

type ToCollector = uplinkRoot.uplink.ToCollector.$Properties;

export interface UplinkOptions {
  readonly spool: Spool;
  readonly events: Events;
  readonly numbering: Numbering;
  /** Read at every attempt, so that an enrolment takes effect by itself; null while there is none. */
  readonly identity: () => Identity | null;
  readonly hello: () => uplinkRoot.uplink.AgentHello.$Properties;
  readonly inventories: Inventories;
  readonly coverage: () => uplinkRoot.uplink.Coverage.$Properties;
  readonly health: () => uplinkRoot.uplink.Health.$Properties;
  readonly backoff?: Backoff;
  readonly silenceMs?: number;
}

export interface UplinkStatus {
  readonly state: 'not-enrolled' | 'connecting' | 'connected' | 'credential-refused' | 'stopped';
  readonly collector: string | null;
  readonly machine: string | null;
}

/** Life cycle: start, stop; stop is legal before start, and twice. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #backoff: Backoff;
  #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #socket: WebSocket | undefined;
  #status: UplinkStatus = { state: 'stopped', collector: null, machine: null };
  /** The spool's sequence up to which this connection has sent. */
  #sent = 0;
  /** When the window last moved: something was sent into an empty one, or acknowledged; Unix time, ms. */
  #progressMs = 0;
  #isOpen = false;
  /** The code of the refusal that the collector ended this connection with, or null. */
  #refusal: string | null = null;
  #unsubscribe: (() => void) | undefined;
  readonly #coverage: CoverageTeller;

  constructor(options: UplinkOptions) {
    this.#options = options;
    this.#coverage = new CoverageTeller({
      map: options.coverage,
      send: (coverage) => this.#isOpen && this.#send({ coverage }),
      onFailed: (reason) => options.events.coverageFailed(reason),
    });
    this.#backoff = options.backoff ?? createBackoff();
  }

  get status(): UplinkStatus {
    return this.#status;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#unsubscribe = this.#options.spool.onAppend(() => this.#pumpFromSpool());
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#coverage.stop();
    this.#stopping.abort();
    this.#socket?.close(1001);
    this.#socket?.terminate();
    await this.#running;
    this.#status = { ...this.#status, state: 'stopped' };
  }

  /** What is installed changed: the collector is told, if there is a connection. The next one says it anyway. */
  inventoryChanged(): void {
    if (this.#isOpen) for (const message of this.#options.inventories.changes()) this.#send(message);
  }

  /** What is covered may have changed: the collector is told before long. */
  coverageChanged(): void {
    if (this.#isOpen) this.#coverage.changed();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const waitMs = await this.#attempt().catch((error: unknown) => {
        this.#options.events.uplinkEnded('malformed', reasonOf(error), 0);
        return this.#backoff.next();
      });
      await delay(waitMs, undefined, { signal }).catch(() => {}); // aborted: stopping
    }
  }

  /** One connection from its beginning to its end; returns how long to wait before the next, ms. */
  async #attempt(): Promise<number> {
    const { events } = this.#options;
    const identity = this.#options.identity();
    if (identity === null) {
      if (this.#status.state !== 'not-enrolled') events.uplinkWaiting();
      this.#status = { state: 'not-enrolled', collector: null, machine: null };
      return enrolmentPollMs;
    }
    const known = { collector: identity.collector, machine: identity.machine };
    if (this.#status.state !== 'credential-refused') this.#status = { state: 'connecting', ...known };
    this.#refusal = null;
    const startMs = Date.now();
    const { end, detail, status } = await this.#converse(identity);
    if (Date.now() - startMs > steadyMs) this.#backoff.reset();
    if (this.#stopping.signal.aborted) return 0;
    if (status === 401 || status === 403) {
      events.credentialRefused(status);
      this.#status = { state: 'credential-refused', ...known };
      await this.#otherIdentity(identity, refusedRetryMs * (0.5 + Math.random()));
      return 0;
    }
    this.#status = { state: 'connecting', ...known };
    const waitMs = this.#backoff.next();
    events.uplinkEnded(end, detail, Math.round(waitMs));
    return waitMs;
  }

  /** Waits until this machine was enrolled anew, or so long, ms. */
  async #otherIdentity({ credential }: Identity, ms: number): Promise<void> {
    const { signal } = this.#stopping;
    for (const endMs = Date.now() + ms; Date.now() < endMs && !signal.aborted; ) {
      await delay(enrolmentPollMs, undefined, { signal }).catch(() => {}); // aborted: stopping
      if (this.#options.identity()?.credential !== credential) return;
    }
  }

  /** Speaks with the collector until either side ends it. */
  #converse(identity: Identity): Promise<{ end: UplinkEnd; detail: string; status: number }> {
    return new Promise((resolve) => {
      const address = `${identity.collector.replace(/^http/, 'ws')}/api/v1/uplink`;
      const socket = new WebSocket(address, {
        headers: { authorization: `Bearer ${identity.credential}` },
        perMessageDeflate: false,
        maxPayload: maxBatchBytes,
        handshakeTimeout: welcomeMs,
        followRedirects: false,
      });
      this.#socket = socket;
      let end: UplinkEnd = 'unreachable';
      let detail = '';
      let status = 0;
      let lastHeardMs = Date.now();
      const timers: NodeJS.Timeout[] = [];
      const give = (reason: UplinkEnd, why: string): void => {
        [end, detail] = [reason, why];
        socket.terminate();
      };

      socket.on('unexpected-response', (_request, response) => {
        status = response.statusCode ?? 0;
        give('refused', `status ${status}`);
      });
      socket.on('open', () => {
        [end, detail] = ['no-welcome', ''];
        this.#send({ hello: this.#options.hello() });
        timers.push(setTimeout(() => !this.#isOpen && give('no-welcome', `none within ${welcomeMs} ms`), welcomeMs));
        const { silenceMs: limitMs = silenceMs } = this.#options;
        const check = (): void => {
          const quietMs = Date.now() - lastHeardMs;
          const unansweredMs = this.#sent > this.#options.spool.acknowledged ? Date.now() - this.#progressMs : 0;
          if (unansweredMs > ackMs) give('no-ack', `none for ${unansweredMs} ms`);
          else if (quietMs > 2 * limitMs) give('silent', `nothing heard for ${quietMs} ms`);
          else if (quietMs >= limitMs / 2) socket.ping();
        };
        timers.push(setInterval(check, limitMs / 2));
        timers.push(setInterval(() => this.#isOpen && this.#send({ health: this.#options.health() }), healthEveryMs));
      });
      socket.on('pong', () => {
        lastHeardMs = Date.now();
      });
      socket.on('message', (bytes, isBinary) => {
        lastHeardMs = Date.now();
        // What the collector sends must not be able to end the agent: an exception from here would.
        try {
          const fault = isBinary ? this.#take(bytes as Buffer, identity) : 'a message of text';
          if (fault !== null) give('malformed', fault);
          else if (this.#refusal !== null) [end, detail] = ['refused', this.#refusal];
          else if (this.#isOpen) [end, detail] = ['closed', ''];
        } catch (error) {
          give('malformed', reasonOf(error));
        }
      });
      socket.on('error', (error) => {
        if (detail === '') detail = error.message;
      });
      socket.on('close', (code) => {
        for (const timer of timers) clearInterval(timer);
        this.#isOpen = false;
        this.#socket = undefined;
        resolve({ end, detail: detail || `code ${code}`, status });
      });
    });
  }

  /** Takes one message of the collector; returns what is wrong with it, or null. */
  #take(bytes: Buffer, identity: Identity): string | null {
    const { spool, numbering, events } = this.#options;
    const message = uplink.ToAgent.decode(bytes);
    if (message.welcome) {
      const committed = message.welcome.sequence ?? 0;
      if (!Number.isSafeInteger(committed) || committed < 0) return 'a welcome without a sequence';
      const held = numbering.welcome(identity.machine, committed, spool);
      spool.acknowledge(held);
      this.#sent = held;
      this.#isOpen = true;
      this.#status = { state: 'connected', collector: identity.collector, machine: identity.machine };
      events.uplinkConnected({ collector: identity.collector, sequence: committed });
      this.#send(this.#options.inventories.offer());
      this.#send({ health: this.#options.health() });
      this.#coverage.connected();
      this.#pump();
    } else if (message.ack) {
      const sequence = (message.ack.sequence ?? 0) - numbering.offset;
      if (!this.#isOpen || !Number.isSafeInteger(sequence) || sequence > this.#sent)
        return 'an ack of what was not sent';
      if (sequence > spool.acknowledged) {
        // A welcome alone is no success: a collector may refuse right after it, again and again.
        this.#backoff.reset();
        this.#progressMs = Date.now();
        events.batchesAcknowledged(sequence - spool.acknowledged);
      }
      spool.acknowledge(sequence);
      this.#pump();
    } else if (message.inventoryWanted) {
      for (const part of this.#options.inventories.wanted(message.inventoryWanted.paths ?? [])) this.#send(part);
    } else if (message.refusal) {
      const { code, message: why, sequence } = message.refusal;
      events.collectorRefused(code ?? '', why ?? '', sequence ?? 0);
      this.#refusal = code ?? '';
    }
    return null;
  }

  /** The spool writes on, whatever sending comes to: a batch that can't be read again ends the connection, no more. */
  #pumpFromSpool(): void {
    try {
      this.#pump();
    } catch {
      this.#socket?.terminate();
    }
  }

  /** Sends what the window has room for. */
  #pump(): void {
    const { spool } = this.#options;
    while (this.#isOpen && this.#sent - spool.acknowledged < maxInFlight) {
      const next = spool.read(this.#sent);
      if (next === null) return;
      if (this.#sent === spool.acknowledged) this.#progressMs = Date.now();
      const payload = next.sequence === this.#sent + 1 ? next.payload : withLossMarked(next);
      this.#send({ batch: { sequence: next.sequence + this.#options.numbering.offset, activities: payload } });
      this.#sent = next.sequence;
    }
  }

  #send(message: ToCollector): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(uplink.ToCollector.encode(message).finish());
  }
}

/** A batch after a hole: the spool had to drop what was before it, and the collector takes a hole only where it says so. */
function withLossMarked({ payload }: Spooled): Uint8Array {
  const { activities, lost } = decodeActivities(zstdDecompressSync(payload, { maxOutputLength: maxBatchBytes }));
  return zstdCompressSync(encodeActivities({ activities, lost: Math.max(1, lost) }));
}

/** What every agent says of itself first. */
export function agentHello(fields: {
  readonly version: string;
  readonly hostName: string;
  readonly platform: string;
  readonly userName: string;
}): uplinkRoot.uplink.AgentHello.$Properties {
  const { version, hostName, platform, userName } = fields;
  return { protocol: protocolVersion, agentVersion: version, hostName, platform, userName };
}
