import { z } from 'zod';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { createdToken } from '../schemas.ts';
import type { RouteContext } from './context.ts';

const maxUses = 100_000;
const maxExpiryMs = 366 * 86_400_000;

export function tokenRoutes({ tokens, url, events }: RouteContext): Route[] {
  return [
    route({
      method: 'POST',
      url: '/api/v1/tokens',
      summary: 'Makes a token: to enrol machines, to sign in to the console, or for a program that uses this API.',
      body: z.strictObject({
        kind: z.enum(['enrol', 'sign-in', 'api']),
        label: z.string().min(1).max(64).optional().describe('Whom it stands for; API tokens are taken back by it'),
        uses: z
          .number()
          .int()
          .min(1)
          .max(maxUses)
          .optional()
          .describe('Enrolment: for how many machines; 1 by default'),
        expiresInMs: z.number().int().min(1000).max(maxExpiryMs).optional(),
      }),
      status: 201,
      answer: createdToken,
      handle: async ({ body: { kind, label, uses, expiresInMs } }, { caller }) => {
        if (uses !== undefined && kind !== 'enrol') {
          throw new ProblemError(
            400,
            '"uses" is for enrolment tokens: a sign-in token is good once, an API token until it is taken back.',
          );
        }
        const created = await tokens.create({ kind, label: label ?? caller?.user ?? 'api', uses, expiresInMs });
        return { ...created, link: kind === 'sign-in' ? signInLink(url(), created.token) : null };
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/v1/tokens/:label',
      summary: 'Takes back the API tokens of a label.',
      params: z.strictObject({ label: z.string().max(64) }),
      status: 204,
      handle: async ({ params: { label } }) => {
        if ((await tokens.revoke(label)) === 0) throw new ProblemError(404, 'There is no API token of that label.');
        return null;
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/metrics',
      summary: "The collector's counters in Prometheus' text format.",
      mediaType: 'text/plain; version=0.0.4; charset=utf-8',
      handle: async () => events.metrics(),
    }),
  ];
}

/** A link that signs in once. The token is in the fragment, which no browser sends and no log keeps. */
export function signInLink(url: string, token: string): string {
  return `${url}/#sign-in=${token}`;
}
