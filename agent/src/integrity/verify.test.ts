import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findInterpreters, newestAndOldest } from '../../../test/python/interpreters.ts';
import { makeVenv, type Venv } from '../../../test/python/venv.ts';
import { buildWheel } from '../../../test/python/wheel.ts';
import type { VerifyReport } from './report.ts';
import { Verifier } from './verifier.ts';

const interpreters = newestAndOldest(await findInterpreters());
let dir = '';
let verifier: Verifier;
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-verify-')));
  verifier = new Verifier();
});
afterAll(async () => {
  await verifier.stop();
  rmSync(dir, { recursive: true, force: true });
});

const briefly = ({ findings }: VerifyReport) =>
  findings.map(({ kind, package: of, path }) => `${kind} ${basename(path)} of ${of.name}`).sort();

describe.each(interpreters)('a real venv on Python $version', ({ path: python, version }) => {
  let venv: Venv;
  let clean: string;
  const at = (...parts: string[]) => join(venv.sitePackages, ...parts);
  const look = (names: readonly string[] | null = ['one', 'two'], sinceMs: number | null = null) =>
    verifier.verify({ sitePackages: [venv.sitePackages], prefix: venv.dir, python: version, names, sinceMs });
  const byteCodeOf = (module: string) => {
    const source = at('one', `${module}.py`);
    const script = 'import importlib.util, sys; print(importlib.util.cache_from_source(sys.argv[1]))';
    return execFileSync(venv.python, ['-I', '-c', script, source], { encoding: 'utf8' }).trim();
  };

  beforeAll(async () => {
    venv = await makeVenv({ python, dir: join(dir, `venv-${version}`) });
    const common = { version: '1', source: null, outDir: dir };
    const one = await buildWheel({
      ...common,
      name: 'one',
      extraFiles: {
        'one/__init__.py': '',
        'one/work.py': 'def work():\n    return 1\n',
        'one/data, "odd".txt': 'x',
        'single.py': '',
      },
      scripts: { one: 'one.work:work' },
    });
    const two = await buildWheel({ ...common, name: 'two', extraFiles: { 'ns/two/a.py': 'A = float("nan")\n' } });
    await venv.install(one, two);
    clean = join(dir, `clean-${version}`);
    cpSync(venv.sitePackages, clean, { recursive: true, preserveTimestamps: true });
  });
  afterEach(() => {
    rmSync(venv.sitePackages, { recursive: true });
    cpSync(clean, venv.sitePackages, { recursive: true, preserveTimestamps: true });
  });

  it('has nothing to tell as pip left it, byte code compared', async () => {
    const report = await look(null);
    expect(report).toMatchObject({ findings: [], unverified: [], unreadable: [], outside: 0, byteCodeProblem: null });
    expect(report.packages).toBeGreaterThanOrEqual(3);
    expect(report.files).toBeGreaterThan(300);
    expect(report.byteCode).toBeGreaterThan(300);
  });

  it('tells what was changed, is missing, and is too many, with what is known of it', async () => {
    appendFileSync(at('one', 'work.py'), 'import os\n');
    rmSync(at('ns', 'two', 'a.py'));
    writeFileSync(at('one', 'late.so'), '');
    mkdirSync(at('one', 'sub'));
    writeFileSync(at('one', 'sub', 'deep.py'), '');
    writeFileSync(at('one', 'data, "odd".txt'), 'y');
    const report = await look();
    expect(briefly(report)).toEqual([
      'changed data, "odd".txt of one',
      'changed work.py of one',
      expect.stringMatching(/^extra a\..*pyc of two$/),
      'extra deep.py of one',
      'extra late.so of one',
      'missing a.py of two',
    ]);
    const changed = report.findings.find(({ path }) => path.endsWith('work.py'));
    expect(changed?.detail).toMatch(/^25 → 35 bytes, written \d{4}-/);
  });

  it('tells a script of a package that was changed, outside of site-packages', async () => {
    const script = join(venv.dir, 'bin', 'one');
    const before = readFileSync(script);
    appendFileSync(script, '#\n');
    expect(briefly(await look())).toEqual(['changed one of one']);
    writeFileSync(script, before);
  });

  it('tells byte code that says something else than its source, and that Python would run', async () => {
    const { mtimeMs } = statSync(at('one', 'work.py'));
    const source = readFileSync(at('one', 'work.py'));
    writeFileSync(at('one', 'work.py'), 'def work():\n    return 2\n');
    utimesSync(at('one', 'work.py'), mtimeMs / 1000, mtimeMs / 1000);
    execFileSync(venv.python, ['-m', 'py_compile', at('one', 'work.py')]);
    writeFileSync(at('one', 'work.py'), source);
    utimesSync(at('one', 'work.py'), mtimeMs / 1000, mtimeMs / 1000);
    const run = await venv.run(['-c', 'import one.work; print(one.work.work())']);
    expect(run.stdout.trim()).toBe('2');
    const report = await look();
    expect(briefly(report)).toEqual([`changed ${basename(byteCodeOf('work'))} of one`]);
    expect(report.findings[0]?.detail).toContain('not what work.py compiles to');
  });

  it('tells byte code that Python never holds against its source', async () => {
    const compile =
      'import py_compile, sys; py_compile.compile(sys.argv[1], cfile=sys.argv[2], invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)';
    const other = join(dir, 'other.py');
    writeFileSync(other, 'def work():\n    return 3\n');
    execFileSync(venv.python, ['-c', compile, other, byteCodeOf('work')]);
    expect((await venv.run(['-c', 'import one.work; print(one.work.work())'])).stdout.trim()).toBe('3');
    expect(briefly(await look())).toEqual([`changed ${basename(byteCodeOf('work'))} of one`]);
  });

  it('looks at modules beside packages too', async () => {
    const single = join(venv.sitePackages, '__pycache__', basename(byteCodeOf('work')).replace('work', 'single'));
    const bytes = readFileSync(byteCodeOf('work'));
    const { mtimeMs, size } = statSync(at('single.py'));
    bytes.writeUInt32LE(Math.floor(mtimeMs / 1000), 8);
    bytes.writeUInt32LE(size, 12);
    writeFileSync(single, bytes);
    expect(briefly(await look())).toEqual([`changed ${basename(single)} of one`]);
  });

  it('leaves byte code alone that is merely old, or not made by Python', async () => {
    const [pyc] = [byteCodeOf('work')];
    utimesSync(at('one', 'work.py'), 1, 1);
    writeFileSync(join(dirname(pyc), 'work.cpython-399-pytest-8.0.pyc'), 'x');
    writeFileSync(join(dirname(pyc), 'work.cpython-399.pyc'), 'x');
    expect(briefly(await look())).toEqual([]);
  });

  it('tells a module that is byte code alone', async () => {
    renameSync(byteCodeOf('work'), at('one', 'hidden.pyc'));
    expect(briefly(await look())).toEqual(['extra hidden.pyc of one']);
  });

  it('says which packages it can say nothing of', async () => {
    rmSync(at('two-1.dist-info', 'RECORD'));
    mkdirSync(at('old.egg-info'));
    writeFileSync(at('old.egg-info', 'PKG-INFO'), 'Name: old\nVersion: 1\n');
    mkdirSync(at('bare-1.dist-info'));
    writeFileSync(at('bare-1.dist-info', 'METADATA'), 'Name: bare\nVersion: 1\n');
    const report = await look(['one', 'two', 'old', 'bare']);
    expect(briefly(report)).toEqual(['missing RECORD of two']);
    expect(report.unverified.map(({ package: of, reason }) => `${of.name} ${reason}`).sort()).toEqual([
      'bare no-record',
      'old no-record',
      'two no-record',
    ]);
  });

  it('looks only at what was touched since, whatever times a file claims', async () => {
    const sinceMs = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await look(null, sinceMs)).toMatchObject({ findings: [], files: 0, byteCode: 0 });
    appendFileSync(at('one', 'work.py'), 'import os\n');
    utimesSync(at('one', 'work.py'), 1, 1);
    const report = await look(null, sinceMs);
    expect(briefly(report)).toEqual(['changed work.py of one']);
    expect(report.files).toBe(1);
  });
});

