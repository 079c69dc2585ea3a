import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-inventory-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function site(name: string, files: Record<string, string>): string {
  const root = join(dir, name);
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const names = (root: string): string[] => readInventory([root]).map(({ name, version }) => `${name}@${version}`);

describe.skipIf(newest === '')('in a real venv', () => {
  let venv: Venv;
  beforeAll(async () => {
    venv = await makeVenv({ python: newest, dir: join(dir, 'venv') });
    const one = await buildWheel({
      name: 'My.Package_One',
      version: '1.0.post1',
      source: null,
      outDir: dir,
      extraFiles: { 'one/__init__.py': '', 'one/odd, "name".py': '' },
      scripts: { one: 'one:main' },
    });
    await venv.install(one);
  });

  it('gives what pip itself lists', async () => {
    const { stdout } = await venv.run(['-m', 'pip', 'list', '--format=json', '--disable-pip-version-check']);
    const listed = (JSON.parse(stdout) as { name: string; version: string }[]).map(
      ({ name, version }) => `${name.toLowerCase().replace(/[-_.]+/g, '-')}@${version}`,
    );
    expect(names(venv.sitePackages).sort()).toEqual(listed.sort());
  });

  it('gives installer, request and files', () => {
    const one = byName(readInventory([venv.sitePackages])).get('my-package-one');
    expect(one).toMatchObject({
      version: '1.0.post1',
      installer: 'pip',
      requested: true,
      editable: null,
      location: venv.sitePackages,
      layout: 'dist-info',
    });
    const paths = [...(one?.files() ?? [])].map(({ path }) => path);
    expect(paths).toContain('one/odd, "name".py');
    expect(paths).toContain('../../../bin/one');
    expect(paths.some((path) => path.startsWith('one/__pycache__/'))).toBe(true);
  });
});

describe('readInventory', () => {
  it("reads Debian's egg-info folders and distutils' bare files", () => {
    const root = site('debian', {
      'PyJWT-2.6.0.egg-info/PKG-INFO': 'Metadata-Version: 2.1\nName: PyJWT\nVersion: 2.6.0\n',
      'perf-0.1.egg-info': 'Metadata-Version: 1.0\nName: perf\nVersion: 0.1\n',
      'cryptography.egg-info/PKG-INFO': 'Name: cryptography\nVersion: 38.0.4\n',
      'lazr.uri-1.0.6.egg-info/installed-files.txt': '../lazr/uri/__init__.py\nPKG-INFO\n',
    });
    expect(names(root)).toEqual(['cryptography@38.0.4', 'lazr-uri@1.0.6', 'perf@0.1', 'pyjwt@2.6.0']);
    const files = [
      ...(byName(readInventory([root]))
        .get('lazr-uri')
        ?.files() ?? []),
    ];
    expect(files.map(({ path }) => path)).toEqual(['lazr/uri/__init__.py', 'lazr.uri-1.0.6.egg-info/PKG-INFO']);
  });

  it('follows an egg-link to the project, by any spelling of its name', () => {
    const project = site('project', { 'My_App.egg-info/PKG-INFO': 'Name: My.App\nVersion: 0.3\n' });
    const root = site('linked', {
      'My-App.egg-link': `${project}\n.`,
      'gone.egg-link': '/nowhere\n.',
      'relative.egg-link': '../project\n.',
    });
    expect(readInventory([root])).toMatchObject([{ name: 'my-app', version: '0.3', editable: project }]);
  });

  it('takes METADATA over the name of the folder, and that where there is no METADATA', () => {
    const root = site('names', {
      'evil-1.0.dist-info/METADATA': 'Name: requests\nVersion: 2.0\n\n',
      'bare-1.1.dist-info/RECORD': 'bare.py,,\n',
      '~uests-1.0.dist-info/METADATA': 'Name: requests\nVersion: 1.0\n\n',
      'notes.dist-info/x': '',
    });
    writeFileSync(join(root, 'file-1.0.dist-info'), '');
    expect(names(root)).toEqual(['bare@1.1', 'requests@2.0']);
  });

  it('outlives pipes, links in a circle and folders where files should be', () => {
    const root = site('hostile', { 'a-1.dist-info/x': '', 'b-1.dist-info/METADATA/x': '', 'c-1.dist-info/x': '' });
    execFileSync('mkfifo', [
      join(root, 'a-1.dist-info/INSTALLER'),
      join(root, 'pipe.egg-info'),
      join(root, 'p.egg-link'),
    ]);
    symlinkSync('direct_url.json', join(root, 'c-1.dist-info/direct_url.json'));
    symlinkSync('loop-1.dist-info', join(root, 'loop-1.dist-info'));
    expect(names(root)).toEqual(['a@1', 'b@1', 'c@1']);
  });

  it('gives nothing for a folder that is not there', () => {
    expect(readInventory([join(dir, 'nowhere')])).toEqual([]);
  });

  it('changes the stamp of a distribution when its RECORD changes, version or not', () => {
    const root = site('stamped', {
      'a-1.dist-info/METADATA': 'Name: a\nVersion: 1\n',
      'a-1.dist-info/RECORD': 'a.py,,\n',
    });
    const stamp = () => readInventory([root])[0]?.stamp;
    const before = stamp();
    expect(stamp()).toBe(before);
    writeFileSync(join(root, 'a-1.dist-info/RECORD'), 'a.py,,\nb.py,,\n');
    expect(stamp()).not.toBe(before);
  });
});
