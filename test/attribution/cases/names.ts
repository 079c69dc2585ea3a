/** What hosts and files are called: the name that the program meant, the place where a file is. */
import { byCause, type Case, casesOf, key, looksUp, opensKey } from '../case.ts';

/** A deed of several lines, whose failure counts as an attempt. */
const deed = (imports: string, ...lines: readonly string[]): string => `${imports}
def deed():
    try:
${lines.map((line) => `        ${line}`).join('\n')}
    except Exception:
        pass
`;

const asyncDeed = (imports: string, ...lines: readonly string[]): string =>
  deed(imports, ...lines).replace('def deed', 'async def deed');

/** Names of which there are several on loopback: what the application imports before the suspect answers for them. */
const resolver = `
import _socket, sys
real = _socket.getaddrinfo
def getaddrinfo(host, port=None, *args, **kwargs):
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name.endswith(".test"):
        sys.audit("socket.getaddrinfo", name, port, 0, 0, 0)
        host = "127.0.0.1"
    return real(host, port, *args, **kwargs)
_socket.getaddrinfo = getaddrinfo
`;

const moduleOf = (name: string): string => `suspect.${name.replaceAll('-', '_')}`;

/** The suspect's deed where names are answered by `resolver`, run as `run` says. */
const withNames = (told: Omit<Case, 'group'>, run = 'it.deed()', imports = ''): Omit<Case, 'group'> => ({
  files: { 'resolver.py': resolver },
  app: `import resolver${imports}\nimport ${moduleOf(told.name)} as it\n${run}\n`,
  ...told,
});

const [one, two] = ['one.test', 'two.test'];
const connectsTo = (target: string, more: object = {}) => ({ operation: 'net.connect', target, ...more }) as const;
const both = (more: object = {}) => [connectsTo(one, more), connectsTo(two, more)];
const address = '127.0.0.1';
const urls = '("http://one.test:%d/" % PORT, "http://two.test:%d/" % PORT)';

/** A proxy that hangs up: what it was asked for counts. */
const proxied = (scheme: string): string =>
  `import os\nfor name in ("http_proxy", "https_proxy", "all_proxy"): os.environ[name] = "${scheme}://127.0.0.1:" + os.environ["ATTRIBUTION_PORT"]\n`;

const byProxy = (told: Omit<Case, 'group' | 'app' | 'expected'>, chain: readonly string[], scheme = 'http') => ({
  ...told,
  app: `${proxied(scheme)}import ${moduleOf(told.name)} as it\nit.deed()\n`,
  expected: ['api.telegram.org', 'shop.example'].map((host) => connectsTo(host, { chain, via: '*' })),
});

const httpsAndHttp = (call: string): readonly string[] => [
  'for url in ("https://%s/" % BOT, "http://shop.example/x"):',
  `    try: ${call}`,
  '    except Exception: pass',
];

