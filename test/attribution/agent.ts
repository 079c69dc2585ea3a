/** The agent's own rooms, without a spool and an uplink: what its batches hold is collected by who said it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Activity } from '@culprit/proto';
import pino from 'pino';
import { requireCatalogue, rulesFolder } from '../../agent/src/classify/catalogue.ts';
import { createClassifier } from '../../agent/src/classify/classifier.ts';
import { createEnvironments } from '../../agent/src/environments/environments.ts';
import { createEvents } from '../../agent/src/events.ts';
import { Listener } from '../../agent/src/listener/listener.ts';
import { toEach } from '../../agent/src/listener/sinks.ts';
import { createPipeline } from '../../agent/src/pipeline/pipeline.ts';
import { createResolver } from '../../agent/src/resolve/resolver.ts';
import { Sockets } from '../../agent/src/sockets/sockets.ts';

export interface AttributionAgent {
  /** Puts the hook into an environment. */
  add(path: string): void;
  /** What processes did that were started in this folder, or below it. */
  did(folder: string): readonly Activity[];
  /** Processes of that folder whose connection hasn't ended. */
  alive(folder: string): number;
  stop(): Promise<void>;
}

export interface AttributionAgentOptions {
  /** A folder of its own, with a short path: the socket lies in it. */
  readonly dir: string;
  /** The folders that stand for homes. */
  readonly homes: readonly string[];
}

export async function startAgent({ dir, homes }: AttributionAgentOptions): Promise<AttributionAgent> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const log = pino({ level: 'silent' });
  const events = createEvents({ log });
  const catalogue = requireCatalogue(rulesFolder({}));
  const socketPath = join(dir, 'hook.sock');
  const environments = createEnvironments({ dir, socketPath, log, onChange: () => {} });
  const folderOf = new Map<string, string>();
  const open = new Map<string, number>();
  const activities: Activity[] = [];
  const { conduits, quiet } = catalogue;
  const resolver = createResolver({ environments, conduits });
  const pipeline = createPipeline({
    ...{ environments, events, resolver, classifier: createClassifier({ catalogue, homes }) },
    spool: { append: async (batch) => activities.push(...batch.activities) },
    onPressure: () => {},
  });
  const onFinding = pipeline.found;
  const sockets = new Sockets({ resolver, conduits, quiet, events, onFinding });
  const sink = toEach(pipeline.sink, sockets.sink);
  const count = (key: string, by: number): void => void open.set(key, (open.get(key) ?? 0) + by);
  const listener = new Listener({
    path: socketPath,
    events,
    sink: {
      ...sink,
      greeted(process, isNew) {
        folderOf.set(process.key, process.cwd);
        if (isNew) count(process.key, 1);
        sink.greeted(process, isNew);
      },
      ended(process) {
        count(process.key, -1);
        sink.ended(process);
      },
    },
  });
  await listener.start();
  sockets.start();
  const isOf = (folder: string, key: string): boolean => `${folderOf.get(key) ?? ''}/`.startsWith(`${folder}/`);
  return {
    add: (path) => void environments.add(path),
    did: (folder) => activities.filter(({ process }) => process !== null && isOf(folder, process.key)),
    alive: (folder) => [...open].filter(([key, connections]) => connections > 0 && isOf(folder, key)).length,
    async stop() {
      await listener.stop();
      sockets.stop();
      await pipeline.stop();
      await environments.stop();
    },
  };
}
