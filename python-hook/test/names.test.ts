/** What connections and files are called: by the name that the program meant, and by the place where a file really is. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findInterpreters } from '../../test/python/interpreters.ts';
import { type Lab, openLab } from './run.ts';

const interpreters = await findInterpreters();

/** Names that nobody has, on loopback: one.test, two.test, … are asked of a resolver that this program brings along. */
const resolver = `
import _socket, sys
_real = _socket.getaddrinfo
def getaddrinfo(host, port=None, *args, **kwargs):
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name.endswith('.test'):
        sys.audit('socket.getaddrinfo', name, port, 0, 0, 0)
        host = '127.0.0.1'
    return _real(host, port, *args, **kwargs)
_socket.getaddrinfo = getaddrinfo
`;

describe.each(interpreters)('on Python $version', ({ path: python }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(async () => {
    await lab.close();
  });

  /** Runs a program; gives what was told, "operation target" with the parts that are asked for. */
  const told = async (text: string, ...parts: readonly ('access' | 'other' | 'port' | 'via' | 'ip')[]) => {
    const end = join(lab.dir, '.end');
    const script = lab.write('program.py', `${text}\nopen('${end}', 'w').close()\n`);
    const run = await lab.hooked(python, [script]);
    expect(run).toMatchObject({ stderr: '', status: 0 });
    await lab.expectTold({ target: end });
    return lab.ear.told
      .filter(({ target }) => target !== end && target !== script)
      .map((one) => [one.operation, one.target, ...parts.map((part) => one[part])].join(' '))
      .map((line) => line.replaceAll(lab.dir, '.'));
  };

  describe('files', () => {
    beforeEach(() => {
      mkdirSync(join(lab.dir, 'real/sub'), { recursive: true });
      symlinkSync('real/sub', join(lab.dir, 'link'));
      for (const name of ['x', 'real/x', 'real/only']) writeFileSync(join(lab.dir, name), '');
    });

    test('.. is gone as the system goes it, not as it is written', async () => {
      expect(
        await told(`
import os
open('link/../x').close()
open('real/sub/../../x').close()
open('./real//./only').close()
os.listdir('real/')
os.chdir('link'); open('../only').close(); open('../../x').close()
`),
      ).toEqual(['file.open ./real/x', 'file.open ./x', 'file.open ./real/only', 'file.list ./real']);
      const opened = (name: string) => lab.ear.told.find(({ target }) => target === join(lab.dir, name));
      await expect.poll(() => [opened('x')?.count, opened('real/only')?.count]).toEqual([2, 2]);
    });

    test('a path beside a descriptor is below the folder of that', async () => {
      expect(
        await told(
          `
import os
def local():
    folder = os.open('real', os.O_RDONLY)
    os.close(os.open('x', os.O_RDONLY, dir_fd=folder))
    os.close(os.open('x', os.O_RDONLY))
    os.close(os.open('made', os.O_RDWR | os.O_CREAT, dir_fd=folder))
    os.close(os.open(b'only', os.O_RDONLY, 0o777, dir_fd=folder))
    os.rename('made', 'moved', src_dir_fd=folder, dst_dir_fd=folder)
    os.remove('moved', dir_fd=folder)
    os.symlink('only', 'linked', dir_fd=folder)
    os.listdir(folder)
    os.scandir(folder).close()
    open('only', opener=lambda path, flags: os.open(path, flags, dir_fd=folder)).close()
    os.close(os.open('only', **{'flags': 0, 'dir_fd': folder}))
    os.close(folder)
local()
os.close(os.open('only', os.O_RDONLY, dir_fd=os.open('real', os.O_RDONLY)))
`,
          'access',
        ),
      ).toEqual([
        'file.open ./real 1',
        'file.open ./real/x 1',
        'file.open ./x 1',
        'file.open ./real/made 3',
        'file.open ./real/only 1',
        'file.rename ./real/moved 2',
        'file.remove ./real/moved 2',
        'file.rename ./real/linked 2',
        'file.list ./real 1',
        // What open() was given is an attempt too: its event doesn't say that there is an opener.
        'file.open ./only 1',
      ]);
      const only = lab.ear.told.find(({ target }) => target.endsWith('real/only'));
      await expect.poll(() => only?.count).toBe(4);
    });

    test('where nobody knows which folder it is beside, it stays relative', async () => {
      expect(
        await told(`
import os
class Folders: one = os.open('real', os.O_RDONLY); two = os.open('.', os.O_RDONLY)
os.close(os.open('x', os.O_RDONLY, dir_fd=Folders.one))
os.close(os.open('only', os.O_RDONLY, dir_fd=Folders.one))
`),
      ).toEqual(['file.open ./real', 'file.open .', 'file.open x', 'file.open ./real/only']);
    });

    test('what is open already is no access, and its other names are those of its file', async () => {
      expect(
        await told(`
import os
f = open('x'); n = f.fileno()
open(n, closefd=False).close(); os.fdopen(os.dup(n)).close()
for name in ('/proc/self/fd/%d', '/dev/fd/%d', '/proc/thread-self/fd/%d', '/proc/' + str(os.getpid()) + '/fd/%d'):
    open(name % n).close()
open('/proc/self/cwd/x').close(); open('/proc/self/root' + os.getcwd() + '/x').close()
`),
      ).toEqual(['file.open ./x']);
      await expect.poll(() => lab.ear.told.find(({ target }) => target.endsWith('/x'))?.count).toBe(7);
    });

    test('reading, writing and both are told apart, whoever opens', async () => {
      expect(
        await told(
          `
import os, sqlite3
for mode in ('r', 'rb', 'w', 'a', 'r+', 'w+', 'a+b'): open(mode, 'x').close() if mode[0] == 'r' else None
for mode in ('r', 'rb', 'w', 'a', 'r+', 'w+', 'a+b'): open(mode + '.', mode if mode[0] != 'r' else 'w').close()
for mode in ('r', 'r+'): open('x', mode).close()
for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_RDONLY | os.O_TRUNC, getattr(os, 'O_PATH', 0)):
    os.close(os.open('real/x', flags))
os.truncate('x', 0)
sqlite3.connect('a b.db').execute('create table t (x)')
sqlite3.connect('file:' + os.getcwd() + '/a%20b.db?mode=ro', uri=True)
sqlite3.connect(':memory:'); sqlite3.connect('file::memory:?cache=shared', uri=True)
`,
          'access',
        ),
      ).toEqual([
        ...['file.open ./r 2', 'file.open ./rb 2', 'file.open ./r+ 2'],
        ...['r.', 'rb.', 'w.', 'a.', 'r+.'].map((name) => `file.open ./${name} 2`),
        ...['file.open ./w+. 3', 'file.open ./a+b. 3'],
        ...['file.open ./x 1', 'file.open ./x 3'],
        ...[1, 2, 3].map((access) => `file.open ./real/x ${access}`),
        ...(process.platform === 'linux' ? ['file.open ./real/x 0'] : []),
        'file.open ./x 2',
        ...['file.open ./a b.db 3', 'file.open ./a b.db 1'],
      ]);
    });
  });

  describe('hosts', () => {
    test('answers of every kind of lookup name the connection; an address that is written out is itself', async () => {
      expect(
        await told(
          `
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect((socket.gethostbyname('localhost'), 1))
s.connect((socket.gethostbyname_ex('localhost')[2][0], 2))
s.connect((socket.getaddrinfo('localhost', 3, socket.AF_INET)[0][4]))
# Asked for an address, a lookup answers with a new text of it.
s.connect(socket.getaddrinfo(socket.gethostbyname('localhost'), 4)[0][4])
s.connect((bytearray(socket.gethostbyname('localhost').encode()).decode(), 5))
HOST = '127.0.0.1'
def default(host='127.0.0.1', port=7): s.connect((host, port))
s.connect(('127.0.0.1', 6)); default(); s.connect((HOST, 8))
s.connect(socket.getaddrinfo('127.0.0.1', 9)[0][4])
s.connect((socket.gethostbyname('127.0.0.1'), 10))
# What a loop connects to in a thread that looked a name up before is not for that name.
import asyncio
async def loop(): s.connect((bytearray(b'127.0.0.1').decode(), 11))
asyncio.run(loop())
`,
          'port',
        ),
      ).toEqual([
        ...['dns.lookup localhost 0', 'net.connect localhost 1', 'net.connect localhost 2'],
        ...['dns.lookup localhost 3', 'net.connect localhost 3', 'net.connect localhost 4', 'net.connect localhost 5'],
        ...[6, 7, 8, 9, 10, 11].map((port) => `net.connect 127.0.0.1 ${port}`),
      ]);
    });

    test('several names on one address are told apart, also where their texts come from another thread', async () => {
      const lines = await told(
        `${resolver}
import socket, threading
answers = {}
def look(name): answers[name] = socket.getaddrinfo(name, 1, socket.AF_INET, socket.SOCK_STREAM)[0][4][0]
for name in ('one.test', 'two.test', 'three.test'):
    t = threading.Thread(target=look, args=(name,)); t.start(); t.join()
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for port, name in enumerate(('two.test', 'one.test', 'three.test', 'one.test'), 1): s.connect((answers[name], port))
`,
        'port',
      );
      expect(lines.filter((line) => line.startsWith('net.'))).toEqual([
        ...['net.connect two.test 1', 'net.connect one.test 2', 'net.connect three.test 3', 'net.connect one.test 4'],
      ]);
    });

    test('TLS says which of several names it was, where the address alone did not', async () => {
      const lines = await told(
        `${resolver}
import socket, ssl
listener = socket.socket(); listener.bind(('127.0.0.1', 0)); listener.listen()
port = listener.getsockname()[1]
one, two = [socket.getaddrinfo(name, port, socket.AF_INET)[0][4][0] for name in ('one.test', 'two.test')]
for name in ('one.test', 'two.test', 'hidden.test'):
    with socket.create_connection((one, port)) as s:
        ssl.create_default_context().wrap_socket(s, server_hostname=name, do_handshake_on_connect=False)
`,
        'via',
      );
      const connects = lines.filter((line) => line.startsWith('net.connect')).map((line) => line.replace(/:\d+$/, ''));
      expect(connects).toEqual(['net.connect one.test ', 'net.connect two.test ', 'net.connect hidden.test one.test']);
    });

    test('a host is called as DNS has it', async () => {
      expect(
        await told(`
import socket, urllib.request
for host in ('Bücher.example', 'API.Telegram.ORG.', 'api.tele\\u200dgram.org', 'fa\\u00df.example', 'api\\u3002telegram\\uff0eorg',
             '\\u0430pi.telegram.org', b'Bytes.Example'):
    try: socket.getaddrinfo(host, 1)
    except OSError: pass
class Text(str):
    def lower(self): raise RuntimeError
    def __str__(self): return 'other.example'
try: socket.gethostbyname(Text('Sub.example'))
except OSError: pass
for url in ('http://[::1]:1/x', 'http://B\\u00fccher.example:1/'): urllib.request.Request(url)
try: urllib.request.urlopen('http://[::1]:1/x')
except OSError: pass
`),
      ).toEqual([
        'dns.lookup xn--bcher-kva.example',
        'dns.lookup api.telegram.org',
        'dns.lookup fass.example',
        'dns.lookup xn--pi-6kc.telegram.org',
        'dns.lookup bytes.example',
        'dns.lookup sub.example',
        ...['net.request ::1', 'net.connect ::1'],
      ]);
    });

    test('what stands in the place of a builtin lookup is like it', async () => {
      const program = `
import copy, pickle, socket, sys, traceback
lookup = socket.gethostbyname
print(lookup, lookup.__name__, lookup.__doc__, lookup.__module__, callable(lookup))
print(pickle.loads(pickle.dumps(lookup)) is lookup, copy.copy(lookup) is lookup, sys.modules['_socket'].gethostbyname is lookup)
class Holder: look = lookup
print(Holder().look('127.0.0.1'), lookup(b'127.0.0.1'), lookup(bytearray(b'127.0.0.1')))
for args in ((5,), (None,), ('nowhere.invalid',), ('a\\0b',), ('x' * 70 + '.example',)):
    for function in (socket.gethostbyname, socket.gethostbyname_ex, socket.gethostbyaddr):
        try: function(*args)
        except Exception: traceback.print_exc()
for args in ((), ('a', 'b')):
    try: lookup(*args)
    except TypeError as error: print('TypeError')
`;
      const script = lab.write('same.py', program);
      const [hooked, bare] = [await lab.hooked(python, [script]), await lab.bare(python, [script])];
      expect(hooked).toEqual(bare);
      expect(bare.stderr).toContain('same.py');
    });
  });
});