describe('hostile RECORDs', () => {
  let root: string;
  beforeEach(() => {
    root = join(dir, 'hostile', 'lib');
    rmSync(dirname(root), { recursive: true, force: true });
    mkdirSync(join(root, 'a-1.dist-info'), { recursive: true });
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'a-1.dist-info', 'METADATA'), 'Name: a\nVersion: 1\n');
  });
  const look = (record: string) => {
    writeFileSync(join(root, 'a-1.dist-info', 'RECORD'), record);
    return verifier.verify({ sitePackages: [root], prefix: dirname(root), python: '3.11', names: null, sinceMs: null });
  };

  it('reads nothing outside of the environment', async () => {
    const report = await look('/etc/passwd,sha256=x,1\n../../../../etc/passwd,sha256=x,1\na/../../../x,sha256=x,1\n');
    expect(report).toMatchObject({ files: 0, outside: 3, findings: [] });
  });

  it('waits for no pipe, and says what it could not read', async () => {
    execFileSync('mkfifo', [join(root, 'a', 'pipe')]);
    const report = await look('a/pipe,sha256=x,1\na,sha256=x,1\n');
    expect(report.findings).toEqual([]);
    expect(report.unreadable).toEqual([expect.stringContaining('a/pipe'), expect.stringContaining('no regular file')]);
  });

  it('follows no link of folders, and tells a link that is too many', async () => {
    symlinkSync('/etc', join(root, 'a', 'etc'));
    writeFileSync(join(root, 'a', '__init__.py'), '');
    const report = await look('a/__init__.py,,\n');
    expect(report.findings).toMatchObject([{ kind: 'extra', path: join(root, 'a', 'etc') }]);
    expect(report.unhashed).toBe(1);
  });

  it('takes md5 for no proof, and another strong hash for one', async () => {
    writeFileSync(join(root, 'a', 'x'), 'x');
    const { createHash } = await import('node:crypto');
    const strong = createHash('sha512').update('x').digest('base64url');
    expect(await look(`a/x,md5=${'0'.repeat(22)},1\n`)).toMatchObject({ files: 0, unhashed: 1, findings: [] });
    expect(await look(`a/x,sha512=${strong},1\n`)).toMatchObject({ files: 1, findings: [] });
    expect((await look(`a/x,sha512=${strong.slice(1)},1\n`)).findings).toHaveLength(1);
  });

  it('takes a digest in hexadecimal for what it is', async () => {
    const { createHash } = await import('node:crypto');
    writeFileSync(join(root, 'a', 'x'), 'x');
    const hex = createHash('sha256').update('x').digest('hex');
    expect(await look(`a/x,sha256=${hex},1\n`)).toMatchObject({ files: 1, findings: [] });
    expect((await look(`a/x,sha256=${hex.replace(/./, 'f')},1\n`)).findings).toHaveLength(1);
  });

  it('counts what it does not keep', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `a/${i}.py,sha256=x,1\n`);
    expect((await look(lines.join(''))).findings).toHaveLength(1000);
  });

  it("takes conda's word for what conda wrote", async () => {
    const { createHash } = await import('node:crypto');
    mkdirSync(join(root, '..', 'conda-meta'));
    writeFileSync(join(root, 'a', 'x'), 'relocated');
    const hash = createHash('sha256').update('relocated').digest('hex');
    const paths = [{ _path: 'lib/a/x', sha256_in_prefix: hash }];
    const meta = join(root, '..', 'conda-meta', 'a-1-py_0.json');
    writeFileSync(meta, JSON.stringify({ name: 'a', paths_data: { paths } }));
    expect((await look('a/x,sha256=other,1\n')).findings).toEqual([]);
    writeFileSync(join(root, 'a', 'x'), 'changed');
    expect((await look('a/x,sha256=other,1\n')).findings).toHaveLength(1);
  });
});

it('a verifier that is stopped gives up what it was asked', async () => {
  const other = new Verifier();
  const asked = other.verify({ sitePackages: [dir], prefix: dir, python: '3.11', names: null, sinceMs: null });
  await Promise.all([expect(asked).rejects.toThrow(/stopped/), other.stop()]);
  await expect(
    other.verify({ sitePackages: [dir], prefix: dir, python: '3.11', names: null, sinceMs: null }),
  ).rejects.toThrow();
});
