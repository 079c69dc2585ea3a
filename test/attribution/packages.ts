/** The three wheels: `suspect` does the deed, `bystander` calls what it is handed, `wrapper` wraps what it is given. */
import { join } from 'node:path';
import { buildWheel } from '../python/wheel.ts';
import type { Beacon } from './beacon.ts';
import type { Case } from './case.ts';

/** What is installed of them. */
export const versions = { suspect: '1.4.2', bystander: '2.0.1', wrapper: '0.3.0' } as const;

/** Before each module of suspect: where the decoy and the stand-in server are. */
const prelude = 'from suspect import BOT, KEY, PORT, URL\n';

const suspectInit = `
import os
KEY = os.path.join(os.environ["HOME"], ".ssh", "id_ed25519")
PORT = int(os.environ.get("ATTRIBUTION_PORT", "9"))
URL = "http://127.0.0.1:%d/" % PORT
BOT = "api.telegram.org"
`;

const bystanderInit = `
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

handlers = []
pool = None
tasks = queue.Queue()

def call(function, *args, **kwargs):
    return function(*args, **kwargs)

def fire(*args):
    for handler in handlers:
        handler(*args)

def shared_pool():
    global pool
    if pool is None:
        pool = ThreadPoolExecutor(1)
        pool.submit(len, ()).result()
    return pool

def consume():
    while True:
        task = tasks.get()
        if task is None:
            return
        task[0](*task[1:])

def start_consumer():
    thread = threading.Thread(target=consume)
    thread.start()
    return thread

class Client:
    def __init__(self, name="client"):
        self.name = name

    def send(self, text):
        return text
`;

const bystanderAsync = `
import asyncio

async def later(function, *args):
    await asyncio.sleep(0)
    return function(*args)
`;

const wrapperInit = `
import functools

def wrap(function):
    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapped
`;

/** The module of a case inside suspect. */
export function moduleOf({ name }: Case): string {
  return name.replaceAll('-', '_');
}

/** Builds the wheels for these cases, with the extension where there is one; gives their paths. */
export async function buildWheels(cases: readonly Case[], outDir: string, beacon: Beacon): Promise<readonly string[]> {
  const modules = cases.flatMap((each) =>
    each.suspect === undefined ? [] : [[`suspect/${moduleOf(each)}.py`, prelude + each.suspect]],
  );
  const more = cases.flatMap(({ wheelFiles = {} }) => Object.entries(wheelFiles));
  const compiled = beacon.status === 'built' ? { 'suspect/_beacon.abi3.so': beacon.bytes } : {};
  const build = (name: keyof typeof versions, extraFiles: Record<string, string | Uint8Array>) =>
    buildWheel({ name, version: versions[name], source: null, outDir: join(outDir, name), extraFiles });
  return Promise.all([
    build('suspect', { 'suspect/__init__.py': suspectInit, ...Object.fromEntries([...modules, ...more]), ...compiled }),
    build('bystander', { 'bystander/__init__.py': bystanderInit, 'bystander/aio.py': bystanderAsync }),
    build('wrapper', { 'wrapper/__init__.py': wrapperInit }),
  ]);
}
