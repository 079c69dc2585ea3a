import { useLayoutEffect, useState } from 'preact/hooks';
import { isListed } from '../alerts/held-lists.ts';
import { alertFeed } from '../live/alert-feed.ts';
import { severityWords } from '../text/severity.tsx';
import { visible } from '../text/visible.ts';

const titleCount = /^\(\d+\) /;
const maxKnown = 500;

/** Tells screen readers of new alerts, and a tab that is out of sight shows how many came. */
export function Announcer() {
  const [said, setSaid] = useState('');
  // Before the pages listen: a list that has taken an alert in would make it look old.
  useLayoutEffect(() => {
    const known = new Set<string>();
    let unseen = 0;
    const stop = alertFeed.onAlert((alert) => {
      // An alert that only counted up is no news, where it was told or listed before.
      if (known.has(alert.id) || isListed(alert.id)) return;
      known.add(alert.id);
      if (known.size > maxKnown) known.clear();
      setSaid(
        `${alert.count === 1 ? 'New alert' : 'Alert'}, ${severityWords[alert.severity]}: ${visible(alert.sentence)}`,
      );
      if (!document.hidden) return;
      unseen += 1;
      document.title = `(${unseen}) ${document.title.replace(titleCount, '')}`;
    });
    const onVisible = () => {
      if (document.hidden) return;
      unseen = 0;
      document.title = document.title.replace(titleCount, '');
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, []);
  return (
    <p class="unseen" role="status" aria-label="New alerts">
      {said}
    </p>
  );
}
