import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInterpreters, isFreeThreaded, newestAndOldest } from './interpreters.ts';

const found = await findInterpreters();
const [newest] = found;
let dir = '';

beforeAll(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'culprit-interpreters-')));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** An environment in which only what the test puts there can be found. */
function bare(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { HOME: dir, PATH: '', PYENV_ROOT: join(dir, 'no-pyenv'), ...extra };
}

async function executable(name: string, text: string): Promise<string> {
  const file = join(dir, name);
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

describe('findInterpreters', () => {
  it('gives each executable once, newest first, none older than 3.8', () => {
    const minors = found.map(({ version }) => Number(version.split('.')[1]));
    expect(minors).toEqual([...minors].sort((a, b) => b - a));
    expect(minors.every((minor) => minor >= 8)).toBe(true);
    expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
  });

  it('looks once a process', () => {
    expect(findInterpreters()).toBe(findInterpreters());
  });

  it('names the mend where CI=true requires an interpreter and there is none', async () => {
    await expect(findInterpreters(bare({ CI: 'true' }))).rejects.toThrow('install python3');
    expect(await findInterpreters(bare({}))).toEqual([]);
  });

  it('refuses a CULPRIT_TEST_PYTHONS that names no interpreter', async () => {
    const missing = join(dir, 'python3.99');
    await expect(findInterpreters(bare({ CULPRIT_TEST_PYTHONS: missing }))).rejects.toThrow(missing);
  });

  it('passes over what is named like Python and is none', async () => {
    const path = join(dir, 'impostors');
    await mkdir(path);
    await executable(join('impostors', 'python3'), '#!/bin/sh\necho 3.11.7\n');
    await executable(join('impostors', 'python3.8'), '#!/bin/sh\nexit 127\n');
    await executable(join('impostors', 'python3.9'), `#!/bin/sh\necho '["pypy", [3, 9, 1, "final", 0], "/bin/sh"]'\n`);
    await symlink(join(dir, 'gone'), join(path, 'python3.10'));
    expect(await findInterpreters(bare({ PATH: path }))).toEqual([]);
  });

  it('orders by number, a release before its candidates', async () => {
    const infos = [
      '[3, 9, 18, "final", 0]',
      '[3, 15, 0, "candidate", 2]',
      '[3, 15, 0, "final", 0]',
      '[3, 10, 1, "final", 0]',
    ];
    const named: string[] = [];
    for (const [index, info] of infos.entries()) {
      const own = join(dir, `order-${index}`);
      named.push(await executable(`order-${index}`, `#!/bin/sh\necho '["cpython", ${info}, "${own}"]'\n`));
    }
    const ordered = await findInterpreters(
      bare({ CULPRIT_TEST_PYTHONS: `${named.slice(0, 2).join(':')},${named.slice(2).join(',')}` }),
    );
    expect(ordered.map(({ version }) => version)).toEqual(['3.15.0', '3.15.0rc2', '3.10.1', '3.9.18']);
  });

  it.skipIf(newest === undefined)(
    'finds one by name, by PATH and by pyenv, and takes all three for the same',
    async () => {
      const path = newest?.path ?? '';
      const bin = join(dir, 'bin');
      const pyenv = join(dir, 'pyenv', 'versions', 'x', 'bin');
      await mkdir(bin);
      await mkdir(pyenv, { recursive: true });
      await symlink(path, join(bin, 'python3'));
      await symlink(path, join(pyenv, 'python3'));
      const env = bare({ PATH: bin, PYENV_ROOT: join(dir, 'pyenv'), CULPRIT_TEST_PYTHONS: join(bin, 'python3') });
      expect(await findInterpreters(env)).toEqual([newest]);
      expect(await findInterpreters({ ...env, CULPRIT_TEST_PYTHONS: '' })).toEqual([newest]);
      expect(await findInterpreters({ ...env, CULPRIT_TEST_PYTHONS: '', PATH: '' })).toEqual([newest]);
    },
  );
});

describe('isFreeThreaded', () => {
  it('tells builds without the global lock from others', async () => {
    const own = (name: string) => `["cpython", [3, 14, 1, "final", 0], "${join(dir, name)}"`;
    const gil = await executable('gil', `#!/bin/sh\necho '${own('gil')}, ""]'\n`);
    const free = await executable('free', `#!/bin/sh\necho '${own('free')}, "td"]'\n`);
    const all = await findInterpreters(bare({ CULPRIT_TEST_PYTHONS: `${gil},${free}` }));
    expect(all.map((one) => [one.version, isFreeThreaded(one)]).sort()).toEqual([
      ['3.14.1', false],
      ['3.14.1t', true],
    ]);
  });
});

describe('newestAndOldest', () => {
  const of = (...versions: string[]) => versions.map((version) => ({ version, path: `/opt/${version}` }));
  it('gives two, one or none', () => {
    expect(newestAndOldest(of('3.13.0', '3.11.7', '3.8.18'))).toEqual(of('3.13.0', '3.8.18'));
    expect(newestAndOldest(of('3.13.0'))).toEqual(of('3.13.0'));
    expect(newestAndOldest([])).toEqual([]);
  });
});
