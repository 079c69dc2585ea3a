/**
 * The host is never broken, seen from outside: what a program writes and how it ends are the same bytes with and without
 * the hook, in a real venv, under the interpreter's own switches and where the system gives out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePair, type Pair } from '../../test/parity/pair.ts';
import { findInterpreters } from '../../test/python/interpreters.ts';
import { expectSame, hostForms, ordinary, plain, timeoutMs } from './same.ts';

const interpreters = await findInterpreters();

/** Programs that must look the same everywhere, by what they try. */
const programs: Readonly<Record<string, string>> = {
  'descriptors keep their numbers': `
import os, socket, warnings
warnings.simplefilter('always')
for i in range(3): open('.numbers%d' % i, 'w').close()
print([os.open('/dev/null', os.O_RDONLY) for _ in range(4)], os.pipe())
s = socket.socket()
del s
f = open('.numbers0')
del f
`,
  'no descriptor is left': `
import os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))
held = []
try:
    while True: held.append(os.open('/dev/null', os.O_RDONLY))
except OSError as error: print(error)
for i in range(50):
    try: open('.none%d' % i)
    except OSError as error: assert error.errno == 24, error
while held: os.close(held.pop())
print(open('/dev/null').read())
`,
  'memory gives out': `
import resource
pages = int(open('/proc/self/statm').read().split()[0]) if __import__('os').path.exists('/proc/self/statm') else 20000
limit = pages * 4096 + (24 << 20)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
held = []
for size in (1 << 20, 1 << 14, 1 << 9):
    try:
        while True: held.append(bytearray(size))
    except MemoryError: pass
for i in range(2000):
    try: open('/nonexistent/%d' % i)
    except (OSError, MemoryError): pass
held.clear()
print('alive', open('/dev/null').read())
`,
  'a thousand threads': `
import threading
gate = threading.Event()
done = []
def work(n):
    gate.wait()
    open('.thread%d' % (n % 50), 'a').close()
    done.append(n)
threading.stack_size(256 * 1024)
threads = [threading.Thread(target=work, args=(n,)) for n in range(1000)]
for thread in threads: thread.start()
gate.set()
for thread in threads: thread.join()
print(len(done), threading.active_count())
`,
  'a fork in a thread': `
import os, sys, threading, warnings
warnings.simplefilter('ignore')
def work():
    pid = os.fork()
    if pid == 0:
        open('.child', 'w').close()
        threads = [threading.Thread(target=open, args=('.child', 'a')) for _ in range(3)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        os.write(1, b'child\\n')
        os._exit(7)
    print(os.waitpid(pid, 0)[1] >> 8, flush=True)
for _ in range(5):
    thread = threading.Thread(target=work); thread.start(); thread.join()
`,
  'forks while other threads open files': `
# os.open: io.open's own locks, taken by another thread at the moment of the fork, hang a child without any hook too.
# On a free-threaded build such a child hangs without any hook, whatever it does.
import os, sys, threading, time, warnings
warnings.simplefilter('ignore')
stop = []
forks = 40 if getattr(sys, '_is_gil_enabled', lambda: True)() else 0
def busy(n):
    i = 0
    while not stop:
        i += 1
        os.close(os.open('.busy%d' % n, os.O_WRONLY | os.O_CREAT))
        if i % 7 == 0:
            try: os.open('/nonexistent/%d/%d' % (n, i), 0)
            except OSError: pass
threads = [threading.Thread(target=busy, args=(n,)) for n in range(4)]
for thread in threads: thread.start()
for i in range(forks):
    pid = os.fork()
    if pid == 0:
        for j in range(20): os.close(os.open('.forked', os.O_WRONLY | os.O_CREAT))
        os._exit(i % 5)
    assert os.waitpid(pid, 0)[1] >> 8 == i % 5
stop.append(1)
for thread in threads: thread.join()
print('done')
`,
  'os._exit in the middle': `
import os, threading
open('.exit', 'w').close()
print('before', flush=True)
threading.Thread(target=lambda: os._exit(9)).start()
while True: open('.exit', 'a').close()
`,
  'daemon threads at the end': `
import threading, time
def forever(n):
    while True:
        try: open('/nonexistent/%d/%f' % (n, time.time()))
        except OSError: pass
for n in range(8): threading.Thread(target=forever, args=(n,), daemon=True).start()
time.sleep(0.2)
print('end')
`,
  'work at the very end': `
import atexit, weakref
class Last:
    def __del__(self):
        try: open('.last', 'w').close(); print('last')
        except Exception as error: print(type(error))
keep = Last()
def ending(): open('.ending', 'w').close(); print('ending')
atexit.register(ending)
weakref.finalize(keep, print, 'finalized')
`,
  'recursion to the limit, opening at each depth': `
import sys
def deeper(n):
    try: open('/nonexistent/deep')
    except OSError: pass
    return deeper(n + 1)
try: deeper(0)
except RecursionError as error: print(error.args[0][:32])
sys.setrecursionlimit(200)
for _ in range(3):
    try: deeper(0)
    except RecursionError: print('again')
open('.after', 'w').close()
`,
  'mistakes with threads, tasks and TLS': `
import asyncio, ssl, socket, threading, traceback, warnings
warnings.simplefilter('ignore')
def attempt(function):
    try: function()
    except Exception: traceback.print_exc()
class Unmade(threading.Thread):
    def __init__(self): pass
attempt(lambda: threading.Thread(wrong=1))
attempt(lambda: threading.Thread(group=1))
attempt(lambda: Unmade().start())
started = threading.Thread(target=int); started.start(); started.join()
attempt(started.start)
async def main():
    loop = asyncio.get_running_loop()
    attempt(lambda: loop.create_task(1))
    attempt(lambda: loop.create_task())
    attempt(lambda: loop.call_soon(1, 2, wrong=3))
    attempt(lambda: asyncio.create_task(None))
asyncio.run(main())
context = ssl.create_default_context()
attempt(lambda: context.wrap_socket(socket.socket()))
attempt(lambda: context.wrap_bio(1, 2))
attempt(lambda: context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname='.bad.'))
attempt(lambda: context.wrap_socket(socket.socket(), server_hostname=''))
attempt(lambda: socket.getaddrinfo())
attempt(lambda: socket.getaddrinfo('a', 1, wrong=2))
`,
  'asyncio in its debug mode': `
import asyncio, logging, sys
logging.basicConfig(stream=sys.stdout, format='%(message)s')
async def sleeper(): await asyncio.sleep(30)
async def main():
    loop = asyncio.get_running_loop()
    handle = loop.call_later(30, print)
    print(handle, loop.call_soon(print), sep='\\n')
    task = loop.create_task(sleeper())
    print(task)
    for line in task._source_traceback.format()[-2:]: print(line)
    del task
asyncio.run(main(), debug=True)
`,
  'what lives how long': `
import asyncio, gc, os, ssl, socket, threading, weakref
from concurrent.futures import ThreadPoolExecutor
gc.disable()
class Thing:
    def __call__(self): pass
def peek():
    try: open('/nonexistent/peek')
    except OSError: pass
def fail(thing):
    peek()
    raise ValueError
def in_pool():
    thing = Thing(); ref = weakref.ref(thing)
    with ThreadPoolExecutor(1) as pool: future = pool.submit(fail, thing)
    del thing, pool
    try: future.result()
    except ValueError: pass
    del future
    return ref
def in_thread():
    thing = Thing(); ref = weakref.ref(thing)
    thread = threading.Thread(target=lambda thing: peek(), args=(thing,)); thread.start(); thread.join()
    made = weakref.ref(thread)
    del thing, thread
    return ref, made
class Mine(weakref.finalize): pass
def in_finalizer():
    thing = Thing(); other = Thing(); ref = weakref.ref(other)
    final = Mine(thing, fail, other); final.atexit = False; made = weakref.ref(final)
    del thing, other, final
    return ref, made
async def in_task():
    loop = asyncio.get_running_loop()
    thing = Thing(); ref = weakref.ref(thing)
    async def work(thing): peek(); await asyncio.sleep(0); peek(); raise ValueError
    task = asyncio.ensure_future(work(thing)); made = weakref.ref(task)
    handle = loop.call_soon(lambda thing: peek(), thing); called = weakref.ref(handle)
    del handle, thing
    try: await task
    except ValueError: pass
    del task, work
    return ref, made, called
import sys; sys.stderr = open(os.devnull, 'w')
for refs in ((in_pool(),), in_thread(), in_finalizer(), asyncio.run(in_task())):
    print([ref() is None for ref in refs])
def names():
    here = locals()
    peek()
    try: ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname='lives.example')
    except OSError: pass
    return sorted(here)
print(names(), len(threading._dangling))
`,
  'functions that a class holds, or that are called from below': `
import _socket, _thread, atexit, socket, threading, time
class Holder:
    start = _thread.start_new_thread
    lookup = _socket.getaddrinfo
    register = atexit.register
holder = Holder()
done = []
holder.start(done.append, (1,))
while not done: time.sleep(0.001)
answer = holder.lookup('127.0.0.1', 80, 0, _socket.SOCK_STREAM)
print(type(answer), len(answer), answer[0][4], socket.getaddrinfo('localhost', 80)[0][4][1])
@holder.register
def ending(): print('ending')
holder.register(print, 'registered')
print(_thread.start_new_thread.__name__, atexit.register.__name__, atexit.register.__module__, ending)
`,
  'what is asked of functions': `
import asyncio, inspect, socket, ssl, threading
for f in (threading.Thread.__init__, threading.Thread.start, asyncio.BaseEventLoop.create_task, asyncio.Handle.__init__,
          socket.getaddrinfo, ssl.SSLContext.wrap_socket):
    print(f.__module__, f.__qualname__, inspect.signature(f), (f.__doc__ or '')[:40])
class Mine(threading.Thread):
    def __init__(self, **kwargs): super().__init__(**kwargs)
thread = Mine(name='n'); print(thread, thread._started.is_set()); thread.start(); thread.join(); print(thread)
`,
};

