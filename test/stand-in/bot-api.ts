/** A stand-in for Telegram's Bot API, as far as a thief needs it: sendMessage is taken, whatever the token. */
import { json, type StandIn } from './answer.ts';

/** The service's own name; requests to it reach this stand-in by way of the proxy. */
export const botApiHost = 'api.telegram.org';

/** Answers `/botTOKEN/sendMessage` as the service does, by GET or POST; anything else is its 404. */
export function createBotApi(): StandIn {
  let messages = 0;
  return ({ path, body }) => {
    const { pathname, searchParams } = new URL(path, `https://${botApiHost}`);
    if (!/^\/bot[^/]+\/sendMessage$/.test(pathname)) {
      return json({ ok: false, error_code: 404, description: 'Not Found' }, 404);
    }
    const fields = body === '' ? searchParams : new URLSearchParams(body);
    messages += 1;
    const chat = { id: Number(fields.get('chat_id')), type: 'private' };
    return json({ ok: true, result: { message_id: messages, chat, text: fields.get('text') ?? '' } });
  };
}
