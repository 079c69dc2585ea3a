const fragment = /^#sign-in=([A-Za-z0-9_-]{1,256})$/;

/**
 * Takes the one-time token out of the address line, so that it stays in no history entry, bookmark or screenshot.
 * Null where the address bears none.
 */
export function takeSignInToken(): string | null {
  const token = fragment.exec(location.hash)?.[1] ?? null;
  if (location.hash.startsWith('#sign-in=')) {
    history.replaceState(history.state, '', location.pathname + location.search);
    // A link that was cut in half is as good as one that was used: the page says how to make another.
    return token ?? '';
  }
  return null;
}
