/** The deed is done by an event loop, in a task, in a callback, or in the loop's executor. */
import { byCause, type Case, casesOf, connects, looksUp, opensKey } from '../case.ts';

const asyncio = (body: string, imports = ''): string => `
import asyncio
${imports}
async def deed():
${body
  .trim()
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`;

const appOf = (name: string): string => `
import asyncio, suspect.${name.replaceAll('-', '_')} as it
asyncio.run(it.deed())
`;

const inLoop = (told: Omit<Case, 'group'>): Omit<Case, 'group'> => ({ app: appOf(told.name), ...told });

export const async = casesOf(
  'async',
  (
    [
      {
        name: 'awaited',
        title: 'an awaited coroutine of its own',
        suspect: 'async def deed(): open(KEY).read()\n',
        expected: [opensKey()],
      },
      {
        name: 'awaited-library',
        title: 'await asyncio.open_connection: the connection is made by the loop',
        suspect: asyncio('r, w = await asyncio.open_connection("127.0.0.1", PORT)\nw.close()'),
        expected: [connects()],
      },
      {
        name: 'loop-lookup',
        title: 'await loop.getaddrinfo: the lookup is made in the executor',
        suspect: asyncio('try: await asyncio.get_running_loop().getaddrinfo(BOT, 443)\nexcept OSError: pass'),
        expected: [looksUp(byCause)],
      },
      {
        name: 'create-task-own',
        title: 'create_task of its own coroutine',
        suspect: `
import asyncio
async def work(): open(KEY).read()
async def deed(): await asyncio.create_task(work())
`,
        expected: [opensKey()],
      },
      {
        name: 'create-task-library',
        title: 'create_task(asyncio.open_connection(…))',
        suspect: asyncio('await asyncio.create_task(asyncio.open_connection("127.0.0.1", PORT))'),
        expected: [connects(byCause)],
      },
      {
        name: 'loop-create-task',
        title: 'loop.create_task(…) and ensure_future(…) of a library’s coroutine',
        suspect: asyncio('await asyncio.ensure_future(asyncio.open_connection("127.0.0.1", PORT))'),
        expected: [connects(byCause)],
      },
      {
        name: 'task-constructor',
        title: 'asyncio.Task(…), not by way of the loop',
        suspect: asyncio('await asyncio.Task(asyncio.open_connection("127.0.0.1", PORT))'),
        expected: [connects(byCause)],
      },
      {
        name: 'task-factory',
        title: 'create_task with a task factory set by the application',
        suspect: asyncio('await asyncio.create_task(asyncio.open_connection("127.0.0.1", PORT))'),
        app: `
import asyncio, suspect.task_factory as it
async def main():
    asyncio.get_running_loop().set_task_factory(lambda loop, coro, **k: asyncio.Task(coro, loop=loop, **k))
    await it.deed()
asyncio.run(main())
`,
        expected: [connects(byCause)],
      },
      {
        name: 'gather-library',
        title: 'gather of a library’s coroutines',
        suspect: asyncio('await asyncio.gather(asyncio.open_connection("127.0.0.1", PORT), asyncio.sleep(0))'),
        expected: [connects(byCause)],
      },
      {
        name: 'wait-for-library',
        title: 'wait_for of a library’s coroutine',
        suspect: asyncio('await asyncio.wait_for(asyncio.open_connection("127.0.0.1", PORT), 5)'),
        since: 12,
        expected: [connects()],
      },
      {
        name: 'wait-for-library-task',
        title: 'wait_for of a library’s coroutine, which makes a task of it',
        suspect: asyncio('await asyncio.wait_for(asyncio.open_connection("127.0.0.1", PORT), 5)'),
        until: 11,
        expected: [connects(byCause)],
      },
      {
        name: 'task-group',
        title: 'TaskGroup of a library’s coroutine',
        since: 11,
        suspect: asyncio(
          'async with asyncio.TaskGroup() as group: group.create_task(asyncio.open_connection("127.0.0.1", PORT))',
        ),
        expected: [connects(byCause)],
      },
      {
        name: 'eager-task',
        title: 'an eager task of a library’s coroutine (eager_task_factory)',
        since: 12,
        suspect: asyncio(
          'asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)\nawait asyncio.create_task(asyncio.open_connection("127.0.0.1", PORT))',
        ),
        expected: [connects()],
      },
      {
        name: 'call-later',
        title: 'loop.call_later(urlopen)',
        suspect: asyncio(
          'asyncio.get_running_loop().call_later(0.01, urllib.request.urlopen, URL)\nawait asyncio.sleep(0.1)',
          'import urllib.request',
        ),
        expected: [connects(byCause)],
      },
      {
        name: 'call-soon-threadsafe',
        title: 'loop.call_soon_threadsafe(urlopen)',
        suspect: asyncio(
          'asyncio.get_running_loop().call_soon_threadsafe(urllib.request.urlopen, URL)\nawait asyncio.sleep(0.1)',
          'import urllib.request',
        ),
        expected: [connects(byCause)],
      },
      {
        name: 'future-callback',
        title: 'task.add_done_callback(functools.partial(linecache.getline, …))',
        suspect: asyncio(
          't = asyncio.ensure_future(asyncio.sleep(0))\nt.add_done_callback(functools.partial(linecache.getline, KEY))\nawait asyncio.sleep(0.05)',
          'import functools, linecache',
        ),
        expected: [opensKey(byCause)],
      },
      {
        name: 'run-in-executor',
        title: 'run_in_executor(None, urlopen)',
        suspect: asyncio(
          'await asyncio.get_running_loop().run_in_executor(None, urllib.request.urlopen, URL)',
          'import urllib.request',
        ),
        expected: [connects(byCause)],
      },
      {
        name: 'to-thread',
        title: 'asyncio.to_thread(urlopen)',
        since: 9,
        suspect: asyncio('await asyncio.to_thread(urllib.request.urlopen, URL)', 'import urllib.request'),
        expected: [connects(byCause)],
      },
      {
        name: 'run-coroutine-threadsafe',
        title: 'run_coroutine_threadsafe of a library’s coroutine, from a thread',
        suspect: `
import asyncio, threading
async def deed():
    loop = asyncio.get_running_loop()
    def other(): asyncio.run_coroutine_threadsafe(asyncio.open_connection("127.0.0.1", PORT), loop).result()
    t = threading.Thread(target=other); t.start()
    while t.is_alive(): await asyncio.sleep(0.01)
`,
        expected: [connects(byCause)],
      },
      {
        name: 'async-subprocess',
        title: 'asyncio.create_subprocess_exec',
        suspect: asyncio('p = await asyncio.create_subprocess_exec("true", "--key")\nawait p.wait()'),
        expected: [{ operation: 'process.spawn', target: 'true' }],
      },
      {
        name: 'async-generator-finaliser',
        title: 'an async generator that is left half read: its finaliser runs in the loop',
        suspect: `
import asyncio
async def numbers():
    try:
        yield 1
    finally:
        open(KEY).read()
async def deed():
    async for _ in numbers(): break
    await asyncio.sleep(0.05)
`,
        expected: [opensKey()],
      },
      {
        name: 'aiohttp',
        title: 'aiohttp, awaited',
        needs: ['aiohttp'],
        suspect: asyncio(
          'async with aiohttp.ClientSession() as s:\n    async with s.get(URL) as r: await r.read()',
          'import aiohttp',
        ),
        expected: [connects({ chain: ['aiohappyeyeballs', 'aiohttp', 'suspect'] })],
        since: 9,
      },
      {
        name: 'aiohttp-gather',
        title: 'gather of aiohttp’s requests',
        needs: ['aiohttp'],
        suspect: asyncio(
          'async with aiohttp.ClientSession() as s:\n    for r in await asyncio.gather(s._request("GET", URL)): r.close()',
          'import aiohttp',
        ),
        expected: [connects({ chain: ['aiohappyeyeballs', 'aiohttp', 'suspect'], ...byCause })],
        since: 9,
      },
      {
        name: 'aiohttp-lookup',
        title: 'aiohttp: the lookup of a messaging host',
        needs: ['aiohttp'],
        suspect: asyncio(
          // Where aiodns is installed, as for another case, aiohttp would ask that.
          'connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())\nasync with aiohttp.ClientSession(connector=connector) as s:\n    try: await s.get("https://%s/" % BOT)\n    except OSError: pass',
          'import aiohttp',
        ),
        expected: [looksUp({ chain: ['aiohttp', 'suspect'], ...byCause })],
      },
      {
        name: 'httpx-async',
        title: 'httpx.AsyncClient, awaited (anyio over asyncio)',
        needs: ['httpx'],
        suspect: asyncio('async with httpx.AsyncClient() as c: await c.get(URL)', 'import httpx'),
        expected: [connects({ chain: ['anyio', 'httpcore', 'httpx', 'suspect'], ...byCause })],
      },
      {
        name: 'httpx-create-task',
        title: 'create_task of httpx’s request',
        needs: ['httpx'],
        suspect: asyncio('async with httpx.AsyncClient() as c: await asyncio.create_task(c.get(URL))', 'import httpx'),
        expected: [connects({ chain: ['anyio', 'httpcore', 'httpx', 'suspect'], ...byCause })],
      },
      {
        name: 'httpx-async-lookup',
        title: 'httpx.AsyncClient: the lookup of a messaging host',
        needs: ['httpx'],
        suspect: asyncio(
          'async with httpx.AsyncClient() as c:\n    try: await c.get("https://%s/" % BOT)\n    except httpx.HTTPError: pass',
          'import httpx',
        ),
        expected: [looksUp({ chain: ['anyio', 'httpcore', 'httpx', 'suspect'], ...byCause })],
      },
      {
        name: 'anyio-thread',
        title: 'anyio.to_thread.run_sync(open)',
        needs: ['anyio'],
        suspect: asyncio('await anyio.to_thread.run_sync(open, KEY)', 'import anyio'),
        expected: [opensKey({ chain: ['anyio', 'suspect'], ...byCause })],
      },
      {
        name: 'anyio-thread-reused',
        title: 'anyio.to_thread.run_sync(open), in a worker thread that the application began',
        needs: ['anyio'],
        suspect: asyncio('await anyio.to_thread.run_sync(open, KEY)', 'import anyio'),
        app: `
import anyio, asyncio, suspect.anyio_thread_reused as it
async def main():
    await anyio.to_thread.run_sync(len, ())
    await it.deed()
asyncio.run(main())
`,
        expected: [opensKey({ chain: ['anyio', 'suspect'], ...byCause })],
      },
      {
        name: 'anyio-task-group',
        title: 'anyio’s task group: start_soon(connect_tcp)',
        needs: ['anyio'],
        suspect: asyncio(
          'async with anyio.create_task_group() as g: g.start_soon(anyio.connect_tcp, "127.0.0.1", PORT)',
          'import anyio',
        ),
        expected: [connects({ chain: ['anyio', 'suspect'], ...byCause })],
      },
      {
        name: 'trio-awaited',
        title: 'trio: an awaited open_tcp_stream',
        needs: ['trio'],
        suspect: 'import trio\nasync def deed(): await trio.open_tcp_stream("127.0.0.1", PORT)\n',
        app: 'import trio, suspect.trio_awaited as it\ntrio.run(it.deed)\n',
        expected: [connects({ chain: ['trio', 'suspect'], ...byCause })],
      },
      {
        name: 'trio-nursery',
        title: 'trio: nursery.start_soon of a library’s function',
        needs: ['trio'],
        suspect: `
import trio
async def deed():
    async with trio.open_nursery() as nursery: nursery.start_soon(trio.open_tcp_stream, "127.0.0.1", PORT)
`,
        app: 'import trio, suspect.trio_nursery as it\ntrio.run(it.deed)\n',
        expected: [connects({ chain: ['trio', 'suspect'], ...byCause })],
      },
      {
        name: 'trio-thread',
        title: 'trio.to_thread.run_sync(open)',
        needs: ['trio'],
        suspect: 'import trio\nasync def deed(): await trio.to_thread.run_sync(open, KEY)\n',
        app: 'import trio, suspect.trio_thread as it\ntrio.run(it.deed)\n',
        expected: [opensKey({ chain: ['trio', 'outcome', 'suspect'], ...byCause })],
      },
      {
        name: 'trio-thread-reused',
        title: 'trio.to_thread.run_sync(open), in a worker thread that the application began',
        needs: ['trio'],
        suspect: 'import trio\nasync def deed(): await trio.to_thread.run_sync(open, KEY)\n',
        app: `
import trio, suspect.trio_thread_reused as it
async def main():
    await trio.to_thread.run_sync(len, ())
    await it.deed()
trio.run(main)
`,
        expected: [opensKey({ chain: ['trio', 'outcome', 'suspect'], ...byCause })],
      },
      {
        name: 'uvloop-own-socket',
        title: 'uvloop: urlopen in a call_later',
        needs: ['uvloop'],
        suspect: asyncio(
          'asyncio.get_running_loop().call_later(0.01, urllib.request.urlopen, URL)\nawait asyncio.sleep(0.1)',
          'import urllib.request',
        ),
        app: 'import uvloop, asyncio, suspect.uvloop_own_socket as it\nuvloop.install()\nasyncio.run(it.deed())\n',
        expected: [connects(byCause)],
      },
      {
        name: 'uvloop-create-task',
        title: 'uvloop: create_task of a library’s coroutine',
        needs: ['uvloop', 'aiohttp'],
        since: 9,
        suspect: asyncio(
          'async with aiohttp.ClientSession() as s: (await asyncio.create_task(s._request("GET", URL))).close()',
          'import aiohttp',
        ),
        app: 'import uvloop, asyncio, suspect.uvloop_create_task as it\nuvloop.install()\nasyncio.run(it.deed())\n',
        expected: [connects({ chain: ['aiohappyeyeballs', 'aiohttp', 'suspect'], ...byCause })],
      },
      {
        name: 'uvloop-connection',
        title: 'uvloop: its own create_connection, awaited',
        needs: ['uvloop'],
        suspect: asyncio('r, w = await asyncio.open_connection("127.0.0.1", PORT)\nw.close()'),
        app: 'import uvloop, asyncio, suspect.uvloop_connection as it\nuvloop.install()\nasyncio.run(it.deed())\n',
        expected: [connects({ chain: ['suspect'] })],
      },
      {
        name: 'gevent-spawn',
        title: 'gevent.spawn(urlopen), monkey-patched',
        needs: ['gevent'],
        suspect: 'import gevent, urllib.request\ndef deed(): gevent.spawn(urllib.request.urlopen, URL).join()\n',
        app: 'from gevent import monkey\nmonkey.patch_all()\nimport suspect.gevent_spawn as it\nit.deed()\n',
        expected: [connects({ chain: ['gevent', 'suspect'], ...byCause })],
      },
    ] satisfies Omit<Case, 'group'>[]
  ).map(inLoop),
);
