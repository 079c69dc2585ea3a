import { z } from 'zod';
import type { Route } from './route.ts';
import { problem } from './schemas.ts';

type Json = { [key: string]: unknown };

/** The routes as an OpenAPI 3.1 document. */
export function openApiOf(routes: readonly Route[], version: string): Json {
  const schemas: Json = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => hoist(schema, io, schemas);
  const problems = {
    description: 'What is wrong and what to do (RFC 9457)',
    content: { 'application/problem+json': { schema: schemaOf(problem, 'output') } },
  };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}');
    const content =
      route.answer === null ? undefined : { [route.mediaType]: { schema: schemaOf(route.answer, 'output') } };
    const parameters = [
      ...(route.params === null ? [] : parametersOf(route.params, 'path', schemaOf)),
      ...(route.query === null ? [] : parametersOf(route.query, 'query', schemaOf)),
    ];
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: {
        summary: route.summary,
        ...(route.isPublic ? { security: [] } : {}),
        ...(parameters.length === 0 ? {} : { parameters }),
        ...(route.body === null
          ? {}
          : {
              requestBody: {
                required: true,
                content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
              },
            }),
        responses: {
          [route.status]: { description: route.summary, ...(content ? { content } : {}) },
          default: problems,
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Culprit',
      version,
      description: 'Which package did that? Times are Unix times in ms. Lists come in pages: pass `next` as `cursor`.',
    },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'From "culprit token create --api"' },
        session: { type: 'apiKey', in: 'cookie', name: 'culprit_session', description: 'The console’s session' },
      },
    },
  };
}

function parametersOf(
  schema: z.ZodObject,
  where: 'path' | 'query',
  schemaOf: (schema: z.ZodType, io: 'input') => Json,
): Json[] {
  const whole = schemaOf(schema, 'input');
  const required = new Set((whole.required as string[] | undefined) ?? []);
  return Object.entries((whole.properties as Record<string, Json> | undefined) ?? {}).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: where,
      required: where === 'path' || required.has(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** A schema whose named parts stand once, among the document's components. */
function hoist(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io, target: 'draft-2020-12' }));
  const { $schema: _, $defs, ...own } = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  for (const [name, part] of Object.entries(($defs as Record<string, Json> | undefined) ?? {}))
    schemas[name] = named(part);
  const { id, ...rest } = own;
  if (typeof id !== 'string') return own;
  schemas[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

function named(part: Json): Json {
  const { id: _, ...rest } = part;
  return rest;
}
