/** A server of fixed JSON and of a folder's files: the ordinary far end that an ordinary program talks to. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { json, type StandIn } from './answer.ts';
import { LoopbackServer } from './loopback-server.ts';

const types: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.json': 'application/json',
  '.txt': 'text/plain',
};

export interface ContentOptions {
  /** JSON by its path ("/sales.json"); it goes before a file of the same path. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** A folder whose files are served. */
  readonly folder?: string;
}

/** The stand-in behind a port of its own. */
export function createContentServer(options: ContentOptions): LoopbackServer {
  return new LoopbackServer(content(options));
}

/** Answers GET and HEAD; what it doesn't have, and what lies outside its folder, is 404. */
export function content({ json: values = {}, folder }: ContentOptions): StandIn {
  return async ({ method, path }) => {
    if (method !== 'GET' && method !== 'HEAD') return json({ error: `${method} is not served here` }, 405);
    const pathname = decodeURIComponent(new URL(path, 'http://content.invalid').pathname);
    if (Object.hasOwn(values, pathname)) return json(values[pathname]);
    const bytes = folder === undefined ? null : await readInside(folder, pathname);
    if (bytes === null) return json({ error: `nothing at ${pathname}` }, 404);
    return { status: 200, type: types[extname(pathname)] ?? 'application/octet-stream', body: bytes };
  };
}

/** A file of the folder, links resolved; null where there is none inside it. */
async function readInside(folder: string, pathname: string): Promise<Uint8Array | null> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, pathname))]);
    return file.startsWith(root + sep) ? await readFile(file) : null;
  } catch {
    return null;
  }
}
