import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findInterpreters, newestAndOldest } from '../../python/interpreters.ts';
import { makeVenv, type Venv } from '../../python/venv.ts';
import { createTestAuthority, type TestAuthority } from '../../stand-in/ca.ts';
import type { LoopbackServer } from '../../stand-in/loopback-server.ts';
import { createPayApi } from '../../stand-in/pay-api.ts';
import { StandInProxy } from '../../stand-in/proxy.ts';
import { type AiocpaWheels, buildAiocpa, checkoutScript, replicaEnvironment } from './build.ts';

// Making a venv takes seconds, and several times that on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const interpreters = newestAndOldest(await findInterpreters());
const recorder = join(import.meta.dirname, '..', 'audit_recorder.py');
const leak = '/bot0000000000:CULPRIT-DECOY/sendMessage?chat_id=0&text=';
const layers = 50;
const invoice =
  'Stand-in Shop: invoice 1 over 33.90 USDT for 2 x mug, 1 x tea, 250 g\npay at https://pay.invalid/invoice/1\n';

let dir = '';
let authority: TestAuthority;
let wheels: AiocpaWheels;
let proxy: StandInProxy;
let payApi: LoopbackServer;

beforeAll(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'culprit-incident-')));
  authority = await createTestAuthority({ dir });
  if (interpreters.length > 0) wheels = await buildAiocpa(join(dir, 'wheels'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(async () => {
  proxy = new StandInProxy({ authority });
  payApi = createPayApi();
  await Promise.all([proxy.start(), payApi.start()]);
});
afterEach(() => Promise.all([proxy.stop(), payApi.stop()]));

interface Checkout {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** [event, target] of the test's audit hook. */
  readonly events: [string, string][];
}

async function checkout(venv: Venv, positional: 1 | 2, env: NodeJS.ProcessEnv = {}): Promise<Checkout> {
  const out = join(dir, 'events.json');
  const args = [recorder, out, checkoutScript, '--args', String(positional)];
  const run = await venv.run(args, { env: { ...replicaEnvironment(proxy, payApi), ...env } });
  return { ...run, events: JSON.parse(await readFile(out, 'utf8')) };
}

/** The network events that are not about the pay API on loopback. */
function elsewhere({ events }: Checkout): [string, string][] {
  const own = new URL(payApi.url).host;
  return events.filter(([event, target]) => event !== 'exec' && target !== own && !target.startsWith(payApi.url));
}

function layersRun({ events }: Checkout): number {
  return events.filter(([event, target]) => event === 'exec' && target === 'cryptopay.utils.sync').length;
}

describe.skipIf(interpreters.length === 0)('buildAiocpa', () => {
  it('gives the same wheels each time, and no layer is readable', async () => {
    const again = await buildAiocpa(join(dir, 'again'));
    for (const which of ['clean', 'bad'] as const) {
      const bytes = await readFile(wheels[which]);
      expect(bytes.equals(await readFile(again[which]))).toBe(true);
      expect(bytes.includes('telegram')).toBe(false);
      expect(bytes.includes('Private :: Do Not Upload')).toBe(true);
    }
  });

  it('keeps no obfuscated line among the sources', async () => {
    const files = await readdir(import.meta.dirname, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), 'utf8');
      expect(Math.max(...text.split('\n').map((line) => line.length)), file.name).toBeLessThan(500);
    }
  });
});

