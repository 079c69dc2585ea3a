import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incoming, machine, sampleActivity, sampleFinding, startMs } from '../testing/sample.ts';
import { scratchDir } from '../testing/scratch.ts';
import { type ApiBench, apiBench, jsonBody } from '../testing/server.ts';
import * as schemas from './schemas.ts';

async function withAlert(): Promise<ApiBench> {
  const bench = await apiBench();
  await bench.store.batches.commit([incoming(1, [sampleActivity()])], (activities) => [sampleFinding(activities)]);
  return bench;
}

test('every answer is as its schema says', async () => {
  const { json } = await withAlert();
  const expectAnswer = async (path: string, schema: { parse: (value: unknown) => unknown }): Promise<unknown> => {
    const { status, body } = await json(path);
    expect(status, path).toBe(200);
    schema.parse(body);
    return body;
  };
  await expectAnswer('/api/v1/who?target=api.telegram.org', schemas.pageOf(schemas.whoRow));
  await expectAnswer('/api/v1/alerts', schemas.pageOf(schemas.alertSummary));
  await expectAnswer('/api/v1/alerts/1', schemas.alert);
  await expectAnswer('/api/v1/packages', schemas.pageOf(schemas.packageSummary));
  await expectAnswer('/api/v1/packages/AIOcpa', schemas.packageDetail);
  await expectAnswer('/api/v1/machines', schemas.pageOf(schemas.machine));
  await expectAnswer('/api/v1/rules', schemas.pageOf(schemas.ruleSummary));
  expect(await expectAnswer('/api/v1/session', schemas.session)).toEqual({ user: 'test' });
});

test('a package is found in whatever spelling', async () => {
  const { store, json } = await apiBench();
  const environment = {
    path: '~/v',
    kind: 'venv',
    python: '3',
    packages: [{ name: 'a-b-c', version: '1', installer: 'pip' }],
  };
  await store.inventories.replace(machine.id, [environment], startMs);
  expect((await json('/api/v1/packages/A_b.C')).body).toMatchObject({ name: 'a-b-c' });
});

test('what of a machine is covered, once it has told', async () => {
  const { store, json } = await apiBench();
  const path = `/api/v1/machines/${machine.id}/coverage`;
  expect((await json(path)).status).toBe(404);
  const venv = {
    path: '~/v',
    kind: 'venv',
    python: '3.11.7',
    origin: 'uv',
    coveredBy: 'hook',
    reason: null,
    detail: '',
  };
  const old = { ...venv, path: '~/old', kind: '', coveredBy: null, reason: 'python-too-old' };
  const shell = { executable: '/usr/bin/gdb', environment: '', reason: 'embedded', detail: '', count: 3 };
  const told = { policy: 'all', places: [venv, old], processes: [shell], coveredProcesses: 5 };
  await store.machines.coverage(machine.id, told, startMs);
  const { body } = await json(path);
  schemas.machineCoverage.parse(body);
  expect(body).toEqual({ toldMs: startMs, ...told });
  const list = schemas.pageOf(schemas.machine).parse((await json('/api/v1/machines')).body);
  expect(list.items.find(({ id }) => id === machine.id)?.coverage).toEqual({
    ...{ toldMs: startMs, covered: 1, blind: 1, coveredProcesses: 5, blindProcesses: 3 },
  });
});

test('without a token or a session nothing is told but the documentation', async () => {
  const { url, inject } = await apiBench();
  for (const path of [
    'who?target=x.test',
    'alerts',
    'alerts/1',
    'packages',
    'packages/x',
    'machines',
    'machines/x/coverage',
    'rules',
    'session',
    'events',
    'metrics',
  ]) {
    const response = await fetch(`${url}/api/v1/${path}`);
    expect(response.status, path).toBe(401);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect((await response.json()).detail).toContain('culprit token create --sign-in');
  }
  for (const [method, path] of [
    ['POST', 'tokens'],
    ['DELETE', 'tokens/x'],
    ['DELETE', 'machines/x/credential'],
    ['DELETE', 'session'],
  ] as const) {
    const { statusCode } = await inject({ method, url: `/api/v1/${path}`, headers: { host: 'localhost' } });
    expect(statusCode, path).toBe(401);
  }
  expect((await fetch(`${url}/api/v1/openapi.json`)).status).toBe(200);
  expect((await fetch(`${url}/api/docs`)).status).toBe(200);
});

