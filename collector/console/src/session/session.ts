import { useEffect, useState } from 'preact/hooks';

/**
 * Whether the collector knows this browser. It is taken to until an answer says otherwise, so that a page costs no
 * extra round trip.
 */
let isSignedIn = true;
const watchers = new Set<(isSignedIn: boolean) => void>();
const lostListeners = new Set<() => void>();

/** The session has ended: the sign-in page takes the page's place, its address stays. */
export function loseSession(): void {
  if (!isSignedIn) return;
  for (const listener of lostListeners) listener();
  set(false);
}

/** There is a session (again). */
export function gainSession(): void {
  if (!isSignedIn) set(true);
}

/** Calls back when a session ends: whatever was kept of its answers has to go. */
export function onSessionLost(listener: () => void): void {
  lostListeners.add(listener);
}

/** Whether there is a session, kept true. */
export function useSignedIn(): boolean {
  const [now, setNow] = useState(isSignedIn);
  useEffect(() => {
    setNow(isSignedIn);
    watchers.add(setNow);
    return () => {
      watchers.delete(setNow);
    };
  }, []);
  return now;
}

function set(value: boolean): void {
  isSignedIn = value;
  for (const watcher of watchers) watcher(value);
}
