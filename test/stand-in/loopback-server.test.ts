import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createContentServer } from './content-server.ts';
import type { LoopbackServer } from './loopback-server.ts';
import { createPayApi } from './pay-api.ts';

let server: LoopbackServer | null = null;
let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'culprit-content-'));
  await mkdir(join(dir, 'public'));
  await writeFile(join(dir, 'public', 'rates.csv'), 'EUR,0.94\n');
  await writeFile(join(dir, 'secret.txt'), 'secret');
  await symlink(join(dir, 'secret.txt'), join(dir, 'public', 'link.txt'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
afterEach(() => server?.stop());

async function started(made: LoopbackServer): Promise<LoopbackServer> {
  server = made;
  await made.start();
  return made;
}

describe('createPayApi', () => {
  it('keeps invoices from their making to their end', async () => {
    const { url, receipts } = await started(createPayApi());
    const call = async (method: string, fields: unknown = {}): Promise<unknown> => {
      const headers = { 'crypto-pay-api-token': '1:DECOY', 'content-type': 'application/json' };
      const response = await fetch(`${url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(fields) });
      return await response.json();
    };
    expect(await call('getMe')).toMatchObject({ ok: true, result: { name: 'Stand-in Shop' } });
    const invoice = { invoice_id: 1, status: 'active', asset: 'TON', amount: '4.5' };
    expect(await call('createInvoice', { asset: 'TON', amount: 4.5 })).toMatchObject({ ok: true, result: invoice });
    expect(await call('getInvoices', { status: 'active' })).toMatchObject({ result: { items: [invoice] } });
    expect(await call('getInvoices', { status: 'paid' })).toMatchObject({ result: { items: [] } });
    expect(await call('deleteInvoice', { invoice_id: 1 })).toEqual({ ok: true, result: true });
    expect(await call('deleteInvoice', { invoice_id: 1 })).toMatchObject({ error: { name: 'INVOICE_NOT_FOUND' } });
    expect(await call('createInvoice', { amount: 'much' })).toMatchObject({ error: { name: 'AMOUNT_INVALID' } });
    expect(await call('mintMoney')).toMatchObject({ error: { name: 'METHOD_NOT_FOUND' } });
    expect(receipts.all[0]).toMatchObject({ host: '127.0.0.1', method: 'POST', path: '/api/getMe' });
  });

  it('refuses a caller without a token, as the service does', async () => {
    const { url } = await started(createPayApi());
    const response = await fetch(`${url}/api/getMe`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ ok: false, error: { code: 401, name: 'UNAUTHORIZED' } });
  });
});

describe('createContentServer', () => {
  it('serves its JSON and the files of its folder, and nothing beside them', async () => {
    const { url } = await started(createContentServer({ json: { '/sales.json': [1] }, folder: join(dir, 'public') }));
    const get = async (path: string): Promise<[number, string]> => {
      const response = await fetch(`${url}${path}`);
      return [response.status, await response.text()];
    };
    expect(await get('/sales.json?day=1')).toEqual([200, '[1]']);
    expect(await get('/rates.csv')).toEqual([200, 'EUR,0.94\n']);
    for (const path of ['/', '/none', '/link.txt', '/..%2fsecret.txt', '/constructor']) {
      expect((await get(path))[0], path).toBe(404);
    }
    expect((await fetch(`${url}/sales.json`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('LoopbackServer', () => {
  it('stops before start, and twice', async () => {
    const made = createPayApi();
    await made.stop();
    await made.start();
    expect(made.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await made.stop();
    await made.stop();
    expect(() => made.url).toThrow('start it first');
  });
});
