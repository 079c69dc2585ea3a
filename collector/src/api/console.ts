import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, problemType } from './problem.ts';

const notBuilt = `The console isn't built yet. Build it once, then reload this page:

    npm run build -w @culprit/console

The API works without it: /api/docs tells how.
`;

/**
 * Serves the console's built files: those with a hash in their name for ever, the page itself always fresh, and the
 * page again for each address that the console knows and the server doesn't.
 */
export async function serveConsole(app: FastifyInstance, dist: string): Promise<void> {
  await app.register(fastifyStatic, { root: dist, serve: false, index: false });

  async function page(reply: FastifyReply): Promise<FastifyReply> {
    if (!existsSync(join(dist, 'index.html'))) return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
    // Asked for anew each time, and answered with 304 while it is the same: it names the hashed files.
    return reply.header('cache-control', 'no-cache').sendFile('index.html', dist, { cacheControl: false });
  }

  app.get('/', { config: { isPublic: true } }, async (_, reply) => page(reply));
  app.get('/*', { config: { isPublic: true } }, async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    if (path.startsWith('api/') || path === 'api') return notFound(request, reply);
    if (isFile(path) && existsSync(dist)) {
      const isHashed = path.startsWith('assets/');
      return reply.sendFile(path, dist, { maxAge: isHashed ? '365d' : 0, immutable: isHashed });
    }
    return isFile(path) ? notFound(request, reply) : page(reply);
  });
  app.setNotFoundHandler({}, notFound);
}

/** Addresses of the console have no file ending in their last part, its files do. */
function isFile(path: string): boolean {
  return /^assets\/|^[^/]*\.(js|css|svg|ico|png|webmanifest|json|txt|woff2)$/.test(path);
}

function notFound(_: FastifyRequest, reply: FastifyReply): FastifyReply {
  const detail = 'There is nothing at this address; /api/docs lists what there is.';
  return reply
    .code(404)
    .type(problemType)
    .send(JSON.stringify(problemOf(404, detail)));
}
