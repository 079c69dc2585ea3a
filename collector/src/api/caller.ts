import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Events } from '../events.ts';
import type { TokenKind } from '../store/store.ts';
import type { Tokens } from '../tokens/tokens.ts';
import { ProblemError } from './problem.ts';

export const sessionCookie = 'culprit_session';

/** Who asks: a program with a token, or a person with a console session. */
export interface Caller {
  readonly user: string;
  readonly by: 'token' | 'session';
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    isPublic?: boolean;
  }
}

/** So many refused secrets within the window, and no more are looked at until it is over. */
const maxFailures = 20;
const windowMs = 60_000;

export interface CallerOptions {
  readonly tokens: Tokens;
  readonly events: Events;
  readonly clock: () => number;
}

/** Finds out who asks, and turns away who may not. */
export function createDoor({ tokens, events, clock }: CallerOptions) {
  /** When a wrong secret of each kind was shown lately. */
  const failures: Record<TokenKind, number[]> = { api: [], 'sign-in': [], enrol: [] };

  function fail(kind: TokenKind): void {
    failures[kind].push(clock());
  }

  function limit(kind: TokenKind): void {
    const now = clock();
    const recent = failures[kind].filter((at) => at > now - windowMs);
    failures[kind] = recent;
    if (recent.length < maxFailures) return;
    const seconds = Math.ceil(((recent[0] ?? now) + windowMs - now) / 1000);
    const detail = `Too many wrong tokens were tried; try again in ${seconds} seconds.`;
    throw new ProblemError(429, detail, { headers: { 'retry-after': String(seconds) } });
  }

  const door = {
    /** Whoever may ask what isn't public. */
    async identify(request: FastifyRequest): Promise<Caller | null> {
      const { authorization } = request.headers;
      if (authorization !== undefined) {
        const token = /^Bearer ([\w-]{1,256})$/.exec(authorization)?.[1];
        const user = token === undefined ? null : await tokens.redeem(token, 'api');
        if (user !== null) return { user, by: 'token' };
        // Looked at first: a program that goes on with an old token must not lock out those whose token is good.
        limit('api');
        fail('api');
        return null;
      }
      const secret = request.cookies[sessionCookie];
      const user = secret === undefined ? null : await tokens.session(secret);
      return user === null ? null : { user, by: 'session' };
    },

    /** Redeems a one-time token, unless too many wrong ones were shown lately. */
    async attempt(token: string, kind: 'sign-in' | 'enrol'): Promise<string | null> {
      limit(kind);
      const found = await tokens.redeem(token, kind);
      if (found === null) fail(kind);
      return found;
    },

    /** Before each request: which names the collector is asked by, from where a write comes, and who asks. */
    async admit(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
      checkHost(request);
      const { isPublic } = request.routeOptions.config;
      const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
      if (isWrite) checkOrigin(request, false);
      if (isPublic) return;
      request.caller = await door.identify(request);
      if (request.caller === null) throw notSignedIn();
      if (isWrite && request.caller.by === 'session') checkOrigin(request, true);
    },

    refused(what: 'sign-in' | 'enrol', detail: string): ProblemError {
      events.signInFailed(what);
      return new ProblemError(401, detail);
    },
  };
  return door;
}

export type Door = ReturnType<typeof createDoor>;

function notSignedIn(): ProblemError {
  return new ProblemError(
    401,
    'Sign in with a link from "culprit token create --sign-in", or send an API token as "Authorization: Bearer …".',
    { headers: { 'www-authenticate': 'Bearer' } },
  );
}

/** A page whose own name was made to point here (DNS rebinding) asks by that name: only loopback's are answered. */
function checkHost({ headers: { host } }: FastifyRequest): void {
  if (host !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host)) return;
  throw new ProblemError(421, 'Ask the collector as localhost, 127.0.0.1 or [::1]; it answers by no other name.');
}

/** A write that a browser sends tells where it comes from; one by cookie must, and only the console's own will do. */
function checkOrigin({ headers }: FastifyRequest, isRequired: boolean): void {
  const { origin, host } = headers;
  const isOwn =
    origin === undefined ? !isRequired || headers['sec-fetch-site'] === 'same-origin' : origin === `http://${host}`;
  if (!isOwn)
    throw new ProblemError(403, 'This request comes from another page; use the console itself, or an API token.');
}
