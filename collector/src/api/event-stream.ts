import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bus } from '../notify/bus.ts';
import type { AlertChange, AlertStore } from '../store/store.ts';
import { ProblemError } from './problem.ts';

const maxStreams = 64;
/** What a client that comes back has missed; older than this is in the list of alerts. */
const maxMissed = 200;
/** A client that reads so slowly that this much waits for it, bytes, is let go: it comes back and asks what it missed. */
const maxWaitingBytes = 1_048_576;
const heartbeatMs = 15_000;

export interface EventStreamOptions {
  readonly alerts: AlertStore;
  readonly changes: Bus<AlertChange>;
  readonly heartbeatMs?: number;
}

/** Server-sent events: `event: alert` with an AlertSummary, each with the alert's revision as its id. */
export class EventStreams {
  readonly #options: EventStreamOptions;
  readonly #ends = new Set<() => void>();

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  /**
   * Takes the reply over until the client goes or `isStillAllowed` says no (asked at each heartbeat).
   * @throws ProblemError 503 where too many listen.
   */
  async open(request: FastifyRequest, reply: FastifyReply, isStillAllowed: () => Promise<boolean>): Promise<void> {
    if (this.#ends.size >= maxStreams) {
      throw new ProblemError(503, 'Too many listen for events; close another console tab, then try again.');
    }
    const { alerts, changes } = this.#options;
    reply.hijack();
    const { raw } = reply;
    const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
    raw.writeHead(200, {
      ...(Object.fromEntries(headers) as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    let sent = Number(request.headers['last-event-id'] ?? Number.NaN);
    const send = ({ alert, revision }: AlertChange): void => {
      if (revision <= sent) return;
      sent = revision;
      raw.write(`id: ${revision}\nevent: alert\ndata: ${JSON.stringify(alert)}\n\n`);
      if (raw.writableLength > maxWaitingBytes) raw.destroy();
    };
    // Listen first, then look back: what is committed between the two comes from one of them, and only once.
    let early: AlertChange[] | null = [];
    const leave = changes.subscribe((change) => (early === null ? send(change) : void early.push(change)));
    const beat = setInterval(() => {
      isStillAllowed().then(
        (isAllowed) => (isAllowed ? raw.write(': alive\n\n') : raw.end()),
        () => raw.end(),
      );
    }, this.#options.heartbeatMs ?? heartbeatMs);
    const end = (): void => {
      leave();
      clearInterval(beat);
      this.#ends.delete(end);
      raw.end();
    };
    this.#ends.add(end);
    raw.on('close', end);
    raw.on('error', end);
    raw.write('retry: 2000\n\n');
    if (Number.isSafeInteger(sent)) for (const change of await alerts.changesAfter(sent, maxMissed)) send(change);
    else sent = 0;
    for (const change of early) send(change);
    early = null;
  }

  /** Ends every stream. Legal twice. */
  stop(): void {
    for (const end of [...this.#ends]) end();
  }
}