test('a wrong token is refused, even beside a session that is good', async () => {
  const { ask } = await apiBench();
  expect((await ask('/api/v1/alerts', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  expect((await ask('/api/v1/alerts', { headers: { authorization: 'Basic abc' } })).status).toBe(401);
});

test('signing in: a one-time token for a cookie that no script can read; signing out ends it', async () => {
  const { url, tokens } = await apiBench();
  const { token } = await tokens.create({ kind: 'sign-in', label: 'ann' });
  const response = await fetch(`${url}/api/v1/session`, jsonBody({ token }));
  expect(await response.json()).toEqual({ user: 'ann' });
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^culprit_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect(await (await fetch(`${url}/api/v1/session`, { headers })).json()).toEqual({ user: 'ann' });
  expect((await fetch(`${url}/api/v1/session`, jsonBody({ token }))).status).toBe(401);
  const out = await fetch(`${url}/api/v1/session`, { method: 'DELETE', headers: { ...headers, origin: url } });
  expect(out.status).toBe(204);
  expect((await fetch(`${url}/api/v1/session`, { headers })).status).toBe(401);
});

test('a write by cookie must come from the console itself', async () => {
  const { url, tokens } = await apiBench();
  const { secret } = await tokens.openSession('ann');
  const post = async (more: Record<string, string>): Promise<number> => {
    const body = jsonBody({ kind: 'enrol' });
    const headers = { ...body.headers, cookie: `culprit_session=${secret}`, ...more } as Record<string, string>;
    return (await fetch(`${url}/api/v1/tokens`, { ...body, headers })).status;
  };
  expect(await post({ origin: url })).toBe(201);
  expect(await post({})).toBe(403);
  expect(await post({ origin: 'http://evil.test' })).toBe(403);
  expect(await post({ origin: 'null' })).toBe(403);
});

test('no page can sign a browser in, or enrol', async () => {
  const { url } = await apiBench();
  const init = jsonBody({ token: 'x' });
  const headers = { ...init.headers, origin: 'http://evil.test' } as Record<string, string>;
  expect((await fetch(`${url}/api/v1/session`, { ...init, headers })).status).toBe(403);
});

test('a name that was made to point here is not answered (DNS rebinding)', async () => {
  const { inject, token } = await apiBench();
  const status = async (host: string): Promise<number> =>
    (await inject({ url: '/api/v1/alerts', headers: { host, authorization: `Bearer ${token}` } })).statusCode;
  expect(await status('evil.test')).toBe(421);
  expect(await status('127.0.0.1.evil.test')).toBe(421);
  expect(await status('localhost:7790')).toBe(200);
  expect(await status('127.0.0.1:1')).toBe(200);
  expect(await status('[::1]:7790')).toBe(200);
});

test('guessing is limited', async () => {
  let now = startMs;
  const { url, ask } = await apiBench({ clock: () => now });
  const attempt = (): Promise<Response> => fetch(`${url}/api/v1/session`, jsonBody({ token: 'guess' }));
  for (let i = 0; i < 20; i += 1) expect((await attempt()).status).toBe(401);
  const limited = await attempt();
  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('60');
  const wrong = (): Promise<Response> => ask('/api/v1/alerts', { headers: { authorization: 'Bearer wrong' } });
  for (let i = 0; i < 20; i += 1) expect((await wrong()).status).toBe(401);
  expect((await wrong()).status).toBe(429);
  expect((await ask('/api/v1/alerts')).status, 'a good token is never locked out').toBe(200);
  now += 60_001;
  expect((await attempt()).status).toBe(401);
});

test.each([
  ['/api/v1/who', 'target', 'must be a string'],
  ['/api/v1/who?target=https://x.test/y', 'target', 'write the host alone: x.test'],
  ['/api/v1/who?target=x.test&since=yesterday', 'since', 'such as 30m, 12h or 7d'],
  ['/api/v1/who?target=x.test&limit=1000', 'limit', 'must be at most 200'],
  ['/api/v1/who?target=x.test&cursor=xyz', 'cursor', 'is no cursor of this list'],
  ['/api/v1/who?target=x.test&packages=x', 'packages', 'known are target, since, package'],
  ['/api/v1/alerts?severity=loud', 'severity', 'informational, low, medium, high, critical'],
  ['/api/v1/packages?cursor=bm8', 'cursor', 'is no cursor of this list'],
])('%s is answered with what to write instead', async (path, field, mend) => {
  const { json } = await apiBench();
  const { status, body } = await json(path);
  expect(status).toBe(400);
  expect(body).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, errors: [{ field }] });
  expect(body.detail).toContain(mend);
});

test.each([
  [{ method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'as JSON'],
  [{ method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }, 400, 'no JSON'],
  [{ method: 'POST', body: `"${'x'.repeat(70_000)}"`, headers: { 'content-type': 'application/json' } }, 413, '65536'],
  [{ method: 'POST' }, 400, 'JSON object'],
  [jsonBody({ kind: 'other' }), 400, 'enrol, sign-in, api'],
  [jsonBody({ kind: 'api', uses: 2 }), 400, 'enrolment'],
])('a body that is not as it should be: %o', async (init, status, mend) => {
  const { json } = await apiBench();
  const answer = await json('/api/v1/tokens', init);
  expect(answer.status).toBe(status);
  expect(answer.body.detail).toContain(mend);
});

test('what is not there is a problem document too', async () => {
  const { json, inject } = await apiBench();
  expect(await json('/api/v1/nothing')).toMatchObject({ status: 404, body: { title: 'Not Found', status: 404 } });
  expect(await json('/api/v1/alerts/77')).toMatchObject({ status: 404 });
  expect(await json('/api/v1/alerts', { method: 'PUT' })).toMatchObject({ status: 404 });
  const bad = await inject({ url: '/api/v1/alerts/%ff', headers: { host: 'localhost' } });
  expect(bad.statusCode).toBe(400);
  expect(bad.headers['content-type']).toMatch(/^application\/problem\+json/);
});

test('a fault is a problem without its insides', async () => {
  const { store, json } = await apiBench();
  await store.close();
  const fault = await json('/api/v1/alerts');
  expect(fault).toMatchObject({ status: 500, body: { title: 'Internal Server Error' } });
  expect(JSON.stringify(fault.body)).not.toContain('database');
});

test('enrolment: a token is good for one machine, whose credential works', async () => {
  const { json, url, store } = await apiBench();
  const { body } = await json('/api/v1/tokens', jsonBody({ kind: 'enrol' }));
  const { token } = body as unknown as { token: string };
  const enrol = (): Promise<Response> =>
    fetch(`${url}/api/v1/enrol`, jsonBody({ token, hostName: 'bob', platform: 'linux' }));
  const response = await enrol();
  expect(response.status).toBe(201);
  const enrolled = schemas.enrolled.parse(await response.json());
  expect((await store.machines.list()).map(({ id }) => id)).toContain(enrolled.machine);
  const again = await enrol();
  expect(again.status).toBe(401);
  expect((await again.json()).detail).toContain('culprit token create --enrol');
});

test('a sign-in token comes as a link whose token no browser sends', async () => {
  const { json, url } = await apiBench();
  const { body } = await json('/api/v1/tokens', jsonBody({ kind: 'sign-in' }));
  const { token, link } = schemas.createdToken.parse(body);
  expect(link).toBe(`${url}/#sign-in=${token}`);
});

test('credentials and API tokens can be taken back', async () => {
  const { ask, revoked, tokens } = await apiBench();
  const { token } = await tokens.create({ kind: 'api', label: 'ci' });
  expect((await ask('/api/v1/tokens/ci', { method: 'DELETE' })).status).toBe(204);
  expect((await ask('/api/v1/alerts', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  expect((await ask('/api/v1/tokens/ci', { method: 'DELETE' })).status).toBe(404);
  expect((await ask('/api/v1/machines/m-one/credential', { method: 'DELETE' })).status).toBe(204);
  expect(revoked).toEqual(['m-one']);
  expect((await ask('/api/v1/machines/m-one/credential', { method: 'DELETE' })).status).toBe(404);
});

test('the strict policy stands on every answer', async () => {
  const { url, ask } = await apiBench();
  for (const response of [
    await fetch(`${url}/api/docs`),
    await fetch(`${url}/`),
    await ask('/api/v1/alerts'),
    await ask('/api/v1/no'),
  ]) {
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('strict-transport-security')).toBe(null);
  }
});

test('the OpenAPI document has every route, and every reference leads somewhere', async () => {
  const { json } = await apiBench();
  const { body } = await json('/api/v1/openapi.json');
  const document = body as unknown as {
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual([
    ...[
      '/api/v1/who',
      '/api/v1/alerts',
      '/api/v1/alerts/{id}',
      '/api/v1/events',
      '/api/v1/packages',
      '/api/v1/packages/{name}',
    ],
    ...[
      '/api/v1/machines',
      '/api/v1/machines/{id}/environments',
      '/api/v1/machines/{id}/sbom',
      '/api/v1/machines/{id}/coverage',
    ],
    ...['/api/v1/machines/{id}/credential', '/api/v1/enrol', '/api/v1/rules', '/api/v1/tokens'],
    ...['/api/v1/tokens/{label}', '/api/v1/metrics', '/api/v1/session'],
  ]);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    (match) => match[1],
  );
  expect(references.length).toBeGreaterThan(20);
  for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
  expect(JSON.stringify(document)).not.toContain('$defs');
});

test('the documentation names every parameter', async () => {
  const { url } = await apiBench();
  const page = await (await fetch(`${url}/api/docs`)).text();
  for (const text of ['/api/v1/who', '<code>target</code>', '<code>since</code>', 'WhoRow', '<code>hostName</code>']) {
    expect(page).toContain(text);
  }
  expect(page).not.toContain('<script');
});

test('metrics are for Prometheus', async () => {
  const { ask } = await apiBench();
  const response = await ask('/api/v1/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await response.text()).toContain('# TYPE culprit_alerts_total counter\nculprit_alerts_total 0\n');
});

test('a console that is not built says how to build it', async () => {
  const { url } = await apiBench();
  const response = await fetch(`${url}/`);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npm run build');
});

test("the console's files are served: hashed ones for ever, the page fresh, its addresses as the page", async () => {
  const consoleDir = join(scratchDir(), 'dist');
  mkdirSync(join(consoleDir, 'assets'), { recursive: true });
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>Culprit</title>');
  writeFileSync(join(consoleDir, 'assets', 'main-abc123.js'), 'export {};');
  writeFileSync(join(consoleDir, '..', 'secret.js'), 'top secret');
  const { url, inject } = await apiBench({ consoleDir });
  const page = await fetch(`${url}/`);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('content-type')).toContain('text/html');
  const etag = page.headers.get('etag') ?? '';
  // fetch adds "cache-control: no-cache" to a request with a condition of its own.
  const again = await inject({ url: '/', headers: { host: 'localhost', 'if-none-match': etag } });
  expect(again.statusCode).toBe(304);
  for (const path of ['/alerts/7', '/packages/zope.interface', '/packages/three.js', '/ask?target=a.b']) {
    expect(await (await fetch(`${url}${path}`)).text(), path).toContain('<title>Culprit</title>');
  }
  const asset = await fetch(`${url}/assets/main-abc123.js`);
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-type')).toContain('javascript');
  expect((await fetch(`${url}/assets/none.js`)).status).toBe(404);
  for (const path of ['/assets/..%2f..%2fsecret.js', '/..%2fsecret.js', '/assets/%2e%2e/%2e%2e/secret.js']) {
    expect((await inject({ url: path, headers: { host: 'localhost' } })).body).not.toContain('top secret');
  }
});
