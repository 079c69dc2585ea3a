/** What every stand-in is made of: a function from a request to an answer, and the way to put it behind a server. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

const maxBodyBytes = 1024 * 1024;

/** A request as a stand-in sees it. */
export interface StandInRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StandInAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** A stand-in: it answers each request from what it knows, and never asks anyone else. */
export type StandIn = (request: StandInRequest) => StandInAnswer | Promise<StandInAnswer>;

/** An answer in JSON. */
export function json(value: unknown, status = 200): StandInAnswer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

/**
 * Puts stand-ins behind an HTTP server: `choose` says which one answers and by which path it was asked. A body over
 * 1 MiB is answered 413; a stand-in that throws, 500 with its message, so that the test's program shows the reason.
 */
export function listenerOf(
  choose: (request: IncomingMessage, body: string) => { standIn: StandIn; path: string },
): RequestListener {
  return (request, response) => {
    respond(request, response, choose).catch((cause: unknown) => {
      const message = cause instanceof Error ? cause.message : String(cause);
      if (response.headersSent) response.destroy();
      else write(response, { status: 500, type: 'text/plain', body: message });
    });
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  choose: Parameters<typeof listenerOf>[0],
): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    write(response, { status: 413, type: 'text/plain', body: `a stand-in takes no body over ${maxBodyBytes} bytes` });
    return;
  }
  const { standIn, path } = choose(request, body);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const answer = await standIn({ method: request.method ?? '', path, headers: Object.fromEntries(headers), body });
  write(response, answer);
}

/** The body as text, or null where it is too long: it is then read to its end, or the program would never see a 413. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length > maxBodyBytes ? null : Buffer.concat(chunks).toString('utf8');
}

function write(response: ServerResponse, { status, type, body }: StandInAnswer): void {
  const bytes = Buffer.from(body as Uint8Array);
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
}
