import type { AlertEvent, Session } from '../../../src/api/types.ts';
import { request } from '../api/request.ts';
import { createAlertStream } from './alert-stream.ts';

/**
 * New alerts, for every tab of the console from one stream. A browser opens six connections to a host at most over
 * HTTP/1.1; a stream a tab, and the seventh tab of a busy morning would never load. So the tabs elect one, by a lock
 * that the browser hands on when a tab goes, and it tells the others.
 */
export interface AlertFeed {
  /** Calls back for each new or changed alert, until the returned function is called. */
  onAlert(listener: (alert: AlertEvent) => void): () => void;
  /** Calls back now and whenever the stream comes or goes. */
  onStatus(listener: (status: FeedStatus) => void): () => void;
  start(): void;
  stop(): void;
}

/** 'waiting' is before the first answer. */
export type FeedStatus = 'waiting' | 'live' | 'lost';

type Message = { kind: 'alert'; alert: AlertEvent } | { kind: 'status'; status: FeedStatus } | { kind: 'ask' };

const name = 'culprit-alerts';

export function createAlertFeed(): AlertFeed {
  const alertListeners = new Set<(alert: AlertEvent) => void>();
  const statusListeners = new Set<(status: FeedStatus) => void>();
  let status: FeedStatus = 'waiting';
  let stopLeading: (() => void) | undefined;
  let ending: AbortController | undefined;
  let channel: BroadcastChannel | undefined;

  const setStatus = (next: FeedStatus) => {
    if (next === status) return;
    status = next;
    for (const listener of statusListeners) listener(next);
  };
  const hear = (message: Message) => {
    if (message.kind === 'alert') for (const listener of alertListeners) listener(message.alert);
    if (message.kind === 'status') setStatus(message.status);
  };
  const tell = (message: Message) => {
    channel?.postMessage(message);
    hear(message);
  };
  const lead = (): Promise<void> =>
    new Promise((resolve) => {
      // What came between the tab that led before and this one was missed: the lists ask for it when it is live again.
      if (status !== 'waiting') tell({ kind: 'status', status: 'lost' });
      const stream = createAlertStream({
        onAlert: (alert) => tell({ kind: 'alert', alert }),
        onStatus: (isConnected) => tell({ kind: 'status', status: isConnected ? 'live' : 'lost' }),
        onRefused: () => void request<Session>('/api/v1/session'),
      });
      stopLeading = () => {
        stream.stop();
        stopLeading = undefined;
        resolve();
      };
    });

  return {
    onAlert(listener) {
      alertListeners.add(listener);
      return () => alertListeners.delete(listener);
    },
    onStatus(listener) {
      statusListeners.add(listener);
      listener(status);
      return () => statusListeners.delete(listener);
    },
    start() {
      if (ending !== undefined) return;
      ending = new AbortController();
      // Locks exist in secure contexts only; elsewhere each tab listens for itself.
      if (navigator.locks === undefined) {
        void lead();
        return;
      }
      channel = new BroadcastChannel(name);
      channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
        if (data.kind === 'ask') {
          if (stopLeading !== undefined) channel?.postMessage({ kind: 'status', status } satisfies Message);
        } else hear(data);
      });
      channel.postMessage({ kind: 'ask' } satisfies Message);
      navigator.locks.request(name, { signal: ending.signal }, lead).catch(() => undefined);
    },
    stop() {
      ending?.abort();
      ending = undefined;
      stopLeading?.();
      channel?.close();
      channel = undefined;
      setStatus('waiting');
    },
  };
}

/** The console's one feed. */
export const alertFeed = createAlertFeed();
