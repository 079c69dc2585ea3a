import { useEffect, useState } from 'preact/hooks';
import { alertFeed, type FeedStatus } from '../live/alert-feed.ts';

const words: Readonly<Record<FeedStatus, string>> = { waiting: 'Connecting', live: 'Live', lost: 'Reconnecting' };

/** Whether new alerts come by themselves just now. */
export function LiveMark() {
  const [status, setStatus] = useState<FeedStatus>('waiting');
  useEffect(() => alertFeed.onStatus(setStatus), []);
  return (
    <span class={status === 'live' ? 'live live-on' : status === 'lost' ? 'live live-off' : 'live'} role="status">
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {status === 'live' ? (
          <circle cx="5" cy="5" r="4" fill="currentColor" />
        ) : (
          <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 2" />
        )}
      </svg>
      {words[status]}
    </span>
  );
}
