import { useEffect, useState } from 'preact/hooks';
import type { Problem, Session } from '../../src/api/types.ts';
import { replaceAddress, useAddress } from './address/address.ts';
import { alertsAddress } from './address/links.ts';
import { request } from './api/request.ts';
import { alertFeed } from './live/alert-feed.ts';
import { Routes } from './routes.tsx';
import { gainSession, loseSession, useSignedIn } from './session/session.ts';
import { takeSignInToken } from './session/sign-in-link.ts';
import { SignInPage, SigningIn } from './session/sign-in-page.tsx';
import { Announcer } from './shell/announcer.tsx';
import { Header } from './shell/header.tsx';

type SignIn = { status: 'none' } | { status: 'under-way' } | { status: 'refused'; problem: Problem; retry(): void };

/** The whole console: the sign-in page, or the header and a page. */
export function App() {
  const isSignedIn = useSignedIn();
  const signIn = useSignInLink();
  const { path } = useAddress();
  const isIn = isSignedIn && signIn.status !== 'under-way';
  useEffect(() => {
    if (!isIn) return;
    alertFeed.start();
    return () => alertFeed.stop();
  }, [isIn]);
  if (signIn.status === 'under-way') return <SigningIn />;
  if (!isSignedIn && signIn.status === 'refused') return <SignInPage problem={signIn.problem} onRetry={signIn.retry} />;
  if (!isSignedIn) return <SignInPage />;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <Header />
      <main id="main" key={path} tabIndex={-1}>
        <Routes path={path} />
      </main>
      <Announcer />
    </>
  );
}

/** Trades a sign-in link's token for a session, at the start and when a link is pasted into this tab. */
function useSignInLink(): SignIn {
  const [signIn, setSignIn] = useState<SignIn>(() => (hasToken() ? { status: 'under-way' } : { status: 'none' }));
  useEffect(() => {
    const trade = async (token: string) => {
      setSignIn({ status: 'under-way' });
      const outcome = await request<Session>('/api/v1/session', { method: 'POST', body: { token } });
      // A used link in a browser that is signed in already is no trouble at all.
      const isIn = outcome.status === 'ok' || (await request<Session>('/api/v1/session')).status === 'ok';
      toAlertsFromNowhere();
      if (isIn) gainSession();
      else loseSession();
      if (isIn || outcome.status !== 'problem') setSignIn({ status: 'none' });
      else setSignIn({ status: 'refused', problem: outcome.problem, retry: () => void trade(token) });
    };
    const look = () => {
      const token = takeSignInToken();
      if (token !== null) void trade(token);
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return signIn;
}

function toAlertsFromNowhere(): void {
  if (location.pathname === '/' || location.pathname === '/sign-in') replaceAddress(alertsAddress());
}

function hasToken(): boolean {
  return location.hash.startsWith('#sign-in=');
}
