import { useEffect, useState } from 'preact/hooks';

/** Where the console stands: what the browser's address line says after the host. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();
const scrollOf = new Map<string, number>();
let entries = 0;

/** The address now. */
export function currentAddress(): Address {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

/** The address, kept true. */
export function useAddress(): Address {
  const [address, setAddress] = useState(currentAddress);
  useEffect(() => {
    const update = () => setAddress(currentAddress());
    listeners.add(update);
    return () => {
      listeners.delete(update);
    };
  }, []);
  return address;
}

/** Goes to an address of the console's, as a link would. */
export function navigate(to: string): void {
  if (to === location.pathname + location.search) return;
  scrollOf.set(entryKey(), scrollY);
  entries += 1;
  history.pushState({ key: `${performance.timeOrigin}-${entries}` }, '', to);
  announce();
  scrollTo(0, 0);
}

/** Changes the address where it stands: filters refine a page, they don't leave it. */
export function replaceAddress(to: string): void {
  history.replaceState(history.state, '', to);
  announce();
}

/** How far this entry of the history was scrolled when it was left; 0 for a new one. */
export function rememberedScroll(): number {
  return scrollOf.get(entryKey()) ?? 0;
}

/** Makes links, Back and Forward change the page without loading it anew. To be called once. */
export function startAddress(): void {
  history.scrollRestoration = 'manual';
  document.addEventListener('click', followLink);
  let shown = entryKey();
  addEventListener('popstate', () => {
    scrollOf.set(shown, scrollY);
    shown = entryKey();
    announce();
  });
  listeners.add(() => {
    shown = entryKey();
  });
}

function followLink(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return;
  }
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.origin !== location.origin) return;
  if (link.hash !== '') return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}

function announce(): void {
  for (const listener of listeners) listener();
}

function entryKey(): string {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'key' in state ? String(state.key) : '';
}
