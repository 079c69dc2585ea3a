import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInterpreters } from '../../../test/python/interpreters.ts';
import { makeVenv, type Venv } from '../../../test/python/venv.ts';
import { buildWheel } from '../../../test/python/wheel.ts';
import { byName, readInventory } from './inventory.ts';

const interpreters = await findInterpreters();
const newest = interpreters[0]?.path ?? '';
let dir = '';
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-facts-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A dist-info folder of `a` 1 whose RECORD names these files, as they are there. */
function factsOf(folder: string, files: Record<string, string>, infoFiles: Record<string, string> = {}) {
  const root = join(dir, folder);
  const all = { ...files, ...Object.fromEntries(Object.entries(infoFiles).map(([n, t]) => [`a-1.dist-info/${n}`, t])) };
  const record = Object.keys(files).map((path) => `${path},sha256=x,1\n`);
  for (const [path, text] of Object.entries({ ...all, 'a-1.dist-info/RECORD': record.join('') })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return readInventory([root])[0]?.facts;
}

describe('what the files of a package tell', () => {
  it('is what it can be imported by, its start-up files, and whether it has machine code', () => {
    const files = {
      'bs4/__init__.py': '',
      'six.py': '',
      'fast.cpython-311-x86_64-linux-gnu.so': '',
      'ns/pkg/mod.py': '',
      'data/only.txt': '',
      'odd-name/x.py': '',
      '__editable___a_1_finder.py': '',
      'run.pth': 'import os\n',
      'path.pth': '/somewhere\n',
      'sitecustomize/__init__.py': '',
      '../../../bin/a': '',
    };
    expect(factsOf('plain', files)).toMatchObject({
      source: null,
      topLevel: ['bs4', 'fast', 'ns', 'sitecustomize', 'six'],
      isNative: true,
      startupFiles: ['run.pth', 'sitecustomize/__init__.py'],
    });
  });

  it('is made for one platform where its wheel says so', () => {
    expect(factsOf('any', { 'a.py': '' }, { WHEEL: 'Root-Is-Purelib: true\n' })?.isNative).toBe(false);
    expect(factsOf('one', { 'a.py': '' }, { WHEEL: 'Root-Is-Purelib: false\n' })?.isNative).toBe(true);
  });

  it('has one digest for the same files, whoever installed them and however they were compiled', () => {
    const one = factsOf('pip', { 'a.py': '', '../../../bin/a': '' }, { INSTALLER: 'pip\n' });
    const compiled = { 'a.py': '', '__pycache__/a.cpython-311.pyc': '', 'a-1.dist-info/INSTALLER': '' };
    expect(factsOf('uv', compiled, { INSTALLER: 'uv\n' })?.digest).toBe(one?.digest);
    expect(factsOf('more', { 'a.py': '', 'b.py': '' })?.digest).not.toBe(one?.digest);
    expect(factsOf('none', {})?.digest).toBeNull();
  });
});

describe.skipIf(newest === '')('in a real venv', () => {
  let venv: Venv;
  beforeAll(async () => {
    venv = await makeVenv({ python: newest, dir: join(dir, 'venv') });
    const wheel = { version: '1', source: null, outDir: dir };
    await venv.install(await buildWheel({ ...wheel, name: 'one', extraFiles: { 'one/__init__.py': '' } }));
  });

  it('tells a wheel on this machine from the index', () => {
    const packages = byName(readInventory([venv.sitePackages]));
    expect(packages.get('one')?.facts.source).toEqual({ kind: 'archive', at: join(dir, 'one-1-py3-none-any.whl') });
    expect(packages.get('pip')?.facts.source).toEqual({ kind: 'index', at: null });
    expect(packages.get('pip')?.facts.topLevel).toEqual(['pip']);
  });

  it('gives the same facts once, however often they are read', () => {
    const facts = () => byName(readInventory([venv.sitePackages])).get('one')?.facts;
    expect(facts()).toBe(facts());
  });

  it('keeps what was there, object by object, where nothing changed', async () => {
    const before = readInventory([venv.sitePackages]);
    expect(readInventory([venv.sitePackages], before)).toEqual(before);
    expect(readInventory([venv.sitePackages], before).every((each, i) => each === before[i])).toBe(true);
  });
});
