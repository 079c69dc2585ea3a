import { z } from 'zod';
import { sessionMs } from '../../tokens/tokens.ts';
import { sessionCookie } from '../caller.ts';
import { type Route, route } from '../route.ts';
import { session } from '../schemas.ts';
import type { RouteContext } from './context.ts';

export function sessionRoutes({ tokens, door, events }: RouteContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/session',
      summary: 'Who is signed in.',
      answer: session,
      handle: async (_, { caller }) => ({ user: caller?.user ?? '' }),
    }),
    route({
      method: 'POST',
      url: '/api/v1/session',
      summary: 'Signs in to the console with a one-time token; the session is a cookie.',
      isPublic: true,
      body: z.strictObject({ token: z.string().min(1).max(256).describe('From a sign-in link') }),
      answer: session,
      handle: async ({ body }, { reply }) => {
        const user = await door.attempt(body.token, 'sign-in');
        if (user === null) {
          throw door.refused(
            'sign-in',
            'This sign-in link was used before or is older than 10 minutes; make another with "culprit token create --sign-in".',
          );
        }
        const { secret } = await tokens.openSession(user);
        reply.setCookie(sessionCookie, secret, {
          path: '/',
          httpOnly: true,
          sameSite: 'strict',
          maxAge: sessionMs / 1000,
        });
        events.signedIn();
        return { user };
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/v1/session',
      summary: 'Signs out.',
      status: 204,
      handle: async (_, { request, reply }) => {
        const secret = request.cookies[sessionCookie];
        if (secret !== undefined) await tokens.closeSession(secret);
        reply.clearCookie(sessionCookie, { path: '/' });
        return null;
      },
    }),
  ];
}
