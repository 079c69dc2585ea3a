/** A certificate authority for one test run: it vouches for any host, to programs that are told to trust it and no others. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const authorityName = 'CN=Culprit test authority';
const hourMs = 3_600_000;
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

/** What a TLS server shows, both in PEM. */
export interface Credentials {
  readonly key: string;
  readonly cert: string;
}

export interface TestAuthority {
  /** Path of the bundle for SSL_CERT_FILE and REQUESTS_CA_BUNDLE: this authority's certificate and no other. */
  readonly bundle: string;
  /** The same, as text. */
  readonly pem: string;
  /** A certificate for a host name or an address; the same one each time that it is asked for. */
  issue(host: string): Promise<Credentials>;
}

/**
 * Makes an authority and writes its bundle into `dir`; its keys stay in this process. Its certificates hold for a day,
 * and have what OpenSSL's strict check, Python's default from 3.13 on, asks for.
 */
export async function createTestAuthority({ dir }: { readonly dir: string }): Promise<TestAuthority> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: authorityName,
    keys,
    signingAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const pem = `${certificate.toString('pem')}\n`;
  await mkdir(dir, { recursive: true });
  const bundle = join(dir, 'test-authority.pem');
  await writeFile(bundle, pem);

  const issued = new Map<string, Promise<Credentials>>();
  return {
    bundle,
    pem,
    issue(host) {
      const known = issued.get(host);
      if (known !== undefined) return known;
      const made = issue(host, keys);
      issued.set(host, made);
      return made;
    },
  };
}

async function issue(host: string, authority: CryptoKeyPair): Promise<Credentials> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(),
    // The name that counts is the alternative one below: a common name ends at 64 characters.
    subject: 'CN=Culprit stand-in',
    issuer: authorityName,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuthentication]),
      new x509.SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { key, cert: certificate.toString('pem') };
}

function generateKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
}

/** From an hour ago, for clocks that differ, to a day from now; and a serial number of its own. */
function validity(): { notBefore: Date; notAfter: Date; serialNumber: string } {
  const now = Date.now();
  // A first byte of 01 keeps the number positive and without leading zeros, as DER wants it.
  const serialNumber = `01${randomBytes(15).toString('hex')}`;
  return { notBefore: new Date(now - hourMs), notAfter: new Date(now + 24 * hourMs), serialNumber };
}
