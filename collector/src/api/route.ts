import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller } from './caller.ts';
import { ProblemError, problemOfInput } from './problem.ts';

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Who asks; a public route may be asked by nobody. */
  readonly caller: Caller | null;
}

/** One route as it is served and as the OpenAPI document tells it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With parameters as ":name". */
  readonly url: string;
  /** What it answers, in one sentence. */
  readonly summary: string;
  /** Anyone on this machine may ask; the others need a token or a session. */
  readonly isPublic: boolean;
  readonly params: z.ZodObject | null;
  readonly query: z.ZodObject | null;
  readonly body: z.ZodObject | null;
  readonly status: number;
  /** The answer's schema; null where there is none or it is no JSON. */
  readonly answer: z.ZodType | null;
  readonly mediaType: string;
  readonly handle: (input: { params: unknown; query: unknown; body: unknown }, exchange: Exchange) => Promise<unknown>;
}

type Output<T> = T extends z.ZodType ? z.output<T> : Record<string, never>;

interface Definition<
  P extends z.ZodObject | undefined,
  Q extends z.ZodObject | undefined,
  B extends z.ZodObject | undefined,
> {
  readonly method: Route['method'];
  readonly url: string;
  readonly summary: string;
  readonly isPublic?: boolean;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly status?: number;
  readonly answer?: z.ZodType;
  readonly mediaType?: string;
  readonly handle: (
    input: { readonly params: Output<P>; readonly query: Output<Q>; readonly body: Output<B> },
    exchange: Exchange,
  ) => Promise<unknown>;
}

/** Describes a route; what its schemas say of the input is what its handler may rely on. */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodObject | undefined = undefined,
>(definition: Definition<P, Q, B>): Route {
  return {
    isPublic: false,
    status: 200,
    mediaType: 'application/json',
    ...definition,
    params: definition.params ?? null,
    query: definition.query ?? null,
    body: definition.body ?? null,
    answer: definition.answer ?? null,
    handle: definition.handle as Route['handle'],
  };
}

const nothing = z.strictObject({});

/** Serves a route. Input that isn't as its schemas say is answered with a problem which names the field. */
export function serveRoute(app: FastifyInstance, { method, url, isPublic, status, ...rest }: Route): void {
  app.route({
    method,
    url,
    config: { isPublic },
    handler: async (request, reply) => {
      const params = check(rest.params ?? nothing, request.params);
      const query = check(rest.query ?? nothing, request.query);
      const body = rest.body === null ? {} : check(rest.body, request.body);
      const answer = await rest.handle({ params, query, body }, { request, reply, caller: request.caller });
      // A stream has taken the socket over.
      if (reply.sent) return reply;
      reply.code(status).header('cache-control', 'no-store');
      return reply
        .type(rest.mediaType)
        .send(answer === null || rest.mediaType !== 'application/json' ? answer : JSON.stringify(answer));
    },
  });
}

function check(schema: z.ZodObject, input: unknown): unknown {
  if (schema !== nothing && input === undefined) throw new ProblemError(400, 'Send a JSON object as the body.');
  const result = schema.safeParse(input ?? {});
  if (!result.success) throw problemOfInput(result.error, Object.keys(schema.shape));
  return result.data;
}
