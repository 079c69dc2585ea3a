import { z } from 'zod';
import { encodeCursor, nameCursor } from '../cursor.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { packageDetail, packageSummary, pageOf } from '../schemas.ts';
import type { RouteContext } from './context.ts';
import { limit, packageName } from './parameters.ts';

/** A package's page shows its newest alerts; the rest is in the list of alerts. */
const maxAlerts = 50;

export function packageRoutes({ store }: RouteContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/packages',
      summary: 'Packages that the fleet has, by name.',
      query: z.strictObject({
        q: z.string().max(256).default('').describe('A part of the name'),
        cursor: nameCursor,
        limit,
      }),
      answer: pageOf(packageSummary),
      handle: async ({ query: { q, cursor, limit: size } }) => {
        const { items, next } = await store.packages.list(q.trim(), cursor ?? null, size);
        return { items, next: encodeCursor(next) };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/packages/:name',
      summary: 'One package: its versions with what each does, where it is installed, its alerts.',
      params: z.strictObject({ name: packageName }),
      answer: packageDetail,
      handle: async ({ params: { name } }) => {
        const found = await store.packages.get(name);
        if (found === null) {
          throw new ProblemError(
            404,
            'No machine has or had this package; see how it is spelled in the list of packages.',
          );
        }
        const { items } = await store.alerts.list({ package: name }, null, maxAlerts);
        return { ...found, alerts: items };
      },
    }),
  ];
}
