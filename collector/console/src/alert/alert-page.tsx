import { useEffect } from 'preact/hooks';
import type { Alert } from '../../../src/api/types.ts';
import { navigate } from '../address/address.ts';
import { alertAddress, alertsAddress, segment } from '../address/links.ts';
import { useRememberedScroll } from '../address/scroll.ts';
import { neighbours } from '../alerts/held-lists.ts';
import { useResource } from '../api/resource.ts';
import { Icon } from '../elements/icon.tsx';
import { Failure, Loading } from '../elements/notice.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { alertFeed } from '../live/alert-feed.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { AlertFacts } from './alert-facts.tsx';
import { AlertHead } from './alert-head.tsx';
import { ChainFigure } from './chain-figure.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { RuleSection } from './rule-section.tsx';
import { TimelineSection } from './timeline/timeline-section.tsx';
import { VersionsSection } from './versions-section.tsx';
import '../styles/alert.css';
import '../styles/timeline.css';

/** One alert: what happened, how it is known, and where. */
export function AlertPage({ id }: { readonly id: string }) {
  const alert = useResource<Alert>(`/api/v1/alerts/${segment(id)}`);
  const { reload } = alert;
  useRememberedScroll(alert.state !== 'loading');
  useEffect(() => alertFeed.onAlert((changed) => (changed.id === id ? reload() : undefined)), [id, reload]);
  return (
    <div class="page alert-page">
      <AlertNav id={id} />
      {alert.state === 'loading' && (
        <div class="sheet">
          <Loading what="the alert" lines={8} />
        </div>
      )}
      {alert.state === 'failed' && (
        <>
          <div class="page-head">
            <PageTitle title="The alert can’t be shown" />
          </div>
          <div class="sheet">
            <Failure problem={alert.problem} onRetry={reload} />
          </div>
        </>
      )}
      {alert.state === 'ready' && <AlertBody alert={alert.value} />}
    </div>
  );
}

function AlertBody({ alert }: { readonly alert: Alert }) {
  return (
    <article class="alert-body">
      <AlertHead alert={alert} />
      <ChainFigure alert={alert} />
      <AlertFacts alert={alert} />
      <div class="alert-main">
        <TimelineSection alert={alert} />
        <EvidenceList alert={alert} />
        <VersionsSection alert={alert} />
        <RuleSection rule={alert.rule} />
      </div>
    </article>
  );
}

/** Back to the list, and on to its neighbours there: j is the older one, k the newer, as in the list. */
function AlertNav({ id }: { readonly id: string }) {
  const { newer, older } = neighbours(id);
  const go = (to: string | undefined) => () => {
    if (to !== undefined) navigate(alertAddress(to));
  };
  useShortcuts({ j: go(older), k: go(newer) });
  return (
    <nav class="alert-nav" aria-label="Alerts">
      <a class="alert-nav-back" href={alertsAddress()}>
        <Icon name="back" />
        Alerts
      </a>
      <span class="alert-nav-steps">
        {newer !== undefined && (
          <a href={alertAddress(newer)}>
            <span class="key" aria-hidden="true">
              k
            </span>{' '}
            Newer
          </a>
        )}
        {older !== undefined && (
          <a href={alertAddress(older)}>
            <span class="key" aria-hidden="true">
              j
            </span>{' '}
            Older
          </a>
        )}
      </span>
    </nav>
  );
}
