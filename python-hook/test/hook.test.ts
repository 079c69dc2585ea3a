import { execFileSync } from 'node:child_process';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requireCatalogue, rulesFolder } from '../../agent/src/classify/catalogue.ts';
import { findInterpreters } from '../../test/python/interpreters.ts';
import { listen } from './ear.ts';
import { forms } from './gate.ts';
import { type Lab, openLab } from './run.ts';

const interpreters = await findInterpreters();

/** A server on loopback that answers every connection with these bytes and closes it. */
async function answering(bytes: string): Promise<{ port: number; close(): void; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close(), server };
}

test('there is an interpreter to test with', () => {
  expect(interpreters.length).toBeGreaterThan(0);
});

test('no file that the catalogue of sensitive files names is ever told as one of a folder', () => {
  // Sockets are connected to, not opened.
  const sockets = ['key-agent', 'desktop-socket'];
  const opened = requireCatalogue(rulesFolder({})).files.filter((entry) => !sockets.includes(entry.class));
  const files = opened.flatMap(({ paths }) => paths);
  // ~ is somebody's home, ** two folders, * a text.
  const samples = files.map((path) =>
    path.replace(/^~/, '/home/someone').replaceAll('**', 'one/two').replaceAll('*', 'x'),
  );
  expect(samples.length).toBeGreaterThan(400);
  const program = `
import sys
sys.path.insert(0, ${JSON.stringify(join(import.meta.dirname, '..'))})
from _culprit import hook
for path in sys.stdin.read().split('\\n'):
    folder, _, name = path.rpartition('/')
    is_named = hook._is_remarkable(name) or any(part in folder + '/' for part in hook._REMARKABLE_FOLDERS)
    if hook._is_ordinary(path, 1) and not is_named: print(path)
`;
  const [newest] = interpreters;
  const input = samples.join('\n');
  expect(execFileSync(newest?.path ?? '', ['-I', '-S', '-c', program], { input, encoding: 'utf8' })).toBe('');
});

