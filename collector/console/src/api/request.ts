import type { Problem } from '../../../src/api/types.ts';
import { loseSession } from '../session/session.ts';

/** What came of a request: its answer, or a problem whose `detail` says what to do. */
export type Outcome<T> =
  | { readonly status: 'ok'; readonly value: T }
  | { readonly status: 'problem'; readonly problem: Problem }
  | { readonly status: 'aborted' };

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks the collector. Never throws. An answer of 401 also ends the session, except where a sign-in was asked for.
 * The caller names the type of the answer: both ends take it from the same file.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Outcome<T>> {
  const { method = 'GET', body, signal } = options;
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.ok) return { status: 'ok', value: (response.status === 204 ? null : await response.json()) as T };
    if (response.status === 401 && method === 'GET') loseSession();
    return { status: 'problem', problem: await readProblem(response) };
  } catch (cause) {
    if (signal?.aborted) return { status: 'aborted' };
    return { status: 'problem', problem: cause instanceof SyntaxError ? unreadable : unreachable };
  }
}

const unreachable: Problem = {
  type: 'about:blank',
  title: 'The collector does not answer',
  status: 0,
  detail: 'Check that "culprit serve" is running and that this machine can reach it, then try again.',
};

const unreadable: Problem = {
  type: 'about:blank',
  title: 'The answer is not JSON',
  status: 0,
  detail: 'Something between this browser and the collector answered in its place; check the address and any proxy.',
};

async function readProblem(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: `The collector answered with status ${response.status}`,
    status: response.status,
    detail: 'Try again; if it stays, the collector’s log says more.',
  };
  try {
    const said: unknown = await response.json();
    if (typeof said !== 'object' || said === null) return fallback;
    const text = (name: 'title' | 'detail'): string => {
      const value: unknown = Reflect.get(said, name);
      return typeof value === 'string' && value !== '' ? value : fallback[name];
    };
    return { ...fallback, title: text('title'), detail: text('detail') };
  } catch {
    return fallback;
  }
}
