import type { PackageRef } from '@culprit/proto';
import { expect, test } from 'vitest';
import type { Resolution } from '../resolve/resolver.ts';
import type { NativeOwner } from './native-code.ts';
import { type Load, nameSuspects } from './suspects.ts';

const ref = (name: string): PackageRef => ({ name, version: '1.0' });
const conduits = new Set(['pycurl', 'uvloop']);
const by = (...names: string[]): Resolution => ({
  ...{ package: names.map(ref).find(({ name }) => !conduits.has(name)) ?? null, chain: names.map(ref) },
  ...{ confidence: 'stack', frames: [{ file: '/x.py', function: 'f', line: 1, dynamic: false, culprit: true }] },
});
const owner = (name: string | null, reach: NativeOwner['reach'] = 'network'): NativeOwner => ({
  ...{ package: name === null ? null : ref(name), reach, files: [`/site-packages/${name}.so`] },
});
const imported = (name: string, ...names: string[]): Load => ({
  ...{ target: `/site-packages/${name}.so`, isCtypes: false, by: by(...names) },
});
const called = (target: string, ...names: string[]): Load => ({ target, isCtypes: true, by: by(...names) });
const named = (owners: NativeOwner[], loads: Load[]) => {
  const found = nameSuspects({ owners }, loads, conduits);
  return found && [found.package?.name ?? null, ...found.chain.map(({ name }) => name)];
};

test('native code of one package: that one', () => {
  expect(named([owner('beacon')], [imported('beacon', 'app')])).toEqual(['beacon', 'beacon', 'app']);
  expect(nameSuspects({ owners: [owner('beacon')] }, [], conduits)?.confidence).toBe('native');
});

test('native code of a conduit: the package that imported it, or the application', () => {
  expect(named([owner('pycurl')], [imported('pycurl', 'nosy')])).toEqual(['nosy', 'pycurl', 'nosy']);
  expect(named([owner('pycurl')], [imported('pycurl')])).toEqual([null, 'pycurl']);
  expect(named([owner('pycurl')], [])).toEqual([null, 'pycurl']);
});

test('the C library by ctypes: the package that took it, with the place as evidence', () => {
  expect(named([], [called('/usr/bin/python3', 'nosy')])).toEqual(['nosy', 'nosy']);
  expect(nameSuspects({ owners: [] }, [called('libc.so.6', 'nosy')], conduits)?.frames).toHaveLength(1);
  // The same package twice is one.
  expect(named([owner('nosy')], [called('libc.so.6', 'nosy')])).toEqual(['nosy', 'nosy']);
});

test('several could have: nobody is named, and the chain has them all', () => {
  expect(named([owner('beacon'), owner('grpcio')], [called('libc.so.6', 'nosy')])).toEqual([
    ...[null, 'nosy', 'beacon', 'grpcio'],
  ]);
  const found = nameSuspects({ owners: [owner('beacon'), owner('grpcio')] }, [], conduits);
  expect(found).toMatchObject({ package: null, confidence: 'native', frames: [] });
});

test('code that asks for the network goes before code that could do anything', () => {
  expect(named([owner('orjson', 'anything'), owner('beacon')], [])).toEqual(['beacon', 'beacon']);
  expect(named([owner('orjson', 'anything')], [])).toEqual(['orjson', 'orjson']);
  expect(named([owner('orjson', 'anything'), owner('beacon'), owner('grpcio')], [])).toEqual([
    ...[null, 'beacon', 'grpcio', 'orjson'],
  ]);
});

test('code of no package is the application, unless ctypes of a package loaded it', () => {
  expect(named([owner(null)], [])).toEqual([null]);
  expect(named([owner(null), owner('beacon')], [])).toEqual([null, 'beacon']);
  expect(named([owner(null)], [called('null.so', 'nosy')])).toEqual(['nosy', 'nosy']);
});

test('nobody could have', () => {
  expect(named([], [])).toBeNull();
});
