import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnv } from '../../../test/python/clean-env.ts';
import { findInterpreters, newestAndOldest } from '../../../test/python/interpreters.ts';
import { AgentError } from '../errors.ts';
import { inspectEnvironment } from './environment.ts';

const interpreters = await findInterpreters();
let dir = '';
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-environment-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What an environment's own Python says about itself. */
function ask(python: string): { prefix: string; base: string; version: string; purelib: string; stdlib: string } {
  const script = `
import json, os, sys, sysconfig
real = os.path.realpath
print(json.dumps(dict(prefix=real(sys.prefix), base=real(sys.base_prefix), version=sys.version.split()[0],
  purelib=real(sysconfig.get_path("purelib")), stdlib=real(os.path.dirname(os.__file__)))))`;
  return JSON.parse(execFileSync(python, ['-c', script], { encoding: 'utf8', env: cleanEnv() }));
}

function makeVenv(name: string, python: string, ...options: string[]): string {
  const venv = join(dir, name);
  execFileSync(python, ['-m', 'venv', '--without-pip', ...options, venv], { env: cleanEnv() });
  return venv;
}

function files(name: string, contents: Record<string, string>): string {
  const root = join(dir, name);
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function refusal(path: string): AgentError {
  try {
    inspectEnvironment(path);
  } catch (error) {
    if (error instanceof AgentError) return error;
    throw error;
  }
  throw new Error(`${path} was accepted`);
}

describe('a venv', () => {
  it.each(newestAndOldest(interpreters))('of Python $version is what its own Python says', ({ path, version }) => {
    const venv = makeVenv(`venv-${version}`, path);
    const said = ask(join(venv, 'bin', 'python'));
    expect(inspectEnvironment(venv)).toEqual({
      path: venv,
      kind: 'venv',
      python: said.version,
      prefix: said.prefix,
      basePrefix: said.base,
      sitePackages: [said.purelib],
      standardLibrary: said.stdlib,
      systemSitePackages: false,
    });
  });

  it.skipIf(interpreters.length === 0)('is found by a link to it and by its bin/python', () => {
    const venv = makeVenv('linked', interpreters[0]?.path ?? '', '--system-site-packages');
    symlinkSync(venv, join(dir, 'link'));
    const environment = inspectEnvironment(venv);
    expect(environment.systemSitePackages).toBe(true);
    expect(inspectEnvironment(join(dir, 'link'))).toEqual(environment);
    expect(inspectEnvironment(join(dir, 'link', 'bin', 'python'))).toEqual(environment);
  });

  it.skipIf(interpreters.length === 0)('lists one folder where lib64 leads to lib', () => {
    const venv = makeVenv('lib64', interpreters[0]?.path ?? '');
    rmSync(join(venv, 'lib64'), { force: true });
    symlinkSync('lib', join(venv, 'lib64'));
    expect(inspectEnvironment(venv).sitePackages).toHaveLength(1);
  });

  it('made by uv or virtualenv is read as well, free-threaded too', () => {
    const uv = files('uv', {
      'pyvenv.cfg': 'home = /opt/py/bin\nimplementation = CPython\nuv = 0.5.1\nversion_info = 3.13.0\n',
      'lib/python3.13t/site-packages/x.py': '',
    });
    expect(inspectEnvironment(uv)).toMatchObject({ kind: 'venv', python: '3.13.0', basePrefix: '/opt/py' });
    const virtualenv = files('virtualenv', {
      'pyvenv.cfg': 'home = /gone/bin\r\nversion_info = 3.9.2.final.0\r\nbase-prefix = /gone\r\n',
      'lib/python3.9/site-packages/x.py': '',
    });
    const environment = inspectEnvironment(virtualenv);
    expect(environment).toMatchObject({ python: '3.9.2', basePrefix: '/gone', standardLibrary: null });
  });

  it('whose lib64 is a folder of its own has both', () => {
    const fedora = files('fedora', {
      'pyvenv.cfg': 'version = 3.12.1\n',
      'lib/python3.12/site-packages/x.py': '',
      'lib64/python3.12/site-packages/x.so': '',
    });
    expect(inspectEnvironment(fedora).sitePackages).toEqual([
      join(fedora, 'lib/python3.12/site-packages'),
      join(fedora, 'lib64/python3.12/site-packages'),
    ]);
  });
});

describe('a base interpreter', () => {
  it.each(newestAndOldest(interpreters))('of Python $version is what it says itself', ({ path }) => {
    const said = ask(path);
    const environment = inspectEnvironment(path);
    expect(environment).toMatchObject({ python: said.version, path: said.prefix, standardLibrary: said.stdlib });
    expect(environment.sitePackages).toContain(said.purelib);
    expect(inspectEnvironment(said.prefix)).toEqual(environment);
  });

  const debian = '/usr/bin/python3';
  const isDebian =
    process.platform === 'linux' &&
    canRun(
      `import site; assert "dist-packages" in site.__file__ or any("dist-packages" in p for p in site.getsitepackages())`,
    );
  function canRun(script: string): boolean {
    try {
      execFileSync(debian, ['-c', script], { stdio: 'ignore', env: cleanEnv() });
      return true;
    } catch {
      return false;
    }
  }
  it.skipIf(!isDebian)("of Debian has Debian's folders, in Debian's order", () => {
    const script = 'import json, os, site; print(json.dumps([p for p in site.getsitepackages() if os.path.isdir(p)]))';
    const said = JSON.parse(execFileSync(debian, ['-c', script], { encoding: 'utf8', env: cleanEnv() }));
    expect(inspectEnvironment('/usr').sitePackages).toEqual(said);
  });

  it('that nothing tells the version of is asked, and one that a process told is not', () => {
    const root = files('bare', { 'lib/python3.12/os.py': '', 'lib/python3.12/site-packages/x.py': '' });
    const asked: string[] = [];
    const options = {
      ask: (executable: string) => {
        asked.push(executable);
        return '3.12.9';
      },
    };
    expect(inspectEnvironment(root, options).python).toBe('3.12.9');
    expect(asked).toEqual([join(root, 'bin/python3.12')]);
    expect(inspectEnvironment(root, { ...options, python: '3.12.4' }).python).toBe('3.12.4');
    expect(asked).toHaveLength(1);
    expect(inspectEnvironment(root, { ask: () => null }).python).toBe('3.12');
  });

  it('of several in one prefix is chosen by what is asked for, else the newest', () => {
    const root = files('several', {
      'lib/python3.9/os.py': '',
      'lib/python3.9/site-packages/x.py': '',
      'lib/python3.12/os.py': '',
      'lib/python3.12/site-packages/x.py': '',
      'bin/python3.9': '',
    });
    const ask = () => null;
    expect(inspectEnvironment(root, { ask }).python).toBe('3.12');
    expect(inspectEnvironment(join(root, 'bin/python3.9'), { ask }).python).toBe('3.9');
    expect(inspectEnvironment(root, { ask, python: '3.9.1' }).python).toBe('3.9.1');
    // The main one goes by the prefix, another by its executable: that is what it is found by again.
    const other = inspectEnvironment(join(root, 'bin/python3.9'), { ask }).path;
    expect([inspectEnvironment(root, { ask }).path, other]).toEqual([root, join(root, 'bin/python3.9')]);
    expect(inspectEnvironment(other, { ask }).sitePackages).toEqual([join(root, 'lib/python3.9/site-packages')]);
  });

  it('of conda is one of conda', () => {
    const root = files('conda', {
      'conda-meta/python-3.10.4-h12debd9_0.json': '{}',
      'lib/python3.10/os.py': '',
      'lib/python3.10/site-packages/x.py': '',
    });
    expect(inspectEnvironment(root)).toMatchObject({ kind: 'conda', python: '3.10.4', basePrefix: root });
  });
});

describe("a user's own site-packages", () => {
  it('is an environment by itself, for every interpreter of its version', () => {
    const root = files('user', { 'lib/python3.11/site-packages/x.py': '' });
    const site = join(root, 'lib/python3.11/site-packages');
    expect(inspectEnvironment(site)).toMatchObject({ path: site, kind: 'user', python: '3.11', prefix: root });
    expect(inspectEnvironment(site).sitePackages).toEqual([site]);
  });

  it("is none where the folder is an interpreter's, an environment's, or of a Python that is too old", () => {
    const venv = files('user-venv', { 'pyvenv.cfg': 'version = 3.11.7', 'lib/python3.11/site-packages/x.py': '' });
    const base = files('user-base', { 'lib/python3.11/os.py': '', 'lib/python3.11/site-packages/x.py': '' });
    const old = files('user-old', { 'lib/python3.7/site-packages/x.py': '' });
    for (const root of [venv, base]) {
      expect(refusal(join(root, 'lib/python3.11/site-packages')).code).toBe('AGENT_ERR_NOT_AN_ENVIRONMENT');
    }
    expect(refusal(join(old, 'lib/python3.7/site-packages')).code).toBe('AGENT_ERR_PYTHON_NOT_SUPPORTED');
  });
});

describe('a refusal', () => {
  it('of a folder says what was looked for, and gives the environment inside it as the example', () => {
    const project = files('project', { 'app.py': '', '.venv/pyvenv.cfg': 'version = 3.11.7' });
    expect(refusal(join(dir, 'project')).code).toBe('AGENT_ERR_NOT_AN_ENVIRONMENT');
    expect(refusal(project).message).toMatch(/pyvenv\.cfg.*env add .*project\/\.venv$/);
  });

  it('of a missing path says so', () => {
    expect(refusal(join(dir, 'nowhere')).message).toContain('does not exist');
  });

  it.each([
    ['2.7.18', 'pyvenv.cfg', 'version_info = 2.7.18.final.0', 'Python 2.7.18'],
    ['3.7.16', 'pyvenv.cfg', 'version = 3.7.16', 'Python 3.7.16'],
    ['pypy', 'pyvenv.cfg', 'implementation = PyPy\nversion_info = 3.10.14', 'PyPy'],
    ['base 3.6', 'lib/python3.6/os.py', '', 'Python 3.6'],
  ])('of %s names the Python that is needed', (name, file, text, said) => {
    const error = refusal(files(`old ${name}`, { [file]: text }));
    expect(error.code).toBe('AGENT_ERR_PYTHON_NOT_SUPPORTED');
    expect(error.message).toContain(said);
    expect(error.message).toContain('3.8');
  });

  it('of a venv whose site-packages is gone, or is of another Python, gives the command that mends it', () => {
    const gone = files('gone', { 'pyvenv.cfg': 'version = 3.11.7', 'lib/python3.11/x': '' });
    expect(refusal(gone).message).toContain(`python3 -m venv --clear ${gone}`);
    const other = files('other', { 'pyvenv.cfg': 'version = 3.11.7', 'lib/python3.12/site-packages/x': '' });
    expect(refusal(other).message).toContain('only python3.12');
  });

  it('of a pyvenv.cfg that is a pipe comes at once', () => {
    const root = files('pipe', { 'x.py': '' });
    execFileSync('mkfifo', [join(root, 'pyvenv.cfg')]);
    expect(refusal(root).code).toBe('AGENT_ERR_NOT_AN_ENVIRONMENT');
  });
});