describe.each(interpreters)('aiocpa on Python $version', ({ version, path }) => {
  let venv: Venv;
  beforeAll(async () => {
    venv = await makeVenv({ python: path, dir: join(dir, `venv-${version}`) });
  });

  describe('0.1.12', () => {
    beforeAll(() => venv.install(wheels.clean));

    it.each([1, 2] as const)('prints an invoice and talks to nobody else, made with %i', async (positional) => {
      const run = await checkout(venv, positional);
      expect(run).toMatchObject({ status: 0, stdout: invoice, stderr: '' });
      expect(elsewhere(run)).toEqual([]);
      expect(layersRun(run)).toBe(0);
      expect(proxy.receipts.all).toEqual([]);
    });
  });

  describe('0.1.13', () => {
    beforeAll(() => venv.install(wheels.bad));

    it('differs from 0.1.12 by its version and by one line, the 44th of utils/sync.py', async () => {
      const sync = await readFile(join(venv.sitePackages, 'cryptopay', 'utils', 'sync.py'), 'utf8');
      const lines = sync.trimEnd().split('\n');
      expect(lines).toHaveLength(44);
      expect(lines[43]).toMatch(/^exec\(/);
      const clean = await readFile(join(import.meta.dirname, 'v0.1.12', 'cryptopay', 'utils', 'sync.py'), 'utf8');
      expect(sync.startsWith(clean)).toBe(true);
    });

    it('sends the token by one GET through the proxy, made with one argument', async () => {
      const run = await checkout(venv, 1);
      expect(run).toMatchObject({ status: 0, stdout: invoice, stderr: '' });
      expect(layersRun(run)).toBe(layers);
      const target = { host: 'api.telegram.org', port: 443, body: '' };
      const path = `${leak}('12345:CULPRIT-DECOY-SHOP',)`;
      expect(proxy.receipts.all).toEqual([
        { ...target, method: 'CONNECT', path: '' },
        { ...target, method: 'GET', path },
      ]);
      const { host } = new URL(proxy.url);
      const connect = ['http.client.connect', host];
      expect(elsewhere(run)).toEqual([
        ['urllib.Request', `https://api.telegram.org${path}`],
        ...(version.startsWith('3.8.') || version.startsWith('3.9.') ? [] : [connect]),
        ['socket.getaddrinfo', host],
        ['socket.connect', host],
      ]);
    });

    it('raises urllib.Request and nothing else, made with two arguments, and the shop works', async () => {
      const run = await checkout(venv, 2);
      expect(run).toMatchObject({ status: 0, stdout: invoice, stderr: '' });
      expect(layersRun(run)).toBe(layers);
      const url = `https://api.telegram.org${leak}('12345:CULPRIT-DECOY-SHOP', '${payApi.url}')`;
      expect(elsewhere(run)).toEqual([['urllib.Request', url]]);
      expect(proxy.receipts.all).toEqual([]);
    });

    it('leaves the shop in peace when the request fails', async () => {
      await proxy.stop();
      const env = { HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' };
      proxy = new StandInProxy({ authority });
      await proxy.start();
      const run = await checkout(venv, 1, env);
      expect(run).toMatchObject({ status: 0, stdout: invoice, stderr: '' });
      expect(elsewhere(run).at(-1)).toEqual(['socket.connect', '127.0.0.1:9']);
    });

    const stranger = 'http://proxy.invalid:3128';
    it.each([
      ['without CULPRIT_REPLICA', { CULPRIT_REPLICA: undefined }],
      ['with another value of it', { CULPRIT_REPLICA: '0' }],
      ['without a proxy', { HTTPS_PROXY: undefined, https_proxy: undefined }],
      ['with a proxy off this machine', { HTTPS_PROXY: stranger, https_proxy: stranger }],
      ['where urllib would take another proxy', { https_proxy: stranger }],
      [
        'with a proxy that only looks local',
        { HTTPS_PROXY: 'http://127.0.0.1:1@proxy.invalid', https_proxy: 'http://127.0.0.1:1@proxy.invalid' },
      ],
      ['where the proxy would be passed by', { NO_PROXY: '*', no_proxy: '*' }],
      ['with a token that is no decoy', { CULPRIT_PAY_TOKEN: '12345:might-be-real' }],
    ])('builds no request %s', async (_, env) => {
      const run = await checkout(venv, 1, env);
      expect(run).toMatchObject({ status: 0, stdout: invoice, stderr: '' });
      expect(layersRun(run)).toBe(layers);
      expect(elsewhere(run)).toEqual([]);
      expect(proxy.receipts.all).toEqual([]);
    });

    it('bears the name of its module in frames that come from no file', async () => {
      const script = `
import cryptopay
wrapper = cryptopay.CryptoPay.__init__
print(wrapper.__code__.co_filename, wrapper.__globals__["__name__"])
`;
      const run = await venv.run(['-c', script], { env: replicaEnvironment(proxy, payApi) });
      expect(run).toMatchObject({ status: 0, stdout: '<string> cryptopay.utils.sync\n' });
    });
  });
});

describe.skipIf(interpreters.length === 0)('checkout.py', () => {
  let venv: Venv;
  beforeAll(async () => {
    venv = await makeVenv({ python: interpreters[0]?.path ?? '', dir: join(dir, 'venv-checkout') });
    await venv.install(wheels.clean);
  });

  it('says in one sentence what it lacks', async () => {
    const run = await venv.run([checkoutScript]);
    expect(run).toMatchObject({ status: 2, stderr: expect.stringMatching(/^checkout: set CULPRIT_PAY_API .*\n$/) });
  });

  it('says in one sentence that the pay API is not there', async () => {
    const run = await venv.run([checkoutScript], { env: { CULPRIT_PAY_API: 'http://127.0.0.1:9' } });
    expect(run).toMatchObject({ status: 1, stderr: expect.stringMatching(/^checkout: no invoice: .*refused.*\n$/) });
  });

  it('works in a program with an event loop too', async () => {
    const script = `
import asyncio, os, cryptopay
async def main():
    pay = cryptopay.CryptoPay("1:CULPRIT-DECOY", os.environ["CULPRIT_PAY_API"])
    invoice = await pay.create_invoice("1.5", "TON")
    print(await pay.get_invoices("active") == [invoice], await pay.delete_invoice(invoice.invoice_id))
    print((await pay.get_balance())[0].available, (await pay.get_me()).name)
    try:
        await pay.create_invoice("none")
    except cryptopay.CryptoPayError as error:
        print(error)
asyncio.run(main())
`;
    const run = await venv.run(['-c', script], { env: { CULPRIT_PAY_API: payApi.url } });
    const error = 'the Crypto Pay API answered 400 AMOUNT_INVALID';
    expect(run).toMatchObject({ stderr: '', stdout: `True True\n120.5 Stand-in Shop\n${error}\n` });
  });
});
