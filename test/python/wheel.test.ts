import { mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanEnv } from './clean-env.ts';
import { runCommand } from './command.ts';
import { buildGreeter } from './greeter.ts';
import { findInterpreters } from './interpreters.ts';
import { buildWheel } from './wheel.ts';

const [newest] = await findInterpreters();
let dir = '';

beforeAll(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), 'culprit-wheel-')));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('buildWheel', () => {
  it('gives the same bytes for the same input, under the normalised name', async () => {
    const [one, two] = [await buildGreeter(join(dir, 'one')), await buildGreeter(join(dir, 'two'))];
    expect(one).toBe(join(dir, 'one', 'my_greeter-1.2.post1-py3-none-any.whl'));
    expect((await readFile(one)).equals(await readFile(two))).toBe(true);
  });

  it('lets an extra file replace one of the source', async () => {
    const wheel = await buildGreeter(join(dir, 'replaced'), {
      'greeter/__init__.py': 'def main():\n    print("other")\n',
    });
    const bytes = await readFile(wheel, 'latin1');
    expect(bytes).toContain('print("other")');
    expect(bytes).not.toContain('print("gr');
  });

  it.each(['../escape.py', '/rooted.py', 'a//b.py', 'a\\b.py', './x.py'])('refuses the path %s', async (path) => {
    await expect(buildGreeter(join(dir, 'refused'), { [path]: '' })).rejects.toThrow('is no path inside a wheel');
  });

  it('refuses names and versions that pip would refuse', async () => {
    const options = { source: null, outDir: dir };
    await expect(buildWheel({ ...options, name: '-x', version: '1' })).rejects.toThrow('no name of a distribution');
    await expect(buildWheel({ ...options, name: 'x', version: '1-2/3' })).rejects.toThrow('no PEP 440 version');
  });

  it('refuses a link in the source', async () => {
    const linked = join(dir, 'linked');
    await mkdir(linked);
    await symlink(dir, join(linked, 'out'));
    await expect(buildWheel({ name: 'x', version: '1', source: linked, outDir: dir })).rejects.toThrow(
      'neither a file',
    );
  });

  it.skipIf(newest === undefined)('writes an archive and a RECORD that Python itself finds whole', async () => {
    const wheel = await buildGreeter(join(dir, 'checked'), { 'comma, "quoted".txt': 'x', 'ünïcode.txt': 'ü' });
    const check = `
import base64, csv, hashlib, io, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
rows = list(csv.reader(io.StringIO(archive.read("my_greeter-1.2.post1.dist-info/RECORD").decode())))
assert sorted(row[0] for row in rows) == sorted(archive.namelist())
for name, digest, size in rows[:-1]:
    body = archive.read(name)
    assert int(size) == len(body)
    assert digest == "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode(), name
assert rows[-1] == ["my_greeter-1.2.post1.dist-info/RECORD", "", ""]
assert not any("pycache" in name for name in archive.namelist())
assert all(info.external_attr >> 16 == 0o100644 for info in archive.infolist())
`;
    const run = await runCommand(newest?.path ?? '', ['-c', check, wheel], { env: cleanEnv() });
    expect(run).toMatchObject({ status: 0, stderr: '' });
  });
});
