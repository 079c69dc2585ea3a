import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { enrol } from './enrol.ts';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const given = { token: 'one-time', hostName: 'ann-laptop', platform: 'linux' };
const saying =
  (status: number, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body);

test('a token becomes the machine and its credential', async () => {
  let asked: IncomingMessage | undefined;
  let body = '';
  const collector = await serve((request, response) => {
    asked = request;
    void text(request).then((all) => {
      body = all;
      response.writeHead(201).end('{"machine":"m-1","credential":"secret"}');
    });
  });
  expect(await enrol({ collector: `${collector}/`, ...given })).toEqual({
    ...{ collector, machine: 'm-1', credential: 'secret' },
  });
  expect([asked?.method, asked?.url]).toEqual(['POST', '/api/v1/enrol']);
  expect(JSON.parse(body)).toEqual(given);
});

test.each([401, 403])('status %d says that the token is no good, and how to get one', async (status) => {
  const collector = await serve(saying(status, '{}'));
  const attempt = enrol({ collector, ...given });
  await expect(attempt).rejects.toMatchObject({ code: 'AGENT_ERR_ENROL_REFUSED' });
  await expect(attempt).rejects.toThrow(/does not accept this token: .*culprit token create --enrol/);
  await expect(attempt).rejects.not.toThrow(/one-time/);
});

test.each<[string, RequestListener]>([
  ['another page', saying(200, '<html>')],
  ['another answer', saying(201, '{"machine":"m-1"}')],
  ['nothing found', saying(404, '{}')],
  ['a fault', saying(500, '{}')],
])('%s is no collector', async (_, answer) => {
  await expect(enrol({ collector: await serve(answer), ...given })).rejects.toMatchObject({
    ...{ code: 'AGENT_ERR_ENROL_ANSWER' },
  });
});

test('a redirection is not followed: the token is for the one that was named', async () => {
  let visits = 0;
  const elsewhere = await serve((_, response) => {
    visits += 1;
    response.writeHead(201).end('{"machine":"m-1","credential":"secret"}');
  });
  const collector = await serve((_, response) =>
    response.writeHead(307, { location: `${elsewhere}/api/v1/enrol` }).end(),
  );
  await expect(enrol({ collector, ...given })).rejects.toThrow();
  expect(visits).toBe(0);
});

test('nobody there is a sentence with the address and the reason', async () => {
  const collector = 'http://127.0.0.1:1';
  const attempt = enrol({ collector, ...given });
  await expect(attempt).rejects.toMatchObject({ code: 'AGENT_ERR_COLLECTOR_UNREACHABLE' });
  await expect(attempt).rejects.toThrow(/http:\/\/127\.0\.0\.1:1 does not answer \(.+\): check the address/);
});
