import pino from 'pino';
import { onTestFinished } from 'vitest';
import { type Collector, type CollectorOptions, createCollector, type Running } from '../collector.ts';
import { collectorPaths } from '../home.ts';
import { readToken } from '../tokens/tokens.ts';
import { botRule, scratchRules } from './rules.ts';
import { scratchDir } from './scratch.ts';

export interface CollectorBench extends Running {
  readonly collector: Collector;
  readonly home: string;
  /** Asks with the command line's token and reads JSON. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Enrols a machine; its credential. */
  enrol(hostName?: string): Promise<{ machine: string; credential: string }>;
}

/** A whole collector in this process, on a port that the system chose; stopped when the test ends. */
export async function collectorBench(options: Partial<CollectorOptions> = {}): Promise<CollectorBench> {
  const home = options.home ?? scratchDir();
  const rulesDir = options.rulesDir ?? scratchRules(botRule);
  const collector = createCollector({
    port: 0,
    log: pino({ level: 'silent' }),
    user: 'ann',
    ...options,
    home,
    rulesDir,
  });
  onTestFinished(() => collector.stop());
  const running = await collector.start();
  const token = readToken(collectorPaths(home).cliToken);
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, ...(init.body ? { 'content-type': 'application/json' } : {}) };
    const response = await fetch(`${running.url}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<T>;
  };
  const post = <T>(path: string, body: unknown): Promise<T> =>
    ask<T>(path, { method: 'POST', body: JSON.stringify(body) });
  return {
    ...running,
    collector,
    home,
    get: <T>(path: string) => ask<T>(path, {}),
    post,
    async enrol(hostName = 'ann-laptop') {
      const { token: enrolment } = await post<{ token: string }>('/api/v1/tokens', { kind: 'enrol' });
      return post('/api/v1/enrol', { token: enrolment, hostName, platform: 'linux' });
    },
  };
}
