/**
 * The host is never broken where the system says no: a file system that can't be written, a socket that its folder keeps
 * from us, no descriptors, no threads. What takes a mount of its own, or a root without its powers, is
 * skipped by name where that can't be had.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePair, type Pair } from '../../test/parity/pair.ts';
import { isFreeThreaded } from '../../test/python/interpreters.ts';
import { expectSame, hostForms, ordinary } from './same.ts';

const works = (command: readonly string[]): boolean =>
  spawnSync(command[0] ?? '', command.slice(1), { stdio: 'ignore' }).status === 0;

/** Everything is read-only, in this program's eyes alone. */
const readOnly = ['unshare', '-m', 'sh', '-c', 'mount -o remount,bind,ro / && exec "$@"', 'sh'];
/** Root may open any folder; one without its powers may not. */
const powerless = process.getuid?.() === 0 ? ['setpriv', '--inh-caps=-all', '--bounding-set=-all'] : [];
const canMount = works([...readOnly, 'true']);
const canBeRefused = powerless.length === 0 || works([...powerless, 'true']);
const hasPrlimit = works(['prlimit', '--version']);

const descriptors = `
import os
held = []
try:
    while True: held.append(os.open('/dev/null', os.O_RDONLY))
except OSError as error: print(error)
for i in range(50):
    try: open('.none%d' % i)
    except OSError as error: print(error.errno)
for fd in held: os.close(fd)
print(open('/dev/null').read(), 'still here')
`;

const threads = `
import threading
started = []
gate = threading.Event()
try:
    for n in range(40):
        thread = threading.Thread(target=gate.wait); thread.start(); started.append(thread)
except RuntimeError as error: print(error)
gate.set()
for thread in started: thread.join()
open('/dev/null').close()
print('still here')
`;

const programs = { ordinary, descriptors, threads };

describe.each(await hostForms())('on Python $version, $form', ({ version, path, env }) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await makePair(path);
    for (const side of ['bare', 'hook'] as const) {
      for (const [name, text] of Object.entries(programs))
        writeFileSync(join(pair.dir, `${side}-work`, `${name}.py`), text);
    }
  });
  afterAll(() => pair.close());

  test.skipIf(!canMount)(
    `a file system that can only be read${canMount ? '' : ' (skipped: needs root and unshare)'}`,
    async () => {
      const ended = await expectSame(pair, ['ordinary.py'], { env, through: readOnly });
      expect(ended.stdout).toContain('Read-only file system');
      expect(ended.how).toBe('status 1');
    },
  );

  test.skipIf(!hasPrlimit).each([
    ['no more descriptors than it starts with', ['--nofile=8'], 'descriptors'],
    ['few descriptors', ['--nofile=12'], 'descriptors'],
    ['a high limit that is reached', ['--nofile=400'], 'descriptors'],
  ])(`%s${hasPrlimit ? '' : ' (skipped: needs prlimit)'}`, async (_name, limits, program) => {
    const ended = await expectSame(pair, [`${program}.py`], { env, through: ['prlimit', ...limits] });
    expect(ended.stdout).toContain('still here');
  });

  // A free-threaded build that gets no more threads hangs without any hook.
  const hasThreads = hasPrlimit && !isFreeThreaded({ version });
  test.skipIf(!hasThreads)(`no more threads${hasThreads ? '' : ' (skipped: needs prlimit, and the GIL)'}`, async () => {
    const ended = await expectSame(pair, ['threads.py'], { env, through: ['prlimit', '--as=300000000'] });
    expect(ended.stdout).toContain("can't start new thread");
  });
});

describe.each((await hostForms()).slice(0, 1))('on Python $version, a socket', ({ path, env }) => {
  test.skipIf(!canBeRefused)(
    `whose folder may not be entered makes no difference${canBeRefused ? '' : ' (skipped: needs setpriv)'}`,
    async () => {
      const run = mkdtempSync(join(tmpdir(), 'cu-'));
      const server = createServer();
      const pair = await makePair(path, { socketPath: join(run, 'hook.sock') });
      try {
        await new Promise<void>((resolve) => server.listen(join(run, 'hook.sock'), resolve));
        chmodSync(run, 0);
        for (const side of ['bare', 'hook']) writeFileSync(join(pair.dir, `${side}-work`, 'ordinary.py'), ordinary);
        await expectSame(pair, ['ordinary.py'], { env, through: powerless });
      } finally {
        chmodSync(run, 0o700);
        await new Promise((resolve) => server.close(resolve));
        rmSync(run, { recursive: true, force: true });
        await pair.close();
      }
    },
  );
});
