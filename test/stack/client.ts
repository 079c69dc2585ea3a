/** The collector's API, as a script of its owner uses it: with the token file of the same home. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alert, AlertSummary, Page } from '../../collector/src/api/types.ts';

export interface Client {
  /** GET of a path below /api/v1. @throws Error that quotes the problem document. */
  get<T>(path: string): Promise<T>;
  alerts(query?: string): Promise<readonly AlertSummary[]>;
  alert(id: string): Promise<Alert>;
  /** Calls back for each alert event until the signal aborts. Resolves once the stream stands. */
  follow(onAlert: (alert: AlertSummary) => void, signal: AbortSignal): Promise<void>;
}

/** A client of the collector at `url`, whose home is `home`. */
export async function createClient({ url, home }: { readonly url: string; readonly home: string }): Promise<Client> {
  const token = (await readFile(join(home, 'collector/cli-token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}` };
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, { headers });
    if (!response.ok) throw new Error(`GET ${path} gave ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    get,
    alerts: async (query = '') => (await get<Page<AlertSummary>>(`/alerts?limit=200${query}`)).items,
    alert: (id) => get<Alert>(`/alerts/${encodeURIComponent(id)}`),
    async follow(onAlert, signal) {
      const response = await fetch(`${url}/api/v1/events`, { headers, signal });
      if (!response.ok || response.body === null) throw new Error(`GET /events gave ${response.status}`);
      read(response.body, onAlert).catch(() => {}); // the stream ends with the collector, or with the signal
    },
  };
}

async function read(body: ReadableStream<Uint8Array>, onAlert: (alert: AlertSummary) => void): Promise<void> {
  let buffered = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    buffered += decoder.decode(chunk, { stream: true });
    const events = buffered.split('\n\n');
    buffered = events.pop() ?? '';
    for (const event of events) {
      const lines = event.split('\n');
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (lines.includes('event: alert')) onAlert(JSON.parse(data.join('\n')) as AlertSummary);
    }
  }
}
