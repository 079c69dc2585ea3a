import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../../src/api/types.ts';
import { replaceAddress, useAddress } from './address/address.ts';
import { alertsAddress } from './address/links.ts';
import { request } from './api/request.ts';
import { alertFeed } from './live/alert-feed.ts';
import { Routes } from './routes.tsx';
import { gainSession, useSignedIn } from './session/session.ts';
import { takeSignInToken } from './session/sign-in-link.ts';
import { SignInPage } from './session/sign-in-page.tsx';
import { Announcer } from './shell/announcer.tsx';
import { Header } from './shell/header.tsx';

type SignIn = { status: 'none' } | { status: 'under-way' } | { status: 'refused'; detail: string };

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
  if (signIn.status === 'under-way') return <SignInPage reason="signing-in" detail="" />;
  if (!isSignedIn && signIn.status === 'refused') return <SignInPage reason="link-refused" detail={signIn.detail} />;
  if (!isSignedIn) return <SignInPage reason="signed-out" detail="" />;
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
    const trade = async () => {
      const token = takeSignInToken();
      if (token === null) return;
      setSignIn({ status: 'under-way' });
      const outcome = await request<Session>('/api/v1/session', { method: 'POST', body: { token } });
      if (outcome.status === 'problem') {
        // A used link in a browser that is signed in already is no trouble at all.
        await request<Session>('/api/v1/session');
        setSignIn({ status: 'refused', detail: outcome.problem.detail });
        toAlertsFromNowhere();
        return;
      }
      toAlertsFromNowhere();
      gainSession();
      setSignIn({ status: 'none' });
    };
    void trade();
    addEventListener('hashchange', trade);
    return () => removeEventListener('hashchange', trade);
  }, []);
  return signIn;
}

function toAlertsFromNowhere(): void {
  if (location.pathname === '/' || location.pathname === '/sign-in') replaceAddress(alertsAddress());
}

function hasToken(): boolean {
  return location.hash.startsWith('#sign-in=');
}
