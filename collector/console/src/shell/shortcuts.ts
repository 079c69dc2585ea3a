import { useEffect, useRef } from 'preact/hooks';

const storageKey = 'culprit-shortcuts';

/** Single-key shortcuts can be turned off (WCAG 2.1.4): speech input types them by accident. */
export function shortcutsAreOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off';
}

/** Turns single-key shortcuts on or off for this browser. */
export function setShortcuts(areOn: boolean): void {
  if (areOn) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, 'off');
}

/** Calls an act when its key is pressed alone, outside fields and dialogs, while the component is there. */
export function useShortcuts(acts: Readonly<Record<string, () => void>>): void {
  const now = useRef(acts);
  now.current = acts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = now.current[event.key];
      if (act === undefined || !Object.hasOwn(now.current, event.key) || !isMeant(event)) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function isMeant(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (!shortcutsAreOn() || document.querySelector('dialog[open]') !== null) return false;
  const { target } = event;
  return !(target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select')));
}
