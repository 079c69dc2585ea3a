import { useEffect, useState } from 'preact/hooks';
import { agoWords, dateTimeWords, isoTime, utcWords } from './time.ts';

interface MomentProps {
  readonly ms: number;
}

/** A time in the viewer's zone; its title is the exact UTC. */
export function Moment({ ms }: MomentProps) {
  return <TimeElement ms={ms} words={dateTimeWords(ms)} />;
}

/** How long ago, kept true while the page stays open; its title is the exact UTC. */
export function Ago({ ms }: MomentProps) {
  return <TimeElement ms={ms} words={agoWords(ms, useNow())} />;
}

/** Words of the caller's for a time; its title is the exact UTC. */
export function TimeElement({ ms, words }: MomentProps & { readonly words: string }) {
  return (
    <time dateTime={isoTime(ms)} title={utcWords(ms)}>
      {words}
    </time>
  );
}

const tickMs = 20_000;
const listeners = new Set<(nowMs: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The present, as of the last tick; one timer serves every clock on the page. */
function useNow(): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    listeners.add(setNow);
    timer ??= setInterval(() => {
      for (const listener of listeners) listener(Date.now());
    }, tickMs);
    return () => {
      listeners.delete(setNow);
      if (listeners.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    };
  }, []);
  return nowMs;
}
