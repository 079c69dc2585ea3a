import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EnsuredEnvironments } from '../environments/ensured.ts';
import type { HookCause, HookSegment } from '../listener/report.ts';
import { createResolver, type Resolution, type Resolver } from './resolver.ts';

// Made at once, because the table of cases below is read before any hook runs.
const dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-resolver-')));
const prefix = join(dir, 'venv');
const site = join(prefix, 'lib/python3.11/site-packages');
let now = Date.now();
let resolver: Resolver;
const conduits = new Set(['requests', 'urllib3', 'httpx', 'httpcore']);
const base = '/opt/base';

beforeAll(() => {
  write(join(prefix, 'pyvenv.cfg'), `home = ${base}/bin\nversion = 3.11.7\n`);
  for (const name of ['requests', 'urllib3', 'httpx', 'httpcore', 'aiocpa', 'pytest', 'botocore']) put(name, '1.0');
  resolver = createResolver({ environments: environments(), conduits, clock: () => now });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function environments() {
  const ensured = new EnsuredEnvironments(() => now);
  return { ensure: (path: string, hint = {}) => ensured.get(path, hint) };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function put(name: string, version: string): void {
  const info = join(site, `${name}-${version}.dist-info`);
  write(join(info, 'METADATA'), `Name: ${name}\nVersion: ${version}\n\n`);
  write(join(info, 'RECORD'), `${name}/__init__.py,,\n../../../bin/${name},,\n`);
}

/** "requests" is a frame of that package, "app" of the application, "std" of the standard library; "!" a dynamic one, "?" one that was
 * handed what it calls, ">" one that names that. */
function segment(cause: HookCause, ...whose: string[]): HookSegment {
  const fileOf = (who: string): string => {
    if (who === 'app') return '/home/me/app.py';
    if (who === 'std') return `${base}/lib/python3.11/socket.py`;
    if (who === 'hook') return join(site, '_culprit/hook.py');
    if (who.startsWith('bin/')) return join(prefix, who);
    return join(site, who, '__init__.py');
  };
  const frames = whose.map((who, line) => ({
    file: fileOf(who.replace(/^[!?>]/, '')),
    // A script is a module that runs; everything else here is called.
    function: who.startsWith('bin/') ? '<module>' : who,
    line,
    dynamic: who.startsWith('!'),
    handed: who.startsWith('?'),
    gave: who.startsWith('>'),
  }));
  return { cause, frames };
}

const resolve = (...segments: HookSegment[]): Resolution =>
  resolver.resolve({ prefix, basePrefix: base, startedMs: now, python: '3.11.7' }, segments);

const brief = ({ package: culprit, chain, confidence }: Resolution) =>
  `${culprit?.name ?? 'application'} ${confidence}: ${chain.map(({ name }) => name).join(' ')}`;

it.each<[string, HookSegment[], string]>([
  ['a payment client that posts', [segment('stack', 'std', 'aiocpa', 'app')], 'aiocpa stack: aiocpa'],
  [
    'a payment client that posts by conduits',
    [segment('stack', 'std', 'urllib3', 'std', 'urllib3', 'requests', 'aiocpa', 'app')],
    'aiocpa stack: urllib3 requests aiocpa',
  ],
  [
    'an application that calls requests, run by pytest',
    [segment('stack', 'std', 'urllib3', 'requests', 'app', 'pytest', 'pytest', 'bin/pytest')],
    'application stack: urllib3 requests pytest',
  ],
  [
    'a package that an application calls, run by pytest',
    [segment('stack', 'requests', 'botocore', 'app', 'pytest')],
    'botocore stack: requests botocore pytest',
  ],
  [
    'work that a package submitted to a pool',
    [segment('stack', 'std', 'std'), segment('pool', 'std', 'aiocpa', 'app')],
    'aiocpa cause: aiocpa',
  ],
  [
    'a conduit in a task that a package created, in a thread that the application started',
    [segment('stack', 'httpcore', 'httpx'), segment('task', 'aiocpa', 'std'), segment('thread', 'std', 'app')],
    'aiocpa cause: httpcore httpx aiocpa',
  ],
  [
    'an application whose thread began in a package',
    [segment('stack', 'requests', 'app'), segment('thread', 'botocore')],
    'application stack: requests botocore',
  ],
  ['code that a package decoded and executed', [segment('stack', '!aiocpa', '!aiocpa', 'app')], 'aiocpa stack: aiocpa'],
  ['the hook between', [segment('stack', 'hook', 'std', 'hook', 'aiocpa')], 'aiocpa stack: aiocpa'],
  [
    'a package that calls what it was handed, by nobody knows whom',
    [segment('stack', 'std', '?botocore', '?aiocpa', '?app')],
    'application unknown: botocore aiocpa',
  ],
  [
    'a package that calls what the one outside it handed to it',
    [segment('stack', 'std', '?botocore', '>aiocpa', 'app')],
    'aiocpa stack: botocore aiocpa',
  ],
  [
    'a package that calls what the application handed to a conduit, which handed it on',
    [segment('stack', 'std', '?botocore', '>requests', 'app')],
    'application stack: botocore requests',
  ],
  [
    'a conduit that calls what it was handed',
    [segment('stack', '?requests', 'aiocpa', 'app')],
    'aiocpa stack: requests aiocpa',
  ],
  [
    'a conduit that calls what somebody handed to its caller',
    [segment('stack', '?requests', '?aiocpa', 'app')],
    'application unknown: requests aiocpa',
  ],
  ['an application that calls what it was handed', [segment('stack', 'std', '?app')], 'application unknown: '],
  [
    'an application in whose thread somebody else handed things over',
    [segment('stack', 'std', '?botocore', 'app'), segment('thread', '>aiocpa')],
    'application unknown: botocore aiocpa',
  ],
  ['conduits alone', [segment('stack', 'httpcore', 'httpx', 'bin/httpx')], 'application stack: httpcore httpx'],
  [
    'conduits that nobody is seen to call',
    [segment('stack', 'httpcore', 'httpx')],
    'application unknown: httpcore httpx',
  ],
  [
    'conduits alone, started by the library',
    [segment('stack', 'httpcore'), segment('thread', 'std')],
    'application cause: httpcore',
  ],
  ['the standard library alone', [segment('stack', 'std')], 'application stack: '],
  ['code in site-packages that no package has', [segment('stack', 'std', 'dropped', 'app')], 'application unknown: '],
  ['no frame', [segment('stack')], 'application unknown: '],
  ['no segment', [], 'application unknown: '],
])('%s', (_, segments, expected) => {
  expect(brief(resolve(...segments))).toBe(expected);
});

it('gives versions, marks the frames of the culprit, and keeps what is dynamic', () => {
  const { package: culprit, chain, frames } = resolve(segment('stack', 'std', 'requests', '!aiocpa', 'app'));
  expect(culprit).toEqual({ name: 'aiocpa', version: '1.0' });
  expect(chain).toEqual([
    { name: 'requests', version: '1.0' },
    { name: 'aiocpa', version: '1.0' },
  ]);
  expect(frames.map(({ function: name, culprit: is, dynamic }) => [name, is, dynamic])).toEqual([
    ['std', false, false],
    ['requests', false, false],
    ['!aiocpa', true, true],
    ['app', false, false],
  ]);
  expect(resolve(segment('stack', 'requests', 'app')).frames.map((frame) => frame.culprit)).toEqual([false, true]);
});

it('keeps 24 frames of a deep stack: the innermost, those that decide, the first of each package', () => {
  const deep = [
    ...Array<string>(30).fill('std'),
    ...Array<string>(30).fill('requests'),
    ...Array<string>(30).fill('aiocpa'),
    ...Array<string>(30).fill('app'),
    'pytest',
  ];
  const { frames } = resolve(segment('stack', ...deep));
  const count = (name: string): number => frames.filter((frame) => frame.function === name).length;
  expect(frames).toHaveLength(24);
  expect(frames[0]).toMatchObject({ function: 'std', line: 0 });
  expect(['std', 'requests', 'aiocpa', 'app', 'pytest'].map(count)).toEqual([1, 8, 8, 6, 1]);
  expect(frames.map(({ line }) => line)).toEqual([...frames.map(({ line }) => line)].sort((a, b) => a - b));
});

it('attributes a process of before an upgrade to the old version, and one of after it to the new', () => {
  const frames = segment('stack', 'std', 'aiocpa', 'app');
  const old = { prefix, basePrefix: base, startedMs: now };
  expect(resolver.resolve(old, [frames]).package?.version).toBe('1.0');
  rmSync(join(site, 'aiocpa-1.0.dist-info'), { recursive: true });
  put('aiocpa', '2.0');
  now = Date.now() + 5000;
  expect(resolver.resolve(old, [frames]).package?.version).toBe('1.0');
  expect(resolver.resolve({ ...old, startedMs: now }, [frames]).package?.version).toBe('2.0');
});

it('does without an environment: by the folders in the path', () => {
  const lost = { prefix: join(dir, 'gone'), basePrefix: base, startedMs: now };
  const result = resolver.resolve(lost, [segment('stack', 'std', 'requests', 'botocore', 'app')]);
  expect(brief(result)).toBe('botocore stack: requests botocore');
});

it('sees the packages of the base interpreter where the venv does', () => {
  const baseDir = join(dir, 'base');
  const venv = join(dir, 'system-venv');
  const baseSite = join(baseDir, 'lib/python3.11/site-packages');
  write(join(baseDir, 'lib/python3.11/os.py'), '');
  write(join(baseSite, 'shared-3.dist-info/METADATA'), 'Name: shared\nVersion: 3\n\n');
  write(join(baseSite, 'shared-3.dist-info/RECORD'), '../../../bin/shared-tool,,\n');
  write(join(venv, 'lib/python3.11/site-packages/x.py'), '');
  write(join(venv, 'pyvenv.cfg'), `home = ${baseDir}/bin\nversion = 3.11.7\ninclude-system-site-packages = true\n`);
  const frames = [
    { file: join(baseDir, 'bin/shared-tool'), function: 'f', line: 1, dynamic: false, handed: false, gave: false },
  ];
  const process = { prefix: venv, basePrefix: baseDir, startedMs: now };
  expect(resolver.resolve(process, [{ cause: 'stack', frames }]).package).toEqual({ name: 'shared', version: '3' });
});

it('never throws for what a process tells', () => {
  const frames = [
    '',
    '\0',
    '<',
    '/',
    '//',
    '/..',
    'x'.repeat(5000),
    `/${'a/'.repeat(3000)}`,
    `${site}/../../../../..`,
  ].map((file) => ({ file, function: '', line: -1, dynamic: true, handed: false, gave: false }));
  for (const bad of ['', '\0', '/proc/self/mem', 'x'.repeat(5000)]) {
    const process = { prefix: bad, basePrefix: bad, startedMs: Number.NaN };
    expect(resolver.resolve(process, [{ cause: 'stack', frames }]).package).toBeNull();
  }
});
