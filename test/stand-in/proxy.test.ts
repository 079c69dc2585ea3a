import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect as dial, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as secure } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cleanEnv } from '../python/clean-env.ts';
import { runCommand } from '../python/command.ts';
import { findInterpreters, newestAndOldest } from '../python/interpreters.ts';
import { json } from './answer.ts';
import { createTestAuthority, type TestAuthority } from './ca.ts';
import { StandInProxy } from './proxy.ts';

const interpreters = await findInterpreters();
let dir = '';
let authority: TestAuthority;
let proxy: StandInProxy;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'culprit-proxy-'));
  authority = await createTestAuthority({ dir });
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(async () => {
  proxy = new StandInProxy({ authority });
  await proxy.start();
});
afterEach(() => proxy.stop());

/** Asks the proxy for a tunnel, and gives the socket after its answer's head. */
async function tunnel(authorityForm: string): Promise<{ socket: Socket; head: string }> {
  const socket = dial(proxy.port, '127.0.0.1');
  socket.write(`CONNECT ${authorityForm} HTTP/1.1\r\nHost: ${authorityForm}\r\n\r\n`);
  const [head] = (await once(socket, 'data')) as [Buffer];
  return { socket, head: head.toString('latin1') };
}

/** One GET through a tunnel with the certificate checked; gives status line, headers and body as they came. */
async function getThrough(host: string, path: string): Promise<string> {
  const { socket } = await tunnel(`${host}:443`);
  const tls = secure({ socket, servername: host, ca: authority.pem });
  tls.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return await text(tls);
}

/** One request in absolute form. */
async function absolute(method: string, url: string, body = ''): Promise<{ status: number | undefined; body: string }> {
  const asked = request({ host: '127.0.0.1', port: proxy.port, method, path: url });
  asked.end(body);
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, body: await text(response) };
}

