/** The ordinary case: a program with nothing to hide, of which nothing is to be made. */
import { join } from 'node:path';
import type { IndexOutcome, Venv } from '../../python/venv.ts';
import { createContentServer } from '../../stand-in/content-server.ts';
import type { LoopbackServer } from '../../stand-in/loopback-server.ts';

/** The program: it takes no arguments, and reads targets.csv beside it. */
export const reportScript = join(import.meta.dirname, 'report.py');

/** The server that report.py asks. */
export function createSalesServer(): LoopbackServer {
  return createContentServer({ json: { '/sales.json': { Bern: 1310, Lugano: 640, Zug: 950 } } });
}

/** The variable that report.py needs; `server` must be started. */
export function reportEnvironment(server: { readonly url: string }): Record<string, string> {
  return { CULPRIT_REPORT_SERVER: server.url };
}

/** Gives the venv the library that report.py likes best. Where there is no index to get it from, the program still runs. */
export function installRequests(venv: Venv): Promise<IndexOutcome> {
  return venv.installFromIndex('requests');
}
