/** Base mode on copies of real interpreters: every venv of theirs is covered, and nothing stays behind. */
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanEnv } from '../../../test/python/clean-env.ts';
import { runCommand } from '../../../test/python/command.ts';
import { findInterpreters, newestAndOldest } from '../../../test/python/interpreters.ts';
import { relocate } from '../../../test/python/relocated.ts';
import { treeOf } from '../../../test/python/tree.ts';
import { baseHookState } from './base-hook.ts';
import { cover, coveringFiles, coverState, uncover } from './cover.ts';
import { type Environment, inspectEnvironment } from './environment.ts';
import { defaultHookDir, type HookFile, readHookSource } from './hook-source.ts';

const isLinux = process.platform === 'linux';
const interpreters = isLinux ? newestAndOldest(await findInterpreters()) : [];
const probe = `
import sys
print("hook", hasattr(sys, "_culprit_started"), "before", getattr(sys, "before", None))
try:
    import sitecustomize
    print(sitecustomize.__file__)
except Exception as error:
    print(repr(error))
`;

describe.skipIf(!isLinux).each(interpreters)('the standard library of Python $version (needs Linux)', ({ path }) => {
  let dir = '';
  let python = '';
  let base: Environment;
  let library = '';
  let source: readonly HookFile[] = [];

  beforeAll(async () => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-base-')));
    python = relocate(path, join(dir, 'base'));
    library = join(dir, 'base/lib', basename(python));
    source = readHookSource(defaultHookDir(), join(dir, 'none.sock'));
    base = inspectEnvironment(join(dir, 'base'));
    await make('venv');
    // Byte code that any start writes is there before the first comparison.
    await run(python, '-c', 'pass');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const env = (): NodeJS.ProcessEnv => cleanEnv({ PYTHONDONTWRITEBYTECODE: undefined, HOME: dir });
  const run = async (program: string, ...args: string[]) => await runCommand(program, args, { env: env() });
  const make = async (name: string): Promise<string> => {
    await run(python, '-m', 'venv', '--without-pip', join(dir, name));
    return join(dir, name, 'bin/python');
  };
  const say = async (program: string): Promise<string> => {
    const { stdout, stderr } = await run(program, '-c', probe);
    return stdout + stderr;
  };
  /** Base mode on, `during`, and off again; nothing is left of it. */
  async function covered(during: () => Promise<void>): Promise<void> {
    const before = treeOf(join(dir, 'base'));
    try {
      expect(cover(base, source, true)).toBe(true);
      expect(cover(base, source, true)).toBe(false);
      expect(coverState(base, source, true)).toEqual({ state: 'installed' });
      await during();
    } finally {
      expect(uncover(base, source)).toEqual([]);
    }
    expect(treeOf(join(dir, 'base'))).toEqual(before);
  }

  test('covers each venv, made before or after, with nothing in it; and without one before there is none', async () => {
    const before = await say(join(dir, 'venv/bin/python'));
    // From 3.15 on it says the module's name besides.
    expect(before).toMatch(
      /hook False before None\nModuleNotFoundError\("No module named 'sitecustomize'"(, name='sitecustomize')?\)/,
    );
    await covered(async () => {
      const later = await make('later');
      for (const each of [join(dir, 'venv/bin/python'), later, python]) {
        expect(await say(each)).toBe(before.replace('hook False', 'hook True'));
      }
      // With a hook of its own it is started once.
      const own = inspectEnvironment(join(dir, 'later'));
      cover(own, source, false);
      expect(await say(later)).toBe(before.replace('hook False', 'hook True'));
      uncover(own, source);
    });
    expect(await say(join(dir, 'later/bin/python'))).toBe(before);
  });

  test.each(['a file', 'a link, as Debian has it', 'a package'])('runs what stood there before: %s', async (form) => {
    const text = 'import sys\nsys.before = __name__\n';
    const target = join(library, 'sitecustomize.py');
    if (form === 'a file') writeFileSync(target, text);
    else if (form === 'a package') {
      mkdirSync(join(library, 'sitecustomize'));
      writeFileSync(join(library, 'sitecustomize/__init__.py'), text);
    } else {
      writeFileSync(join(dir, 'etc-sitecustomize.py'), text);
      symlinkSync(join(dir, 'etc-sitecustomize.py'), target);
    }
    const before = await say(join(dir, 'venv/bin/python'));
    expect(before).toContain('hook False before sitecustomize');
    await covered(async () => {
      expect(await say(join(dir, 'venv/bin/python'))).toBe(before.replace('hook False', 'hook True'));
      expect(await say(python)).toBe(before.replace('hook False', 'hook True'));
    });
    rmSync(target, { force: true });
    rmSync(join(library, 'sitecustomize'), { recursive: true, force: true });
  });

  test('leaves its turn to what comes later on the path, and a failure to the one that fails', async () => {
    const site = inspectEnvironment(join(dir, 'venv')).sitePackages[0] ?? '';
    writeFileSync(join(site, 'sitecustomize.py'), 'import sys\nsys.before = "own"\n');
    const own = await say(join(dir, 'venv/bin/python'));
    expect(own).toContain('before own');
    await covered(async () => {
      expect(await say(join(dir, 'venv/bin/python'))).toBe(own.replace('hook False', 'hook True'));
    });
    writeFileSync(join(site, 'sitecustomize.py'), 'raise RuntimeError("broken")\n');
    const broken = await say(join(dir, 'venv/bin/python'));
    expect(broken).toContain('Error in sitecustomize');
    await covered(async () => {
      expect(await say(join(dir, 'venv/bin/python'))).toBe(broken.replace('hook False', 'hook True'));
    });
    rmSync(join(site, 'sitecustomize.py'));
  });

  test('is never taken for what stood there before, even where its manifest is lost', async () => {
    const before = treeOf(join(dir, 'base'));
    cover(base, source, true);
    rmSync(join(library, '_culprit/manifest.json'));
    expect(baseHookState(base, source)).toEqual({ state: 'damaged', files: ['_culprit/manifest.json'] });
    cover(base, source, true);
    expect(await say(python)).toContain('hook True');
    rmSync(join(library, '_culprit/manifest.json'));
    expect(uncover(base, source)).toEqual([]);
    expect(treeOf(join(dir, 'base'))).toEqual(before);
  });

  test('takes an update of the interpreter into account, and leaves what is not its own', async () => {
    const target = join(library, 'sitecustomize.py');
    writeFileSync(target, 'import sys\nsys.before = "old"\n');
    cover(base, source, true);
    writeFileSync(join(dir, 'new.py'), 'import sys\nsys.before = "new"\n');
    renameSync(join(dir, 'new.py'), target);
    expect(baseHookState(base, source)).toEqual({ state: 'damaged', files: ['sitecustomize.py'] });
    expect(cover(base, source, true)).toBe(true);
    expect(await say(join(dir, 'venv/bin/python'))).toContain('hook True before new');
    expect([...coveringFiles(base, source, true).keys()]).toContain(join(library, '_culprit_before/sitecustomize.py'));
    writeFileSync(target, 'import sys\nsys.before = "newest"\n');
    expect(uncover(base, source)).toEqual(['_culprit_before/sitecustomize.py']);
    expect(await say(python)).toContain('hook False before newest');
    rmSync(target);
    rmSync(join(library, '_culprit_before'), { recursive: true });
  });

  test('is nothing that a venv has', () => {
    const venv = inspectEnvironment(join(dir, 'venv'));
    const before = treeOf(join(dir, 'base'));
    cover(venv, source, true);
    expect(treeOf(join(dir, 'base'))).toEqual(before);
    uncover(venv, source);
  });
});
