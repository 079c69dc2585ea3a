/** The composition of the agent: makes its rooms, starts them in the order of the data's path, stops them backwards. */
import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { requireCatalogue, rulesFolder } from './classify/catalogue.ts';
import { createClassifier } from './classify/classifier.ts';
import { ownSockets } from './classify/own-sockets.ts';
import { Control } from './control/control.ts';
import type { AgentStatus } from './control/status.ts';
import { coverageStatus } from './discovery/coverage-status.ts';
import { Keeper } from './discovery/keeper.ts';
import { createEnvironments, type EnvironmentInventory } from './environments/environments.ts';
import type { AgentError } from './errors.ts';
import { createEvents } from './events.ts';
import { type AgentHome, makeAgentHome } from './home.ts';
import { IntegrityWatch } from './integrity/integrity-watch.ts';
import { Verifier } from './integrity/verifier.ts';
import { Listener } from './listener/listener.ts';
import { toEach } from './listener/sinks.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { createReceipts } from './pipeline/receipts.ts';
import { createToldChanges } from './pipeline/told-changes.ts';
import { createProcessTable } from './processes/process-table.ts';
import { createResolver } from './resolve/resolver.ts';
import { type ReviewedEnvironment, Reviewer } from './review/reviewer.ts';
import { Sockets } from './sockets/sockets.ts';
import { Spool } from './spool/spool.ts';
import { createTamperWatch } from './tamper/tamper-watch.ts';
import { coverageMessage } from './uplink/coverage.ts';
import { type Identity, readIdentity } from './uplink/identity.ts';
import { createInventories } from './uplink/inventory.ts';
import { createNumbering } from './uplink/numbering.ts';
import { agentHello, Uplink } from './uplink/uplink.ts';

/** This agent's own version. */
export const agentVersion = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** However a step of stopping hangs, the next one begins after this, ms. */
const stepMs = 800;

export interface AgentOptions {
  readonly home: AgentHome;
  readonly log: Logger;
  /** Where the collector is, in place of what the enrolment says. */
  readonly collector?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** Another agent took this home over: this one should stop. */
  readonly onTakenOver?: (error: AgentError) => void;
}

export interface Agent {
  /** @throws AgentError of any room that can't start; what had started is stopped again. */
  start(): Promise<void>;
  /** Stops everything, with all that was received in the spool. Legal before start, and twice. */
  stop(): Promise<void>;
  status(): AgentStatus;
}

interface Step {
  readonly name: string;
  start(): void | Promise<void>;
  stop(): void | Promise<void>;
}

