import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findInterpreters, isFreeThreaded, newestAndOldest } from '../../test/python/interpreters.ts';
import { compileGate, gateSource, headersOf, ownTarget, targets } from '../gate/compile.ts';
import { gateIn, problemsOf, sha256, writeHashes } from '../gate/shipped.ts';
import type { Told } from './ear.ts';
import { builtGate } from './gate.ts';
import { type Lab, openLab } from './run.ts';

const all = await findInterpreters();
const interpreters = all.filter((one) => !isFreeThreaded(one));
const freeThreaded = all.filter(isFreeThreaded);
const { path: gate, missing, compiler, headers } = await builtGate();
const has = (command: string) => spawnSync(command, ['--version']).status === 0;
const skipped = (reason: string | null) => (reason === null ? '' : ` (skipped: ${reason})`);

/** Uses everything that the gate has: threads, forks, interpreters, tracing, repeated installs, a late end. */
const exercise = `
import gc, io, os, sys, threading
own = {m.__name__: m for m in gc.get_objects() if type(m) is type(sys) and m.__name__.startswith('_culprit.')}
gate = own['_culprit._gate']
def touch(name, open=io.open):
    try: open('/nonexistent/.' + name)
    except OSError: pass
pid = os.fork()
if pid == 0:
    touch('child'); os._exit(0)
os.waitpid(pid, 0)
for _ in range(1000): assert gate.install(print, print, ('open',)) is False
for bad in ((), (1,), (print, 1), (print, (1,)), (print, ('x',), 1)):
    try: assert gate.install(*bad) is False
    except TypeError: pass
for n in range(1500):
    open('/dev/null').close(); exec(compile('n', '<%d>' % n, 'exec')) # what is counted gives way to what comes after
threads = [threading.Thread(target=lambda n: [touch('thread%d' % n) for _ in range(50)], args=(n,)) for n in range(8)]
for t in threads: t.start()
for t in threads: t.join()
for name in ('cpython._PySys_ClearAuditHook', 'open', '', 'o', 'sys.', 'nothing', 'import' * 50): sys.audit(name + '?', 1)
try: import _interpreters as interpreters
except ImportError: import _xxsubinterpreters as interpreters
inside = '''
import gc, io, sys, _culprit
assert '_culprit._gate' in sys.modules
seen = next(m._seen for m in gc.get_objects() if type(m) is type(sys) and m.__name__ == '_culprit.hook' and m.sys is sys)
before = len(seen)
try: io.open('/nonexistent/.inside')
except OSError: pass
assert len(seen) == before + 1
import atexit; atexit.register(lambda open=io.open: open('/dev/null').close())
'''
for _ in range(5):
    i = interpreters.create()
    failed = (getattr(interpreters, 'exec', None) or interpreters.run_string)(i, inside)
    assert failed is None, failed
    touch('beside')
    interpreters.destroy(i)
sys.setprofile(lambda *_: None); touch('profiled'); sys.setprofile(None)
import atexit, builtins
atexit.register(touch, 'atexit')
class Late:
    def __del__(self, touch=touch): touch('late')
builtins.late = Late(); late = Late(); late.itself = late
print('done', flush=True)
`;

test('only what is whole, for every target and of this source, is shipped', () => {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-shipped-'));
  const source = join(dir, 'gate.c');
  writeFileSync(source, 'the source');
  expect(problemsOf(dir, source)).toEqual(['the gate was never built']);
  for (const target of targets) {
    mkdirSync(join(dir, target));
    writeFileSync(gateIn(dir, target), target);
  }
  const hashes = Object.fromEntries(targets.map((target) => [target, sha256(Buffer.from(target))]));
  writeHashes(dir, source, hashes);
  expect(problemsOf(dir, source)).toEqual([]);
  writeFileSync(gateIn(dir, 'linux-arm64'), 'another');
  rmSync(gateIn(dir, 'darwin-x64'));
  writeFileSync(source, 'another source');
  expect(problemsOf(dir, source)).toEqual([
    `${gateIn(dir, 'linux-arm64')} is not what was built`,
    'there is no gate for darwin-x64',
    'gate.c has changed since the gate was built',
  ]);
  rmSync(dir, { recursive: true });
});

