import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildAiocpa } from '../../../test/incidents/aiocpa/build.ts';
import { findInterpreters, newestAndOldest } from '../../../test/python/interpreters.ts';
import { makeVenv, type Venv } from '../../../test/python/venv.ts';
import { buildWheel, type WheelOptions } from '../../../test/python/wheel.ts';
import { comparePackages, type PackageChange } from '../environments/changes.ts';
import type { Distribution } from '../environments/distribution.ts';
import { byName, readInventory } from '../environments/inventory.ts';
import { Reviewer } from './reviewer.ts';
import { readSources } from './version-facts.ts';

const interpreters = newestAndOldest(await findInterpreters());
const log = pino({ level: 'silent' });
let dir = '';
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-review-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe.each(interpreters)('an upgrade on Python $version', ({ path, version: python }) => {
  let venv: Venv;
  let reviewer: Reviewer;
  let homes = 0;
  beforeAll(async () => {
    venv = await makeVenv({ python: path, dir: join(dir, `venv-${python}`) });
  });
  afterEach(() => reviewer.stop());

  const inventory = () => readInventory([venv.sitePackages]);
  const environment = (distributions: readonly Distribution[]) => ({ prefix: venv.dir, python, distributions });
  const span = { afterMs: 0, beforeMs: 1, removedMs: 0 };

  /** Installs one after the other, and says what the review of the second says. */
  async function upgrade(first: string, second: string, isLearned = true) {
    await venv.install('--force-reinstall', first);
    const before = inventory().filter(({ name }) => !['pip', 'setuptools'].includes(name));
    reviewer = new Reviewer({ dir: join(dir, `home-${python}-${homes++}`), log, patienceMs: 60_000 });
    for (const { facts } of before) void facts;
    if (isLearned) reviewer.learn(environment(before));
    await vi.waitFor(() => expect(reviewer.waiting).toBe(0), { timeout: 60_000 });
    await venv.install('--upgrade', '--force-reinstall', second);
    const after = inventory();
    const [change] = comparePackages(byName(before), byName(after), span).filter(({ kind }) => kind !== 'installed');
    return reviewer.review(change as PackageChange, environment(after));
  }
  const wheel = (options: Partial<WheelOptions> & Pick<WheelOptions, 'version'>) =>
    buildWheel({ name: 'shop', source: null, outDir: join(dir, 'wheels'), ...options });

  it('of aiocpa 0.1.12 to 0.1.13 brings code that is built and executed, out of a long literal', async () => {
    const wheels = await buildAiocpa(join(dir, `aiocpa-${python}`));
    const review = await upgrade(wheels.clean, wheels.bad);
    expect(review).toEqual({
      outcome: 'compared',
      newKinds: ['dynamic-code', 'encoded-literal'],
      findings: [
        'dynamic-code: exec(zlib.decompress(base64.b64decode(…))) at cryptopay/utils/sync.py:44',
        expect.stringMatching(/^encoded-literal: \d+ bytes at cryptopay\/utils\/sync\.py:44$/),
      ],
    });
    await venv.uninstall('aiocpa');
  });

  it('brings new of every kind', async () => {
    const native = Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(64)]);
    const extraFiles = {
      'shop/__init__.py': [
        'from urllib import request as r',
        'import subprocess, ctypes',
        'r.urlopen("https://api.example.net/v1/secret?x=1")',
        'subprocess.Popen(["x"])',
        'ctypes.CDLL("libc.so.6")',
        'getattr(__import__("os"), "system")("x")',
        'eval(open("x").read())',
        `x = 1;${' '.repeat(300)}import os`,
      ].join('\n'),
      'shop/runtime/triton': native,
      'shop_init.pth': 'import shop\n',
      'shop/setup.py': 'from setuptools import setup\nsetup(cmdclass={"install": object})\n',
      'shop/broken.py': 'def (\n',
    };
    const second = await wheel({
      version: '2',
      extraFiles,
      requires: ['Evil.Dep >=1', "dev-only; extra == 'dev'"],
      scripts: { shop: 'shop:main' },
    });
    const review = await upgrade(await wheel({ version: '1', extraFiles: { 'shop/__init__.py': 'x = 1\n' } }), second);
    expect(review?.newKinds).toEqual([
      ...['network', 'dynamic-code', 'hidden-code', 'process', 'native-code', 'native-call', 'startup-file'],
      ...['dependency', 'install-hook', 'entry-point', 'unreadable'],
    ]);
    expect(review?.findings).toEqual([
      'network: urllib.request.urlopen at shop/__init__.py:3',
      'dynamic-code: eval(.read(open(…))) at shop/__init__.py:7',
      'hidden-code: code far to the right at shop/__init__.py:8',
      'process: subprocess.Popen at shop/__init__.py:4',
      'native-code: shop/runtime/triton',
      'native-call: ctypes.CDLL at shop/__init__.py:5',
      'startup-file: shop_init.pth',
      'dependency: evil-dep at METADATA',
      'install-hook: setup(cmdclass=…) at shop/setup.py:2',
      'entry-point: console_scripts: shop at entry_points.txt:2',
      'unreadable: SyntaxError at shop/broken.py:1',
      'host: api.example.net at shop/__init__.py:3',
    ]);
  });

  it('that brings more of what was there already is nothing new of kind, and is told all the same', async () => {
    const files = (text: string) => ({ 'shop/__init__.py': text });
    const first = await wheel({ version: '1', extraFiles: files('import os\nos.system("x")\n') });
    const second = await wheel({
      version: '2',
      extraFiles: files('import os, subprocess\nos.system("x")\nsubprocess.run("x")\n'),
    });
    expect(await upgrade(first, second)).toEqual({
      outcome: 'compared',
      newKinds: [],
      findings: ['process: subprocess.run at shop/__init__.py:3'],
    });
  });

  it('of a version that nobody looked at is told without calling anything new', async () => {
    const first = await wheel({ version: '3', extraFiles: { 'shop/__init__.py': '' } });
    const second = await wheel({ version: '4', extraFiles: { 'shop/__init__.py': 'import os\nos.system("x")\n' } });
    expect(await upgrade(first, second, false)).toMatchObject({
      outcome: 'alone',
      newKinds: [],
      findings: ['process: os.system at shop/__init__.py:2'],
    });
  });
});

