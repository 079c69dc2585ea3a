/**
 * A collector made of fixtures: serves the built console under the strictest policy that it has to live with, and
 * answers the API from objects. For states and strings that a real collector gives only when something is wrong.
 */
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { AlertSummary, Problem } from '../../src/api/types.ts';

/** What a path of the API is answered with: a value as JSON, a problem, or never. */
export type Answer =
  | { readonly status: 'ok'; readonly value: unknown }
  | { readonly status: 'problem'; readonly problem: Problem }
  | { readonly status: 'never' };

export interface FixtureServer {
  readonly url: string;
  /** Paths that were asked for, with their queries, in order; API only. */
  readonly asked: readonly string[];
  /** How many event streams are open. */
  readonly streams: () => number;
  /** What `path` (without a query) is answered with from now on. */
  answer(path: string, answer: Answer): void;
  /** Sends an alert to every open stream. */
  push(alert: AlertSummary): void;
  /** Ends every open stream, as a restart of the collector would. */
  dropStreams(): void;
  stop(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** An answer of 200. */
export function ok(value: unknown): Answer {
  return { status: 'ok', value };
}

/** One page of a list, which is the last. */
export function page(items: readonly unknown[]): Answer {
  return ok({ items, next: null });
}

/** A problem document. */
export function problem(status: number, title: string, detail: string): Answer {
  return { status: 'problem', problem: { type: 'about:blank', title, status, detail } };
}

/** Starts on a free port of loopback; `dist` is the built console's folder. */
export async function startFixtureServer(
  dist: string,
  answers: Readonly<Record<string, Answer>> = {},
): Promise<FixtureServer> {
  const known = new Map(Object.entries(answers));
  const asked: string[] = [];
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    response.setHeader('x-content-type-options', 'nosniff');
    const { pathname, search } = new URL(request.url ?? '/', 'http://fixture');
    if (!pathname.startsWith('/api/')) return sendFile(dist, pathname, response);
    asked.push(pathname + search);
    const said = known.get(pathname) ?? known.get(decodeURIComponent(pathname));
    if (pathname === '/api/v1/events' && said === undefined) return openStream(request, response, streams);
    return sendAnswer(said ?? problem(404, 'No such thing', 'No fixture stands at this path.'), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    streams: () => streams.size,
    answer: (path, answer) => known.set(path, answer),
    push: (alert) => {
      for (const stream of streams) stream.write(`event: alert\ndata: ${JSON.stringify(alert)}\n\n`);
    },
    dropStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function sendFile(dist: string, pathname: string, response: ServerResponse): void {
  const asset = join(dist, pathname);
  const path =
    extname(pathname) !== '' && asset.startsWith(dist) && existsSync(asset) ? asset : join(dist, 'index.html');
  response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
  createReadStream(path).pipe(response);
}

function sendAnswer(answer: Answer, response: ServerResponse): void {
  if (answer.status === 'never') return;
  const isProblem = answer.status === 'problem';
  response.statusCode = answer.status === 'problem' ? answer.problem.status : 200;
  response.setHeader('content-type', isProblem ? 'application/problem+json' : 'application/json');
  response.end(JSON.stringify(answer.status === 'problem' ? answer.problem : answer.value));
}

function openStream(request: IncomingMessage, response: ServerResponse, streams: Set<ServerResponse>): void {
  response.setHeader('content-type', 'text/event-stream');
  response.setHeader('cache-control', 'no-store');
  response.write(':\n\n');
  streams.add(response);
  request.on('close', () => streams.delete(response));
}