test('this machine can build the gate', { skip: missing !== null }, () => {
  expect(gate).not.toBeNull();
});

describe.skipIf(gate === null)(`the gate${skipped(missing)}`, () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab(undefined, gate);
  });
  afterEach(() => lab.close());
  const build = (options: { headers: string; extra?: readonly string[]; source?: string }): string => {
    const out = join(lab.dir, 'built', '_gate.abi3.so');
    if (compiler !== null && ownTarget !== null) compileGate(compiler, ownTarget, { ...options, out });
    return out;
  };
  const enter = (more: Record<string, string>, python: string, program: string) =>
    lab.hooked(python, [lab.write('program.py', program)], more);

  test.skipIf(process.platform !== 'linux' || !has('readelf'))('needs nothing but what every CPython exports', () => {
    const said = execFileSync('readelf', ['--wide', '--dynamic', '--dyn-syms', gate ?? ''], { encoding: 'utf8' });
    expect(said).not.toContain('(NEEDED)');
    const names = [...said.matchAll(/ UND (\S+)/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !/^_?Py/.test(name ?? ''))).toEqual([]);
    expect([...said.matchAll(/ (?!UND)\S+ (\S+)$/gm)].map(([, name]) => name)).toContain('PyInit__gate');
  });

  test.skipIf(compiler === null).each(interpreters)(
    'compiles without a warning with the headers of Python $version, and runs',
    async (one) => {
      const folder = headersOf(one.path);
      if (folder === null) return;
      const own = await openLab(undefined, build({ headers: folder }));
      const oldest = interpreters.at(-1)?.path ?? one.path;
      const run = await own.hooked(oldest, [own.write('x.py', 'import sys; print("_culprit._gate" in sys.modules)')]);
      await own.close();
      expect(run).toMatchObject({ stdout: 'True\n', stderr: '' });
    },
  );

  test.each(interpreters)('is used on Python $version, unless it is switched off or does not load', async (one) => {
    const program = 'import sys\nprint("_culprit._gate" in sys.modules)\nopen(".told", "w").close()';
    expect(await enter({}, one.path, program)).toMatchObject({ stdout: 'True\n', stderr: '' });
    expect(await enter({ CULPRIT_GATE: 'off' }, one.path, program)).toMatchObject({ stdout: 'False\n', stderr: '' });
    const broken = lab.write('broken.so', '\x7fELF, but of another machine');
    const other = await openLab(undefined, broken);
    expect(await other.hooked(one.path, [other.write('program.py', program)])).toMatchObject({
      stdout: 'False\n',
      stderr: '',
    });
    for (const { ear, dir } of [lab, other]) {
      await expect.poll(() => ear.told.filter(({ target }) => target === join(dir, '.told')).length).toBeGreaterThan(0);
    }
    await expect.poll(() => lab.ear.told.filter(({ target }) => target.endsWith('.told')).length).toBe(2);
    await other.close();
  });

  test.skipIf(freeThreaded.length === 0)(
    `is refused by free-threaded builds, which have the pure form${skipped(freeThreaded.length > 0 ? null : 'none here')}`,
    async () => {
      for (const one of freeThreaded) {
        const load = `
import importlib.machinery, importlib.util
loader = importlib.machinery.ExtensionFileLoader('_gate', ${JSON.stringify(gate)})
try: importlib.util.module_from_spec(importlib.util.spec_from_loader('_gate', loader))
except ImportError as error: print(error)
`;
        const bare = await lab.bare(one.path, [lab.write('load.py', load)]);
        expect(bare).toMatchObject({ status: 0, stdout: expect.stringContaining('free-threaded'), stderr: '' });
        const program = 'import sys\nprint("_culprit._gate" in sys.modules)\nopen(".free", "w").close()';
        expect(await enter({}, one.path, program)).toMatchObject({ status: 0, stdout: 'False\n', stderr: '' });
        await lab.expectTold({ operation: 'file.open', target: join(lab.dir, '.free') });
        const inner = 'import _interpreters as i\nprint(i.exec(i.create(), "open(chr(46) + chr(115), chr(119))"))';
        expect(await enter({}, one.path, inner)).toEqual(await lab.bare(one.path, [join(lab.dir, 'program.py')]));
      }
    },
  );

  test.each(interpreters)('sees threads, forks, interpreters and the very end on Python $version', async (one) => {
    expect(await enter({}, one.path, exercise)).toMatchObject({ status: 0, stdout: 'done\n', stderr: '' });
    for (const name of ['thread7', 'child', 'inside', 'beside', 'profiled', 'atexit']) {
      await lab.expectTold({ operation: 'file.open', target: `/nonexistent/.${name}` });
    }
  });

  test.each(interpreters)('counts on Python $version what is done again and again, by who does it', async (one) => {
    const program = `
import os, sys, threading, warnings
warnings.simplefilter('ignore')
path = os.path.join(os.getcwd(), 'data')
open(path, 'w').close()
def one(n, path):
    for _ in range(n): open(path).close()
def other(n, path):
    for i in range(n): open((path + ' ')[:-1]).close(); i % 5 or open(path, 'rb').close()
code = compile('x = 1', '<built>', 'exec')
def execute(n):
    for _ in range(n): exec(code, {})
def execute_too(n):
    for _ in range(n): exec(code, {})
one(9000, path); other(50, path); one(1, path); execute(6000); execute_too(7)
threads = [threading.Thread(target=one, args=(500, path)) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
pid = os.fork()
if pid == 0:
    one(11, path)
    sys.exit()
os.waitpid(pid, 0)
`;
    for (const more of [{}, { CULPRIT_GATE: 'off' }]) {
      lab.ear.told.length = 0;
      expect(await enter(more, one.path, program)).toMatchObject({ status: 0, stdout: '', stderr: '' });
      await expect.poll(() => lab.ear.told.some(({ access }) => access === 2)).toBe(true);
      const parent = lab.ear.told.find(({ access }) => access === 2);
      const count = (of: (told: Told) => boolean) =>
        lab.ear.told.reduce((sum, told) => sum + (of(told) ? told.count : 0), 0);
      const opens = (name: string) => (told: Told) =>
        told.pid === parent?.pid &&
        told.target.endsWith('/data') &&
        told.access === 1 &&
        told.stack[0]?.function === name;
      const runs = (told: Told) => told.operation === 'code.exec';
      const inChild = (told: Told) => told.pid !== parent?.pid && told.target.endsWith('/data');
      // Acts on ordinary files by one file are one place: the first function's name stands for both.
      await expect.poll(() => count(opens('one'))).toBe(9000 + 50 + 10 + 1 + 4 * 500);
      await expect.poll(() => count(runs)).toBe(6000 + 7);
      await expect.poll(() => count(inChild)).toBe(11);
    }
  });

  test.each(interpreters)('tells at the end of Python $version what the hook in pure Python tells', async (one) => {
    const program = `
import atexit, builtins, io, weakref
def touch(name, open=io.open):
    try: open('/nonexistent/.' + name)
    except OSError: pass
class Late:
    def __init__(self, name): self.name = name
    def __del__(self, touch=touch): touch(self.name)
builtins.late = Late('builtins'); late = Late('global'); ring = Late('ring'); ring.itself = ring
weakref.finalize(ring, touch, 'finalize'); atexit.register(touch, 'atexit')
`;
    const told = async (more: Record<string, string>) => {
      const run = await enter(more, one.path, program);
      const names = () => lab.ear.told.map(({ target }) => target).filter((target) => target.includes('/.'));
      await expect.poll(() => names().length).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const all = names().sort();
      lab.ear.told.length = 0;
      return { all, run };
    };
    expect(await told({})).toEqual(await told({ CULPRIT_GATE: 'off' }));
  });

  test.each(interpreters)('is seen by no tracer, profiler or monitor of Python $version', async (one) => {
    const monitored = Number(one.version.split('.')[1]) >= 12;
    const program = `
import cProfile, os, pstats, sys, threading, trace
def work():
    for name in ('a', 'b'):
        try: open('/nonexistent/.' + name)
        except OSError: pass
    exec('1 + 1'); os.listdir('.')
seen = []
def tell(frame, event, arg):
    seen.append((event, frame.f_code.co_name, frame.f_lineno if 'program' in frame.f_code.co_filename else 0))
    return tell
sys.settrace(tell); work(); sys.settrace(None)
sys.setprofile(tell); work(); sys.setprofile(None)
threading.settrace(tell); t = threading.Thread(target=work); t.start(); t.join(); threading.settrace(None)
profile = cProfile.Profile(); profile.runcall(work)
stats = pstats.Stats(profile).stats
tracer = trace.Trace(trace=0); tracer.runfunc(work)
seen.append(sorted((os.path.basename(f), n) for f, n in tracer.results().counts))
seen.append(sorted((os.path.basename(f), name, calls[0]) for (f, line, name), calls in stats.items()))
if ${monitored ? 'True' : 'False'}:
    m = sys.monitoring
    m.use_tool_id(3, 'test')
    m.register_callback(3, m.events.PY_START, lambda code, at: seen.append(code.co_name))
    m.set_events(3, m.events.PY_START); work(); m.set_events(3, 0)
print('_audit' in repr(seen), len(seen))
for entry in seen: print(entry)
`;
    const gated = await enter({}, one.path, program);
    expect(gated).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^False \d+\n/) });
    expect(gated).toEqual(await enter({ CULPRIT_GATE: 'off' }, one.path, program));
    // What the program's threading.Thread is made of is the same, but for who starts it (causes.py), in both forms.
    if (Number(one.version.split('.')[1]) >= 12) {
      expect(gated).toEqual(await lab.bare(one.path, [join(lab.dir, 'program.py')]));
    }
  });

  test.each(interpreters)('goes on with daemon threads at the end of Python $version', async (one) => {
    const program = `
import io, threading
def daemon(open=io.open):
    while True:
        try: open('/nonexistent/.daemon')
        except OSError: pass
for _ in range(4): threading.Thread(target=daemon, daemon=True).start()
print('done')
`;
    for (let i = 0; i < 5; i += 1) {
      expect(await enter({}, one.path, program)).toMatchObject({ status: 0, stdout: 'done\n', stderr: '' });
    }
  });

  test('one hook that forbids the handing over silences nothing', async () => {
    const [newest] = interpreters;
    const program = `
import sys
def forbid(event, args):
    if event == 'sys.addaudithook': raise RuntimeError('no')
sys.addaudithook(forbid)
sys.settrace(None); sys.setprofile(None)
open('.still', 'w').close()
`;
    expect(await enter({}, newest?.path ?? '', program)).toMatchObject({ status: 0, stderr: '' });
    await lab.expectTold({ operation: 'file.open', target: join(lab.dir, '.still') });
  });

  test('lets out what its handler raises, as a hook in Python would', async () => {
    const program = `
import sys
sys.path.insert(0, ${JSON.stringify(dirname(gate ?? ''))})
import importlib.machinery, importlib.util
loader = importlib.machinery.ExtensionFileLoader('_gate', ${JSON.stringify(gate)})
module = importlib.util.module_from_spec(importlib.util.spec_from_loader('_gate', loader))
print(module.install(print, print, ())) # there, but not executed
loader.exec_module(module)
def deny(event, args, frame=None):
    if event == 'open' and args[0] == 'denied': raise PermissionError(event)
print(module.install(deny, print, ('open', 'open')), module.install(deny, print, ('open',)))
try: open('denied')
except PermissionError as error: print(error)
sys.settrace(None)
try: open('denied')
except PermissionError as error: print(error)
`;
    for (const { path } of newestAndOldest(interpreters)) {
      const run = await lab.bare(path, [lab.write('deny.py', program)]);
      expect(run).toMatchObject({ status: 0, stderr: '', stdout: 'False\nTrue False\nopen\nopen\n' });
    }
  });

  const asan = spawnSync(compiler?.command('linux-x64')[0] ?? 'false', ['-print-file-name=libasan.so'], {
    encoding: 'utf8',
  });
  const libasan = asan.status === 0 && existsSync(asan.stdout.trim()) ? asan.stdout.trim() : null;
  /** Runs `exercise` behind a gate that is built with sanitizers, out of this source. */
  const sanitized = async (python: string, source?: string) => {
    const extra = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fsanitize-undefined-trap-on-error'];
    const more = source === undefined ? {} : { source };
    const own = await openLab(undefined, build({ headers, extra: [...extra, '-O1', '-g'], ...more }));
    const env = { LD_PRELOAD: libasan ?? '', ASAN_OPTIONS: 'detect_leaks=0', PYTHONMALLOC: 'malloc' };
    const run = await own.hooked(python, [own.write('program.py', exercise)], env);
    await own.close();
    return run;
  };
  test.skipIf(libasan === null || process.platform !== 'linux')(
    `has no fault that sanitizers find, and they find one${skipped(libasan === null ? 'no libasan' : null)}`,
    async () => {
      const tested = newestAndOldest(interpreters);
      for (const { path } of tested) {
        expect(await sanitized(path)).toMatchObject({ status: 0, stdout: 'done\n', stderr: '' });
      }
      const sound = readFileSync(gateSource, 'utf8');
      const faulty = sound.replace(/\*slot = \(Name\)\{text.*;/, '$& Py_DecRef(bytes);');
      expect(faulty).not.toBe(sound);
      const run = await sanitized(tested.at(-1)?.path ?? '', lab.write('faulty.c', faulty));
      expect(run.stderr).toContain('heap-use-after-free');
      expect(run.status).not.toBe(0);
    },
  );

  test.skipIf(!has('valgrind'))(
    `has no fault that valgrind finds${skipped(has('valgrind') ? null : 'no valgrind')}`,
    { timeout: 240_000 },
    async () => {
      // It can't run a program whose C library has symbols that it doesn't know (a newer one than the machine's own).
      const known = interpreters.find(({ path }) => spawnSync('valgrind', ['-q', path, '-S', '-c', '']).status === 0);
      const program = lab.write('program.py', exercise);
      const args = ['-q', '--error-exitcode=9', '--trace-children=no', known?.path ?? '', program];
      const run = await lab.hooked('valgrind', args, { PYTHONMALLOC: 'malloc' });
      expect(run).toMatchObject({ status: 0, stdout: 'done\n' });
      expect(run.stderr).not.toMatch(/_gate/);
    },
  );

  const library = interpreters.find(({ path }) => existsSync(`${path}-config`) && has(`${path}-config`) !== null);
  test.skipIf(library === undefined)('comes up again in a program that ends Python and starts it anew', async () => {
    const python = library?.path ?? '';
    const flags = spawnSync(`${python}-config`, ['--embed', '--includes', '--ldflags'], { encoding: 'utf8' });
    const source = lab.write(
      'host.c',
      `#include <Python.h>
int main(int count, char **texts) {
    for (int i = 0; i < 4; i++) {
        Py_Initialize();
        if (PyRun_SimpleString(texts[1]) < 0 || Py_FinalizeEx() < 0) return 3;
    }
    return count - 2;
}
`,
    );
    const host = join(lab.dir, 'host');
    const words = flags.stdout.split(/\s+/).filter((word) => word !== '');
    const folder = join(dirname(dirname(python)), 'lib');
    const built = spawnSync('cc', [source, '-rdynamic', ...words, `-L${folder}`, `-Wl,-rpath,${folder}`, '-o', host]);
    if (built.status !== 0) return; // this interpreter's library isn't there to be linked
    const program = "import sys; print('_culprit._gate' in sys.modules)\nopen('.again', 'a').close()";
    const run = await lab.hooked(host, [program], { PYTHONHOME: dirname(dirname(python)) });
    expect(run).toMatchObject({ status: 0, stdout: 'True\n'.repeat(4) });
    await expect.poll(() => lab.ear.told.filter(({ target }) => target.endsWith('.again')).length).toBe(4);
  });
});