describe.each(interpreters)(
  'sources that were written to harm their reader, on Python $version',
  ({ path, version }) => {
    it('are told as unreadable, each by itself', async () => {
      const root = join(dir, `hostile-${version}`);
      mkdirSync(join(root, 'bin'), { recursive: true });
      execFileSync('ln', ['-s', path, join(root, 'bin', 'python')]);
      const files: Record<string, string | Buffer> = {
        'parentheses.py': '('.repeat(100_000),
        'minus.py': `x = ${'-'.repeat(500_000)}1`,
        'lists.py': `${'['.repeat(90)}${']'.repeat(90)}`,
        'attributes.py': `x${'.a'.repeat(200_000)}`,
        'calls.py': `x${'()'.repeat(100_000)}`,
        'sum.py': `x = ${Array(100_000).fill('1').join('+')}`,
        'huge.py': Buffer.alloc(3 * 1024 * 1024, 'x = 1\n'),
        'nul.py': 'x = 1\0',
        'latin.py': Buffer.from('x = "\xe9"\n', 'latin1'),
        'cookie.py': '# coding: rot13\nvzcbeg bf\n',
        'unknown.py': '# coding: no-such\n',
        'good.py': 'import os\nos.system("x")\n',
      };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
      execFileSync('mkfifo', [join(root, 'pipe.py')]);
      const names = [...Object.keys(files), 'pipe.py', 'gone.py', 'good.py'];
      const things = await readSources(root, names, { prefix: root, python: version, isUrgent: true });
      const said = (file: string) => things?.filter((thing) => thing.file === file).map(({ kind }) => kind) ?? [];
      expect(said('good.py')).toEqual(['process', 'process']);
      for (const file of ['huge.py', 'nul.py', 'latin.py', 'unknown.py', 'gone.py', 'parentheses.py', 'minus.py']) {
        expect([file, said(file)]).toEqual([file, ['unreadable']]);
      }
      for (const name of names) expect(said(name).every((kind) => ['unreadable', 'process'].includes(kind))).toBe(true);
    });
  },
);

it('what is kept is bounded, and what was longest of no use goes', async () => {
  const { createFactsStore } = await import('./facts-store.ts');
  const home = join(dir, 'bounded');
  const store = createFactsStore(home, 20);
  const key = (version: string) => ({ name: 'a', version, digest: 'd' });
  for (let i = 0; i < 30; i += 1) store.put(key(String(i)), { things: [], isPartial: false });
  expect(readdirSync(home).length).toBeLessThanOrEqual(20);
  expect(createFactsStore(home).get(key('29'))).toEqual({ things: [], isPartial: false });
  expect(store.get({ ...key('29'), digest: null })).not.toBeNull();
  writeFileSync(join(home, 'a@29@d.json'), '{"edition": 0}');
  expect(createFactsStore(home).get(key('29'))).toBeNull();
});
