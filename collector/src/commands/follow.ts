import type { AlertSummary } from '../api/types.ts';
import { CollectorError } from '../errors.ts';
import type { Client } from './client.ts';
import type { CommandContext } from './terminal.ts';

const firstWaitMs = 500;
const maxWaitMs = 10_000;

export interface FollowOptions extends Pick<CommandContext, 'signal' | 'terminal'> {
  readonly show: (alert: AlertSummary) => void;
  readonly firstWaitMs?: number;
}

interface Filter {
  readonly severity: string | undefined;
  readonly package: string | undefined;
  readonly machine: string | undefined;
}

/**
 * Shows new and changed alerts until it is aborted. Where the collector goes away it waits and comes back, and gets
 * what it missed.
 * @throws CollectorError where the collector can't be reached at the start, or refuses.
 */
export async function followAlerts(client: Client, filter: Filter, options: FollowOptions): Promise<void> {
  const { signal, terminal, show } = options;
  let lastId: string | null = null;
  let waitMs = options.firstWaitMs ?? firstWaitMs;
  let wasConnected = false;
  while (!signal.aborted) {
    try {
      const headers: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
      const response = await client.stream('/api/v1/events', headers, signal);
      terminal.err(wasConnected ? 'The collector is back.\n' : 'Waiting for alerts; Ctrl-C ends.\n');
      wasConnected = true;
      waitMs = options.firstWaitMs ?? firstWaitMs;
      for await (const { id, alert } of readEvents(response)) {
        lastId = id ?? lastId;
        if (isWanted(alert, filter)) show(alert);
      }
      if (!signal.aborted) terminal.err('The collector went away; waiting for it.\n');
    } catch (error) {
      if (signal.aborted) return;
      const isAway = !(error instanceof CollectorError) || error.code === 'COLLECTOR_ERR_UNREACHABLE';
      if (!wasConnected || !isAway) throw error;
    }
    await pause(waitMs, signal);
    waitMs = Math.min(maxWaitMs, waitMs * 2);
  }
}

/** Server-sent events of the kind "alert"; others are passed over. A stream that breaks ends as one that is done. */
async function* readEvents(response: Response): AsyncIterable<{ id: string | null; alert: AlertSummary }> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(
          block.split('\n').map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^[^:]*: ?/, '')]),
        );
        const text = fields.get('data');
        if (fields.get('event') === 'alert' && text !== undefined)
          yield { id: fields.get('id') ?? null, alert: JSON.parse(text) };
      }
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
  }
}

function isWanted({ severity, package: culprit, machine }: AlertSummary, filter: Filter): boolean {
  if (filter.severity !== undefined && !filter.severity.split(',').some((wanted) => wanted.trim() === severity))
    return false;
  if (filter.package !== undefined && culprit?.name !== filter.package.toLowerCase().replace(/[-_.]+/g, '-'))
    return false;
  return filter.machine === undefined || filter.machine === machine.id || filter.machine === machine.name;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
