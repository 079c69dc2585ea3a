import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Page, Problem } from '../../../src/api/types.ts';
import { onSessionLost } from '../session/session.ts';
import { request } from './request.ts';

/** A list of the API's, page by page. */
export type Pages<T> = {
  /** Asks for everything anew. */
  readonly reload: () => void;
} & (
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | {
      readonly state: 'ready';
      readonly items: readonly T[];
      readonly hasMore: boolean;
      readonly isLoadingMore: boolean;
      /** Why the next page could not be had, or null. */
      readonly problem: Problem | null;
      readonly more: () => void;
    }
);

interface Held<T> {
  readonly path: string;
  readonly items: readonly T[];
  readonly next: string | null;
  readonly isLoadingMore: boolean;
  readonly problem: Problem | null;
  readonly isThere: boolean;
}

const maxKept = 6;
const kept = new Map<string, Held<unknown>>();
onSessionLost(() => kept.clear());

/** The list at a path of the API (which bears its filters). What was seen before shows at once, all its pages. */
export function usePages<T>(path: string): Pages<T> {
  const [held, setHeld] = useState<Held<T> | undefined>(() => kept.get(path) as Held<T> | undefined);
  const [round, setRound] = useState(0);
  const now = held?.path === path ? held : (kept.get(path) as Held<T> | undefined);

  const hold = useCallback((next: Held<T>) => {
    setHeld(next);
    if (!next.isThere) return;
    kept.delete(next.path);
    kept.set(next.path, next);
    for (const oldest of kept.keys()) {
      if (kept.size <= maxKept) break;
      kept.delete(oldest);
    }
  }, []);

  useEffect(() => {
    if (kept.has(path)) return;
    const controller = new AbortController();
    void request<Page<T>>(path, { signal: controller.signal }).then((outcome) => {
      const blank = { path, items: [], next: null, isLoadingMore: false };
      if (outcome.status === 'ok') hold({ ...blank, ...outcome.value, problem: null, isThere: true });
      if (outcome.status === 'problem') hold({ ...blank, problem: outcome.problem, isThere: false });
    });
    return () => controller.abort();
  }, [path, round]);

  const reload = useCallback(() => {
    kept.delete(path);
    setHeld(undefined);
    setRound((count) => count + 1);
  }, [path]);

  if (now === undefined) return { state: 'loading', reload };
  if (!now.isThere && now.problem !== null) return { state: 'failed', problem: now.problem, reload };
  const more = async () => {
    if (now.next === null || now.isLoadingMore) return;
    hold({ ...now, isLoadingMore: true });
    const outcome = await request<Page<T>>(
      `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(now.next)}`,
    );
    if (outcome.status === 'ok') {
      hold({ ...now, items: [...now.items, ...outcome.value.items], next: outcome.value.next, problem: null });
    } else hold({ ...now, isLoadingMore: false, problem: outcome.status === 'problem' ? outcome.problem : null });
  };
  return { ...now, state: 'ready', hasMore: now.next !== null, more: () => void more(), reload };
}
