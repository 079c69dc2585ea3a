/** The composition: which parts there are, in which order they start; they stop in the other direction. */
import { rmSync, writeFileSync } from 'node:fs';
import { createServer as createNetServer } from 'node:net';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { EventStreams } from './api/event-stream.ts';
import { signInLink } from './api/routes/tokens.ts';
import { createServer } from './api/server.ts';
import { rulesFolder } from './detect/check.ts';
import { Detection } from './detection.ts';
import { CollectorError, reasonOf } from './errors.ts';
import { createEvents, type Events } from './events.ts';
import { Gateway } from './gateway/gateway.ts';
import { Ingest } from './gateway/ingest.ts';
import { type CollectorPaths, openHome } from './home.ts';
import { type Bus, createBus } from './notify/bus.ts';
import { Retention } from './retention.ts';
import { createSqliteStore } from './store/sqlite-store.ts';
import type { AlertChange, Store } from './store/store.ts';
import { createTokens, type Tokens } from './tokens/tokens.ts';
import { version } from './version.ts';

export interface CollectorOptions {
  /** Culprit's home; the collector's state is below it. */
  readonly home: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** A loopback address. */
  readonly host?: string;
  /** The folder with detections/; by default the one of @culprit/rules. */
  readonly rulesDir?: string;
  /** The built console; by default @culprit/console's dist/. */
  readonly consoleDir?: string;
  readonly log: Logger;
  /** Whom a sign-in link stands for. */
  readonly user?: string;
  readonly clock?: () => number;
}

export interface Running {
  /** "http://127.0.0.1:7790" */
  readonly url: string;
  /** Signs in to the console once, within 10 minutes. A secret: show it to the user, never log it. */
  readonly signInLink: string;
}

export interface Collector {
  /** @throws CollectorError says in one sentence why it can't run; nothing of it is left running then. */
  start(): Promise<Running>;
  /** Stops all parts, the last that started first. Legal before start, and twice. */
  stop(): Promise<void>;
}

interface Step {
  readonly name: string;
  readonly start: () => Promise<void> | void;
  readonly stop?: () => Promise<void> | void;
}

export function createCollector(options: CollectorOptions): Collector {
  const events = createEvents(options.log);
  const parts = new Parts(options, events);
  const started: Step[] = [];

  let isRunning = false;

  async function stop(): Promise<void> {
    for (let step = started.pop(); step !== undefined; step = started.pop()) {
      try {
        await step.stop?.();
      } catch (error) {
        events.stepFailed(step.name, error);
      }
    }
    if (isRunning) events.stopped();
    isRunning = false;
  }

  return {
    async start() {
      try {
        for (const step of parts.steps()) {
          started.push(step);
          await step.start();
        }
      } catch (error) {
        await stop();
        throw error;
      }
      isRunning = true;
      events.started(parts.url, parts.ruleCount);
      return { url: parts.url, signInLink: await parts.signInLink() };
    },
    stop,
  };
}

/** What the steps hand on to each other. */
class Parts {
  readonly #options: CollectorOptions;
  readonly #events: Events;
  readonly #changes: Bus<AlertChange>;
  #paths: CollectorPaths | null = null;
  #store: Store | null = null;
  #tokens: Tokens | null = null;
  #detection: Detection | null = null;
  #ingest: Ingest | null = null;
  #retention: Retention | null = null;
  #gateway: Gateway | null = null;
  #streams: EventStreams | null = null;
  #server: FastifyInstance | null = null;
  url = '';

  constructor(options: CollectorOptions, events: Events) {
    this.#options = options;
    this.#events = events;
    this.#changes = createBus((error) => events.requestFailed('event', 'alert', error));
  }

  get ruleCount(): number {
    return this.#detection?.rules().length ?? 0;
  }

