import { request } from '../api/request.ts';
import { Icon } from '../elements/icon.tsx';
import { loseSession } from './session.ts';

/** Ends this browser's session. */
export function SignOutButton() {
  const signOut = async () => {
    const outcome = await request<null>('/api/v1/session', { method: 'DELETE' });
    // Where the collector didn't hear it, the session still stands: the page must not say otherwise.
    if (outcome.status === 'ok' || (outcome.status === 'problem' && outcome.problem.status === 401)) loseSession();
  };
  return (
    <button type="button" class="icon-button" aria-label="Sign out" title="Sign out" onClick={signOut}>
      <Icon name="leave" />
    </button>
  );
}
