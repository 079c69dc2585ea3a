/** Each tool's folders as its documentation has them, in a home of its own. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discover } from '../discover.ts';
import type { Home, Origin } from '../finder.ts';
import { system } from './system.ts';

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-finders-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function file(path: string, text = ''): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}
function venv(path: string, python = '3.11.7', more = ''): void {
  file(`${path}/pyvenv.cfg`, `version = ${python}\n${more}`);
  mkdirSync(join(home, path, 'lib', `python${python.slice(0, 4)}`, 'site-packages'), { recursive: true });
}
function interpreter(path: string, version = '3.12'): void {
  file(`${path}/lib/python${version}/os.py`);
  file(`${path}/bin/python${version}`);
  symlinkSync(`python${version}`, join(home, path, 'bin/python3'));
  mkdirSync(join(home, path, `lib/python${version}/site-packages`));
}

/** What is found without a walk: path below the home, and by what name. */
async function found(
  env: NodeJS.ProcessEnv = {},
  platform: NodeJS.Platform = 'linux',
): Promise<Record<string, Origin[]>> {
  const homes: Home[] = [{ dir: home, env, platform }];
  const { found } = await discover({ homes, walk: null });
  const own = found.filter(({ path }) => path.startsWith(`${home}/`));
  return Object.fromEntries(own.map(({ path, origins }) => [path.slice(home.length + 1), [...origins]]));
}

test('virtualenvwrapper and pipenv share WORKON_HOME', async () => {
  venv('.virtualenvs/a');
  venv('.local/share/virtualenvs/shop-x1');
  venv('work/b');
  expect(await found()).toEqual({
    '.virtualenvs/a': ['virtualenvwrapper'],
    '.local/share/virtualenvs/shop-x1': ['pipenv'],
  });
  expect(await found({ WORKON_HOME: join(home, 'work') })).toMatchObject({ 'work/b': ['virtualenvwrapper', 'pipenv'] });
});

test('poetry: the cache folder of each platform, and where its settings say', async () => {
  venv('.cache/pypoetry/virtualenvs/shop-py3.11');
  venv('Library/Caches/pypoetry/virtualenvs/shop-py3.11');
  venv('elsewhere/shop-py3.11');
  expect(await found()).toEqual({ '.cache/pypoetry/virtualenvs/shop-py3.11': ['poetry'] });
  expect(await found({}, 'darwin')).toEqual({ 'Library/Caches/pypoetry/virtualenvs/shop-py3.11': ['poetry'] });
  file(
    '.config/pypoetry/config.toml',
    '[repositories]\npath = "no"\n[virtualenvs]\nin-project = false\npath = "~/elsewhere" # mine\n',
  );
  expect(await found()).toEqual({ 'elsewhere/shop-py3.11': ['poetry'] });
  expect(await found({ POETRY_CACHE_DIR: join(home, '.cache/pypoetry'), XDG_CONFIG_HOME: join(home, 'none') })).toEqual(
    {
      '.cache/pypoetry/virtualenvs/shop-py3.11': ['poetry'],
    },
  );
});

test('hatch, its environments and its Pythons; pdm, with the location that it was given', async () => {
  venv('.local/share/hatch/env/virtual/shop/a1b2/test');
  interpreter('.local/share/hatch/pythons/3.12/python');
  venv('.local/share/pdm/venvs/shop-3.11');
  venv('envs/shop-3.11');
  expect(await found()).toEqual({
    '.local/share/hatch/env/virtual/shop/a1b2/test': ['hatch'],
    '.local/share/hatch/pythons/3.12/python': ['hatch-python'],
    '.local/share/pdm/venvs/shop-3.11': ['pdm'],
  });
  file('.config/pdm/config.toml', `[venv]\nlocation = '${home}/envs'\n`);
  expect(await found()).toMatchObject({ 'envs/shop-3.11': ['pdm'] });
});

test('uv: tools, managed interpreters, and the environments in its cache, but not the wheels there', async () => {
  venv('.local/share/uv/tools/ruff', '3.12.1', 'uv = 0.9\n');
  interpreter('.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu');
  symlinkSync('cpython-3.12.1-linux-x86_64-gnu', join(home, '.local/share/uv/python/cpython-3.12-linux-x86_64-gnu'));
  venv('.cache/uv/archive-v0/x1');
  file('.cache/uv/archive-v0/wheel/httpx/__init__.py');
  mkdirSync(join(home, '.cache/uv/environments-v2'), { recursive: true });
  symlinkSync(join(home, '.cache/uv/archive-v0/x1'), join(home, '.cache/uv/environments-v2/ruff-1'));
  expect(await found()).toEqual({
    '.local/share/uv/tools/ruff': ['uv-tool'],
    '.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu': ['uv-python'],
    '.cache/uv/archive-v0/x1': ['uv-cache'],
  });
  venv('t/black');
  expect(await found({ UV_TOOL_DIR: join(home, 't'), UV_CACHE_DIR: join(home, 'c') })).toEqual({
    't/black': ['uv-tool'],
    '.local/share/uv/python/cpython-3.12.1-linux-x86_64-gnu': ['uv-python'],
  });
});

