import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalizeName } from './names.ts';
import {
  identityOfEntry,
  parseMetadata,
  parseRecord,
  readDirectUrl,
  readEditableDir,
  readInstaller,
  readMetadata,
  readRecord,
} from './record.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'culprit-record-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const paths = (text: string): string[] => [...parseRecord(Buffer.from(text))].map(({ path }) => path);

describe('parseRecord', () => {
  it('reads path, hash and size, with either line ending', () => {
    expect([...parseRecord(Buffer.from('a/b.py,sha256=xyz,12\r\na/c.py,,\n'))]).toEqual([
      { path: 'a/b.py', hash: 'sha256=xyz', size: 12 },
      { path: 'a/c.py', hash: '', size: null },
    ]);
  });

  it('reads quoted paths with commas, quotes and a newline in them', () => {
    const text = '"a,b.py",sha256=1,2\n"say ""hi"".py",sha256=2,3\nplain.py,,\n"two\nlines.py",,\nlast.py,,\n';
    expect(paths(text)).toEqual(['a,b.py', 'say "hi".py', 'plain.py', 'two\nlines.py', 'last.py']);
  });

  it('reads non-ASCII names, a line without commas, and a last line that is not ended', () => {
    expect(paths('ü/ß.py,,\nlone.py\nlast.py,,')).toEqual(['ü/ß.py', 'lone.py', 'last.py']);
  });

  it('loses at most one long line to a quote that is never closed', () => {
    const many = 'x/y.py,,\n'.repeat(20_000);
    const found = paths(`"open.py,,\n${many}`);
    expect(found.length).toBeGreaterThan(15_000);
    expect(new Set(found)).toEqual(new Set(['x/y.py']));
  });

  it('takes linear time for hostile input', () => {
    const started = performance.now();
    for (const _ of parseRecord(Buffer.from('"\n'.repeat(2_000_000))));
    for (const _ of parseRecord(Buffer.from('"a"",'.repeat(1_000_000))));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('leaves out a path with a zero byte or of endless length', () => {
    expect(paths(`a\0b.py,,\n${'x'.repeat(5000)}.py,,\nok.py,,\n`)).toEqual(['ok.py']);
  });

  it("agrees with Python's own csv module on names of every kind", () => {
    const names = ['a.py', 'a, b.py', '"quoted".py', "it's.py", 'ünïcödé/名.py', ' spaced .py', 'a""b.py', ',.py'];
    const script = `
import csv, json, sys
names = json.load(sys.stdin)
csv.writer(sys.stdout, lineterminator="\\n").writerows((name, "sha256=x", 1) for name in names)`;
    const text = execFileSync('python3', ['-c', script], {
      input: JSON.stringify(names),
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    expect(paths(text)).toEqual(names);
  });
});

describe('readRecord', () => {
  it('gives nothing for a folder without one, and for a RECORD that is a folder', () => {
    mkdirSync(join(dir, 'odd.dist-info', 'RECORD'), { recursive: true });
    expect([...readRecord(join(dir, 'odd.dist-info'))]).toEqual([]);
    expect([...readRecord(join(dir, 'none.dist-info'))]).toEqual([]);
  });

  it("doesn't wait on a pipe", () => {
    const info = join(dir, 'pipe.dist-info');
    mkdirSync(info);
    execFileSync('mkfifo', [join(info, 'RECORD'), join(info, 'METADATA')]);
    expect([...readRecord(info)]).toEqual([]);
    expect(readMetadata(join(info, 'METADATA'))).toBeNull();
  });
});

describe('METADATA', () => {
  it('gives name (normalised) and version from the header', () => {
    const text =
      'Metadata-Version: 2.1\nName: Zope.Interface_X\nversion:  1.0.post1+local\nSummary: x\n\nName: other\n';
    expect(parseMetadata(text)).toEqual({ name: 'zope-interface-x', version: '1.0.post1+local' });
  });

  it('does not look into the description', () => {
    expect(parseMetadata('Metadata-Version: 2.1\nName: real\n\nVersion: 9.9\n')).toBeNull();
  });

  it('finds what stands beyond the first block', () => {
    const file = join(dir, 'METADATA');
    writeFileSync(file, `Metadata-Version: 2.1\n${'Classifier: x\n'.repeat(2000)}Name: late\nVersion: 1\n\nbody`);
    expect(readMetadata(file)).toEqual({ name: 'late', version: '1' });
  });

  it.each(['../../etc', 'a b', '-x', '', '<script>', 'x'.repeat(300)])('takes %j for no name', (name) => {
    expect(parseMetadata(`Name: ${name}\nVersion: 1.0/../2\n\n`)).toBeNull();
  });
});

describe('identityOfEntry', () => {
  it.each([
    ['requests-2.31.0.dist-info', { name: 'requests', version: '2.31.0' }],
    ['ruamel.yaml.clib-0.2.8.dist-info', { name: 'ruamel-yaml-clib', version: '0.2.8' }],
    ['typing_extensions-4.9.0-py3.11.egg-info', { name: 'typing-extensions', version: '4.9.0' }],
    ['wheel-0.38.4.egg-info', { name: 'wheel', version: '0.38.4' }],
    ['cryptography.egg-info', null],
    ['requests', null],
  ])('%s', (entry, identity) => expect(identityOfEntry(entry)).toEqual(identity));
});

describe('INSTALLER and direct_url.json', () => {
  const write = (name: string, files: Record<string, string>): string => {
    const info = join(dir, `${name}.dist-info`);
    mkdirSync(info, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(info, file), text);
    return info;
  };

  it('are read', () => {
    const info = write('good', {
      INSTALLER: 'uv\n',
      'direct_url.json': '{"dir_info": {"editable": true}, "url": "file:///home/a%20b/src"}',
    });
    expect(readInstaller(info)).toBe('uv');
    expect(readEditableDir(info)).toBe('/home/a b/src');
  });

  it.each([
    ['not JSON', '{'],
    ['null', 'null'],
    ['a remote address', '{"dir_info": {"editable": true}, "url": "https://example.org/x"}'],
    ['another host', '{"dir_info": {"editable": true}, "url": "file://host/x"}'],
    ['no editable install', '{"dir_info": {}, "url": "file:///x"}'],
    ['bad escapes', '{"dir_info": {"editable": true}, "url": "file:///%E0%A4%A"}'],
  ])('are nothing where they say nothing: %s', (name, text) => {
    const info = write(name, { INSTALLER: 'rm -rf /\n', 'direct_url.json': text });
    expect(readInstaller(info)).toBeNull();
    expect(readEditableDir(info)).toBeNull();
  });
});

describe('direct_url.json', () => {
  it.each([
    [{ url: 'file:///home/a%20b/x.whl', archive_info: { hash: 'sha256=1' } }, 'archive', '/home/a b/x.whl'],
    [{ url: 'https://u:p@host/x-1.whl?token=t#sha256=1', archive_info: {} }, 'archive', 'https://host/x-1.whl'],
    [{ url: 'file:///src', dir_info: {} }, 'folder', '/src'],
    [
      { url: 'https://t@host/o/r.git', vcs_info: { vcs: 'git', commit_id: 'abc' } },
      'vcs',
      'git+https://host/o/r.git@abc',
    ],
    [{ url: 'git@host:o/r.git', vcs_info: { vcs: 'git', commit_id: 'abc' } }, 'vcs', 'git+ssh://host/o/r.git@abc'],
    [{ url: 'file:///r', vcs_info: { vcs: 'git', commit_id: 'abc' } }, 'vcs', 'git+file:///r@abc'],
  ])('%o is %s', (said, kind, at) => {
    const info = join(dir, `direct-${kind}-${at.length}.dist-info`);
    mkdirSync(info, { recursive: true });
    writeFileSync(join(info, 'direct_url.json'), JSON.stringify(said));
    expect(readDirectUrl(info)).toEqual({ kind, at });
  });

  it.each([
    [{ url: 'https://host/x', vcs_info: { vcs: 'git; rm', commit_id: 'a' } }],
    [{ url: 'https://host/x', vcs_info: { vcs: 'git', commit_id: 'a b' } }],
    [{ url: 'not a url' }],
    [{ url: 7 }],
    [[]],
  ])('%o is nothing', (said) => {
    const info = join(dir, 'direct-bad.dist-info');
    mkdirSync(info, { recursive: true });
    writeFileSync(join(info, 'direct_url.json'), JSON.stringify(said));
    expect(readDirectUrl(info)).toBeNull();
  });
});

describe('normalizeName', () => {
  it('is PEP 503', () => expect(normalizeName('Foo._-Bar')).toBe('foo-bar'));
});
