/** The house's rules that no type checker holds: which way imports run, and what each workspace may depend on. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What a workspace may depend on at run time, and why. */
const allowed: Record<string, Record<string, string>> = {
  proto: { protobufjs: 'the run time of the generated codecs' },
  rules: {},
  'python-hook': {},
  agent: {
    '@renovatebot/pep440': 'which of two versions is the later one',
    chokidar: 'watching site-packages',
    pino: 'the log',
    'pino-pretty': 'the log on a terminal',
    ws: 'the uplink',
    yaml: 'the catalogue, with line numbers for its mistakes',
    zod: 'checking the catalogue and the identity',
  },
  collector: {
    '@fastify/cookie': "the console's session",
    '@fastify/helmet': 'the content security policy and its like',
    '@fastify/static': 'serving the console',
    '@renovatebot/pep440': 'the order of versions',
    fastify: 'HTTP',
    pino: 'the log',
    'pino-pretty': 'the log on a terminal',
    re2js: 'regular expressions of rules, in linear time',
    'string-width': 'tables in a terminal',
    ws: 'the gateway',
    yaml: 'rules, with line numbers for their mistakes',
    zod: 'checking what comes in, and OpenAPI from it',
  },
  'collector/console': {},
};

test.each(Object.keys(allowed))('%s depends on what has a reason, and on nothing else', (workspace) => {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  const others = Object.keys(dependencies).filter((name) => !name.startsWith('@culprit/'));
  expect(others.sort()).toEqual(Object.keys(allowed[workspace] ?? {}).sort());
  for (const [name, version] of Object.entries(dependencies)) expect(`${name}@${version}`).toMatch(/@\d+\.\d+\.\d+$/);
});

test('install scripts run for node alone', () => {
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  const approved = Object.entries(allowScripts).flatMap(([name, isAllowed]) => (isAllowed ? [name] : []));
  expect(approved).toEqual(['node']);
});

/** What a room may import of other workspaces and rooms' families, by the folder that the importing file is in. */
const directions: [from: string, to: string[]][] = [
  ['proto/', ['proto/']],
  ['agent/src/', ['agent/src/', 'proto/']],
  ['collector/src/', ['collector/src/', 'collector/package.json', 'proto/']],
  // Types alone: what the API says.
  ['collector/console/src/', ['collector/console/src/', 'collector/src/api/types.ts']],
];

const sources = globSync('{proto,agent,collector}/**/*.{ts,tsx}', {
  cwd: root,
  exclude: (path) => /node_modules|dist|generated/.test(path),
}).filter((path) => !/\.test\.|\/test\/|\/testing\/|vite\.config|generate\.ts/.test(path));

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map(([, path = '']) =>
    relative(root, join(root, dirname(file), path)),
  );
};

test('imports run one way: agent → proto ← collector, and nothing imports tests', () => {
  expect(sources.length).toBeGreaterThan(100);
  const wrong = sources.flatMap((file) => {
    const [, to = []] = directions.findLast(([from]) => file.startsWith(from)) ?? [];
    return importsOf(file).flatMap((path) =>
      to.some((prefix) => path.startsWith(prefix)) ? [] : [`${file} → ${path}`],
    );
  });
  expect(wrong).toEqual([]);
});

/** Rooms in the order of the data's path: one may import those before it. Files beside the rooms are anyone's. */
const paths = {
  'agent/src': [
    'listener',
    'processes',
    'tamper',
    'environments',
    'integrity',
    'review',
    'resolve',
    'classify',
    'discovery',
    'sockets',
    'spool',
    'pipeline',
    'uplink',
    'control',
    'service',
    'doctor',
    'selftest',
    'commands',
  ],
  'collector/src': ['detect', 'store', 'alerts', 'tokens', 'notify', 'gateway', 'api', 'commands'],
};
/** The collector's vocabulary: types alone, which every room speaks and the console too. */
const vocabulary = 'collector/src/api/types.ts';

test.each(Object.entries(paths))('the rooms of %s import along the path', (folder, rooms) => {
  const rankOf = (path: string): number => rooms.indexOf(path.slice(folder.length + 1).split('/')[0] ?? '');
  const wrong = sources
    .filter((file) => file.startsWith(`${folder}/`) && rankOf(file) >= 0)
    .flatMap((file) =>
      importsOf(file)
        .filter((path) => path !== vocabulary && path.startsWith(`${folder}/`) && rankOf(path) > rankOf(file))
        .map((path) => `${file} → ${path}`),
    )
    .sort();
  expect(wrong).toEqual([]);
});