describe.each(await forms())('on Python $version, $form', ({ path: python, version, gate }) => {
  const minor = Number(version.split('.')[1]);
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab(undefined, gate);
  });
  afterEach(async () => {
    await lab.close();
  });
  const ran = async (text: string, env: Record<string, string> = {}) => {
    const script = lab.write('program.py', text);
    const run = await lab.hooked(python, [script], env);
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    return { run, script };
  };

  test('tells who speaks: process, interpreter, environment and main script', async () => {
    const { script } = await ran('open("data.txt", "w")');
    await lab.expectTold({ operation: 'file.open' });
    expect(lab.ear.hellos).toHaveLength(1);
    expect(lab.ear.hellos[0]).toMatchObject({
      ...{ protocol: 1, python: version.replace(/t$/, ''), application: script, cwd: lab.dir },
    });
  });

  test('tells files by where they are, and reading from writing', async () => {
    const { script } = await ran(`
import os, pathlib
os.mkdir('sub'); os.chdir('sub')
open('a', 'w').close()
os.close(os.open('../b', os.O_RDWR | os.O_CREAT))
open(b'../sub/./a').close()
open(pathlib.Path('a'), 'r+').close()
os.rename('a', 'c'); os.remove('c'); os.listdir('.')
try: open(os.path.expanduser('~/.ssh/id_ed25519'))
except OSError: pass
`);
    const sub = join(lab.dir, 'sub');
    await lab.expectTold({ operation: 'file.open', target: join(sub, 'a'), access: 2 });
    await lab.expectTold({ operation: 'file.open', target: join(lab.dir, 'b'), access: 3 });
    await lab.expectTold({ operation: 'file.open', target: join(sub, 'a'), access: 1 });
    await lab.expectTold({ operation: 'file.open', target: join(sub, 'a'), access: 3 });
    await lab.expectTold({ operation: 'file.rename', target: join(sub, 'c') });
    await lab.expectTold({ operation: 'file.remove', target: join(sub, 'c') });
    await lab.expectTold({ operation: 'file.list', target: sub });
    const key = await lab.expectTold({ operation: 'file.open', target: join(lab.dir, '.ssh/id_ed25519'), access: 1 });
    expect(key.stack).toMatchObject([{ cause: 'stack', file: script, function: '<module>', dynamic: false }]);
  });

  test('counts what the same place does again, and tells it once', async () => {
    await ran('for _ in range(1000): open("same.txt", "a").close()');
    const told = await lab.expectTold({ operation: 'file.open', target: join(lab.dir, 'same.txt') });
    await expect.poll(() => told.count).toBe(1000);
    expect(lab.ear.told.filter(({ target }) => target === told.target)).toHaveLength(1);
  });

  test('names a connection by what was looked up', async () => {
    const { port, close } = await answering('hello');
    await ran(`
import socket
socket.create_connection(('localhost', ${port})).close()
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('127.0.0.2', 9)); s.close()
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.close()
`);
    close();
    await lab.expectTold({ operation: 'dns.lookup', target: 'localhost', port });
    await lab.expectTold({ operation: 'net.connect', target: 'localhost', ip: '127.0.0.1', port });
    await lab.expectTold({ operation: 'net.send', target: '127.0.0.2', port: 9 });
    expect(lab.ear.told.filter(({ operation }) => operation === 'net.listen')).toEqual([]);
  });

  test('names who a proxy is asked for, never the path, and a request that never left', async () => {
    const { port, close } = await answering('HTTP/1.1 502 no\r\nContent-Length: 0\r\n\r\n');
    const proxy = `http://127.0.0.1:${port}`;
    await ran(
      `
import urllib.request
for url in ('https://api.telegram.org/bot0:SECRET/sendMessage?text=SECRET', 'http://user:SECRET@shop.example/SECRET',
            'https://two.example/a b'):
    try: urllib.request.urlopen(url, timeout=5)
    except Exception: pass
`,
      { https_proxy: proxy, http_proxy: proxy },
    );
    close();
    const via = `127.0.0.1:${port}`;
    await lab.expectTold({ operation: 'net.request', target: 'api.telegram.org', port: 443 });
    await lab.expectTold({ operation: 'net.connect', target: 'api.telegram.org', port: 443, via });
    // Before 3.10 http.client audits no requests: what a proxy is asked for without a tunnel is known from urllib alone.
    if (minor >= 10) await lab.expectTold({ operation: 'net.connect', target: 'shop.example', port: 80, via });
    await lab.expectTold({ operation: 'net.request', target: 'shop.example', port: 80 });
    await lab.expectTold({ operation: 'net.request', target: 'two.example', port: 443 });
    expect(JSON.stringify([lab.ear.told, lab.ear.hellos])).not.toContain('SECRET');
  });

  test('names a connection by what TLS asks for, where nothing else told it', async () => {
    const { port, close } = await answering('no TLS here');
    await ran(`
import socket, ssl
s = socket.create_connection(('127.0.0.1', ${port}))
try: ssl.create_default_context().wrap_socket(s, server_hostname='Hidden.Example')
except OSError: pass
import asyncio
async def main():
    try: await asyncio.open_connection('127.0.0.1', ${port}, ssl=True, server_hostname='async.example')
    except OSError: pass
asyncio.run(main())
`);
    close();
    const via = `127.0.0.1:${port}`;
    const told = await lab.expectTold({ operation: 'net.connect', target: 'hidden.example', via });
    expect(told.stack[0]).toMatchObject({ function: '<module>', line: 4 });
    await lab.expectTold({ operation: 'net.connect', target: 'async.example' });
  });

  test('finds who started a thread and who submitted work, through a library function', async () => {
    const { script } = await ran(`
import os, threading
from concurrent.futures import ThreadPoolExecutor
def starter():
    t = threading.Thread(target=open, args=('/tmp/.by-thread', 'w')); t.start(); t.join()
def submitter(pool):
    pool.submit(open, '/tmp/.by-pool', 'w').result()
def mapper(pool):
    list(pool.map(open, ['/tmp/.by-map'], ['w']))
starter()
with ThreadPoolExecutor(1) as pool:
    submitter(pool)
    mapper(pool)
for name in ('thread', 'pool', 'map'): os.remove('/tmp/.by-' + name)
`);
    const by = async (target: string) => (await lab.expectTold({ operation: 'file.open', target })).stack[0];
    expect(await by('/tmp/.by-thread')).toMatchObject({ cause: 'thread', function: 'starter', file: script });
    expect(await by('/tmp/.by-pool')).toMatchObject({ cause: 'pool', function: 'submitter', file: script });
    expect(await by('/tmp/.by-map')).toMatchObject({ cause: 'pool', function: 'mapper', file: script });
  });

  test('finds who created a task and who scheduled a call, through a library function', async () => {
    await ran(`
import asyncio, os
async def library(path): await asyncio.sleep(0); open(path, 'w').close()
async def creator(): await asyncio.create_task(library('/tmp/.by-task'))
async def gatherer(): await asyncio.gather(library('/tmp/.by-gather'), library('/tmp/.by-gather2'))
async def scheduler():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_later(0.01, open, '/tmp/.by-later', 'w')
    loop.call_soon_threadsafe(open, '/tmp/.by-soon', 'w')
    loop.call_later(0.05, done.set_result, None)
    await done
async def executor(): await asyncio.get_running_loop().run_in_executor(None, open, '/tmp/.by-executor', 'w')
async def awaiter(): await library('/tmp/.by-await')
async def main():
    for part in (creator, gatherer, scheduler, executor, awaiter): await part()
asyncio.run(main())
for name in ('task', 'gather', 'gather2', 'later', 'soon', 'executor', 'await'): os.remove('/tmp/.by-' + name)
`);
    const by = async (target: string) => (await lab.expectTold({ operation: 'file.open', target })).stack;
    const functions = async (target: string) => (await by(target)).map((frame) => frame.function);
    expect(await functions('/tmp/.by-task')).toEqual(['library', 'creator', 'main', '<module>']);
    expect(await functions('/tmp/.by-gather2')).toEqual(['library', 'gatherer', 'main', '<module>']);
    expect(await functions('/tmp/.by-later')).toEqual(['scheduler', 'main', '<module>']);
    expect(await functions('/tmp/.by-soon')).toEqual(['scheduler', 'main', '<module>']);
    expect(await functions('/tmp/.by-executor')).toEqual(['executor', 'main', '<module>']);
    expect(await functions('/tmp/.by-await')).toEqual(['library', 'awaiter', 'main', '<module>']);
  });

  test('traces code from no file to the file that executed it, fifty layers deep, and when called later', async () => {
    lab.write(
      'culprit_module.py',
      `
import base64, zlib
layer = "def later():\\n    open('/tmp/.later', 'w').close()\\nopen('/tmp/.now', 'w').close()"
for _ in range(50):
    layer = "import base64, zlib; exec(zlib.decompress(base64.b64decode(%r)))" % base64.b64encode(zlib.compress(layer.encode()))
exec(layer)
`,
    );
    await ran('import culprit_module, os\nculprit_module.later()\nos.remove("/tmp/.later"); os.remove("/tmp/.now")');
    const file = join(lab.dir, 'culprit_module.py');
    const exec = await lab.expectTold({ operation: 'code.exec', target: '<string>' });
    expect(exec.stack[0]).toMatchObject({ file, dynamic: false });
    const now = await lab.expectTold({ operation: 'file.open', target: '/tmp/.now' });
    expect(now.stack[0]).toMatchObject({ file, function: '<module>', dynamic: true });
    const later = await lab.expectTold({ operation: 'file.open', target: '/tmp/.later' });
    expect(later.stack[0]).toMatchObject({ file, function: 'later', dynamic: true });
  });

  test('what the standard library generates (named tuples, data classes) is no code from nowhere', async () => {
    await ran(`
import collections, dataclasses
collections.namedtuple('P', 'x y')(1, 2)
@dataclasses.dataclass
class D:
    x: int
D(1)
open('.done', 'w').close()
`);
    await lab.expectTold({ operation: 'file.open', target: join(lab.dir, '.done') });
    expect(lab.ear.told.filter(({ operation }) => operation === 'code.exec')).toEqual([]);
  });

  test('tells programs that are started, in all forms', async () => {
    await ran(`
import os, subprocess, sys
subprocess.run(['true', 'a b'])
os.system('true --now')
os.waitpid(os.posix_spawn('/bin/sh', ['sh', '-c', 'exit 0'], {}), 0)
if os.fork() == 0: os.execv('/bin/sh', ['sh', '-c', 'exit 1'])
os.wait()
`);
    await lab.expectTold({ operation: 'process.spawn', target: 'true', other: "true 'a b'" });
    await lab.expectTold({ operation: 'process.spawn', target: 'true', other: 'true --now' });
    await lab.expectTold({ operation: 'process.spawn', target: '/bin/sh', other: "sh -c 'exit 0'" });
    await lab.expectTold({ operation: 'process.spawn', target: '/bin/sh', other: "sh -c 'exit 1'" });
  });

  test('tells libraries that ctypes takes in hand, the whole program among them, but not what ctypes does for itself', async () => {
    await ran('import ctypes; ctypes.pythonapi.PyErr_Clear(); open("done", "w")');
    await lab.expectTold({ operation: 'file.open', target: join(lab.dir, 'done') });
    const loads = () => lab.ear.told.filter(({ operation }) => operation === 'native.load');
    expect(loads()).toEqual([]);
    await ran('import ctypes; library = ctypes.CDLL(None)');
    await ran('import ctypes; function = ctypes.pythonapi.connect');
    await ran('import ctypes; library = ctypes.CDLL("libc.so.6")');
    await ran('import _ctypes; library = _ctypes.dlopen("libm.so.6", 0)');
    const named = ({ target, other }: { target: string; other: string }): string =>
      `${/\/python[\d.]*$/.test(target) ? 'python' : target} by ${other}`;
    await expect
      .poll(() => loads().map(named))
      .toEqual(['python by ctypes', 'python by ctypes', 'libc.so.6 by ctypes', 'libm.so.6 by ctypes']);
  });

  test('a forked child speaks for itself, and its parent goes on', async () => {
    await ran(`
import os, threading
open('.before', 'w').close()
def child():
    pid = os.fork()
    if pid == 0:
        open('.child', 'w').close(); os._exit(0)
    os.waitpid(pid, 0)
${minor >= 12 ? 'child()' : 't = threading.Thread(target=child); t.start(); t.join()'}
open('.after', 'w').close()
`);
    const before = await lab.expectTold({ target: join(lab.dir, '.before') });
    const child = await lab.expectTold({ target: join(lab.dir, '.child') });
    const after = await lab.expectTold({ target: join(lab.dir, '.after') });
    expect(after.pid).toBe(before.pid);
    expect(child.pid).not.toBe(before.pid);
    expect(lab.ear.hellos.map(({ pid }) => pid)).toEqual([before.pid, child.pid]);
    expect(lab.ear.hellos[1]).toMatchObject({ parentPid: before.pid });
    const [hello] = lab.ear.hellos;
    if (process.platform === 'linux') {
      expect(hello?.parentPid).toBe(process.pid);
      expect(hello?.ancestors?.[0]).toBe(process.ppid);
      expect(lab.ear.hellos[1]?.ancestors?.slice(0, 2)).toEqual([process.pid, process.ppid]);
    }
  });

  test('comes up in a subinterpreter too', async () => {
    await ran(`
try: import _interpreters as interpreters
except ImportError: import _xxsubinterpreters as interpreters
i = interpreters.create()
interpreters.${minor >= 13 ? 'exec' : 'run_string'}(i, "open('.inside', 'w').close()")
interpreters.destroy(i)
`);
    await lab.expectTold({ operation: 'file.open', target: join(lab.dir, '.inside') });
  });

  test('starting it twice tells once', async () => {
    await ran('import _culprit\n_culprit.start(); _culprit.start()\nopen(".once", "w").close()');
    expect((await lab.expectTold({ target: join(lab.dir, '.once') })).count).toBe(1);
  });

  test('switching it off by environment is told', async () => {
    await ran('open(".quiet", "w").close()', { CULPRIT_DISABLE: '1' });
    await lab.expectTold({ operation: 'hook.tamper', target: 'CULPRIT_DISABLE' });
    expect(lab.ear.told).toHaveLength(1);
  });

  test('imports nothing that the interpreter has not, but its own files and built-in modules', async () => {
    const program = `
import sys
first = sorted(m for m in sys.modules if not m.startswith('_culprit') and m not in sys.builtin_module_names)
print(first)
`;
    const script = lab.write('modules.py', program);
    expect((await lab.hooked(python, [script])).stdout).toBe((await lab.bare(python, [script])).stdout);
  });

  test.each([
    ['an uncaught exception', 'import os\nopen(".x", "w").close()\n1/0'],
    ['an exit status', 'import sys\nopen(".x", "w").close()\nsys.exit(3)'],
    ['a missing file', 'open("missing")'],
    ['a bad argument', 'try: open(object())\nexcept TypeError as e: print(e)\nopen(3.5)'],
    ['a failing import', 'import threading, ssl, does_not_exist'],
    [
      'an exception in a thread',
      'import threading\nt = threading.Thread(target=open, args=("missing",)); t.start(); t.join()',
    ],
    ['a null byte in a path', 'open("a\\0b")'],
    [
      'an interrupt',
      'import os, signal\nopen(".x", "w").close()\nos.kill(os.getpid(), signal.SIGINT)\nopen(".y", "w")',
    ],
    ['a lone surrogate', 'open("\\udcff.txt", "w").close()\nprint(1)'],
    ['a lookup that fails', 'import socket\nsocket.getaddrinfo("nowhere.invalid", 1)'],
    ['deep recursion', 'def f(n): return open("missing") if n == 0 else f(n - 1)\nf(900)'],
  ])('%s looks the same with and without it', async (_name, program) => {
    const script = lab.write('same.py', program);
    // Left aside: addresses of objects, and the marks under a failing line's part (3.11 on), which move where a lookup
    // fails while its answer is iterated (names.py).
    const seen = ({ status, signal, stdout, stderr }: Awaited<ReturnType<Lab['bare']>>) => ({
      status,
      signal,
      stdout,
      stderr: stderr.replaceAll(/0x[0-9a-f]+/g, '0x…').replaceAll(/^ +[\^~]+\n/gm, ''),
    });
    expect(seen(await lab.hooked(python, [script]))).toEqual(seen(await lab.bare(python, [script])));
  });

  test('a thousand files of one folder are told as some, and the folder; what a rule could care about by its name', async () => {
    const program = `
import os
os.mkdir('data')
folder = os.path.join(os.getcwd(), 'data')
names = ['%d.bin' % n for n in range(1000)] + ['my.env', 'secrets.txt']
for name in names: open(os.path.join(folder, name), 'w').close()
def read(name):
    with open(os.path.join(folder, name)): pass
for name in names: read(name)
for name in names: read(name)
import shutil
for name in names: shutil.copyfile(os.path.join(folder, name), os.devnull)
`;
    await ran(program);
    const data = join(lab.dir, 'data', '/');
    const of = (access: number, fits: (target: string) => boolean) => {
      const found = lab.ear.told.filter((told) => told.access === access && fits(told.target));
      return { told: found.length, acts: found.reduce((sum, { count }) => sum + count, 0) };
    };
    const ordinary = (target: string) => target.startsWith(data) && (target === data || target.endsWith('.bin'));
    await expect.poll(() => of(2, ordinary)).toEqual({ told: 101, acts: 1000 });
    await expect.poll(() => of(1, ordinary)).toEqual({ told: 101, acts: 3000 });
    for (const name of ['my.env', 'secrets.txt']) {
      await expect.poll(() => of(1, (target) => target === data + name)).toMatchObject({ acts: 3 });
    }
  });

  test('nothing of it shows under -X dev -W error', async () => {
    const script = lab.write('dev.py', 'import socket, ssl, threading\nopen(".x", "w").close()\nprint(1)');
    const run = await lab.hooked(python, ['-X', 'dev', '-W', 'error', script]);
    expect(run).toMatchObject({ status: 0, stdout: '1\n', stderr: '' });
    await lab.expectTold({ target: join(lab.dir, '.x') });
  });

  test('an exception that a signal handler raises reaches the program, wherever it strikes', async () => {
    const { run } = await ran(`
import signal
class Alarm(Exception): pass
def ring(*_): raise Alarm
signal.signal(signal.SIGALRM, ring)
# The hook connects, and imports _socket for that: what strikes in the locks of an import is lost by CPython itself.
open('.first', 'w').close()
caught = 0
for _ in range(300):
    try:
        n = 0
        signal.setitimer(signal.ITIMER_REAL, 0.0004)
        while True:
            n += 1
            try: open('/nonexistent/.%d' % n)
            except OSError: pass
    except Alarm: caught += 1
print(caught)
`);
    expect(run.stdout).toBe('300\n');
  });

  test('a program that closes every descriptor keeps what it opens afterwards to itself', async () => {
    const { run } = await ran(`
import os
open('.first', 'w').close()
os.closerange(3, 256)
pipes = [os.pipe() for _ in range(10)]
for i in range(50): open('.second%d' % i, 'w').close()
for r, w in pipes: os.close(w)
print(b''.join(os.read(r, 100) for r, w in pipes))
`);
    expect(run.stdout).toBe("b''\n");
    await lab.expectTold({ target: join(lab.dir, '.second49') });
    expect(lab.ear.hellos).toHaveLength(2);
  });
});