export function createAgent(options: AgentOptions): Agent {
  const { home, log, env = process.env } = options;
  const startedMs = Date.now();
  const events = createEvents({ log });
  const component = (name: string): Logger => log.child({ component: name });
  const catalogue = requireCatalogue(rulesFolder(env));

  const classifier = createClassifier({ catalogue, sockets: ownSockets(env) });
  const spool = new Spool({ dir: home.spoolDir, events });
  const environments = createEnvironments({
    dir: home.dir,
    socketPath: home.hookSocket,
    log: component('environments'),
    onChange: (change) => toldChanges(change),
    onInventory: () => {
      for (const each of environments.inventories()) reviewer.learn(reviewed(each));
      uplink.inventoryChanged();
    },
  });
  const reviewer = new Reviewer({ dir: join(home.dir, 'review'), log: component('review') });
  const verifier = new Verifier();
  const integrity = new IntegrityWatch({
    ...{ dir: join(home.dir, 'integrity'), verifier, log: component('integrity') },
    environments: () =>
      environments.inventories().map((each) => ({
        ...reviewed(each),
        path: each.environment.path,
        sitePackages: each.environment.sitePackages,
      })),
    review: ({ package: of, path }, environment) => reviewer.reviewFile(of, path, environment),
    onChange: (change) => pipeline.change(change),
  });
  const keeper = new Keeper({
    environments,
    dir: home.dir,
    policyFile: home.policyFile,
    log: component('discovery'),
    onChange: () => uplink.coverageChanged(),
  });
  const resolver = createResolver({ environments, conduits: catalogue.conduits });
  const tamperWatch = createTamperWatch({
    agentDir: home.dir,
    lifeFile: home.lifeFile,
    socketPath: home.hookSocket,
    isHookFile: (path) => environments.isHookFile(path),
    onAgentTouched: () => listener.look(),
    table: createProcessTable(),
    tell: (finding, about) => pipeline.tampered(finding, about),
  });
  const receipts = createReceipts(spool);
  const pipeline = createPipeline({
    ...{ environments, resolver, classifier, spool: receipts.spool, events, ownFiles: tamperWatch.ownFiles },
    onPressure(isHeld) {
      listener.hold(isHeld);
      sockets.hold(isHeld);
    },
  });
  const sockets = new Sockets({
    ...{ resolver, events, conduits: catalogue.conduits, quiet: catalogue.quiet },
    onFinding: (finding) => pipeline.found(finding),
  });
  const toldChanges = createToldChanges({ watched: environments.watched, reviewer, integrity, pipeline });
  const listener = new Listener({
    ...{ path: home.hookSocket, isShared: home.isShared },
    sink: toEach(pipeline.sink, sockets.sink, keeper.sink, tamperWatch.sink),
    events,
    onAltered: (what) => tamperWatch.socketAltered(what),
    ...(options.onTakenOver === undefined ? {} : { onTakenOver: options.onTakenOver }),
  });
  const identity = (): Identity | null => {
    const found = readIdentity(home.identityFile);
    return found === null || options.collector === undefined ? found : { ...found, collector: options.collector };
  };
  const uplink = new Uplink({
    ...{ spool, events, identity },
    numbering: createNumbering({ path: home.numberingFile, onMoved: events.numberingMoved }),
    hello: () =>
      agentHello({
        version: agentVersion,
        hostName: hostname(),
        platform: process.platform,
        userName: userInfo().username,
      }),
    inventories: createInventories({ inventories: environments.inventories, classifier }),
    coverage: () => coverageMessage(keeper.map(), classifier),
    health: () => {
      const { batches, bytes } = spool.status();
      return { spoolBatches: batches, spoolBytes: bytes, lost: events.lostTotal(), processes: pipeline.processes() };
    },
  });
  const status = (): AgentStatus => ({
    ...{ version: agentVersion, pid: process.pid, home: home.root, upMs: Date.now() - startedMs },
    ...{
      uplink: uplink.status,
      processes: pipeline.processes(),
      sockets: sockets.status,
      environments: environments.list(),
    },
    gate: environments.gate(),
    coverage: coverageStatus(keeper.map()),
    selftest: receipts.list(),
    spool: spool.status(),
    integrity: integrity.status(),
    lost: Object.fromEntries(Object.entries(events.lost()).filter(([, count]) => count > 0)),
    counters: events.counters(),
  });
  const control = new Control({ path: home.controlSocket, status, events });

  // In the order of starting. The hook socket is the lock of this home: it comes before, and goes after, all that writes
  // there or speaks for this machine. Until the rooms behind it are open, nothing is read from it.
  const steps: readonly Step[] = [
    { name: 'home', start: () => makeAgentHome(home), stop: () => {} },
    {
      name: 'lock',
      start() {
        listener.hold(true);
        return listener.start();
      },
      stop: () => listener.stop(),
    },
    { name: 'spool', start: () => spool.start(), stop: () => spool.stop() },
    { name: 'uplink', start: () => uplink.start(), stop: () => uplink.stop() },
    { name: 'pipeline', start: () => {}, stop: () => pipeline.stop() },
    { name: 'sockets', start: () => sockets.start(), stop: () => sockets.stop() },
    { name: 'listener', start: () => listener.hold(false), stop: () => listener.drain() },
    { name: 'tamper watch', start: () => tamperWatch.start(), stop: () => tamperWatch.stop() },
    // Whoever waits for a review is answered before the environments wait for what they told.
    {
      name: 'environments',
      start: () => environments.start(),
      async stop() {
        await reviewer.stop();
        await environments.stop();
      },
    },
    {
      name: 'integrity',
      start: () => integrity.start(),
      async stop() {
        await Promise.all([verifier.stop(), reviewer.stop()]);
        await integrity.stop();
      },
    },
    { name: 'discovery', start: () => keeper.start(), stop: () => keeper.stop() },
    { name: 'control', start: () => control.start(), stop: () => control.stop() },
  ];
  let started = 0;

  const stop = async (): Promise<void> => {
    while (started > 0) {
      started -= 1;
      const step = steps[started];
      const timeout = new Promise((_, reject) =>
        setTimeout(reject, stepMs, new Error(`not within ${stepMs} ms`)).unref(),
      );
      await Promise.race([step?.stop(), timeout]).catch((error: unknown) =>
        events.stopStepFailed(step?.name ?? '', error),
      );
    }
  };
  return {
    async start() {
      try {
        for (const step of steps) {
          await step.start();
          started += 1;
        }
        events.agentStarted({ version: agentVersion, home: home.root });
      } catch (error) {
        await stop();
        throw error;
      }
    },
    async stop() {
      if (started === 0) return;
      await stop();
      events.agentStopped();
    },
    status,
  };
}

function reviewed({ environment, packages }: EnvironmentInventory): ReviewedEnvironment {
  return { prefix: environment.prefix, python: environment.python, distributions: packages };
}
