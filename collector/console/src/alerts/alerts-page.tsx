import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { replaceAddress, useAddress } from '../address/address.ts';
import { alertsAddress } from '../address/links.ts';
import { useRememberedScroll } from '../address/scroll.ts';
import { Icon } from '../elements/icon.tsx';
import { Failure, Loading, Notice } from '../elements/notice.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { alertFeed } from '../live/alert-feed.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { Text } from '../text/text.tsx';
import { AlertFiltersBar } from './alert-filters.tsx';
import type { AlertList, AlertListState } from './alert-list.ts';
import { AlertRow } from './alert-row.tsx';
import { areNarrow, readFilters } from './filters.ts';
import { heldList } from './held-lists.ts';
import { NoAlerts } from './no-alerts.tsx';
import { listElementId } from './reading.ts';
import '../styles/alerts.css';

/** The live list of alerts. */
export function AlertsPage() {
  const query = useAddress().query.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(query)), [query]);
  const list = useMemo(() => heldList(query), [query]);
  const state = useAlertList(list);
  useRememberedScroll(state.status !== 'loading');
  useRowShortcuts(() => list.showWaiting());
  return (
    <div class="page">
      <div class="page-head">
        <PageTitle title="Alerts" />
      </div>
      <AlertFiltersBar filters={filters} />
      <div class="alerts sheet">
        {state.waiting.length > 0 && <Waiting count={state.waiting.length} onShow={() => list.showWaiting()} />}
        {state.status === 'loading' && <Loading what="the alerts" lines={9} />}
        {state.status === 'failed' && state.problem !== null && (
          <Failure problem={state.problem} onRetry={() => void list.refresh()} />
        )}
        {state.status === 'ready' && state.items.length === 0 && (areNarrow(filters) ? <NoMatch /> : <NoAlerts />)}
        {state.items.length > 0 && <Rows state={state} />}
        {state.next !== null && <More list={list} state={state} />}
      </div>
    </div>
  );
}

/** The list's state, kept true; what was missed while another page was shown is asked for. */
function useAlertList(list: AlertList): AlertListState {
  const [held, setHeld] = useState({ list, state: list.state });
  useEffect(() => {
    const unwatch = list.watch((state) => setHeld({ list, state }));
    const unhear = alertFeed.onAlert((alert) => list.offer(alert));
    void list.refresh();
    let wasLost = false;
    const unfollow = alertFeed.onStatus((status) => {
      if (status === 'live' && wasLost) void list.refresh();
      wasLost = status === 'lost';
    });
    return () => {
      unwatch();
      unhear();
      unfollow();
    };
  }, [list]);
  return held.list === list ? held.state : list.state;
}

/** j and k go from row to row, n shows what waits; Enter is the link's own. */
function useRowShortcuts(showWaiting: () => void): void {
  const step = (by: 1 | -1) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>(`#${listElementId} a[data-alert]`)];
    const index = links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = index < 0 ? (by === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, index + by));
    links[next]?.focus();
  };
  useShortcuts({ j: () => step(1), k: () => step(-1), n: showWaiting });
}

function Rows({ state }: { readonly state: AlertListState }) {
  return (
    <ol id={listElementId} aria-label="Alerts, newest first">
      {state.items.map((alert) => (
        <AlertRow key={alert.id} alert={alert} hasArrived={state.arrived.has(alert.id)} />
      ))}
    </ol>
  );
}

function Waiting({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <div class="alerts-waiting">
      <button
        type="button"
        class="button button-main"
        onClick={() => {
          onShow();
          scrollTo(0, 0);
        }}
      >
        <Icon name="up" />
        {count === 1 ? '1 new alert' : `${count} new alerts`}
      </button>
    </div>
  );
}

function More({ list, state }: { readonly list: AlertList; readonly state: AlertListState }) {
  const button = useRef<HTMLButtonElement>(null);
  const load = async () => {
    const before = state.items.length;
    await list.more();
    // Where the last page takes the button away, whoever pressed it by keyboard goes on at the first new row.
    if (button.current !== null) return;
    document.querySelectorAll<HTMLAnchorElement>(`#${listElementId} a[data-alert]`)[before]?.focus();
  };
  return (
    <div class="more">
      {state.problem !== null && state.status === 'ready' && (
        <p role="alert">
          <Text value={state.problem.title} />. <Text value={state.problem.detail} />
        </p>
      )}
      <button ref={button} type="button" class="button" disabled={state.isLoadingMore} onClick={() => void load()}>
        {state.isLoadingMore ? 'Loading…' : 'Load more'}
      </button>
    </div>
  );
}

function NoMatch() {
  return (
    <Notice title="No alert matches these filters">
      <p>New alerts that match will appear here by themselves.</p>
      <button type="button" class="button" onClick={() => replaceAddress(alertsAddress())}>
        Clear the filters
      </button>
    </Notice>
  );
}