describe.each(interpreters.slice(0, 1).concat(interpreters.slice(1).slice(-1)))(
  'the agent, on Python $version',
  ({ path: python }) => {
    test('with no agent the program runs as if there were no hook, and memory is bounded', async () => {
      const lab = await openLab('/nonexistent/agent.sock');
      const script = lab.write(
        'many.py',
        `
import gc, sys
for i in range(30000):
    try: open('/nonexistent/.%d' % i)
    except OSError: pass
own = [m._link for m in gc.get_objects() if type(m) is type(sys) and m.__name__ == '_culprit.hook']
link = own[0] if own else None
print(link is None or (len(link._pending) <= 1024 and len(link._frames) <= 17 and len(link._counted) <= 8192 and link.lost > 0))
`,
      );
      const run = await lab.hooked(python, [script]);
      expect(run).toMatchObject({ status: 0, stdout: 'True\n', stderr: '' });
      expect(lab.ear.told).toEqual([]);
      await lab.close();
    });

    test('an agent that hangs stops nobody', async () => {
      const lab = await openLab();
      const sockets: string[] = [];
      const server = createServer({ pauseOnConnect: true }, () => sockets.push('here'));
      const hung = join(lab.dir, 'hung.sock');
      await new Promise<void>((resolve) => server.listen(hung, resolve));
      const stuck = await openLab(hung);
      const script = stuck.write(
        'many.py',
        "for i in range(30000):\n  try: open('/nonexistent/.%d' % i)\n  except OSError: pass\nprint('done')",
      );
      expect(await stuck.hooked(python, [script])).toMatchObject({ status: 0, stdout: 'done\n', stderr: '' });
      expect(sockets).toEqual(['here']);
      server.close();
      await stuck.close();
      await lab.close();
    });

    test('an agent that dies and comes back hears what went on meanwhile, and how much was lost', async () => {
      const lab = await openLab();
      const script = lab.write(
        'long.py',
        `
import signal, sys, time
signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as command-line tools do: a write to a dead socket would kill them
open('.one', 'w').close()
print('ready', flush=True)
deadline = time.monotonic() + 20
i = 0
import os
while not os.path.exists('back') and time.monotonic() < deadline:
    i += 1
    try: open('/nonexistent/.%d' % i)
    except OSError: pass
time.sleep(1.2)
open('.two', 'w').close()
`,
      );
      const running = lab.hooked(python, [script]);
      await lab.expectTold({ target: join(lab.dir, '.one') });
      await lab.ear.close();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const again = await listen(lab.dir);
      lab.write('back', '');
      expect(await running).toMatchObject({ status: 0, signal: null });
      await expect.poll(() => again.told.some(({ target }) => target.endsWith('.two')), { timeout: 5000 }).toBe(true);
      expect(again.hellos.length).toBeGreaterThan(0);
      expect(again.lost()).toBeGreaterThan(0);
      await again.close();
      await lab.close().catch(() => {});
    });
  },
);
