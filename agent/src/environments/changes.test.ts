import { expect, it } from 'vitest';
import { comparePackages } from './changes.ts';
import { Distribution } from './distribution.ts';
import { VersionHistory } from './history.ts';

const known = (entries: Record<string, string>) =>
  new Map(
    Object.entries(entries).map(([name, version]) => [name, { name, version, installer: 'pip', factsIfRead: null }]),
  );

const facts = (digest: string) => ({ source: null, topLevel: [], isNative: false, startupFiles: [], digest });
const installed = (entries: Record<string, string>, changedMs = 500, digest = 'a') =>
  new Map(
    Object.entries(entries).map(([name, version]): [string, Distribution] => {
      const layout = 'dist-info' as const;
      const common = { installer: 'uv', requested: null, location: '', infoPath: '', editable: null, stamp: '' };
      return [name, new Distribution({ ...common, name, version, layout, changedMs }, facts(digest))];
    }),
  );
const span = { afterMs: 100, beforeMs: 1000, removedMs: 300 };

it('tells each change of a name once, in the order of names', () => {
  const before = known({ gone: '1', same: '1', up: '1.9', down: '1.10', odd: 'alpha' });
  const after = installed({ same: '1', up: '1.10', down: '1.9', odd: 'beta', new: '2' });
  expect(comparePackages(before, after, span)).toMatchObject([
    { kind: 'downgraded', name: 'down', from: '1.10', to: '1.9', installer: 'uv', atMs: 500 },
    { kind: 'removed', name: 'gone', from: '1', to: null, installer: 'pip', atMs: 300 },
    { kind: 'installed', name: 'new', from: null, to: '2', installer: 'uv', atMs: 500 },
    { kind: 'upgraded', name: 'odd', from: 'alpha', to: 'beta', installer: 'uv', atMs: 500 },
    { kind: 'upgraded', name: 'up', from: '1.9', to: '1.10', installer: 'uv', atMs: 500 },
  ]);
});

it('tells the same version with other files, and not where nobody knows what they were', () => {
  const [before, after] = [installed({ a: '1', b: '1' }), installed({ a: '1', b: '1' }, 700, 'other')];
  after.set('b', installed({ b: '1' }).get('b') as Distribution);
  expect(comparePackages(before, after, span)).toEqual([
    {
      ...{ kind: 'reinstalled', name: 'a', from: '1', to: '1', fromDigest: 'a', toDigest: 'other' },
      ...{ installer: 'uv', atMs: 700 },
    },
  ]);
  expect(comparePackages(known({ a: '1', b: '1' }), after, span)).toEqual([]);
});

it('orders versions by PEP 440: a release comes after its candidates', () => {
  const kinds = (from: string, to: string) => comparePackages(known({ a: from }), installed({ a: to }), span)[0]?.kind;
  expect(kinds('2.0', '2.0rc1')).toBe('downgraded');
  expect(kinds('1.0', '1.0.post1')).toBe('upgraded');
  expect(kinds('2024.1', '1!0.1')).toBe('upgraded');
});

it('keeps times between the two looks, whatever the files say', () => {
  const at = (changedMs: number) => comparePackages(new Map(), installed({ a: '1' }, changedMs), span)[0]?.atMs;
  expect([at(0), at(700), at(5000)]).toEqual([100, 700, 1000]);
});

it('remembers which version there was at a time', () => {
  const history = new VersionHistory([{ name: 'a', version: '1', untilMs: 100 }]);
  history.note({ name: 'a', version: '2', untilMs: 200 });
  expect([50, 100, 150, 200].map((ms) => history.versionAt('a', ms))).toEqual(['1', '2', '2', undefined]);
  expect(history.versionAt('b', 50)).toBeUndefined();
});

it('forgets the oldest of a long history', () => {
  const history = new VersionHistory();
  for (let i = 0; i < 3000; i += 1) history.note({ name: 'a', version: String(i), untilMs: i });
  expect(history.entries).toHaveLength(1000);
  expect(history.versionAt('a', 2998)).toBe('2999');
});
