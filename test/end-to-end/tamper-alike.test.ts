/**
 * Real tools that do what an attempt on the hook does, for reasons of their own: none raises an alert of tampering.
 * CULPRIT_TEST_LONG=1 runs it: it fetches them from the index.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findInterpreters } from '../python/interpreters.ts';
import { type IndexOutcome, makeVenv, type Venv } from '../python/venv.ts';
import { createClient } from '../stack/client.ts';
import { Stack } from '../stack/stack.ts';

const isLong = process.env.CULPRIT_TEST_LONG === '1';
const [newest] = await findInterpreters();

/** By the package; each leaves its mark, so that it is known to have been seen. */
const programs: Readonly<Record<string, string>> = {
  gevent: `
from gevent import monkey; monkey.patch_all()
import gevent, gevent.subprocess, socket
gevent.joinall([gevent.spawn(lambda: gevent.sleep(0.01)) for _ in range(20)])
print(gevent.subprocess.check_output(['echo', 'ok']))`,
  freezegun: `
import datetime, time, threading
from freezegun import freeze_time
with freeze_time('2020-01-01'):
    assert datetime.date.today().year == 2020
    try: open('/nonexistent/.frozen')
    except OSError: pass`,
  pyfakefs: `
from pyfakefs.fake_filesystem_unittest import Patcher
with Patcher() as patcher:
    patcher.fs.create_file('/made/up', contents='x')
    assert open('/made/up').read() == 'x'`,
  objgraph: `
import objgraph, io
objgraph.show_most_common_types(file=io.StringIO()); objgraph.growth(); objgraph.growth()
objgraph.find_backref_chain(objgraph, objgraph.is_proper_module)
print(len(objgraph.by_type('function')))`,
  pympler: `
from pympler import muppy, summary, asizeof
summary.summarize(muppy.get_objects()); asizeof.asizeof([1, 2])`,
  'python-daemon': `
import daemon, os, time
if os.fork() == 0:
    with daemon.DaemonContext(): open('/dev/null').close(); time.sleep(0.2)
else: time.sleep(1)`,
  debugpy: `
import subprocess, sys, socket
with socket.socket() as s: s.bind(('127.0.0.1', 0)); port = s.getsockname()[1]
open('debugged.py', 'w').write("import threading\\ndef f(): return open('/dev/null').close()\\nf()\\n")
subprocess.run([sys.executable, '-Xfrozen_modules=off', '-m', 'debugpy', '--listen', str(port), 'debugged.py'], timeout=50)`,
  pytest: `
import subprocess, sys
open('test_it.py', 'w').write("import os, sys\\ndef test(monkeypatch, tmp_path):\\n    monkeypatch.setattr(os, 'getcwd', lambda: '/')\\n    assert (tmp_path / 'x').write_text('y')\\n")
subprocess.run([sys.executable, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test_it.py'], check=True)`,
  coverage: `
import subprocess, sys
open('covered.py', 'w').write('import threading\\nt = threading.Thread(target=print); t.start(); t.join()\\n')
subprocess.run([sys.executable, '-m', 'coverage', 'run', 'covered.py'], check=True)`,
  hypothesis: `
from hypothesis import given, strategies as st
@given(st.integers())
def check(n): assert n == n
check()`,
  cloudpickle: `
import cloudpickle, pickle
def outer(n): return lambda: n
assert pickle.loads(cloudpickle.dumps(outer(3)))() == 3`,
  tblib: `
import pickle, tblib.pickling_support; tblib.pickling_support.install()
try: open('/nonexistent/.x')
except OSError as error: pickle.dumps(error)`,
  virtualenv: `
import subprocess, sys, shutil
subprocess.run([sys.executable, '-m', 'virtualenv', '-q', '--no-download', 'made'], check=True); shutil.rmtree('made')`,
};

const name = 'on the newest Python';
describe.skipIf(!isLong)(isLong ? name : `${name} (skipped: takes minutes, set CULPRIT_TEST_LONG=1)`, () => {
  let home: string;
  let stack: Stack;
  let venv: Venv;
  let installed: IndexOutcome;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'ca-'));
    stack = new Stack({ home, port: 0 });
    await stack.start();
    venv = await makeVenv({ python: newest?.path ?? 'python3', dir: join(home, 'venv') });
    await stack.ok('culprit-agent', ['env', 'add', venv.dir]);
    installed = await venv.installFromIndex('--prefer-binary', ...Object.keys(programs));
  }, 400_000);
  afterAll(async () => {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test.each(Object.keys(programs))('%s', async (tool) => {
    if (installed.status !== 'installed') return expect(installed.reason).not.toBe('');
    const main = join(home, `${tool.replace('-', '_')}_use.py`);
    writeFileSync(main, `${programs[tool]}\n`);
    const { status, stderr } = await venv.run([main], { cwd: home });
    expect(status, stderr).toBe(0);
  });

  test('no alert is of tampering', async () => {
    // The last word, which arrives after all that was said before.
    await venv.run(['-c', 'import sys; sys.modules["_culprit.hook"]._audit = 1'], { cwd: home });
    const client = await createClient({ url: stack.url, home });
    const ofTampering = async () =>
      (await client.alerts())
        .map(({ rule, sentence }) => `${rule.title}: ${sentence}`)
        .filter((text) => /Culprit/.test(text));
    await expect.poll(ofTampering, { timeout: 30_000, interval: 200 }).toHaveLength(1);
    expect((await ofTampering())[0]).toContain('by its own wish');
  });
});
