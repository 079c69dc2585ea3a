import { expect, test } from 'vitest';
import type { Owner } from '../resolve/file-index.ts';
import { createNativeCodes } from './native-code.ts';
import type { NativeFile } from './native-file.ts';

const running = { prefix: '/venv', basePrefix: '/usr', startedMs: 1 };
const program = '/usr/bin/python3.11';
const site = '/venv/lib/python3.11/site-packages';
const lib = '/usr/lib/x86_64-linux-gnu';

/** What each file asks for and needs. */
const known: Readonly<Record<string, Partial<NativeFile>>> = {
  [program]: { needed: ['libc.so.6', 'libz.so.1'] },
  [`${lib}/libc.so.6`]: { reach: 'network' },
  [`${lib}/libz.so.1.3`]: { soname: 'libz.so.1' },
  '/usr/lib/python3.11/lib-dynload/_ssl.so': { needed: ['libcrypto.so.3'] },
  [`${lib}/libcrypto.so.3`]: { reach: 'network' },
  [`${site}/beacon/_beacon.so`]: { reach: 'network', needed: ['libc.so.6'] },
  [`${site}/numpy/core.so`]: { needed: ['libopenblas.so.0', 'libcrypto.so.3'] },
  [`${site}/numpy.libs/libopenblas-1.so.0`]: { reach: 'anything', soname: 'libopenblas.so.0' },
  [`${site}/pq/_pq.so`]: { needed: ['libpq.so.5'] },
  [`${lib}/libpq.so.5.15`]: { reach: 'network', soname: 'libpq.so.5' },
  [`${site}/packed/_packed.so`]: { reach: 'hidden' },
  [`${site}/scipy/_scipy.so`]: { needed: ['libopenblas.so.0'] },
};
const ownerOf = (file: string): Owner => {
  const name = /site-packages\/([a-z]+)/.exec(file)?.[1];
  if (name !== undefined) return { kind: 'package', name, version: '1.0', recorded: true };
  return { kind: file.includes('/lib-dynload/') ? 'stdlib' : 'application' };
};
const codes = createNativeCodes({
  resolver: { owner: (_, file) => ownerOf(file) },
  quiet: new Set(['quiet']),
  nativeFile: (path) => ({ reach: 'nothing', soname: null, needed: [], ...known[path] }),
});
const bare = [program, `${lib}/libc.so.6`, `${lib}/libz.so.1.3`];
const study = (...files: string[]) => {
  const { owners, isForeign } = codes.study(running, { files: [...bare, ...files], isAnonymous: false }, program);
  return { isForeign, owners: owners.map((owner) => `${owner.package?.name ?? 'nobody'}: ${owner.reach}`) };
};

test('an interpreter, its modules and what they need are nobody else’s', () => {
  const own = ['/usr/lib/python3.11/lib-dynload/_ssl.so', `${lib}/libcrypto.so.3`, `${lib}/libnss_dns.so.2`];
  expect(study(...own)).toEqual({ isForeign: false, owners: [] });
  expect(codes.isForeign(running, { files: [...bare, ...own], isAnonymous: false }, program)).toBe(false);
});

test('packages are named by what their files ask for, and by what the system’s libraries do that they need', () => {
  expect(study(`${site}/beacon/_beacon.so`)).toEqual({ isForeign: true, owners: ['beacon: network'] });
  expect(study(`${site}/pq/_pq.so`, `${lib}/libpq.so.5.15`).owners).toEqual(['pq: network']);
  expect(study(`${site}/packed/_packed.so`).owners).toEqual(['packed: network']);
});

test('a package that asks for no network is none, whatever library of the interpreter or another package it needs', () => {
  const libraries = [`${site}/numpy.libs/libopenblas-1.so.0`, `${lib}/libcrypto.so.3`];
  const interpreters = '/usr/lib/python3.11/lib-dynload/_ssl.so';
  expect(study(`${site}/numpy/core.so`, ...libraries, interpreters).owners).toEqual(['numpy: anything']);
  expect(study(`${site}/scipy/_scipy.so`, ...libraries, interpreters).owners).toEqual(['numpy: anything']);
});

test('a package that is known to leave the network alone is none', () => {
  expect(study(`${site}/quiet/_q.so`)).toEqual({ isForeign: true, owners: [] });
});

test('a library that nobody needs was put there by someone', () => {
  expect(study(`${lib}/libpq.so.5.15`)).toEqual({ isForeign: true, owners: ['nobody: network'] });
  expect(study('/home/ann/app/_own.so')).toEqual({ isForeign: true, owners: [] });
});

test('ctypes, and code that lies in no file, are foreign', () => {
  expect(study('/usr/lib/python3.11/lib-dynload/_ctypes.cpython-311.so').isForeign).toBe(true);
  expect(codes.isForeign(running, { files: bare, isAnonymous: true }, program)).toBe(true);
});
