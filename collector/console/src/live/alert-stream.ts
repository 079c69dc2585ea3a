import type { AlertEvent } from '../../../src/api/types.ts';

/** What the stream says to its listener. */
export interface AlertStreamEvents {
  onAlert(alert: AlertEvent): void;
  /** Connected or not; after a gap, what was missed has to be asked for. */
  onStatus(isConnected: boolean): void;
  /** The collector answered, but not with a stream: it may not know this browser any more. */
  onRefused(): void;
}

const firstWaitMs = 1000;
const maxWaitMs = 30_000;

/** Listens to /api/v1/events until it is stopped; a stream that ends is opened again, with growing waits. */
export function createAlertStream(events: AlertStreamEvents): { stop(): void } {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = firstWaitMs;
  const open = () => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('open', () => {
      waitMs = firstWaitMs;
      events.onStatus(true);
    });
    source.addEventListener('alert', (event) => {
      const alert = readAlert(event.data);
      if (alert !== undefined) events.onAlert(alert);
    });
    source.addEventListener('error', () => {
      events.onStatus(false);
      // The browser comes back by itself after a broken connection, and tells what it saw last, so that the collector
      // sends what it missed. It gives up at the first answer that is no stream: from there on it is up to us.
      if (source?.readyState !== EventSource.CLOSED) return;
      events.onRefused();
      timer = setTimeout(open, waitMs * (0.5 + Math.random() / 2));
      waitMs = Math.min(maxWaitMs, waitMs * 2);
    });
  };
  open();
  return {
    stop() {
      clearTimeout(timer);
      source?.close();
    },
  };
}

function readAlert(text: unknown): AlertEvent | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null && 'id' in value ? (value as AlertEvent) : undefined;
  } catch {
    return undefined;
  }
}