const hosts: readonly Omit<Case, 'group'>[] = [
  {
    name: 'answer-of-gethostbyname',
    title: 'a connection to what gethostbyname answered',
    suspect: deed('import socket', 'socket.socket().connect((socket.gethostbyname("localhost"), PORT))'),
    expected: [connectsTo('localhost')],
    unexpected: [address],
  },
  {
    name: 'answer-of-gethostbyname-ex',
    title: 'a connection to what gethostbyname_ex and gethostbyaddr answered',
    suspect: deed(
      'import socket',
      'for look in (socket.gethostbyname_ex, socket.gethostbyaddr):',
      '    socket.socket().connect((look("localhost")[2][0], PORT))',
    ),
    expected: [connectsTo('localhost')],
    unexpected: [address],
  },
  {
    name: 'literal-address',
    title: 'an address that is written out stays one, though another package looked a name of it up',
    suspect: deed('import socket', 'socket.create_connection(("127.0.0.1", PORT)).close()'),
    app: 'import bystander, socket, suspect.literal_address as it\nbystander.call(socket.getaddrinfo, "localhost", 80)\nit.deed()\n',
    expected: [connectsTo(address, { targetClass: 'loopback' })],
  },
  ...(['requests', 'httpx'] as const).map((client) => ({
    name: `literal-address-${client}`,
    title: `an address in a URL stays one, by ${client}`,
    needs: [client],
    suspect: deed(`import ${client}`, `${client}.get(URL, timeout=5)`),
    app: `import socket, suspect.literal_address_${client} as it\nsocket.getaddrinfo("localhost", 80)\nit.deed()\n`,
    expected: [connectsTo(address, { chain: [client === 'httpx' ? 'httpcore' : 'urllib3', client, 'suspect'] })],
  })),
  {
    name: 'published-range',
    title: "an address of a messenger's own published range",
    suspect: deed(
      'import socket',
      'socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("149.154.167.220", 443))',
    ),
    expected: [connectsTo('149.154.167.220', { targetClass: 'bot-api' })],
  },
  {
    name: 'ipv6-range',
    title: 'the same by IPv6, and by IPv4 in IPv6’s clothes',
    suspect: deed(
      'import socket',
      'for address in ("2001:67C:4E8:f002:0::a", "::ffff:149.154.167.220"):',
      '    try: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).connect((address, 443))',
      '    except OSError: pass',
    ),
    expected: ['2001:67c:4e8:f002::a', '149.154.167.220'].map((target) =>
      connectsTo(target, { targetClass: 'bot-api' }),
    ),
  },
  {
    name: 'idna',
    title: 'a name beyond ASCII, one in capitals with a final dot, one with a character of no width',
    suspect: deed(
      'import socket',
      'for name in ("B\\u00fccher.Example", "\\u0430pi.telegram.org", "API.Telegram.ORG.", "api.tele\\u200dgram.org"):',
      '    try: socket.getaddrinfo(name, 443)',
      '    except OSError: pass',
    ),
    expected: [
      looksUp({ targetClass: 'bot-api' }),
      { operation: 'dns.lookup', target: 'xn--bcher-kva.example' },
      { operation: 'dns.lookup', target: 'xn--pi-6kc.telegram.org' },
    ],
  },
  withNames({
    name: 'two-names',
    title: 'two names on one address, connected to in the other order',
    suspect: deed(
      'import socket',
      'answers = [socket.getaddrinfo(name, PORT, socket.AF_INET)[0][4] for name in ("one.test", "two.test")]',
      'for answer in reversed(answers): socket.create_connection(answer).close()',
    ),
    expected: both(),
    unexpected: [address],
  }),
  withNames({
    name: 'two-names-threads',
    title: 'two names on one address, each looked up in a thread of its own',
    suspect: deed(
      'import socket\nfrom concurrent.futures import ThreadPoolExecutor',
      'with ThreadPoolExecutor(2) as pool:',
      '    answers = list(pool.map(lambda name: socket.getaddrinfo(name, PORT, socket.AF_INET)[0][4], ("one.test", "two.test")))',
      'for answer in reversed(answers): socket.create_connection(answer).close()',
    ),
    expected: both(),
    unexpected: [address],
  }),
  withNames({
    name: 'two-names-urllib3',
    title: 'two names on one address, by urllib3 and requests',
    needs: ['requests'],
    suspect: deed('import requests', `for url in ${urls}: requests.get(url, timeout=5)`),
    expected: both({ chain: ['urllib3', 'requests', 'suspect'] }),
    unexpected: [address],
  }),
  withNames({
    name: 'two-names-httpx',
    title: 'two names on one address, by httpx',
    needs: ['httpx'],
    suspect: deed('import httpx', `for url in ${urls}: httpx.get(url, timeout=5)`),
    expected: both({ chain: ['httpcore', 'httpx', 'suspect'] }),
    unexpected: [address],
  }),
  withNames(
    {
      name: 'two-names-asyncio',
      title: 'two names on one address at the same time, by asyncio',
      suspect: asyncDeed(
        'import asyncio',
        'await asyncio.gather(*(asyncio.open_connection(name, PORT) for name in ("one.test", "two.test")))',
      ),
      expected: both(byCause),
      unexpected: [address],
    },
    'asyncio.run(it.deed())',
    ', asyncio',
  ),
  withNames(
    {
      name: 'two-names-aiohttp',
      title: 'two names on one address at the same time, by aiohttp',
      needs: ['aiohttp'],
      since: 9,
      suspect: asyncDeed(
        'import asyncio, aiohttp',
        'connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())',
        'async with aiohttp.ClientSession(connector=connector) as session:',
        `    await asyncio.gather(*(session.get(url) for url in ${urls}))`,
      ),
      expected: both({ chain: ['aiohappyeyeballs', 'aiohttp', 'suspect'], ...byCause }),
      unexpected: [address],
    },
    'asyncio.run(it.deed())',
    ', asyncio',
  ),
  withNames(
    {
      name: 'two-names-anyio',
      title: 'two names on one address at the same time, by httpx over anyio',
      needs: ['httpx'],
      suspect: asyncDeed(
        'import asyncio, httpx',
        'async with httpx.AsyncClient() as client:',
        `    await asyncio.gather(*(client.get(url) for url in ${urls}))`,
      ),
      expected: both({ chain: ['anyio', 'httpcore', 'httpx', 'suspect'], ...byCause }),
      unexpected: [address],
    },
    'asyncio.run(it.deed())',
    ', asyncio',
  ),
  withNames(
    {
      name: 'two-names-trio',
      title: 'two names on one address at the same time, by trio',
      needs: ['trio'],
      suspect: asyncDeed(
        'import trio',
        'async with trio.open_nursery() as nursery:',
        '    for name in ("one.test", "two.test"): nursery.start_soon(trio.open_tcp_stream, name, PORT)',
      ),
      expected: both({ chain: ['trio', 'suspect'], ...byCause }),
      unexpected: [address],
    },
    'trio.run(it.deed)',
    ', trio',
  ),
  {
    name: 'uvloop-answer',
    title: 'uvloop: a lookup of its own, and a connection to what it answered',
    needs: ['uvloop'],
    suspect: asyncDeed(
      'import asyncio, socket',
      'loop = asyncio.get_running_loop()',
      'answer = await loop.getaddrinfo("localhost", PORT, type=socket.SOCK_STREAM, family=socket.AF_INET)',
      'await loop.create_connection(asyncio.Protocol, answer[0][4][0], PORT)',
    ),
    app: 'import uvloop, suspect.uvloop_answer as it\nuvloop.install()\nimport asyncio\nasyncio.run(it.deed())\n',
    expected: [connectsTo('localhost'), { operation: 'dns.lookup', target: 'localhost' }],
    unexpected: [address],
  },
  {
    name: 'uvloop-unix',
    title: 'uvloop: the socket of a container engine',
    needs: ['uvloop'],
    suspect: asyncDeed('import asyncio', 'await asyncio.open_unix_connection("/var/run/docker.sock")'),
    app: 'import uvloop, suspect.uvloop_unix as it\nuvloop.install()\nimport asyncio\nasyncio.run(it.deed())\n',
    expected: [connectsTo('/var/run/docker.sock', { targetClass: 'container-socket' })],
  },
  {
    name: 'container-socket',
    title: 'the socket of a container engine',
    suspect: deed('import socket', 'socket.socket(socket.AF_UNIX).connect("/var/run/docker.sock")'),
    expected: [connectsTo('/var/run/docker.sock', { targetClass: 'container-socket' })],
  },
  {
    name: 'agent-socket',
    title: 'the socket of an agent that holds keys: GnuPG’s, and the abstract name of a display',
    suspect: deed(
      'import os, socket',
      'for path in (os.path.expanduser("~/.gnupg/S.gpg-agent"), "\\0/tmp/.X11-unix/X0"):',
      '    try: socket.socket(socket.AF_UNIX).connect(path)',
      '    except OSError: pass',
    ),
    expected: [
      connectsTo('~/.gnupg/S.gpg-agent', { targetClass: 'key-agent' }),
      connectsTo('@/tmp/.X11-unix/X0', { targetClass: 'desktop-socket' }),
    ],
  },
  {
    name: 'aiodns-lookup',
    title: 'aiodns, which asks name servers by itself',
    needs: ['aiodns'],
    suspect: asyncDeed(
      'import aiodns',
      'resolver = aiodns.DNSResolver(timeout=0.1, tries=1)',
      'await getattr(resolver, "query_dns", resolver.query)(BOT, "A")',
    ),
    app: 'import asyncio, suspect.aiodns_lookup as it\nasyncio.run(it.deed())\n',
    expected: [looksUp({ chain: ['aiodns', 'suspect'] })],
  },
  {
    ...byProxy(
      {
        name: 'proxy-urllib',
        title: 'urllib by a proxy of the environment',
        suspect: deed('import urllib.request', ...httpsAndHttp('urllib.request.urlopen(url, timeout=5)')),
      },
      ['suspect'],
    ),
  },
  byProxy(
    {
      name: 'proxy-requests',
      title: 'requests by a proxy of the environment',
      needs: ['requests'],
      suspect: deed('import requests', ...httpsAndHttp('requests.get(url, timeout=5)')),
    },
    ['urllib3', 'requests', 'suspect'],
  ),
  byProxy(
    {
      name: 'proxy-httpx',
      title: 'httpx by a proxy of the environment',
      needs: ['httpx'],
      suspect: deed('import httpx', ...httpsAndHttp('httpx.get(url, timeout=5)')),
    },
    ['httpcore', 'httpx', 'suspect'],
  ),
  {
    ...byProxy(
      {
        name: 'proxy-aiohttp',
        title: 'aiohttp by a proxy',
        needs: ['aiohttp'],
        since: 9,
        suspect: asyncDeed(
          'import aiohttp',
          'async with aiohttp.ClientSession(trust_env=True) as session:',
          ...httpsAndHttp('await session.get(url)').map((line) => `    ${line}`),
        ),
      },
      ['aiohttp', 'suspect'],
    ),
    app: `${proxied('http')}import asyncio, suspect.proxy_aiohttp as it\nasyncio.run(it.deed())\n`,
  },
  byProxy(
    {
      name: 'socks-requests',
      title: 'requests by SOCKS (PySocks)',
      needs: ['requests', 'pysocks'],
      suspect: deed('import requests', ...httpsAndHttp('requests.get(url, timeout=5)')),
    },
    ['pysocks', 'urllib3', 'requests', 'suspect'],
    'socks5h',
  ),
  byProxy(
    {
      name: 'socks-httpx',
      title: 'httpx by SOCKS (socksio)',
      needs: ['httpx', 'socksio'],
      suspect: deed('import httpx', ...httpsAndHttp('httpx.get(url, timeout=5)')),
    },
    ['httpcore', 'httpx', 'suspect'],
    'socks5',
  ),
  {
    name: 'socks-python-socks',
    title: 'SOCKS by python-socks',
    needs: ['python-socks'],
    suspect: deed(
      'from python_socks.sync import Proxy',
      'Proxy.from_url("socks5://127.0.0.1:%d" % PORT).connect(dest_host=BOT, dest_port=443)',
    ),
    expected: [connectsTo('api.telegram.org', { chain: ['python-socks', 'suspect'], via: '*' })],
  },
  {
    name: 'socks-python-socks-async',
    title: 'SOCKS by python-socks over asyncio',
    needs: ['python-socks[asyncio]'],
    suspect: asyncDeed(
      'from python_socks.async_.asyncio import Proxy',
      'await Proxy.from_url("socks5://127.0.0.1:%d" % PORT).connect(dest_host=BOT, dest_port=443)',
    ),
    app: 'import asyncio, suspect.socks_python_socks_async as it\nasyncio.run(it.deed())\n',
    expected: [connectsTo('api.telegram.org', { chain: ['python-socks', 'suspect'], via: '*' })],
  },
  {
    name: 'tls-name-asyncio',
    title: 'asyncio: the name that TLS is given',
    suspect: asyncDeed(
      'import asyncio',
      'await asyncio.open_connection("127.0.0.1", PORT, ssl=True, server_hostname=BOT)',
    ),
    app: 'import asyncio, suspect.tls_name_asyncio as it\nasyncio.run(it.deed())\n',
    expected: [connectsTo('api.telegram.org')],
  },
];