describe.each(await hostForms())('on Python $version, $form', ({ path: python, env }) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await makePair(python);
    for (const side of ['bare', 'hook']) {
      writeFileSync(join(pair.dir, `${side}-work`, 'ordinary.py'), ordinary);
      for (const [name, text] of Object.entries(programs)) {
        writeFileSync(join(pair.dir, `${side}-work`, `${name.replaceAll(/\W+/g, '_')}.py`), text);
      }
    }
  });
  afterAll(() => pair.close());

  test.each([
    [[]],
    [['-I']],
    [['-E']],
    [['-s']],
    [['-S']],
    [['-I', '-S']],
    [['-q']],
    [['-O']],
    [['-OO']],
    [['-B']],
    [['-bb']],
    [['-u']],
    [['-X', 'dev']],
    [['-X', 'faulthandler']],
    [['-X', 'utf8']],
    [['-X', 'tracemalloc=3']],
    [['-W', 'error']],
    [['-I', '-X', 'dev', '-W', 'error']],
  ])('a program under %j says the same', async (switches) => {
    const before = pair.connections();
    const ended = await expectSame(pair, [...switches, 'ordinary.py'], { env });
    expect(ended.how).toBe('status 1');
    // Without site there is no .pth, and so no hook.
    expect(pair.connections() > before).toBe(!switches.includes('-S'));
  });

  test('-X importtime lists the same imports, and the hook with what is built in', async () => {
    const names = (text: string) =>
      text
        .split('\n')
        .map((line) => line.split('|').at(-1)?.trim() ?? '')
        // To read any .pth file at all, site imports encodings.utf_8_sig (from 3.13 on) or _bootlocale (before 3.10).
        .filter(
          (name) =>
            !/^(_culprit.*|_socket|_functools|atexit|itertools|encodings\.utf_8_sig|_locale|_bootlocale)$/.test(name),
        );
    const [bare, hook] = await Promise.all(
      (['bare', 'hook'] as const).map((side) => pair.run(side, ['-X', 'importtime', '-c', 'pass'], { timeoutMs, env })),
    );
    expect(hook?.how).toBe(bare?.how);
    expect(names(hook?.stderr ?? '')).toEqual(names(bare?.stderr ?? ''));
  });

  test('-I -E -O -X importtime: beside its own lines, a program says the same', async () => {
    const args = ['-I', '-E', '-O', '-X', 'importtime', 'ordinary.py'];
    const [bare, hook] = await Promise.all(
      (['bare', 'hook'] as const).map(async (side) => {
        const ended = await pair.run(side, args, { timeoutMs, env });
        return plain({ ...ended, stderr: ended.stderr.replaceAll(/^import time:.*\n/gm, '') }, pair);
      }),
    );
    expect(hook).toEqual(bare);
    expect(bare?.stderr).toContain('missing too');
  });

  test.each(Object.keys(programs))('%s', async (name) => {
    const ended = await expectSame(pair, [`${name.replaceAll(/\W+/g, '_')}.py`], { env });
    expect(ended.how).toMatch(/^status [09]$/);
  });

  test.each([
    ['no HOME', { HOME: undefined }],
    ['a HOME that is not there', { HOME: '/nonexistent/home' }],
    ['a HOME that nobody can write', { HOME: '/proc' }],
    ['an empty PATH', { PATH: '' }],
  ])('%s makes no difference', async (_name, home) => {
    await expectSame(pair, ['ordinary.py'], { env: { ...env, ...home } });
  });
});

describe('a socket that cannot be used', () => {
  test.each([
    ['its folder is not there', '/nonexistent/folder/hook.sock'],
    ['its folder is a file', '/etc/hostname/hook.sock'],
    ['it is a folder', '/tmp'],
    ['it is no socket', '/dev/null'],
    ['its path is too long for any socket', `/tmp/${'x'.repeat(300)}/hook.sock`],
  ])('makes no difference: %s', async (_name, socketPath) => {
    const python = interpreters[0]?.path ?? '';
    const pair = await makePair(python, { socketPath });
    for (const side of ['bare', 'hook']) {
      mkdirSync(join(pair.dir, `${side}-work`), { recursive: true });
      writeFileSync(join(pair.dir, `${side}-work`, 'ordinary.py'), ordinary);
    }
    await expectSame(pair, ['ordinary.py']);
    await expectSame(pair, ['-I', '-X', 'dev', 'ordinary.py']);
    await pair.close();
  });
});