describe('StandInProxy', () => {
  it('answers for a host behind real TLS, and tells what came', async () => {
    const answer = await getThrough('api.telegram.org', '/bot0:DECOY/sendMessage?chat_id=1&text=a');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"message_id":1');
    const host = 'api.telegram.org';
    expect(proxy.receipts.all).toEqual([
      { host, port: 443, method: 'CONNECT', path: '', body: '' },
      { host, port: 443, method: 'GET', path: '/bot0:DECOY/sendMessage?chat_id=1&text=a', body: '' },
    ]);
  });

  it('answers 404 for a host without a stand-in, under a certificate for that host', async () => {
    expect(await getThrough('files.example', '/x')).toContain('files.example has no stand-in here');
    expect(proxy.receipts.all.at(-1)).toMatchObject({ host: 'files.example', method: 'GET', path: '/x' });
  });

  it('gets no request from a program that does not trust its authority', async () => {
    const { socket } = await tunnel('api.telegram.org:443');
    const [error] = await once(secure({ socket, servername: 'api.telegram.org' }), 'error');
    expect(String(error)).toMatch(/certificate/);
    expect(proxy.receipts.all.map(({ method }) => method)).toEqual(['CONNECT']);
  });

  it('answers absolute URLs, with the body that was sent', async () => {
    const url = 'http://api.telegram.org/bot0:DECOY/sendMessage';
    expect(await absolute('POST', url, 'chat_id=5&text=hello')).toMatchObject({ status: 200 });
    expect(await absolute('GET', 'http://[2001:db8::1]:8080')).toMatchObject({ status: 404 });
    expect(proxy.receipts.all).toEqual([
      {
        host: 'api.telegram.org',
        port: 80,
        method: 'POST',
        path: '/bot0:DECOY/sendMessage',
        body: 'chat_id=5&text=hello',
      },
      { host: '2001:db8::1', port: 8080, method: 'GET', path: '/', body: '' },
    ]);
  });

  it.each(['api.telegram.org', 'a b:443', ':443', 'http://x:1'])('refuses to tunnel to "%s"', async (target) => {
    expect((await tunnel(target)).head).toMatch(/^HTTP\/1\.1 400 /);
    expect(proxy.receipts.all).toEqual([]);
  });

  it('takes no body over 1 MiB', async () => {
    expect(await absolute('POST', 'http://drop.example/', 'x'.repeat(3_000_000))).toMatchObject({ status: 413 });
  });

  it('shows the message of a stand-in that fails', async () => {
    const broken = new StandInProxy({
      authority,
      hosts: {
        'broken.example': () => {
          throw new Error('the stand-in is broken');
        },
        'slow.example': async () => json({ slow: true }),
      },
    });
    await broken.start();
    try {
      const asked = request({ host: '127.0.0.1', port: broken.port, path: 'http://broken.example/' }).end();
      const [response] = await once(asked, 'response');
      expect(response.statusCode).toBe(500);
      expect(await text(response)).toBe('the stand-in is broken');
      const slow = request({ host: '127.0.0.1', port: broken.port, path: 'http://slow.example/' }).end();
      expect(await text((await once(slow, 'response'))[0])).toBe('{"slow":true}');
    } finally {
      await broken.stop();
    }
  });

  it('says what came instead when nothing fits in time, and finds what comes late', async () => {
    await absolute('GET', 'http://one.example/early');
    await expect(proxy.receipts.waitFor(({ path }) => path === '/late', 50)).rejects.toThrow(
      'GET one.example:80/early',
    );
    const late = proxy.receipts.waitFor(({ path }) => path === '/late');
    await absolute('GET', 'http://one.example/late');
    expect(await late).toMatchObject({ path: '/late' });
    expect(await proxy.receipts.waitFor(({ path }) => path === '/early')).toMatchObject({ path: '/early' });
  });

  it('stops before start, twice, and under an open tunnel', async () => {
    const other = new StandInProxy({ authority });
    await other.stop();
    expect(() => other.url).toThrow('start it first');
    const { socket } = await tunnel('api.telegram.org:443');
    const closed = once(socket, 'close');
    await proxy.stop();
    await closed;
    await proxy.stop();
  });

  it('is made of modules that never dial', async () => {
    const sources = (await readdir(import.meta.dirname)).filter((name) => /(?<!\.test)\.ts$/.test(name));
    expect(sources).toContain('proxy.ts');
    for (const name of sources) {
      const source = await readFile(join(import.meta.dirname, name), 'utf8');
      expect(source, name).not.toMatch(/import \{[^}]*\b(connect|createConnection|request|get|Agent)\b[^}]*\} from/);
      expect(source, name).not.toMatch(/\bfetch\(|node:https|node:http2|node:dgram|node:dns|undici/);
    }
  });
});

describe.each(newestAndOldest(interpreters))('StandInProxy for Python $version', ({ path: python }) => {
  it('is trusted by its strictest check and goes round loopback', { timeout: 60_000 }, async () => {
    const script = `
import ssl, sys, urllib.request
for url in sys.argv[1:]:
    with urllib.request.urlopen(url) as answer:
        print(answer.status)
strict = ssl.create_default_context()
strict.verify_flags |= ssl.VERIFY_X509_STRICT
print(urllib.request.urlopen(sys.argv[1], context=strict).status)
`;
    const hosts = { 'a.example': () => json(1), '203.0.113.9': () => json(2) };
    const strict = new StandInProxy({ authority, hosts });
    await strict.start();
    try {
      const urls = ['https://a.example/', 'https://203.0.113.9/', 'http://a.example:8080/plain'];
      const run = await runCommand(python, ['-c', script, ...urls], { env: cleanEnv(strict.environment) });
      expect(run).toMatchObject({ stderr: '', stdout: '200\n200\n200\n200\n' });
      const plain = strict.receipts.all.filter(({ method }) => method !== 'CONNECT');
      expect(plain.map(({ host, port, path }) => `${host}:${port}${path}`)).toEqual([
        'a.example:443/',
        '203.0.113.9:443/',
        'a.example:8080/plain',
        'a.example:443/',
      ]);
    } finally {
      await strict.stop();
    }
  });
});
