import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Problem, Session } from '../../../src/api/types.ts';
import { request } from '../api/request.ts';
import { Command } from '../elements/command.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { Brand } from '../shell/brand.tsx';
import { ThemeButton } from '../shell/theme-button.tsx';
import { Text } from '../text/text.tsx';
import { gainSession } from './session.ts';
import '../styles/sign-in.css';

interface SignInPageProps {
  /** What the collector said of a sign-in link; none where no link was tried. */
  readonly problem?: Problem;
  /** Tries the same link again. */
  readonly onRetry?: () => void;
}

/** Stands in a page's place while the collector doesn't know this browser. */
export function SignInPage({ problem, onRetry }: SignInPageProps) {
  useReturn();
  // Anything but a plain no (too many tries, no answer) may pass, and the link be still good.
  const mayPass = problem !== undefined && problem.status !== 401;
  return (
    <Sheet title={problem === undefined ? 'Sign in to the console' : titleOf(problem)}>
      {problem !== undefined && (
        <p role="alert">
          <Text value={problem.detail} />
        </p>
      )}
      {mayPass ? (
        <p>
          <button type="button" class="button button-main" onClick={onRetry}>
            Try again
          </button>
        </p>
      ) : (
        <>
          <p>On the collector’s machine, make a sign-in link and open it in this browser:</p>
          <Command text="culprit token create --sign-in" />
          <p class="muted">
            A link works once, and for ten minutes. The collector also prints one when it starts. This page goes on by
            itself once you are in.
          </p>
        </>
      )}
    </Sheet>
  );
}

/** While a link is traded for a session. */
export function SigningIn() {
  return (
    <Sheet title="Signing in">
      <p role="status">One moment.</p>
    </Sheet>
  );
}

function titleOf(problem: Problem): string {
  return problem.status === 401 ? 'This sign-in link no longer works' : problem.title;
}

function Sheet({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="sign-in">
      <main id="main" class="sign-in-sheet sheet">
        <div class="sign-in-head">
          <Brand />
          <ThemeButton />
        </div>
        <PageTitle title={title}>
          <Text value={title} />
        </PageTitle>
        {children}
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