  steps(): readonly Step[] {
    return [
      { name: 'address', start: () => this.#checkAddress() },
      { name: 'home', start: () => void this.#openHome() },
      { name: 'store', start: () => this.#openStore(), stop: () => this.#store?.close() },
      { name: 'ingest', start: () => this.#createIngest(), stop: () => this.#ingest?.stop() },
      { name: 'detection', start: () => this.#detection?.start(), stop: () => this.#detection?.stop() },
      { name: 'retention', start: () => this.#retention?.start(), stop: () => this.#retention?.stop() },
      { name: 'server', start: () => this.#listen(), stop: () => this.#server?.close() },
      // Nothing to start: they came up with the server. But a server waits for its open sockets, so they end first.
      { name: 'uplinks', start: () => undefined, stop: () => this.#gateway?.stop() },
      { name: 'streams', start: () => undefined, stop: () => this.#streams?.stop() },
      { name: 'command line', start: () => this.#admitCommandLine(), stop: () => this.#forgetAddress() },
    ];
  }

  async signInLink(): Promise<string> {
    const { token } = await must(this.#tokens).create({ kind: 'sign-in', label: this.#options.user ?? userName() });
    return signInLink(this.url, token);
  }

  get #clock(): { clock?: () => number } {
    return this.#options.clock ? { clock: this.#options.clock } : {};
  }

  get #host(): string {
    const { host = '127.0.0.1' } = this.#options;
    return host === 'localhost' ? '127.0.0.1' : host;
  }

  /** Before anything is opened, so that what is in the way is told as it is: the port, not the database behind it. */
  async #checkAddress(): Promise<void> {
    const { port } = this.#options;
    if (!/^(127\.\d+\.\d+\.\d+|::1)$/.test(this.#host)) throw new CollectorError('COLLECTOR_ERR_HOST', [this.#host]);
    const probe = createNetServer();
    try {
      await new Promise<void>((resolve, reject) => {
        probe.once('error', reject);
        probe.listen(port, this.#host, resolve);
      });
    } catch (cause) {
      throw this.#listenError(cause);
    }
    await new Promise((resolve) => probe.close(resolve));
  }

  #listenError(cause: unknown): CollectorError {
    const { port } = this.#options;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE')
      return new CollectorError('COLLECTOR_ERR_PORT_IN_USE', [String(port), this.#host], { cause });
    return new CollectorError('COLLECTOR_ERR_LISTEN', [`${this.#host}:${port}`, reasonOf(cause)], { cause });
  }

  #openHome(): void {
    this.#paths = openHome(this.#options.home);
  }

  #openStore(): void {
    this.#store = createSqliteStore({ path: must(this.#paths).database });
    this.#tokens = createTokens(this.#store.secrets, this.#options.clock);
  }

  #createIngest(): void {
    const store = must(this.#store);
    const events = this.#events;
    const ingest = new Ingest({
      batches: store.batches,
      decide: (activities) => detection.decide(activities),
      onRollback: () => detection.rebuild(),
      alerts: this.#changes,
      events,
    });
    const exclusively = (job: () => Promise<void>): void => ingest.exclusively(job);
    const detection = new Detection({
      ...{ store, events, rulesDir: this.#options.rulesDir ?? rulesFolder({}) },
      ...this.#clock,
      exclusively,
    });
    this.#retention = new Retention({ ...{ store, events, exclusively }, ...this.#clock });
    this.#ingest = ingest;
    this.#detection = detection;
  }

  async #listen(): Promise<void> {
    const { clock = Date.now, consoleDir = packageDir('@culprit/console', 'dist/'), port } = this.#options;
    const [store, tokens, ingest, detection] = [
      must(this.#store),
      must(this.#tokens),
      must(this.#ingest),
      must(this.#detection),
    ];
    const events = this.#events;
    const gateway = new Gateway({ machines: store.machines, inventories: store.inventories, ingest, events, clock });
    const streams = new EventStreams({ alerts: store.alerts, changes: this.#changes });
    const server = await createServer({
      ...{ store, tokens, gateway, streams, events, clock, consoleDir, version },
      rules: () => detection.rules(),
      url: () => this.url,
    });
    server.server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
    this.#gateway = gateway;
    this.#streams = streams;
    this.#server = server;
    try {
      this.url = await server.listen({ port, host: this.#host });
    } catch (cause) {
      throw this.#listenError(cause);
    }
  }

  async #admitCommandLine(): Promise<void> {
    const { cliToken, address } = must(this.#paths);
    await must(this.#tokens).ensureCliToken(cliToken);
    try {
      writeFileSync(address, `${this.url}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new CollectorError('COLLECTOR_ERR_HOME', [address, reasonOf(cause)], { cause });
    }
  }

  #forgetAddress(): void {
    rmSync(must(this.#paths).address, { force: true });
  }
}

function must<T>(part: T | null): T {
  if (part === null) throw new Error('a part was asked for before the step that makes it');
  return part;
}

/** A folder of a workspace, wherever it is installed. */
function packageDir(name: string, below: string): string {
  return fileURLToPath(new URL(below, import.meta.resolve(`${name}/package.json`)));
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list, as in many containers.
    return 'local';
  }
}
