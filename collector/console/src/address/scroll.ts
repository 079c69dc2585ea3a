import { useLayoutEffect, useRef } from 'preact/hooks';
import { rememberedScroll } from './address.ts';

/** Brings a page that was come back to where it was left, once what it shows is there. */
export function useRememberedScroll(isReady: boolean): void {
  const done = useRef(false);
  useLayoutEffect(() => {
    if (!isReady || done.current) return;
    done.current = true;
    scrollTo(0, rememberedScroll());
  }, [isReady]);
}
