import { z } from 'zod';
import { parseTarget } from '../../store/target.ts';
import { encodeCursor, positionCursor } from '../cursor.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { pageOf, whoRow } from '../schemas.ts';
import { parseSince, sinceMend } from '../since.ts';
import type { RouteContext } from './context.ts';
import { limit, packageName } from './parameters.ts';

export function whoRoutes({ store, clock }: RouteContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/who',
      summary: 'Which package touched a target: a row a distinct answer, newest first.',
      query: z.strictObject({
        target: z
          .string()
          .describe(
            'A host (and what is below it), an IP address, a network (CIDR), a file path with ~ for the home folder, where * and ** are wildcards, or class:NAME',
          ),
        since: z.string().max(64).optional().describe('30m, 12h, 7d, or an ISO date'),
        package: packageName.optional().describe("The culprit's name"),
        machine: z.string().min(1).max(256).optional().describe("A machine's id or host name"),
        cursor: positionCursor,
        limit,
      }),
      answer: pageOf(whoRow),
      handle: async ({ query: { target, since, package: name, machine, cursor, limit: size } }) => {
        const parsed = parseTarget(target);
        if (!parsed.ok)
          throw new ProblemError(400, parsed.mend, { errors: [{ field: 'target', detail: parsed.mend }] });
        const sinceMs = since === undefined ? undefined : parseSince(since, clock());
        if (sinceMs === null) {
          throw new ProblemError(400, `"since" ${sinceMend}.`, { errors: [{ field: 'since', detail: sinceMend }] });
        }
        const query = {
          target: parsed.target,
          ...(sinceMs === undefined ? {} : { sinceMs }),
          ...(name === undefined ? {} : { package: name }),
          ...(machine === undefined ? {} : { machine }),
        };
        const { items, next } = await store.sightings.who(query, cursor ?? null, size);
        return { items, next: encodeCursor(next) };
      },
    }),
  ];
}
