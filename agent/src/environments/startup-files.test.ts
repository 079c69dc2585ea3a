import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInventory } from './inventory.ts';
import {
  compareStartupFiles,
  ownerOf,
  readStartupFiles,
  rememberStartupFiles,
  type StartupFile,
} from './startup-files.ts';

let dir = '';
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-startup-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(path: string, text: string): string {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
const read = (files: string[] = []): Map<string, StartupFile> =>
  readStartupFiles({ sitePackages: [join(dir, 'site')], libraries: [join(dir, 'lib')], files });
const linesOf = (path: string) => read().get(join(dir, path))?.lines;

describe('readStartupFiles', () => {
  it('takes a .pth for one where a line starts with import, as site.py does', () => {
    write('site/paths.pth', '/some/folder\n# import nothing\n import indented\nimportant\n');
    write('site/one.pth', '/some/folder\r\nimport os; os.getpid()\r\n');
    write('site/tab.pth', '\ufeffimport\tos\n');
    expect([...read().keys()]).toEqual([join(dir, 'site/one.pth'), join(dir, 'site/tab.pth')]);
    expect(linesOf('site/one.pth')).toEqual(['import os; os.getpid()']);
  });

  it('takes .start files, and sitecustomize and usercustomize in every form that Python imports', () => {
    write('site/a.start', '# comment\n\npackage.module:function\n');
    write('site/sitecustomize.py', '# comment\nimport os\nprint(1)\n');
    write('site/usercustomize/__init__.py', 'import x\n');
    write('site/sitecustomize.cpython-311-x86_64-linux-gnu.so', '\x7fELF');
    write('lib/usercustomize.pyc', 'x');
    write('lib/other.pth', 'import never\n');
    write('site/sitecustomize_helper.py', '');
    expect([...read().keys()].map((path) => path.slice(dir.length + 1))).toEqual([
      'site/a.start',
      'site/sitecustomize.cpython-311-x86_64-linux-gnu.so',
      'site/sitecustomize.py',
      'site/usercustomize/__init__.py',
      'lib/usercustomize.pyc',
    ]);
    expect(linesOf('site/a.start')).toEqual(['package.module:function']);
    expect(linesOf('site/sitecustomize.py')).toEqual(['import os', 'print(1)']);
  });

  it('bounds what it tells of a file, and hashes all of it', () => {
    const long = `import ${'x'.repeat(40_000)}`;
    write('site/long.pth', `${`${long}\n`.repeat(30)}`);
    const before = read().get(join(dir, 'site/long.pth'));
    expect(before?.lines.length).toBeLessThan(10);
    expect(before?.lines.every((line) => line.length === 300)).toBe(true);
    write('site/long.pth', `${`${long}\n`.repeat(30)}#`);
    expect(read().get(join(dir, 'site/long.pth'))?.hash).not.toBe(before?.hash);
  });
});

describe('what a reader could miss', () => {
  it('is told: lines after a form feed, what a .pth adds to the path, packages of byte code, the end of a huge file', () => {
    const feed = write('site/feed.pth', '/nowhere\fimport evil\n');
    write('site/path.pth', `# a folder\n${join(dir, 'elsewhere')}\nbeside\nimport nothing\n`);
    const elsewhere = write('elsewhere/sitecustomize.py', 'import evil\n');
    const beside = write('site/beside/usercustomize.py', 'import evil\n');
    const compiled = write('site/sitecustomize/__init__.pyc', 'byte code');
    const huge = write('site/huge.pth', `${'# \n'.repeat(1_500_000)}import evil\n`);
    const found = read();
    expect(found.get(feed)?.lines).toEqual(['import evil']);
    for (const path of [elsewhere, beside]) expect(found.get(path)?.lines).toEqual(['import evil']);
    expect(found.get(compiled)?.lines).toEqual([]);
    expect(found.get(huge)?.lines).toEqual([expect.stringContaining('only the first were read')]);
    rmSync(huge);
  });
});

describe('compareStartupFiles', () => {
  const compare = (before: Map<string, StartupFile>, after: Map<string, StartupFile>, extra = {}) =>
    compareStartupFiles({
      before: rememberStartupFiles(new Map(), before, () => ({ name: 'once', version: '1' })),
      after,
      ownerOf: (path) => ownerOf(path, readInventory([join(dir, 'site')])),
      isOurs: () => false,
      isTakenOut: () => false,
      afterMs: 0,
      beforeMs: Date.now() + 1000,
      ...extra,
    });

  it('tells what came, changed and went, and whose it is', () => {
    write('site/stays.pth', 'import a\n');
    write('site/changes.pth', 'import a\n');
    const goes = write('site/goes.pth', 'import a\n');
    const before = read();
    write('site/changes.pth', 'import b\n');
    rmSync(goes);
    write('site/comes.pth', '/path\nimport evil\n');
    write('site/litellm-1.82.8.dist-info/METADATA', 'Name: litellm\nVersion: 1.82.8\n\n');
    write('site/litellm-1.82.8.dist-info/RECORD', 'comes.pth,sha256=x,1\n');
    expect(compare(before, read())).toMatchObject([
      { kind: 'changed', file: join(dir, 'site/changes.pth'), owner: null, lines: ['import b'] },
      {
        kind: 'added',
        file: join(dir, 'site/comes.pth'),
        owner: { name: 'litellm', version: '1.82.8' },
        lines: ['import evil'],
      },
      { kind: 'removed', file: goes, owner: { name: 'once' }, lines: [] },
    ]);
  });

  it('is silent about what we put there or took away, and tells when another does', () => {
    const ours = write('site/!culprit.pth', 'import _culprit\n');
    const intact = read();
    const isOurs = (path: string, hash: string) => path === ours && hash === intact.get(ours)?.hash;
    expect(compare(new Map(), intact, { isOurs })).toEqual([]);
    expect(compare(intact, new Map(), { isOurs, isTakenOut: () => true })).toEqual([]);
    expect(compare(intact, new Map(), { isOurs })).toMatchObject([{ kind: 'removed', file: ours }]);
    write('site/!culprit.pth', 'import evil\n');
    expect(compare(intact, read(), { isOurs })).toMatchObject([
      { kind: 'changed', file: ours, lines: ['import evil'] },
    ]);
  });
});
