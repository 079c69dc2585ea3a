import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../../src/api/types.ts';
import { onSessionLost } from '../session/session.ts';
import { request } from './request.ts';

/** Something that the collector holds, on its way, here, or not to be had. */
export type Resource<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem };

const maxKept = 24;
const kept = new Map<string, unknown>();
onSessionLost(() => kept.clear());

/**
 * What stands at a path of the API. What was seen before shows at once and is refreshed behind the reader's back, so
 * that Back is instant. `reload` asks again.
 */
export function useResource<T>(path: string): Resource<T> & { readonly reload: () => void } {
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<{ path: string; resource: Resource<T> }>();
  useEffect(() => {
    const controller = new AbortController();
    void request<T>(path, { signal: controller.signal }).then((outcome) => {
      if (outcome.status === 'aborted') return;
      if (outcome.status === 'ok') {
        keep(path, outcome.value);
        setHeld({ path, resource: { state: 'ready', value: outcome.value } });
      } else if (!kept.has(path) || outcome.problem.status === 404) {
        kept.delete(path);
        setHeld({ path, resource: { state: 'failed', problem: outcome.problem } });
      }
    });
    return () => controller.abort();
  }, [path, round]);
  const reload = useCallback(() => {
    setHeld((now) => (now?.resource.state === 'failed' ? undefined : now));
    setRound((now) => now + 1);
  }, []);
  if (held?.path === path) return { ...held.resource, reload };
  if (kept.has(path)) return { state: 'ready', value: kept.get(path) as T, reload };
  return { state: 'loading', reload };
}

function keep(path: string, value: unknown): void {
  kept.delete(path);
  kept.set(path, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= maxKept) break;
    kept.delete(oldest);
  }
}
