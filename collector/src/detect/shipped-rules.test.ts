/** What holds for every rule that ships, and for the catalogue on which they stand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { basename, join } from 'node:path';
import { tamperKinds } from '@culprit/proto';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkFiles, examplesOf, rulesFolder } from './check.ts';
import { matches, readExamples } from './examples.ts';
import { loadRules } from './load.ts';
import { Problems } from './problem.ts';

const folder = rulesFolder({});
const detections = join(folder, 'detections');
const { rules, errors, warnings } = loadRules(detections);

interface CatalogueEntry {
  readonly class: string;
  readonly description: string;
  readonly source: string;
  readonly owners?: readonly string[];
  readonly paths?: readonly string[];
  readonly except?: readonly string[];
  readonly os?: readonly string[];
  readonly hosts?: readonly string[];
  readonly cidrs?: readonly string[];
}

const read = (path: string): unknown => parse(readFileSync(join(folder, path), 'utf8'));
const files = read('catalogue/files.yaml') as CatalogueEntry[];
const endpoints = read('catalogue/endpoints.yaml') as CatalogueEntry[];
const { conduits } = read('catalogue/conduits.yaml') as { conduits: string[] };
const entries = [...files, ...endpoints];
const normalised = /^[a-z0-9]+(-[a-z0-9]+)*$/;

describe('the rules that ship', () => {
  test('load without an error or a warning', () => {
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
    expect(rules.length).toBeGreaterThan(20);
  });

  test('stand one a file, and the file is named for the rule', () => {
    expect(rules.map(({ file, name }) => [file, `${name}.yaml`]).filter(([file, name]) => file !== name)).toEqual([]);
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s says what it is', (_name, rule) => {
    expect(rule.description.length).toBeGreaterThan(40);
    expect(rule.tags.some((tag) => /^attack\.t\d{4}(\.\d{3})?$/.test(tag))).toBe(true);
    expect(rule.falsePositives.length).toBeGreaterThan(rule.kind === 'correlation' ? -1 : 0);
    expect(['stable', 'test', 'experimental']).toContain((parse(rule.text) as { status: string }).status);
    // A rule that only serves others is informational, and only such a rule is.
    expect(rule.level === 'informational').toBe(!rule.isStandalone);
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s does to its examples what they say', (_name, rule) => {
    const path = examplesOf(rule);
    expect(existsSync(path), path).toBe(true);
    const problems = new Problems();
    const examples = readExamples(readFileSync(path, 'utf8'), problems.for(path));
    expect(problems.errors).toEqual([]);
    expect(examples.filter(({ isMatch }) => isMatch)).not.toEqual([]);
    expect(examples.filter(({ isMatch }) => !isMatch)).not.toEqual([]);
    for (const example of examples) {
      expect(matches(example, rule, rules), `${basename(path)} line ${example.place.line}`).toBe(example.isMatch);
    }
  });

  test('have no examples left over', () => {
    const names = new Set(rules.map(({ path }) => basename(path)));
    expect(readdirSync(join(folder, 'examples')).filter((name) => !names.has(name))).toEqual([]);
  });

  test('pass culprit rules check', () => {
    const result = checkFiles([detections], { library: detections });
    expect(result).toMatchObject({ errors: [], warnings: [] });
    expect(result.examples).toBeGreaterThan(100);
  });

  test('name only classes that the catalogue has, or kinds of tampering', () => {
    const known = new Set([...entries.map((entry) => entry.class), ...tamperKinds]);
    const texts = readdirSync(detections).map((name) => readFileSync(join(detections, name), 'utf8'));
    const named = texts.flatMap((text) => classesIn(parse(text)));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test.each([
    ['owners_of_key_material', files],
    ['owners_of_messaging_apis', endpoints],
    ['owners_of_drop_points', endpoints],
  ])('%s exempts the owners that the catalogue names, class by class', (name, catalogue) => {
    const { filter } = read(`detections/${name}.yaml`) as { filter: Record<string, Record<string, string | string[]>> };
    const selections = Object.values(filter).filter((one) => typeof one === 'object' && 'target.class' in one);
    expect(selections.length).toBeGreaterThan(2);
    for (const selection of selections) {
      const owners = catalogue
        .filter((entry) => entry.class === selection['target.class'])
        .flatMap((entry) => entry.owners ?? []);
      expect([selection['package.name']].flat(), String(selection['target.class'])).toEqual(
        [...new Set(owners)].sort(),
      );
    }
  });

  test('every class of key material that a rule is about has its owners exempted', () => {
    const opened = read('detections/key_material_opened.yaml') as {
      detection: { selection: Record<string, string[]> };
    };
    const { filter } = read('detections/owners_of_key_material.yaml') as {
      filter: Record<string, { 'target.class'?: string }>;
    };
    const exempted = new Set(Object.values(filter).map((selection) => selection['target.class']));
    const owned = new Set(files.filter(({ owners = [] }) => owners.length > 0).map((entry) => entry.class));
    const classes = opened.detection.selection['target.class'] ?? [];
    expect(classes.filter((name) => owned.has(name) && !exempted.has(name))).toEqual([]);
    for (const noisy of ['netrc', 'env-file', 'shell-history', 'ssh-config']) expect(classes).not.toContain(noisy);
  });
});

describe('the catalogue', () => {
  test('has a class, a line about it and a source for everything', () => {
    for (const entry of entries) {
      expect(entry.class).toMatch(normalised);
      expect(entry.description.length, entry.class).toBeGreaterThan(10);
      expect(entry.source.length, entry.class).toBeGreaterThan(5);
      expect((entry.paths ?? entry.hosts ?? []).length + (entry.cidrs ?? []).length, entry.class).toBeGreaterThan(0);
    }
  });

  test('names owners and conduits by their normalised names, each once', () => {
    for (const list of [...entries.map(({ owners = [] }) => owners), conduits]) {
      expect(list.filter((name) => !normalised.test(name))).toEqual([]);
      expect(list.length).toBe(new Set(list).size);
    }
    expect(conduits).toEqual(expect.arrayContaining(['requests', 'urllib3', 'httpx', 'httpcore', 'aiohttp', 'anyio']));
  });

  test('a package is an owner or a conduit of the messaging APIs, never both', () => {
    const made = new Set(
      endpoints
        .filter((one) => ['bot-api', 'webhook', 'chat'].includes(one.class))
        .flatMap(({ owners = [] }) => owners),
    );
    expect(conduits.filter((name) => made.has(name))).toEqual([]);
  });

  test('has patterns of paths with ~, * and ** only', () => {
    for (const pattern of files.flatMap(({ paths = [], except = [] }) => [...paths, ...except])) {
      expect(pattern).toMatch(/^(~\/|\/|\*\*\/|\*:\/)[^\\?{}[\]]+$/);
    }
    expect(files.flatMap(({ os = [] }) => os).filter((os) => !['linux', 'darwin', 'win32'].includes(os))).toEqual([]);
  });

  test('has hosts in lower case, and ranges that are ranges', () => {
    for (const host of endpoints.flatMap(({ hosts = [] }) => hosts)) {
      expect(host).toMatch(/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*$/);
    }
    for (const range of endpoints.flatMap(({ cidrs = [] }) => cidrs)) {
      const [address = '', bits = ''] = range.split('/');
      expect(isIP(address), range).not.toBe(0);
      expect(Number(bits)).toBeLessThanOrEqual(isIP(address) === 4 ? 32 : 128);
    }
  });

  test('has each exact host once', () => {
    const hosts = endpoints.flatMap(({ hosts = [] }) => hosts);
    expect(hosts.filter((host, index) => hosts.indexOf(host) !== index)).toEqual([]);
  });
});

/** The literal classes of a rule's selections, however deep. */
function classesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(classesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'target.class' ? [inner].flat().filter((one): one is string => typeof one === 'string') : classesIn(inner),
  );
}
