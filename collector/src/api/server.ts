import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { createDoor } from './caller.ts';
import { serveConsole } from './console.ts';
import { docsPage, docsStyle } from './docs-page.ts';
import { openApiOf } from './openapi.ts';
import { ProblemError, problemOf, problemType } from './problem.ts';
import { type Route, serveRoute } from './route.ts';
import { alertRoutes } from './routes/alerts.ts';
import type { RouteContext } from './routes/context.ts';
import { machineRoutes, ruleRoutes } from './routes/machines.ts';
import { packageRoutes } from './routes/packages.ts';
import { sessionRoutes } from './routes/session.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { whoRoutes } from './routes/who.ts';

const maxBodyBytes = 65_536;

export interface ServerOptions extends Omit<RouteContext, 'door'> {
  readonly version: string;
  /** The folder of the built console; it need not be there. */
  readonly consoleDir: string;
}

/** The HTTP server with all its routes, not yet listening. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { events, version } = options;
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    frameworkErrors: (error, _, reply: FastifyReply) =>
      reply
        .code(400)
        .type(problemType)
        .send(JSON.stringify(problemOfFault(error))),
  });
  // A text body is what a form on another page could send without being asked for permission first.
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('caller', null);
  await app.register(cookie);
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: policy }, ...withoutTls });

  const door = createDoor(options);
  app.addHook('onRequest', (request, reply) => door.admit(request, reply));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof ProblemError) reply.headers(error.headers);
    const problem = error instanceof ProblemError ? error.problem : problemOfFault(error);
    if (problem.status >= 500 && !(error instanceof ProblemError)) {
      events.requestFailed(request.method, request.routeOptions.url ?? '', error);
    }
    return reply
      .code(problem.status)
      .type(problemType)
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problem));
  });

  const context: RouteContext = { ...options, door };
  const routes = routesOf(context);
  for (const route of routes) serveRoute(app, route);
  serveDocs(app, routes, version);
  await serveConsole(app, options.consoleDir);
  return app;
}

/** Every route of the API, in the order in which the documents tell them. */
export function routesOf(context: RouteContext): readonly Route[] {
  return [
    ...whoRoutes(context),
    ...alertRoutes(context),
    ...packageRoutes(context),
    ...machineRoutes(context),
    ...ruleRoutes(context),
    ...tokenRoutes(context),
    ...sessionRoutes(context),
  ];
}

/** Nothing but the collector's own files; no script and no style in a page itself. */
const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** On loopback there is no TLS to insist on, and a browser that was told to would never come back. */
const withoutTls = {
  hsts: false,
  referrerPolicy: { policy: 'no-referrer' as const },
  xFrameOptions: { action: 'deny' as const },
};

function serveDocs(app: FastifyInstance, routes: readonly Route[], version: string): void {
  const document = JSON.stringify(openApiOf(routes, version));
  const page = docsPage(routes, version);
  const config = { isPublic: true };
  app.get('/api/v1/openapi.json', { config }, async (_, reply) => reply.type('application/json').send(document));
  app.get('/api/docs', { config }, async (_, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/api/docs.css', { config }, async (_, reply) => reply.type('text/css; charset=utf-8').send(docsStyle));
}

/** What the framework itself refuses, in our words. */
function problemOfFault({ statusCode = 500, code }: Partial<FastifyError>) {
  const detail = faults[code ?? ''];
  if (detail !== undefined) return problemOf(statusCode, detail);
  if (statusCode >= 500)
    return problemOf(500, 'The collector failed at this; its log says more. Try again, and report it if it stays.');
  return problemOf(statusCode, 'The request is not as it should be; /api/docs tells what each route takes.');
}

const faults: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as JSON, with "content-type: application/json".',
  FST_ERR_CTP_BODY_TOO_LARGE: `A body has at most ${maxBodyBytes} bytes.`,
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; send a JSON object, or leave content-type out.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is no JSON; send a JSON object.',
  FST_ERR_BAD_URL: 'The address is no valid URL; percent-encode what is special in it.',
};
