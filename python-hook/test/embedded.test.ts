/** The host is never broken where Python is a library inside another program, or is frozen into one. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePair, type Pair } from '../../test/parity/pair.ts';
import { networkSettings } from '../../test/python/clean-env.ts';
import { lastLine } from '../../test/python/command.ts';
import { ownCompiler } from '../gate/compile.ts';
import { expectSame, hostForms, isLong, plain } from './same.ts';

const compiler = ownCompiler();

const script = `
import atexit, os, socket, sys, threading
atexit.register(print, 'at exit')
for name in ('/nonexistent/.secret/key', '/dev/null'):
    try: open(name).close()
    except OSError as error: print(error)
thread = threading.Thread(target=open, args=('.from-a-thread', 'w')); thread.start(); thread.join()
socket.socket().close()
print(sys.prefix == sys.base_prefix, os.path.exists('.from-a-thread'), flush=True)
`;

const pyinstaller = 'pyinstaller==6.22.3';
const installTimeoutMs = 240_000;

/** Compiles embedded.c against an interpreter; says why it can't be. */
function compileFor(python: string, out: string): string | null {
  if (compiler === null) return 'no C compiler (cc)';
  const ask = 'import sysconfig as s; print(*map(s.get_config_var, ("INCLUDEPY", "LIBDIR", "LDVERSION")), sep="\\n")';
  const [headers = '', libraries = '', version = ''] = execFileSync(python, ['-I', '-c', ask], {
    encoding: 'utf8',
  }).split('\n');
  const args = [join(import.meta.dirname, 'embedded.c'), `-I${headers}`, `-L${libraries}`, `-lpython${version}`];
  const made = spawnSync('cc', [...args, `-Wl,-rpath,${libraries}`, '-o', out], { encoding: 'utf8' });
  return made.status === 0 ? null : `no headers or no library of it (${made.stderr.trim().split('\n')[0]})`;
}

describe.each(await hostForms())('on Python $version, $form', ({ path, env }) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await makePair(path);
    for (const side of ['bare', 'hook']) writeFileSync(join(pair.dir, `${side}-work`, 'script.py'), script);
  });
  afterAll(() => pair.close());

  test('a program with Python inside, started twice, with a subinterpreter', async ({ skip }) => {
    const program = join(pair.dir, 'embedded');
    const missing = compileFor(path, program);
    if (missing !== null) skip(missing);
    const before = pair.connections();
    const ended = await expectSame(pair, ['script.py'], { env, through: [program] });
    expect(ended).toMatchObject({ how: 'status 0', stderr: '' });
    expect(ended.stdout).toMatch(/subinterpreter\nat exit\n[\s\S]*subinterpreter\nat exit\nended 0 0\n$/);
    // Both starts of Python and both subinterpreters have a hook.
    expect(pair.connections() - before).toBe(4);
  });
});

describe.each((await hostForms()).slice(0, 1))('on Python $version', ({ path }) => {
  const name = 'PyInstaller freezes the same program, which runs the same, without a hook';
  const why = isLong ? '' : ' (skipped: takes minutes, set CULPRIT_TEST_LONG=1)';
  test.skipIf(!isLong)(`${name}${why}`, { timeout: 400_000 }, async ({ skip }) => {
    const pair = await makePair(path, { withPip: true });
    try {
      const both = (args: readonly string[], timeoutMs: number) =>
        Promise.all(
          (['bare', 'hook'] as const).map((side) => pair.run(side, args, { timeoutMs, env: networkSettings() })),
        );
      for (const side of ['bare', 'hook']) writeFileSync(join(pair.dir, `${side}-work`, 'script.py'), script);
      const pip = ['-m', 'pip', '--disable-pip-version-check', '--no-input', 'install', '-q', '--retries', '1'];
      for (const { how, stderr } of await both([...pip, pyinstaller], installTimeoutMs)) {
        if (how !== 'status 0') skip(`PyInstaller can't be had: ${lastLine(stderr)}`);
      }
      const built = await both(
        ['-m', 'PyInstaller', '--onefile', '--log-level', 'ERROR', 'script.py'],
        installTimeoutMs,
      );
      expect(built.map(({ how }) => how)).toEqual(['status 0', 'status 0']);
      const said = built.map(({ stdout, stderr }) =>
        plain({ how: '', stdout, stderr: stderr.replaceAll(/^\d+ /gm, '') }, pair),
      );
      expect(said[1]).toEqual(said[0]);
      const before = pair.connections();
      const ran = await expectSame(pair, [], (side) => ({ through: [join(pair.dir, `${side}-work/dist/script`)] }));
      expect(ran).toMatchObject({ how: 'status 0', stdout: expect.stringContaining('at exit') });
      expect(pair.connections()).toBe(before);
    } finally {
      await pair.close();
    }
  });
});