test('pipx, wherever its versions put its home; pre-commit', async () => {
  venv('.local/share/pipx/venvs/black');
  venv('.local/pipx/venvs/ruff');
  venv('.local/pipx/shared');
  venv('.local/pipx/.cache/0a1b2c');
  venv('px/venvs/tox');
  venv('.cache/pre-commit/repoab12/py_env-python3');
  expect(await found({ PIPX_HOME: join(home, 'px') })).toEqual({
    '.local/share/pipx/venvs/black': ['pipx'],
    '.local/pipx/venvs/ruff': ['pipx'],
    '.local/pipx/shared': ['pipx'],
    '.local/pipx/.cache/0a1b2c': ['pipx-run'],
    'px/venvs/tox': ['pipx'],
    '.cache/pre-commit/repoab12/py_env-python3': ['pre-commit'],
  });
});

test('conda: roots, environments.txt, and .condarc; pixi', async () => {
  for (const path of ['miniforge3', 'miniforge3/envs/data', 'far/env', 'moved/env2', '.pixi/envs/black']) {
    interpreter(path);
    file(`${path}/conda-meta/history`);
  }
  interpreter('micromamba', '3.10');
  file('micromamba/conda-meta/python-3.10.4-h1_0.json');
  file('.conda/environments.txt', `${home}/far/env\n${home}/gone\n\n`);
  file('.condarc', 'envs_dirs:\n  - ~/moved\n');
  expect(await found()).toEqual({
    miniforge3: ['conda'],
    'miniforge3/envs/data': ['conda'],
    'far/env': ['conda'],
    'moved/env2': ['conda'],
    micromamba: ['conda'],
    '.pixi/envs/black': ['pixi'],
  });
  file('.condarc', 'envs_dirs: [\n');
  expect(Object.keys(await found())).not.toContain('moved/env2');
});

test('pyenv, its virtualenvs, and other managers of versions', async () => {
  interpreter('.pyenv/versions/3.12.1');
  venv('.pyenv/versions/3.12.1/envs/shop', '3.12.1');
  symlinkSync(join(home, '.pyenv/versions/3.12.1/envs/shop'), join(home, '.pyenv/versions/shop'));
  interpreter('.asdf/installs/python/3.12.1');
  expect(await found()).toEqual({
    '.pyenv/versions/3.12.1': ['pyenv'],
    '.pyenv/versions/3.12.1/envs/shop': ['pyenv'],
    '.asdf/installs/python/3.12.1': ['version-manager'],
  });
});

test('the user site, as each platform has it', async () => {
  mkdirSync(join(home, '.local/lib/python3.11/site-packages'), { recursive: true });
  mkdirSync(join(home, 'Library/Python/3.9/lib/python/site-packages'), { recursive: true });
  mkdirSync(join(home, 'AppData/Roaming/Python/Python311/site-packages'), { recursive: true });
  expect(await found()).toEqual({ '.local/lib/python3.11/site-packages': ['user-site'] });
  expect(await found({}, 'darwin')).toMatchObject({ 'Library/Python/3.9/lib/python/site-packages': ['user-site'] });
  expect(await found({}, 'win32')).toMatchObject({ 'AppData/Roaming/Python/Python311/site-packages': ['user-site'] });
});

test('what Jupyter and editors were told of', async () => {
  for (const path of ['k', 'p', 'v']) {
    venv(path);
    file(`${path}/bin/python`);
  }
  file(
    '.local/share/jupyter/kernels/shop/kernel.json',
    JSON.stringify({ argv: [join(home, 'k/bin/python'), '-m', 'x'] }),
  );
  file('.local/share/jupyter/kernels/bad/kernel.json', '{');
  const sdk = '<jdk version="2"><homePath value="$USER_HOME$/p/bin/python" /></jdk>';
  file('.config/JetBrains/PyCharm2025.1/options/jdk.table.xml', sdk);
  file('.config/Code/User/settings.json', '{ // mine\n "python.defaultInterpreterPath": "~/v/bin/python", }');
  expect(await found()).toEqual({ k: ['jupyter'], p: ['ide'], v: ['ide'] });
});

test('a Python that is too old, one that is no CPython, and one that is broken are found, and say why', async () => {
  interpreter('.pyenv/versions/2.7.18', '2.7');
  interpreter('.pyenv/versions/3.7.16', '3.7');
  venv('.virtualenvs/pp', '3.10.1', 'implementation = PyPy\n');
  file('.virtualenvs/broken/pyvenv.cfg', 'version = 3.11.2\n');
  file('.virtualenvs/no/readme.txt');
  const { found } = await discover({ homes: [{ dir: home, env: {}, platform: 'linux' }], walk: null });
  const own = found.filter(({ path }) => path.startsWith(home));
  expect(own.map(({ path, blind }) => [path.slice(home.length + 1), blind?.reason])).toEqual([
    ['.pyenv/versions/2.7.18', 'python-too-old'],
    ['.pyenv/versions/3.7.16', 'python-too-old'],
    ['.virtualenvs/broken', 'broken'],
    ['.virtualenvs/pp', 'not-cpython'],
  ]);
});

test('the interpreters of the system are told by their executables', () => {
  const paths = (system.places?.({ dir: home, env: {}, platform: 'linux' }) ?? []).map(({ path }) => path);
  for (const path of paths) expect(path).toMatch(/\/python3(?:\.\d+t?)?$/);
});