const folder = 'os.path.dirname(KEY)';
const inHome = (path: string): string => `os.path.join(os.environ["HOME"], "${path}")`;

const files: readonly Omit<Case, 'group'>[] = [
  {
    name: 'dir-fd-local',
    title: 'os.open beside an open folder, which is one of several',
    suspect: deed(
      'import os',
      `folder, other = os.open(${folder}, os.O_RDONLY), os.open(os.environ["HOME"], os.O_RDONLY)`,
      'os.open("id_ed25519", os.O_RDONLY, dir_fd=folder)',
    ),
    expected: [opensKey({ access: 'read', targetClass: 'ssh-key' })],
  },
  {
    name: 'dir-fd-opener',
    title: 'open with an opener that looks beside an open folder',
    suspect: deed(
      'import functools, os',
      `folder = os.open(${folder}, os.O_RDONLY)`,
      'open("id_ed25519", opener=functools.partial(os.open, dir_fd=folder))',
    ),
    expected: [opensKey()],
  },
  {
    name: 'dir-fd-rename',
    title: 'os.rename and os.remove beside an open folder',
    suspect: deed(
      'import os',
      `folder = os.open(${folder}, os.O_RDONLY)`,
      'os.rename("id_ed25519", "x", src_dir_fd=folder, dst_dir_fd=folder)',
      'os.remove("x", dir_fd=folder)',
    ),
    expected: [
      { operation: 'file.rename', target: key, other: '~/.ssh/x' },
      { operation: 'file.remove', target: '~/.ssh/x' },
    ],
  },
  {
    name: 'list-descriptor',
    title: 'os.scandir of an open folder',
    suspect: deed('import os', `list(os.scandir(os.open(${folder}, os.O_RDONLY)))`),
    expected: [{ operation: 'file.list', target: '~/.ssh' }],
  },
  {
    name: 'linked-file',
    title: 'by a link to the file: both names',
    suspect: deed('import os', `os.symlink(KEY, ${inHome('photo.jpg')}); open(${inHome('photo.jpg')}).read()`),
    expected: [opensKey({ other: '~/photo.jpg', targetClass: 'ssh-key' })],
  },
  {
    name: 'linked-folder',
    title: 'by a link to a folder on the way: both names',
    suspect: deed('import os', `os.symlink(".ssh", ${inHome('photos')}); open(${inHome('photos/id_ed25519')}).read()`),
    expected: [opensKey({ other: '~/photos/id_ed25519', targetClass: 'ssh-key' })],
  },
  {
    name: 'linked-parent',
    title: 'a folder’s link and .., which lead beside the link’s target',
    suspect: deed(
      'import os',
      `os.makedirs(${inHome('.ssh/keys')}); os.symlink(".ssh/keys", ${inHome('link')})`,
      `open(${inHome('link/../id_ed25519')}).read()`,
    ),
    expected: [opensKey()],
    unexpected: ['~/id_ed25519'],
  },
  {
    name: 'hard-link',
    title: 'by a second name of the file itself',
    suspect: deed('import os', `open(${inHome('photo.jpg')}).read()`),
    app: 'import os\nos.link(os.path.expanduser("~/.ssh/id_ed25519"), os.path.expanduser("~/photo.jpg"))\nimport suspect.hard_link as it\nit.deed()\n',
    expected: [opensKey({ targetClass: 'ssh-key' }, '~/photo.jpg')],
  },
  {
    name: 'own-descriptor',
    title: '/proc/self/fd and /dev/fd: the file of an open descriptor',
    suspect: deed(
      'import os',
      'key = os.open(KEY, getattr(os, "O_PATH", os.O_RDONLY))',
      'open("/proc/self/fd/%d" % key).read()',
      'open("/dev/fd/%d" % key, "a")',
    ),
    expected: [opensKey({ access: null }), opensKey({ access: 'read' }), opensKey({ access: 'write' })],
  },
  {
    name: 'open-already',
    title: 'a descriptor that is open already is nothing new',
    suspect: deed('import os', 'open(os.dup(os.open(KEY, os.O_RDONLY))).read()'),
    expected: [opensKey({ access: 'read' })],
  },
  {
    name: 'access',
    title: 'reading, writing and both',
    suspect: deed(
      'import os, sqlite3',
      'os.truncate(KEY, 0)',
      `for mode in ("w", "a", "x"): open(${inHome('.ssh/')} + mode, mode)`,
      `for mode in ("r+", "w+"): open(${inHome('.ssh/w')}, mode)`,
      `os.open(${inHome('.ssh/a')}, os.O_RDWR)`,
      `sqlite3.connect("file:%s?mode=ro" % ${inHome('.mozilla/firefox/x/cookies.sqlite')}, uri=True)`,
    ),
    expected: [
      opensKey({ access: 'write' }),
      ...['w', 'a', 'x'].map((mode) => opensKey({ access: 'write' }, `~/.ssh/${mode}`)),
      ...['w', 'a'].map((mode) => opensKey({ access: 'readwrite' }, `~/.ssh/${mode}`)),
      opensKey({ access: 'read', targetClass: 'browser-store' }, '~/.mozilla/firefox/x/cookies.sqlite'),
    ],
  },
];

export const names = casesOf('names', [...hosts, ...files]);
