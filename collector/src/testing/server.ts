import { join } from 'node:path';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { EventStreams } from '../api/event-stream.ts';
import { createServer } from '../api/server.ts';
import { createEvents } from '../events.ts';
import { type Bus, createBus } from '../notify/bus.ts';
import type { AlertChange, Store } from '../store/store.ts';
import { createTokens, type Tokens } from '../tokens/tokens.ts';
import { scratchDir, scratchStore } from './scratch.ts';

export interface ApiBench {
  readonly url: string;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly changes: Bus<AlertChange>;
  readonly consoleDir: string;
  readonly revoked: string[];
  /** An API token that is good. */
  readonly token: string;
  /** Asks with the token, unless the headers say otherwise. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Asks and reads JSON. */
  json(path: string, init?: RequestInit): Promise<{ status: number; body: Record<string, never> }>;
  /** A request as raw as it can be, for headers that fetch won't send. */
  inject: Awaited<ReturnType<typeof createServer>>['inject'];
}

/** The API on a real port over a real store, without detection and agents. */
export async function apiBench(
  options: { clock?: () => number; consoleDir?: string; heartbeatMs?: number } = {},
): Promise<ApiBench> {
  const { clock = Date.now, consoleDir = join(scratchDir(), 'dist') } = options;
  const store = await scratchStore();
  const tokens = createTokens(store.secrets, clock);
  const changes = createBus<AlertChange>();
  const streams = new EventStreams({
    alerts: store.alerts,
    changes,
    ...(options.heartbeatMs ? { heartbeatMs: options.heartbeatMs } : {}),
  });
  const revoked: string[] = [];
  let url = '';
  const app = await createServer({
    ...{ store, tokens, streams, clock, consoleDir, version: '0.1.0', url: () => url },
    events: createEvents(pino({ level: 'silent' })),
    gateway: { connected: () => new Set(['m-one']), revoke: (id) => void revoked.push(id) },
    rules: () => [{ id: 'r1', title: 'Title', level: 'high', file: 'a.yaml', correlation: false }],
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    streams.stop();
    await app.close();
  });
  const { token } = await tokens.create({ kind: 'api', label: 'test' });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  return {
    ...{ url, store, tokens, changes, consoleDir, revoked, token, ask },
    async json(path, init) {
      const response = await ask(path, init);
      return { status: response.status, body: await response.json() };
    },
    inject: app.inject.bind(app),
  };
}

/** A request's body and its header. */
export function jsonBody(body: unknown, method = 'POST'): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
