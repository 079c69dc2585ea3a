import { z } from 'zod';
import { alertDetail } from '../../alerts/alert-detail.ts';
import { severities } from '../../store/alert-table.ts';
import { encodeCursor, positionCursor } from '../cursor.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { alert, alertSummary, pageOf } from '../schemas.ts';
import type { Severity } from '../types.ts';
import type { RouteContext } from './context.ts';
import { limit, packageName } from './parameters.ts';

const severityList = z
  .string()
  .max(64)
  .transform((text, context): readonly Severity[] => {
    const wanted = text.split(',').map((part) => part.trim());
    const known = severities.filter((level) => wanted.includes(level));
    if (known.length === new Set(wanted).size) return known;
    context.addIssue({
      code: 'custom',
      message: `must be one or more of ${severities.join(', ')}, with commas between`,
    });
    return z.NEVER;
  })
  .optional()
  .describe('One or more of informational, low, medium, high, critical, with commas between');

export function alertRoutes({ store, streams, door }: RouteContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/alerts',
      summary: 'Alerts, newest first.',
      query: z.strictObject({
        severity: severityList,
        package: packageName.optional().describe("The culprit's name"),
        machine: z.string().min(1).max(256).optional().describe("A machine's id or host name"),
        rule: z.string().min(1).max(256).optional().describe("A rule's id"),
        q: z.string().max(256).optional().describe('Words of the sentence, the rule, the package or the machine'),
        cursor: positionCursor,
        limit,
      }),
      answer: pageOf(alertSummary),
      handle: async ({ query: { severity, package: name, machine, rule, q, cursor, limit: size } }) => {
        const filter = {
          ...(severity === undefined ? {} : { severities: severity }),
          ...(name === undefined ? {} : { package: name }),
          ...(machine === undefined ? {} : { machine }),
          ...(rule === undefined ? {} : { rule }),
          ...(q === undefined ? {} : { q }),
        };
        const { items, next } = await store.alerts.list(filter, cursor ?? null, size);
        return { items, next: encodeCursor(next) };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/alerts/:id',
      summary: 'One alert with its evidence, timeline and versions.',
      params: z.strictObject({ id: z.string().max(64) }),
      answer: alert,
      handle: async ({ params: { id } }) => {
        const found = await alertDetail(store, id);
        if (found === null) throw new ProblemError(404, 'There is no such alert; see the list of alerts.');
        return found;
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/events',
      summary: 'Server-sent events: "alert" with an AlertSummary for each new or changed alert. Last-Event-ID resumes.',
      mediaType: 'text/event-stream',
      handle: async (_, { request, reply }) => {
        await streams.open(request, reply, async () => (await door.identify(request)) !== null);
        return null;
      },
    }),
  ];
}
