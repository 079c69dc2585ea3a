import { useEffect } from 'preact/hooks';
import type { Session } from '../../../src/api/types.ts';
import { request } from '../api/request.ts';
import { Command } from '../elements/command.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { Brand } from '../shell/brand.tsx';
import { ThemeButton } from '../shell/theme-button.tsx';
import { gainSession } from './session.ts';
import '../styles/sign-in.css';

/** Why the sign-in page is shown. */
export type SignInReason = 'signing-in' | 'signed-out' | 'link-refused';

interface SignInPageProps {
  readonly reason: SignInReason;
  /** What the collector said of the link, where it said something. */
  readonly detail: string;
}

const titles: Readonly<Record<SignInReason, string>> = {
  'signing-in': 'Signing in',
  'signed-out': 'Sign in to the console',
  'link-refused': 'This sign-in link no longer works',
};

/** Stands in a page's place while the collector doesn't know this browser. */
export function SignInPage({ reason, detail }: SignInPageProps) {
  useReturn();
  return (
    <div class="sign-in">
      <main id="main" class="sign-in-sheet sheet">
        <div class="sign-in-head">
          <Brand />
          <ThemeButton />
        </div>
        <PageTitle title={titles[reason]} />
        {reason === 'signing-in' ? (
          <p role="status">One moment.</p>
        ) : (
          <>
            {reason === 'link-refused' && (
              <p>A link works once, and for ten minutes. {detail !== '' && <span class="muted">{detail}</span>}</p>
            )}
            <p>On the collector’s machine, make a sign-in link and open it in this browser:</p>
            <Command text="culprit token create --sign-in" />
            <p class="muted">
              The collector also prints one when it starts. This page goes on by itself once you are in.
            </p>
          </>
        )}
      </main>
    </div>
  );
}

/** Goes on when another tab has signed in: the cookie is this tab's too. */
function useReturn(): void {
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return;
      const outcome = await request<Session>('/api/v1/session');
      if (outcome.status === 'ok') gainSession();
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('focus', look);
    };
  }, []);
}
