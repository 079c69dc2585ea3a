import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadCatalogue, requireCatalogue, rulesFolder } from './catalogue.ts';
import { mistakeLine } from './yaml-file.ts';

const sound = {
  'files.yaml':
    "- class: ssh-key\n  description: A key\n  owners: [paramiko]\n  paths: ['~/.ssh/id_*']\n  source: test\n",
  'endpoints.yaml': '- class: bot-api\n  description: Bots\n  hosts: [api.telegram.org]\n  source: test\n',
  'conduits.yaml': 'conduits: [requests, urllib3]\n',
  'native.yaml': 'quiet: [cryptography]\n',
};

function rules(changed: Partial<typeof sound> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-rules-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'catalogue'));
  for (const [name, text] of Object.entries({ ...sound, ...changed }))
    writeFileSync(join(dir, 'catalogue', name), text);
  return dir;
}

/** The mistakes of one changed file, without the folder before its name. */
function mistakes(changed: Partial<typeof sound>): string[] {
  const loaded = loadCatalogue(rules(changed));
  if (loaded.status === 'ok') return [];
  return loaded.mistakes.map((mistake) => mistakeLine(mistake).replace(/^.*\/catalogue\//, ''));
}

test('the catalogue that comes with Culprit is sound', () => {
  const { files, endpoints, conduits, quiet } = requireCatalogue(rulesFolder({}));
  expect(files.length).toBeGreaterThan(20);
  expect(endpoints.length).toBeGreaterThan(20);
  expect(conduits.has('requests')).toBe(true);
  expect(quiet.has('cryptography')).toBe(true);
});

test('CULPRIT_RULES names another folder', () => {
  const dir = rules();
  expect(rulesFolder({ CULPRIT_RULES: dir })).toBe(dir);
  expect(requireCatalogue(dir).files[0]?.class).toBe('ssh-key');
});

describe('a mistake is told by file, line and field, with the mend', () => {
  test.each<[string, Partial<typeof sound>, string[]]>([
    [
      'an unknown key',
      { 'files.yaml': `${sound['files.yaml']}  patsh: []\n` },
      ['files.yaml:6: patsh: is not known here: remove it, or correct its name'],
    ],
    [
      'a pattern that nothing can match',
      { 'files.yaml': sound['files.yaml'].replace('~/.ssh/id_*', '.ssh/id_*') },
      ['files.yaml:4: paths: the pattern ".ssh/id_*" must begin with /, ~/, **/ or *:/'],
    ],
    [
      'a field of another kind',
      { 'files.yaml': sound['files.yaml'].replace("['~/.ssh/id_*']", 'all') },
      ['files.yaml:4: paths: must be a list of patterns'],
    ],
    [
      'a missing field',
      { 'files.yaml': sound['files.yaml'].replace('  description: A key\n', '') },
      ['files.yaml:1: description: must be text'],
    ],
    [
      'a platform that nobody has',
      { 'files.yaml': `${sound['files.yaml']}  os: [amiga]\n` },
      ['files.yaml:6: os: must be of linux, darwin, win32'],
    ],
    [
      'a host with a scheme',
      { 'endpoints.yaml': sound['endpoints.yaml'].replace('api.t', 'https://api.t') },
      [
        'endpoints.yaml:3: hosts: the host "https://api.telegram.org" is no host name: give it without scheme, port, path or *',
      ],
    ],
    [
      'a range that is none',
      { 'endpoints.yaml': `${sound['endpoints.yaml']}  cidrs: [10.0.0.0]\n` },
      ['endpoints.yaml:5: cidrs: the range "10.0.0.0" is no range like 192.0.2.0/24 or 2001:db8::/32'],
    ],
    [
      'a conduit that is no normalised name',
      { 'conduits.yaml': 'conduits:\n  - requests\n  - Some_Thing\n' },
      ['conduits.yaml:3: conduits: must be a normalised name (PEP 503), like httpx'],
    ],
  ])('%s', (_, changed, expected) => {
    expect(mistakes(changed)).toEqual(expected);
  });

  test('YAML that is none', () => {
    expect(mistakes({ 'conduits.yaml': 'conduits: [a\n' })[0]).toMatch(/^conduits\.yaml:\d+: .*: correct the YAML$/);
  });

  test('of all files at once', () => {
    const changed = { 'files.yaml': '- 1\n', 'conduits.yaml': 'x: 1\n', 'endpoints.yaml': '' };
    expect(new Set(mistakes(changed).map((line) => line.split(':')[0]))).toEqual(
      new Set(['files.yaml', 'endpoints.yaml', 'conduits.yaml']),
    );
    expect(() => requireCatalogue(rules(changed))).toThrow(/files\.yaml:1: .*\n.*/);
  });
});

test('a folder that is not there is a sentence with CULPRIT_RULES in it', () => {
  expect(() => requireCatalogue('/no/such/folder')).toThrow(
    /The catalogue .*files\.yaml can't be read .*CULPRIT_RULES\.$/,
  );
});
