/** The deed is done in a thread that has no frame of whoever wanted it. */
import { byCause, casesOf, connects, handedOver, looksUp, opensKey } from '../case.ts';

const pool = 'from concurrent.futures import ThreadPoolExecutor';

export const threads = casesOf('threads', [
  {
    name: 'thread-own',
    title: 'Thread(target=own function)',
    suspect: `
import threading
def work(): open(KEY).read()
def deed():
    t = threading.Thread(target=work); t.start(); t.join()
`,
    expected: [opensKey()],
  },
  {
    name: 'thread-library',
    title: 'Thread(target=urlopen)',
    suspect: `
import threading, urllib.request
def deed():
    t = threading.Thread(target=urllib.request.urlopen, args=(URL,)); t.start(); t.join()
`,
    expected: [connects(byCause)],
  },
  {
    name: 'thread-builtin',
    title: 'Thread(target=open): no Python code at all in the thread',
    suspect: `
import threading
def deed():
    t = threading.Thread(target=open, args=(KEY,)); t.start(); t.join()
`,
    expected: [opensKey(byCause)],
  },
  {
    name: 'thread-daemon',
    title: 'a daemon thread that outlives the call',
    suspect: `
import threading, urllib.request
thread = None
def deed():
    global thread
    thread = threading.Thread(target=urllib.request.urlopen, args=(URL,), daemon=True); thread.start()
`,
    app: 'import suspect.thread_daemon as it\nit.deed()\nit.thread.join(5)\n',
    expected: [connects(byCause)],
  },
  {
    name: 'thread-subclass',
    title: 'a subclass of Thread with run()',
    suspect: `
import threading
class Worker(threading.Thread):
    def run(self): open(KEY).read()
def deed():
    w = Worker(); w.start(); w.join()
`,
    expected: [opensKey()],
  },
  {
    name: 'timer',
    title: 'Timer(0, urlopen)',
    suspect: `
import threading, urllib.request
def deed():
    t = threading.Timer(0.01, urllib.request.urlopen, (URL,)); t.start(); t.join()
`,
    expected: [connects(byCause)],
  },
  {
    name: 'start-new-thread',
    title: '_thread.start_new_thread(urlopen)',
    suspect: `
import _thread, time, urllib.request
def deed():
    _thread.start_new_thread(urllib.request.urlopen, (URL,)); time.sleep(0.4)
`,
    expected: [connects(byCause)],
  },
  {
    name: 'thread-handed-over',
    title: 'Thread(target=urlopen) made by the suspect, started by the application',
    suspect: `
import threading, urllib.request
def make(): return threading.Thread(target=urllib.request.urlopen, args=(URL,))
`,
    app: 'import suspect.thread_handed_over as it\nt = it.make()\nt.start(); t.join()\n',
    expected: [connects(byCause)],
  },
  {
    name: 'nested-threads',
    title: 'a thread of a thread of a thread, the last with urlopen',
    suspect: `
import threading, urllib.request
def run(target, *args):
    t = threading.Thread(target=target, args=args); t.start(); t.join()
def deed(): run(threading.Thread(target=run, args=(urllib.request.urlopen, URL)).run)
`,
    expected: [connects(byCause)],
  },
  {
    name: 'pool-submit',
    title: 'ThreadPoolExecutor.submit(urlopen)',
    suspect: `
import urllib.request
${pool}
def deed():
    with ThreadPoolExecutor(1) as pool: pool.submit(urllib.request.urlopen, URL).result()
`,
    expected: [connects(byCause)],
  },
  {
    name: 'pool-map',
    title: 'ThreadPoolExecutor.map(open)',
    suspect: `
${pool}
def deed():
    with ThreadPoolExecutor(1) as pool: list(pool.map(open, [KEY]))
`,
    expected: [opensKey(byCause)],
  },
  {
    name: 'pool-callback',
    title: 'future.add_done_callback(…): a call of urlopen when the work is done',
    suspect: `
import time, urllib.request
${pool}
def deed():
    with ThreadPoolExecutor(1) as pool:
        pool.submit(time.sleep, 0.05).add_done_callback(lambda _: urllib.request.urlopen(URL))
`,
    expected: [connects()],
  },
  {
    name: 'pool-initializer',
    title: 'ThreadPoolExecutor(initializer=open)',
    suspect: `
${pool}
def deed():
    with ThreadPoolExecutor(1, initializer=open, initargs=(KEY,)) as pool: pool.submit(len, ()).result()
`,
    expected: [opensKey(byCause)],
  },
  {
    name: 'pool-shared',
    title: "another package's pool, with its worker already there: submit(urlopen)",
    suspect: `
import bystander, urllib.request
def deed(): bystander.shared_pool().submit(urllib.request.urlopen, URL).result()
`,
    app: 'import bystander, suspect.pool_shared as it\nbystander.shared_pool()\nit.deed()\nbystander.pool.shutdown()\n',
    expected: [connects(byCause)],
  },
  {
    name: 'pool-shared-two',
    title: 'a pool that two packages share: the work of the application is not the suspect’s',
    suspect: `
import bystander
def deed(): bystander.shared_pool().submit(len, ()).result()
`,
    app: `
import bystander, os, suspect.pool_shared_two as it
it.deed()
bystander.shared_pool().submit(open, os.path.expanduser("~/.ssh/id_ed25519")).result()
bystander.pool.shutdown()
`,
    expected: [opensKey({ chain: [], culprit: null, ...byCause })],
  },
  {
    name: 'pool-nested',
    title: 'a pool in a pool',
    suspect: `
import urllib.request
${pool}
def outer(function, *args):
    with ThreadPoolExecutor(1) as pool: return pool.submit(function, *args).result()
def deed():
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        first.submit(second.submit, urllib.request.urlopen, URL).result().result()
`,
    expected: [connects(byCause)],
  },
  {
    name: 'pool-lookup',
    title: 'submit(socket.getaddrinfo)',
    suspect: `
import socket
${pool}
def deed():
    with ThreadPoolExecutor(1) as pool: pool.submit(socket.getaddrinfo, BOT, 443).exception()
`,
    expected: [looksUp(byCause)],
  },
  {
    name: 'thread-pool-multiprocessing',
    title: 'multiprocessing.pool.ThreadPool.apply(open)',
    suspect: `
from multiprocessing.pool import ThreadPool
def deed():
    with ThreadPool(1) as pool: pool.apply(open, (KEY,))
`,
    expected: [opensKey(byCause)],
  },
  {
    name: 'queue-consumer',
    title: "a queue's consumer, started by another package, that calls what it takes: a lambda",
    suspect: `
import bystander, urllib.request
def deed(): bystander.tasks.put((lambda: urllib.request.urlopen(URL),))
`,
    app: `
import bystander, suspect.queue_consumer as it
t = bystander.start_consumer()
it.deed()
bystander.tasks.put(None); t.join()
`,
    expected: [connects({ chain: ['suspect', 'bystander'] })],
  },
  {
    name: 'queue-consumer-library',
    title: "a queue's consumer, started by another package, that calls what it takes: urlopen",
    suspect: `
import bystander, urllib.request
def deed(): bystander.tasks.put((urllib.request.urlopen, URL))
`,
    app: `
import bystander, suspect.queue_consumer_library as it
t = bystander.start_consumer()
it.deed()
bystander.tasks.put(None); t.join()
`,
    expected: [connects({ chain: ['suspect', 'bystander'], ...byCause })],
    unknownByDesign: handedOver,
  },
  {
    name: 'sched',
    title: 'sched.scheduler, run by the application: enter(open)',
    suspect: `
def deed(scheduler): scheduler.enter(0, 1, open, (KEY,))
`,
    app: 'import sched, suspect.sched as it\ns = sched.scheduler()\nit.deed(s)\ns.run()\n',
    expected: [opensKey(byCause)],
  },
]);
