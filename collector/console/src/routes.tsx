import { useEffect } from 'preact/hooks';
import { replaceAddress } from './address/address.ts';
import { alertsAddress, segmentText } from './address/links.ts';
import { AlertsPage } from './alerts/alerts-page.tsx';
import { Notice } from './elements/notice.tsx';
import { PageTitle } from './elements/page-title.tsx';
import { later } from './shell/later.tsx';

const AlertPage = later(async () => (await import('./alert/alert-page.tsx')).AlertPage, 'the alert');
const AskPage = later(async () => (await import('./ask/ask-page.tsx')).AskPage, 'the question');
const MachinesPage = later(async () => (await import('./fleet/machines-page.tsx')).MachinesPage, 'the machines');
const PackagesPage = later(async () => (await import('./fleet/packages-page.tsx')).PackagesPage, 'the packages');
const PackagePage = later(async () => (await import('./fleet/package-page.tsx')).PackagePage, 'the package');

/** The page of a path. */
export function Routes({ path }: { readonly path: string }) {
  const [, room, rest, ...beyond] = path.split('/');
  const name = beyond.length === 0 && rest !== undefined ? segmentText(rest) : undefined;
  if (room === '' || room === 'sign-in') return <ToAlerts />;
  if (room === 'alerts' && !rest) return <AlertsPage />;
  if (room === 'alerts' && name) return <AlertPage id={name} key={name} />;
  if (room === 'ask' && !rest) return <AskPage />;
  if (room === 'machines' && !rest) return <MachinesPage />;
  if (room === 'packages' && !rest) return <PackagesPage />;
  if (room === 'packages' && name) return <PackagePage name={name} key={name} />;
  return <NoPage />;
}

function ToAlerts() {
  useEffect(() => replaceAddress(alertsAddress()), []);
  return null;
}

function NoPage() {
  return (
    <div class="page">
      <div class="page-head">
        <PageTitle title="No such page" />
      </div>
      <div class="sheet">
        <Notice title="Nothing stands at this address">
          <p>The link may be cut short, or older than this console.</p>
          <a class="button" href="/alerts">
            To the alerts
          </a>
        </Notice>
      </div>
    </div>
  );
}
