import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInterpreters } from '../../../test/python/interpreters.ts';
import { makeVenv, type Venv } from '../../../test/python/venv.ts';
import { buildWheel } from '../../../test/python/wheel.ts';
import { inspectEnvironment } from '../environments/environment.ts';
import { InstalledPackages } from '../environments/installed.ts';
import { FileIndex } from './file-index.ts';
import { PackageIndex, sourceOf } from './package-index.ts';

const interpreters = await findInterpreters();
/** With setuptools in its venvs, for the legacy ways. */
const withSetuptools = interpreters.find(({ version }) => Number(version.split('.')[1]) <= 11)?.path ?? '';
let dir = '';
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-index-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function write(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

interface Site {
  readonly root: string;
  readonly prefix: string;
  readonly index: FileIndex;
  readonly installed: InstalledPackages;
  /** "name@version", with "?" where no RECORD has the file; else the kind. */
  readonly of: (file: string, asOfMs?: number) => string;
}

let counter = 0;
function site(files: Record<string, string>, folder = 'lib/python3.11/site-packages'): Site {
  const prefix = join(dir, `env-${counter++}`);
  const root = join(prefix, folder);
  mkdirSync(root, { recursive: true });
  write(root, files);
  return indexOf([root], prefix);
}

let now = 1_000_000;
function indexOf(roots: string[], prefix: string, basePrefixes: string[] = ['/opt/base']): Site {
  const installed = new InstalledPackages({ roots, prefix, clock: () => now });
  const index = new FileIndex({ packages: [new PackageIndex(installed)], basePrefixes, clock: () => now });
  const [root = ''] = roots;
  const of = (file: string, asOfMs = Number.MAX_SAFE_INTEGER): string => {
    const path = file.startsWith('/') || file.startsWith('<') ? file : join(root, file);
    now += 3000;
    index.refresh();
    const owner = index.ownerOf(path, asOfMs);
    return owner.kind === 'package' ? `${owner.name}@${owner.version}${owner.recorded ? '' : '?'}` : owner.kind;
  };
  return { root, prefix, index, installed, of };
}

/** A distribution's files and metadata, RECORD included. */
function dist(
  name: string,
  version: string,
  paths: string[],
  files: Record<string, string> = {},
): Record<string, string> {
  const info = `${name}-${version}.dist-info`;
  return {
    ...Object.fromEntries(paths.filter((path) => !path.startsWith('..')).map((path) => [path, ''])),
    ...files,
    [`${info}/METADATA`]: `Name: ${name}\nVersion: ${version}\n\n`,
    [`${info}/RECORD`]: [...paths, ...Object.keys(files), `${info}/RECORD`].map((path) => `${path},,\n`).join(''),
  };
}

describe('a file of site-packages', () => {
  it('belongs to the distribution that recorded it, whatever its import name', () => {
    const { of } = site({
      ...dist('beautifulsoup4', '4.12', ['bs4/__init__.py', 'bs4/builder/_lxml.py']),
      ...dist('PyYAML', '6.0', ['yaml/__init__.py', '_yaml/_yaml.cpython-311-x86_64-linux-gnu.so', 'single.py']),
    });
    expect(of('bs4/builder/_lxml.py')).toBe('beautifulsoup4@4.12');
    expect(of('_yaml/_yaml.cpython-311-x86_64-linux-gnu.so')).toBe('pyyaml@6.0');
    expect(of('single.py')).toBe('pyyaml@6.0');
  });

  it('in byte code is its source', () => {
    const { of } = site(dist('a', '1', ['a/__init__.py', 'a/x.py', 'top.py']));
    expect(of('a/__pycache__/x.cpython-311.pyc')).toBe('a@1');
    expect(of('__pycache__/top.cpython-313t.opt-2.pyc')).toBe('a@1');
    expect(sourceOf('/x/__pycache__/a.b.cpython-38.pyc')).toBe('/x/a.b.py');
    expect(sourceOf('/x/y.py')).toBe('/x/y.py');
  });

  it('of a namespace package belongs to who recorded it, and else to nobody', () => {
    const { of } = site({
      ...dist('google-cloud-storage', '2', ['google/cloud/storage/__init__.py']),
      ...dist('google-api-core', '3', ['google/api_core/__init__.py']),
      'google/cloud/evil.py': '',
      'google/evil.py': '',
      'google/cloud/storage/extra.py': '',
    });
    expect(of('google/cloud/storage/__init__.py')).toBe('google-cloud-storage@2');
    expect(of('google/api_core/__init__.py')).toBe('google-api-core@3');
    expect(of('google/cloud/storage/extra.py')).toBe('google-cloud-storage@2?');
    expect(of('google/cloud/evil.py')).toBe('unowned');
    expect(of('google/evil.py')).toBe('unowned');
  });

  it("of an old-fashioned namespace with an __init__.py is nobody's either", () => {
    const { of } = site({
      ...dist('zope-interface', '5', ['zope/__init__.py', 'zope/interface/__init__.py']),
      'zope-interface-5.dist-info/namespace_packages.txt': 'zope\n',
    });
    expect(of('zope/interface/new.py')).toBe('zope-interface@5?');
    expect(of('zope/evil.py')).toBe('unowned');
  });

  it('that no RECORD has belongs to the one distribution around it, if there is just one', () => {
    const { of } = site({
      ...dist('airflow', '2', ['airflow/__init__.py', 'airflow/models/__init__.py', 'airflow/providers/__init__.py']),
      ...dist('airflow-google', '8', ['airflow/providers/google/__init__.py']),
      ...dist('flat', '1', ['flat.py']),
    });
    expect(of('airflow/models/dag.py')).toBe('airflow@2?');
    expect(of('airflow/models/templates/deep/x.py')).toBe('airflow@2?');
    expect(of('airflow/providers/google/hooks.py')).toBe('airflow-google@8?');
    expect(of('airflow/providers/dropped.py')).toBe('unowned');
    expect(of('dropped.py')).toBe('unowned');
  });

  it('vendored by pip belongs to pip', () => {
    const { of } = site(dist('pip', '23', ['pip/__init__.py', 'pip/_vendor/requests/api.py']));
    expect(of('pip/_vendor/requests/api.py')).toBe('pip@23');
  });

  it('that two claim belongs to the one whose hash it has, else to the later installed', () => {
    const sha = 'sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
    const { of, root } = site({
      'cv2/__init__.py': '',
      'a-1.dist-info/METADATA': 'Name: a\nVersion: 1\n\n',
      'a-1.dist-info/RECORD': `cv2/__init__.py,${sha},0\ncv2/plain.py,,\n`,
      'b-1.dist-info/METADATA': 'Name: b\nVersion: 1\n\n',
      'b-1.dist-info/RECORD': 'cv2/__init__.py,sha256=other,0\ncv2/plain.py,,\n',
    });
    // Made last, whatever the file system's clock says.
    renameSync(join(root, 'b-1.dist-info'), join(root, 'x'));
    mkdirSync(join(root, 'b-1.dist-info'));
    for (const name of ['METADATA', 'RECORD']) copyFileSync(join(root, 'x', name), join(root, 'b-1.dist-info', name));
    expect(of('cv2/__init__.py')).toBe('a@1');
    expect(of('cv2/plain.py')).toBe('b@1');
  });

  it('cannot be claimed outside of the environment, only in it', () => {
    const { of, prefix } = site(
      dist('evil', '1', [
        'evil/__init__.py',
        '../../../bin/evil',
        '../../../../../../../etc/profile',
        '/usr/lib/python3/x.py',
      ]),
    );
    expect(of(join(prefix, 'bin/evil'))).toBe('evil@1');
    expect(of('/etc/profile')).toBe('application');
    expect(of('/usr/lib/python3/x.py')).toBe('application');
  });

  it("of the hook is the hook's, though no RECORD has it", () => {
    const { of } = site({ '_culprit/__init__.py': '' });
    expect(of('_culprit/hook.py')).toBe('hook');
    expect(of('_culprit_other/hook.py')).toBe('unowned');
  });

  it('without lists of files goes by top-level names', () => {
    const { of } = site({
      'PyJWT-2.6.0.egg-info/PKG-INFO': 'Name: PyJWT\nVersion: 2.6.0\n',
      'PyJWT-2.6.0.egg-info/top_level.txt': 'jwt\n',
      'jwt/__init__.py': '',
      'six-1.16.0.egg-info/PKG-INFO': 'Name: six\nVersion: 1.16.0\n',
      'six-1.16.0.egg-info/top_level.txt': 'six\n',
    });
    expect(of('jwt/api_jws.py')).toBe('pyjwt@2.6.0?');
    expect(of('six.py')).toBe('six@1.16.0?');
  });

  it('is found by links to it, and where it is a link itself', () => {
    const { of, root, prefix } = site(dist('a', '1', ['a/__init__.py']));
    symlinkSync(prefix, join(dir, 'by-link'));
    symlinkSync('lib', join(prefix, 'lib64'));
    expect(of(join(dir, 'by-link/lib/python3.11/site-packages/a/__init__.py'))).toBe('a@1');
    expect(of(join(prefix, 'lib64/python3.11/site-packages/a/__init__.py'))).toBe('a@1');
    write(dir, { 'cache/archive/a.py': '' });
    rmSync(join(root, 'a/__init__.py'));
    symlinkSync(join(dir, 'cache/archive/a.py'), join(root, 'a/__init__.py'));
    expect(of('a/__init__.py')).toBe('a@1');
  });

  it('in a second folder of the same environment is told apart', () => {
    const prefix = join(dir, 'two');
    const roots = ['local/lib/python3.11/dist-packages', 'lib/python3/dist-packages'].map((path) => join(prefix, path));
    write(roots[0] ?? '', dist('pip', '24', ['pip/__init__.py']));
    write(roots[1] ?? '', dist('pip', '23', ['pip/__init__.py', 'pip/old.py']));
    const { of } = indexOf(roots, prefix);
    expect(of(join(roots[0] ?? '', 'pip/__init__.py'))).toBe('pip@24');
    expect(of(join(roots[1] ?? '', 'pip/__init__.py'))).toBe('pip@23');
    expect(of(join(roots[1] ?? '', 'pip/new.py'))).toBe('pip@23?');
  });

  it('of another environment, a user folder or an isolated build is looked up there', () => {
    const { of } = site({});
    const user = join(dir, 'user/.local/lib/python3.11/site-packages');
    write(user, dist('requests', '2', ['requests/__init__.py', '../../../bin/tool']));
    expect(of(join(user, 'requests/__init__.py'))).toBe('requests@2');
    expect(of(join(user, 'requests/extra.py'))).toBe('requests@2?');
    expect(of(join(user, 'loose.py'))).toBe('unowned');
  });
});

describe('a file elsewhere', () => {
  it("is the standard library's below the base interpreter", () => {
    const { of } = site({});
    expect(of('/opt/base/lib/python3.11/socket.py')).toBe('stdlib');
    expect(of('/opt/base/lib64/python3.11/lib-dynload/_ssl.so')).toBe('stdlib');
    expect(of('/opt/base/lib/python311.zip/os.py')).toBe('stdlib');
    expect(of('<frozen importlib._bootstrap>')).toBe('stdlib');
    expect(of('/opt/base/lib/python3.11/site-packages/loose.py')).toBe('unowned');
    expect(of('/opt/base/share/x.py')).toBe('application');
    expect(of('/opt/base2/lib/python3.11/socket.py')).toBe('application');
  });

  it('is the application', () => {
    const { of, index } = site({});
    for (const file of ['/home/me/app.py', '<string>', '<stdin>', '/no\0where.py'])
      expect(of(file)).toBe('application');
    expect(index.ownerOf('app.py', 0)).toEqual({ kind: 'application' });
  });

  it('is a package that is just being built, by PKG-INFO or by the name that pip gave the folder', () => {
    const { of } = site({});
    const build = join(dir, 'pip-install-x1y2z3/aiocpa_0123456789abcdef0123456789abcdef');
    write(build, { 'PKG-INFO': 'Metadata-Version: 2.1\nName: aiocpa\nVersion: 0.1.13\n\n', 'setup.py': '' });
    expect(of(join(build, 'setup.py'))).toBe('aiocpa@0.1.13?');
    expect(of(join(build, 'cryptopay/utils/sync.py'))).toBe('aiocpa@0.1.13?');
    expect(of(build.replace('aiocpa_', 'My.Pkg_').concat('/setup.py'))).toBe('my-pkg@unknown?');
    write(dir, { 'project/PKG-INFO': 'Name: mine\nVersion: 1\n', 'project/setup.py': '' });
    expect(of(join(dir, 'project/setup.py'))).toBe('application');
  });
});

describe('after a change', () => {
  it('a process that was started before still runs what was there, one started after it what is there now', () => {
    const { of, root, installed } = site(dist('a', '1', ['a/__init__.py', 'a/old.py']));
    expect(of('a/old.py')).toBe('a@1');
    const before = now;
    rmSync(join(root, 'a-1.dist-info'), { recursive: true });
    write(root, dist('a', '2', ['a/__init__.py', 'a/new.py']));
    expect(of('a/__init__.py')).toBe('a@2');
    expect(of('a/__init__.py', before)).toBe('a@1');
    expect(of('a/old.py', before)).toBe('a@1');
    expect(of('a/old.py')).toBe('a@2?');
    expect(installed.history.versionAt('a', before)).toBe('1');
    rmSync(join(root, 'a-2.dist-info'), { recursive: true });
    expect(of('a/new.py')).toBe('unowned');
    expect(of('a/new.py', now - 4000)).toBe('a@2');
    expect(of('a/__init__.py', before)).toBe('a@1');
  });

  it('a file that another distribution took over is told apart by time', () => {
    const { of, root } = site(dist('opencv', '1', ['cv2/__init__.py']));
    expect(of('cv2/__init__.py')).toBe('opencv@1');
    const before = now;
    rmSync(join(root, 'opencv-1.dist-info'), { recursive: true });
    write(root, dist('opencv-headless', '1', ['cv2/__init__.py']));
    expect(of('cv2/__init__.py')).toBe('opencv-headless@1');
    expect(of('cv2/__init__.py', before)).toBe('opencv@1');
  });
});

describe.skipIf(withSetuptools === '')('real editable installs', () => {
  let venv: Venv;
  let of: Site['of'];
  let missing: string | null = null;
  const project = (name: string, files: Record<string, string>, setup: string): string => {
    const root = join(dir, 'projects', name);
    const config = `[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "${name}"\nversion = "0.3"\n`;
    write(root, { 'pyproject.toml': config + setup, ...files });
    return root;
  };
  beforeAll(async () => {
    venv = await makeVenv({ python: withSetuptools, dir: join(dir, 'venv') });
    const outcome = await venv.installFromIndex('wheel');
    if (outcome.status === 'unavailable') missing = outcome.reason;
    const environment = inspectEnvironment(venv.dir);
    ({ of } = indexOf([...environment.sitePackages], environment.prefix, [environment.basePrefix]));
  });
  const edit = (root: string) => venv.install('--no-build-isolation', '--editable', root);

  it('with a src folder: its code is the package, its tests are not', async ({ skip }) => {
    skip(missing !== null, `no wheel from the index: ${missing}`);
    const root = project('my-src.app', { 'src/srcapp/__init__.py': '', 'tests/test_x.py': '' }, '');
    await edit(root);
    expect(of(join(root, 'src/srcapp/__init__.py'))).toBe('my-src-app@0.3?');
    expect(of(join(root, 'src/srcapp/later.py'))).toBe('my-src-app@0.3?');
    expect(of(join(root, 'tests/test_x.py'))).toBe('application');
    expect(of(join(root, 'src/.venv/lib/python3.11/site-packages/x/y.py'))).toBe('unowned');
  });

  it('with packages named one by one: what the finder maps is the package', async ({ skip }) => {
    skip(missing !== null, `no wheel from the index: ${missing}`);
    const setup =
      '[tool.setuptools]\npackages = ["mapped", "other"]\npy-modules = ["single"]\n[tool.setuptools.package-dir]\nmapped = "code/m"\nother = "code/o"\n';
    const files = { 'code/m/__init__.py': '', 'code/o/__init__.py': '', 'single.py': '', 'scripts/run.py': '' };
    const root = project('mapped-app', files, setup);
    await edit(root);
    expect(of(join(root, 'code/m/x.py'))).toBe('mapped-app@0.3?');
    expect(of(join(root, 'code/o/__init__.py'))).toBe('mapped-app@0.3?');
    expect(of(join(root, 'single.py'))).toBe('mapped-app@0.3?');
    expect(of(join(root, 'scripts/run.py'))).toBe('application');
  });

  it('of old, by setup.py develop', async () => {
    const root = join(dir, 'projects', 'legacy');
    write(root, {
      'setup.py': 'from setuptools import setup\nsetup(name="legacy_app", version="0.9", packages=["legacy"])\n',
      'legacy/__init__.py': '',
    });
    const { status, stderr } = await venv.run(['setup.py', '-q', 'develop', '--no-deps'], { cwd: root });
    expect(status, stderr).toBe(0);
    expect(of(join(root, 'legacy/__init__.py'))).toBe('legacy-app@0.9?');
  });

  it('beside real wheels and the standard library, by what code objects say', async () => {
    const wheel = await buildWheel({
      name: 'Where.Am-I',
      version: '2.0',
      source: null,
      outDir: dir,
      extraFiles: { 'where/__init__.py': 'def main():\n    print((lambda: 0).__code__.co_filename)\n' },
      scripts: { where: 'where:main' },
    });
    await venv.install(wheel);
    const script =
      'import where, socket, pip; where.main(); print(socket.create_connection.__code__.co_filename); print(pip.main.__code__.co_filename)';
    const { stdout } = await venv.run(['-c', script]);
    const [own = '', stdlib = '', pip = ''] = stdout.trim().split('\n');
    expect(of(own)).toBe('where-am-i@2.0');
    expect(of(stdlib)).toBe('stdlib');
    expect(of(pip)).toMatch(/^pip@/);
    expect(of(join(venv.dir, 'bin/where'))).toBe('where-am-i@2.0');
  });
});
