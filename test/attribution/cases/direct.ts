/** The package does it itself, in every way that Python offers. */
import { casesOf, connects, key, looksUp, opensKey } from '../case.ts';

/** A deed that is one expression. */
const deed = (imports: string, expression: string): string => `${imports}
def deed():
    try:
        ${expression}
    except Exception:
        pass  # the stand-in hangs up on what it does not speak: the attempt is what counts
`;

export const direct = casesOf('direct', [
  {
    name: 'urllib-request',
    title: 'urllib.request.urlopen',
    suspect: deed('import urllib.request', 'urllib.request.urlopen(URL, timeout=5).read()'),
    expected: [connects(), { operation: 'net.request', target: '127.0.0.1' }],
  },
  {
    name: 'request-only-built',
    title: 'urllib.request.urlopen of a host that does not answer: the attempt counts',
    suspect: deed('import urllib.request', 'urllib.request.urlopen("http://%s/" % BOT, timeout=5)'),
    expected: [looksUp(), { operation: 'net.request', target: 'api.telegram.org' }],
  },
  {
    name: 'http-client',
    title: 'http.client',
    suspect: deed('import http.client', 'http.client.HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/")'),
    expected: [connects()],
  },
  {
    name: 'requests',
    title: 'requests.get',
    needs: ['requests'],
    suspect: deed('import requests', 'requests.get(URL, timeout=5)'),
    expected: [connects({ chain: ['urllib3', 'requests', 'suspect'] })],
  },
  {
    name: 'requests-lookup',
    title: 'requests.get of a messaging host: the lookup',
    needs: ['requests'],
    suspect: deed('import requests', 'requests.get("https://%s/" % BOT, timeout=5)'),
    expected: [looksUp({ chain: ['urllib3', 'requests', 'suspect'] })],
  },
  {
    name: 'urllib3',
    title: 'urllib3.PoolManager',
    needs: ['urllib3'],
    suspect: deed('import urllib3', 'urllib3.PoolManager().request("GET", URL, timeout=5)'),
    expected: [connects({ chain: ['urllib3', 'suspect'] })],
  },
  {
    name: 'httpx',
    title: 'httpx.get',
    needs: ['httpx'],
    suspect: deed('import httpx', 'httpx.get(URL, timeout=5)'),
    expected: [connects({ chain: ['httpcore', 'httpx', 'suspect'] })],
  },
  {
    name: 'httpx-lookup',
    title: 'httpx.get of a messaging host: the lookup',
    needs: ['httpx'],
    suspect: deed('import httpx', 'httpx.get("https://%s/" % BOT, timeout=5)'),
    expected: [looksUp({ chain: ['httpcore', 'httpx', 'suspect'] })],
  },
  {
    name: 'raw-socket',
    title: 'socket.connect',
    suspect: deed('import socket', 'socket.socket().connect(("127.0.0.1", PORT))'),
    expected: [connects()],
  },
  {
    name: 'low-socket',
    title: '_socket.socket, below the library',
    suspect: deed(
      'import _socket',
      '_socket.socket(_socket.AF_INET, _socket.SOCK_STREAM).connect(("127.0.0.1", PORT))',
    ),
    expected: [connects()],
  },
  {
    name: 'lookup',
    title: 'socket.getaddrinfo',
    suspect: deed('import socket', 'socket.getaddrinfo(BOT, 443)'),
    expected: [looksUp()],
  },
  {
    name: 'gethostbyname',
    title: 'socket.gethostbyname',
    suspect: deed('import socket', 'socket.gethostbyname(BOT)'),
    expected: [looksUp()],
  },
  {
    name: 'ssl-socket',
    title: 'a TLS-wrapped socket that names the host it means',
    suspect: deed(
      'import socket, ssl',
      'ssl.create_default_context().wrap_socket(socket.create_connection(("127.0.0.1", PORT), 5), server_hostname=BOT)',
    ),
    expected: [connects(), { operation: 'net.connect', target: 'api.telegram.org' }],
  },
  {
    name: 'smtplib',
    title: 'smtplib',
    suspect: deed('import smtplib', 'smtplib.SMTP("127.0.0.1", PORT, timeout=5)'),
    expected: [connects()],
  },
  {
    name: 'ftplib',
    title: 'ftplib',
    suspect: deed('import ftplib', 'ftplib.FTP().connect("127.0.0.1", PORT, 5)'),
    expected: [connects()],
  },
  {
    name: 'xmlrpc',
    title: 'xmlrpc.client',
    suspect: deed('import xmlrpc.client', 'xmlrpc.client.ServerProxy(URL).ping()'),
    expected: [connects()],
  },
  {
    name: 'udp',
    title: 'sendto: a name-server packet by hand',
    suspect: deed(
      'import socket',
      'socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"\\0\\1\\1\\0\\0\\1" + bytes(6), ("127.0.0.1", PORT))',
    ),
    expected: [{ operation: 'net.send', target: '127.0.0.1' }],
  },
  {
    name: 'unix-socket',
    title: "connect to a Unix socket, the ssh agent's",
    suspect: deed(
      'import os, socket',
      'socket.socket(socket.AF_UNIX).connect(os.path.join(os.environ["HOME"], ".ssh", "agent.sock"))',
    ),
    expected: [{ operation: 'net.connect', target: '~/.ssh/agent.sock' }],
  },
  { name: 'open', title: 'open', suspect: deed('', 'open(KEY).read()'), expected: [opensKey()] },
  {
    name: 'io-open',
    title: 'io.open',
    suspect: deed('import io', 'io.open(KEY, "rb").read()'),
    expected: [opensKey()],
  },
  {
    name: 'os-open',
    title: 'os.open',
    suspect: deed('import os', 'os.read(os.open(KEY, os.O_RDONLY), 9)'),
    expected: [opensKey()],
  },
  {
    name: 'file-io',
    title: '_io.FileIO, below the library',
    suspect: deed('import _io', '_io.FileIO(KEY).read()'),
    expected: [opensKey()],
  },
  {
    name: 'pathlib',
    title: 'pathlib',
    suspect: deed('import pathlib', 'pathlib.Path(KEY).read_text()'),
    expected: [opensKey()],
  },
  {
    name: 'relative-path',
    title: 'a relative path after chdir, and ..',
    suspect: deed('import os', 'os.chdir(os.path.dirname(KEY)); open("../.ssh/id_ed25519").read()'),
    expected: [opensKey()],
  },
  {
    name: 'bytes-path',
    title: 'a path of bytes',
    suspect: deed('import os', 'open(os.fsencode(KEY), "rb").read()'),
    expected: [opensKey()],
  },
  {
    name: 'dir-fd',
    title: 'os.open beside an open folder (dir_fd)',
    suspect: deed('import os', 'os.open("id_ed25519", os.O_RDONLY, dir_fd=os.open(os.path.dirname(KEY), os.O_RDONLY))'),
    expected: [opensKey()],
  },
  {
    name: 'mmap',
    title: 'a mapped file',
    suspect: deed('import mmap', 'mmap.mmap(open(KEY, "rb").fileno(), 0, access=mmap.ACCESS_READ)[:]'),
    expected: [opensKey()],
  },
  {
    name: 'shutil-copy',
    title: 'shutil.copy',
    suspect: deed('import shutil', 'shutil.copy(KEY, KEY + ".copy")'),
    expected: [opensKey(), opensKey({}, `${key}.copy`)],
  },
  {
    name: 'tarfile',
    title: 'tarfile',
    suspect: deed('import tarfile, tempfile', 'tarfile.open(fileobj=tempfile.TemporaryFile(), mode="w").add(KEY)'),
    expected: [opensKey()],
  },
  {
    name: 'zipfile',
    title: 'zipfile',
    suspect: deed('import io, zipfile', 'zipfile.ZipFile(io.BytesIO(), "w").write(KEY)'),
    expected: [opensKey()],
  },
  {
    name: 'linecache',
    title: 'linecache, which reads on behalf of others',
    suspect: deed('import linecache', 'linecache.getline(KEY, 1)'),
    expected: [opensKey()],
  },
  {
    name: 'fileinput',
    title: 'fileinput',
    suspect: deed('import fileinput', 'list(fileinput.input([KEY]))'),
    expected: [opensKey()],
  },
  {
    name: 'sqlite',
    title: 'sqlite3.connect on a browser store',
    suspect: deed(
      'import os, sqlite3',
      'sqlite3.connect(os.path.join(os.environ["HOME"], ".mozilla", "firefox", "x", "cookies.sqlite"))',
    ),
    expected: [{ operation: 'file.open', target: '~/.mozilla/firefox/x/cookies.sqlite' }],
  },
  {
    name: 'scandir',
    title: 'os.scandir of ~/.ssh',
    suspect: deed('import os', 'list(os.scandir(os.path.dirname(KEY)))'),
    expected: [{ operation: 'file.list', target: '~/.ssh' }],
  },
  {
    name: 'glob',
    title: 'glob in ~/.ssh',
    suspect: deed('import glob, os', 'glob.glob(os.path.join(os.path.dirname(KEY), "id_*"))'),
    expected: [{ operation: 'file.list', target: '~/.ssh' }],
  },
  {
    name: 'os-walk',
    title: 'os.walk of ~/.ssh',
    suspect: deed('import os', 'list(os.walk(os.path.dirname(KEY)))'),
    expected: [{ operation: 'file.list', target: '~/.ssh' }],
  },
  {
    name: 'rename',
    title: 'os.rename of the key',
    suspect: deed('import os', 'os.rename(KEY, KEY + ".moved")'),
    expected: [{ operation: 'file.rename', target: key }],
  },
  {
    name: 'wrapped',
    title: 'a function of the suspect, wrapped by another package',
    suspect: 'def deed():\n    open(KEY).read()\n',
    app: 'import wrapper, suspect.wrapped as it\nwrapper.wrap(it.deed)()\n',
    expected: [opensKey({ chain: ['suspect', 'wrapper'] })],
  },
  {
    name: 'run-module',
    title: 'python -m of a module of the suspect',
    suspect: 'open(KEY).read()\n',
    args: ['-m', 'suspect.run_module'],
    expected: [opensKey()],
  },
  {
    name: 'application',
    title: 'the application itself, with no package on the way',
    app: 'import os\nopen(os.path.expanduser("~/.ssh/id_ed25519")).read()\n',
    expected: [opensKey({ chain: [], culprit: null })],
  },
  {
    name: 'application-by-conduit',
    title: 'the application itself, by requests',
    needs: ['requests'],
    app: 'import suspect, requests\nrequests.get(suspect.URL, timeout=5)\n',
    expected: [connects({ chain: ['urllib3', 'requests'], culprit: null })],
  },
]);
