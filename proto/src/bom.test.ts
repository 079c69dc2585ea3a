import { describe, expect, test } from 'vitest';
import { bomFaults } from '../../test/sbom/schema.ts';
import { type BomPackage, bomOf } from './bom.ts';

const of = (name: string, more: Partial<BomPackage> = {}): BomPackage => ({
  ...{ name, version: '1.0+local', installer: 'pip', requested: false, isNative: false, source: 'index' },
  ...{ topLevel: [name], startupFiles: [], installedMs: Date.UTC(2026, 0, 1), ...more },
});
const venv = (packages: readonly BomPackage[]) => ({ path: '~/shop/.venv', kind: 'venv', python: '3.11.7', packages });
const atMs = Date.UTC(2026, 10, 24);
const packages = [
  of('aiocpa', {
    requested: true,
    license: { expression: 'MIT OR Apache-2.0' },
    requires: ['urllib3', 'absent', 'aiocpa'],
  }),
  of('urllib3', { license: { name: 'Some licence' }, isNative: true, startupFiles: ['x.pth'] }),
  of('tool', { source: 'vcs git+https://host/tool.git@abc', installer: '', requested: null, installedMs: 0 }),
  of('wheel', { source: 'archive https://host/wheel-1.whl' }),
  of('own', { source: 'editable ~/src/own' }),
];

describe('a bill of materials', () => {
  test('of an environment is valid CycloneDX 1.7', () => {
    const bom = bomOf({ machine: null, environments: [venv(packages)], toolVersion: '0.1.0', atMs });
    expect(bomFaults(bom)).toEqual([]);
    expect(bom).toMatchObject({
      specVersion: '1.7',
      metadata: { timestamp: '2026-11-24T00:00:00.000Z', component: { type: 'platform', name: '~/shop/.venv' } },
    });
    const components = bom.components as { name: string; purl: string; externalReferences?: unknown }[];
    expect(components.map(({ purl }) => purl)).toContain('pkg:pypi/aiocpa@1.0%2Blocal');
    const references = components.flatMap(({ name, externalReferences: all }) =>
      all === undefined ? [] : [[name, all]],
    );
    expect(references).toEqual([
      ['tool', [{ type: 'vcs', url: 'git+https://host/tool.git@abc' }]],
      ['wheel', [{ type: 'distribution', url: 'https://host/wheel-1.whl' }]],
    ]);
    expect(bom.dependencies).toMatchObject([
      { ref: 'environment', dependsOn: expect.not.arrayContaining([expect.stringContaining('urllib3')]) },
      { ref: 'pkg:pypi/aiocpa@1.0%2Blocal', dependsOn: ['pkg:pypi/urllib3@1.0%2Blocal'] },
      ...[{}, {}, {}, {}],
    ]);
  });

  test('of a machine has its environments with their packages in them, the same package in each', () => {
    const bom = bomOf({
      machine: 'ws-042',
      environments: [venv(packages), venv([of('aiocpa')])],
      toolVersion: '0',
      atMs,
    });
    expect(bomFaults(bom)).toEqual([]);
    expect(bom).toMatchObject({
      metadata: { component: { type: 'device', name: 'ws-042' } },
      components: [{ type: 'platform', components: { length: 5 } }, { components: { length: 1 } }],
    });
  });

  test('of nothing is valid too', () => {
    expect(bomFaults(bomOf({ machine: 'ws', environments: [], toolVersion: '0', atMs }))).toEqual([]);
    expect(bomFaults(bomOf({ machine: null, environments: [venv([])], toolVersion: '0', atMs }))).toEqual([]);
  });

  test('is held against the schema in earnest', () => {
    const bom = bomOf({ machine: null, environments: [venv(packages)], toolVersion: '0.1.0', atMs });
    expect(bomFaults({ ...bom, components: [{ type: 'thing' }] })).not.toEqual([]);
    expect(bomFaults({ ...bom, serialNumber: 'x' })).not.toEqual([]);
  });
});
