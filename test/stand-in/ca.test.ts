import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAuthority, type TestAuthority } from './ca.ts';

let dir = '';
let authority: TestAuthority;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'culprit-ca-'));
  authority = await createTestAuthority({ dir: join(dir, 'made') });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('createTestAuthority', () => {
  it('writes a bundle of its own certificate alone, and no key', async () => {
    const bundle = await readFile(authority.bundle, 'utf8');
    expect(bundle).toBe(authority.pem);
    expect(bundle.match(/-----BEGIN [A-Z ]+-----/g)).toEqual(['-----BEGIN CERTIFICATE-----']);
    expect(new X509Certificate(bundle).ca).toBe(true);
  });

  it('issues for names of any length and for addresses of both kinds', async () => {
    const root = new X509Certificate(authority.pem);
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
    for (const host of ['api.telegram.org', long, '203.0.113.9', '2001:db8::9']) {
      const certificate = new X509Certificate((await authority.issue(host)).cert);
      expect(certificate.verify(root.publicKey)).toBe(true);
      expect(certificate.checkHost(host) ?? certificate.checkIP(host)).toBe(host);
      expect(certificate.checkHost('other.example')).toBeUndefined();
      expect(certificate.ca).toBe(false);
    }
  });

  it('gives one host the same certificate each time, and each certificate its own number', async () => {
    const [one, again] = await Promise.all([authority.issue('one.example'), authority.issue('one.example')]);
    const two = await authority.issue('two.example');
    expect(again).toBe(one);
    expect(new X509Certificate(two.cert).serialNumber).not.toBe(new X509Certificate(one.cert).serialNumber);
  });
});
