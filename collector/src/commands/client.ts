import { readFileSync } from 'node:fs';
import type { Page } from '../api/types.ts';
import { CollectorError } from '../errors.ts';
import { collectorPaths } from '../home.ts';
import { readToken } from '../tokens/tokens.ts';
import { usage } from './options.ts';
import type { CommandContext } from './terminal.ts';

export const defaultPort = 7790;
/** An answer takes milliseconds; after this the collector hangs, and saying so is better than waiting. */
const timeoutMs = 30_000;

type Query = Readonly<Record<string, string | undefined>>;

/** The collector as a command asks it. Whatever can go wrong is a CollectorError with one sentence. */
export interface Client {
  readonly url: string;
  get<T>(path: string, query?: Query): Promise<T>;
  send<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** The rows of a list, page after page, at most `max`; `isCut` where there are more. */
  all<T>(path: string, query: Query, max: number): Promise<{ readonly items: readonly T[]; readonly isCut: boolean }>;
  /** A response as it streams in. */
  stream(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response>;
}

/**
 * The collector that this command asks: CULPRIT_URL and CULPRIT_TOKEN, or the one of this home.
 * @throws CollectorError where there is no token to sign in with.
 */
export function createClient({ env, home, signal }: CommandContext): Client {
  const { url, token, isOwn } = target(env, home);

  async function request(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string> | undefined) };
      response = await fetch(`${url}${path}`, { ...init, headers, redirect: 'error' });
    } catch (cause) {
      if (signal.aborted) throw cause;
      throw new CollectorError('COLLECTOR_ERR_UNREACHABLE', [url], { cause });
    }
    if (response.ok) return response;
    throw await refusal(response, url, isOwn);
  }

  async function json<T>(path: string, init: RequestInit): Promise<T> {
    const response = await request(path, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.status === 204) return null as T;
    try {
      return (await response.json()) as T;
    } catch (cause) {
      throw new CollectorError('COLLECTOR_ERR_ANSWER', [url], { cause });
    }
  }

  const client: Client = {
    url,
    get: (path, query = {}) => json(withQuery(path, query), {}),
    send: (method, path, body) =>
      json(
        path,
        body === undefined
          ? { method }
          : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      ),
    async all<T>(path: string, query: Query, max: number) {
      const items: T[] = [];
      let cursor: string | undefined;
      do {
        const limit = String(Math.min(200, max - items.length));
        const page: Page<T> = await client.get(path, { ...query, cursor, limit });
        if (!Array.isArray(page?.items)) throw new CollectorError('COLLECTOR_ERR_ANSWER', [url]);
        items.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && items.length < max);
      return { items, isCut: cursor !== undefined };
    },
    stream: (path, headers, until) => request(path, { headers, signal: until }),
  };
  return client;
}

function target(env: CommandContext['env'], home: string): { url: string; token: string; isOwn: boolean } {
  const paths = collectorPaths(home);
  const { CULPRIT_URL, CULPRIT_TOKEN } = env;
  if (CULPRIT_URL) {
    if (!CULPRIT_TOKEN) {
      throw usage(
        'CULPRIT_URL is set without CULPRIT_TOKEN',
        'make a token on that machine with "culprit token create --api" and set it',
      );
    }
    return { url: checkUrl(CULPRIT_URL), token: CULPRIT_TOKEN, isOwn: false };
  }
  const url = ownUrl(env, paths.address);
  if (CULPRIT_TOKEN) return { url, token: CULPRIT_TOKEN, isOwn: false };
  const token = readToken(paths.cliToken);
  if (token === null) throw new CollectorError('COLLECTOR_ERR_NO_TOKEN', [paths.cliToken]);
  return { url, token, isOwn: true };
}

function ownUrl(env: CommandContext['env'], addressFile: string): string {
  if (env.CULPRIT_PORT) return `http://127.0.0.1:${portOf(env.CULPRIT_PORT)}`;
  try {
    return checkUrl(readFileSync(addressFile, 'utf8').trim());
  } catch {
    return `http://127.0.0.1:${defaultPort}`;
  }
}

/** A port from the command line or the environment. @throws CollectorError COLLECTOR_ERR_PORT */
export function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new CollectorError('COLLECTOR_ERR_PORT', [text]);
  return port;
}

/** A token must not cross a network in the clear. */
function checkUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw usage('CULPRIT_URL is no web address', 'write it like http://127.0.0.1:7790');
  }
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isLoopback) {
    throw usage(
      `CULPRIT_URL leads to ${url.hostname} without TLS, where anyone on the way could read the token`,
      'use https, or an SSH tunnel to 127.0.0.1',
    );
  }
  return url.origin;
}

async function refusal(response: Response, url: string, isOwn: boolean): Promise<CollectorError> {
  const mend = isOwn
    ? 'is it another home’s collector? Set CULPRIT_HOME as it was for "culprit serve"'
    : 'make another there with "culprit token create --api"';
  if (response.status === 401) return new CollectorError('COLLECTOR_ERR_NOT_SIGNED_IN', [url, mend]);
  try {
    const { detail } = (await response.json()) as { detail?: unknown };
    if (typeof detail === 'string') {
      return new CollectorError(response.status === 400 ? 'COLLECTOR_ERR_INPUT' : 'COLLECTOR_ERR_REQUEST', [detail]);
    }
  } catch {
    // No problem document, so no collector.
  }
  return new CollectorError('COLLECTOR_ERR_ANSWER', [url]);
}

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
