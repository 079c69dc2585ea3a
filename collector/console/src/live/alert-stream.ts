import type { AlertEvent } from '../../../src/api/types.ts';

/** What the stream says to its listener. */
export interface AlertStreamEvents {
  onAlert(alert: AlertEvent): void;
  /** Connected or not; after a gap, what was missed has to be asked for. */
  onStatus(isConnected: boolean): void;
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
      // The browser's own retry stops at the first answer that isn't a stream, and never backs off: ours does both.
      source?.close();
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
