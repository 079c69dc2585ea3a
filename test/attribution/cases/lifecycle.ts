/** The deed is done at a moment when nobody called the package: import, exit, a signal, a hook of the interpreter. */
import { type Case, casesOf, connects, opensKey } from '../case.ts';

/** Start-up files of the wheel run in every case's process: only this case's acts. */
const onlyIn = (name: string): string => `os.environ.get("ATTRIBUTION_CASE") == ${JSON.stringify(name)}`;

const idle = (told: Omit<Case, 'group'>): Omit<Case, 'group'> => ({
  app: `import suspect.${told.name.replaceAll('-', '_')}\n`,
  ...told,
});

export const lifecycle = casesOf(
  'lifecycle',
  (
    [
      { name: 'import-time', title: 'at import', suspect: 'open(KEY).read()\n', expected: [opensKey()] },
      {
        name: 'import-time-deep',
        title: 'at import, by way of another package’s lazy import',
        suspect: 'open(KEY).read()\n',
        app: 'import bystander, importlib\nbystander.call(importlib.import_module, "suspect.import_time_deep")\n',
        expected: [opensKey({ chain: ['suspect', 'bystander'] })],
      },
      {
        name: 'module-getattr',
        title: 'inside __getattr__ of the module',
        suspect: 'def __getattr__(name):\n    open(KEY).read()\n    return name\n',
        app: 'import suspect.module_getattr as it\nit.anything\n',
        expected: [opensKey()],
      },
      {
        name: 'atexit-library',
        title: 'atexit.register(urlopen, URL)',
        suspect: 'import atexit, urllib.request\natexit.register(urllib.request.urlopen, URL)\n',
        expected: [connects({ confidence: 'cause' })],
      },
      {
        name: 'atexit-own',
        title: 'atexit.register of its own function',
        suspect: 'import atexit\n@atexit.register\ndef last(): open(KEY).read()\n',
        expected: [opensKey()],
      },
      {
        name: 'finalize-library',
        title: 'weakref.finalize(…, urlopen, URL)',
        suspect: `
import urllib.request, weakref
class Thing: pass
def deed():
    thing = Thing()
    weakref.finalize(thing, urllib.request.urlopen, URL)
    return thing
`,
        app: 'import suspect.finalize_library as it\nthing = it.deed()\ndel thing\n',
        expected: [connects({ confidence: 'cause' })],
      },
      {
        name: 'del-method',
        title: '__del__, when the application lets go',
        suspect: 'class Thing:\n    def __del__(self): open(KEY).read()\n',
        app: 'import suspect.del_method as it\nthing = it.Thing()\ndel thing\n',
        expected: [opensKey()],
      },
      {
        name: 'del-in-cycle',
        title: '__del__ in a cycle, when the collector comes by in another package’s code',
        suspect: `
class Thing:
    def __init__(self): self.me = self
    def __del__(self): open(KEY).read()
`,
        app: 'import bystander, gc, suspect.del_in_cycle as it\nit.Thing()\nbystander.call(gc.collect)\n',
        expected: [opensKey({ chain: ['suspect', 'bystander'] })],
      },
      {
        name: 'signal-handler',
        title: 'a signal handler, in the middle of the application',
        suspect: `
import signal
signal.signal(signal.SIGUSR1, lambda *_: open(KEY).read())
`,
        app: 'import os, signal, suspect.signal_handler\nos.kill(os.getpid(), signal.SIGUSR1)\n',
        expected: [opensKey()],
      },
      {
        name: 'excepthook',
        title: 'sys.excepthook',
        suspect: 'import sys\nsys.excepthook = lambda *_: open(KEY).read()\n',
        app: 'import suspect.excepthook\n1 / 0\n',
        expected: [opensKey()],
      },
      {
        name: 'thread-excepthook',
        title: 'threading.excepthook',
        suspect: 'import threading\nthreading.excepthook = lambda *_: open(KEY).read()\n',
        app: `
import suspect.thread_excepthook, threading
t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()
`,
        expected: [opensKey()],
      },
      {
        name: 'settrace',
        title: 'a sys.settrace callback, in a call of the bystander',
        suspect: `
import sys
def trace(*_):
    sys.settrace(None)
    open(KEY).read()
def deed(): sys.settrace(trace)
`,
        app: 'import bystander, suspect.settrace as it\nit.deed()\nbystander.call(len, ())\n',
        expected: [opensKey({ chain: ['suspect', 'bystander'] })],
      },
      {
        name: 'setprofile',
        title: 'a sys.setprofile callback, in a call of the bystander',
        suspect: `
import sys
def profile(frame, event, arg):
    if event == "call" and frame.f_code.co_name == "call":
        sys.setprofile(None)
        open(KEY).read()
def deed(): sys.setprofile(profile)
`,
        app: 'import bystander, suspect.setprofile as it\nit.deed()\nbystander.call(len, ())\n',
        expected: [opensKey({ chain: ['suspect', 'bystander'] })],
      },
      {
        name: 'logging-handler',
        title: 'a logging handler, fired by the application',
        suspect: `
import logging
class Handler(logging.Handler):
    def emit(self, record): open(KEY).read()
logging.getLogger().addHandler(Handler())
`,
        app: 'import logging, suspect.logging_handler\nlogging.warning("x")\n',
        expected: [opensKey()],
      },
      {
        name: 'logging-http-handler',
        title: 'logging.handlers.HTTPHandler, made by the suspect, fired by the application',
        suspect: `
import logging, logging.handlers
logging.getLogger().addHandler(logging.handlers.HTTPHandler("127.0.0.1:%d" % PORT, "/"))
`,
        app: 'import logging, suspect.logging_http_handler\nlogging.warning("x")\n',
        expected: [connects({ confidence: 'cause' })],
      },
      {
        name: 'codecs-search',
        title: 'a codecs search function',
        suspect: `
import codecs
def search(name):
    if name == "stolen": open(KEY).read()
codecs.register(search)
`,
        app: 'import suspect.codecs_search\ntry: "".encode("stolen")\nexcept LookupError: pass\n',
        expected: [opensKey()],
      },
      {
        name: 'meta-path',
        title: 'an import hook on sys.meta_path, in an import of the application',
        suspect: `
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "colorsys": open(KEY).read()
sys.meta_path.insert(0, Finder())
`,
        app: 'import suspect.meta_path\nimport colorsys\n',
        expected: [opensKey()],
      },
      {
        name: 'showwarning',
        title: 'an overridden warnings.showwarning',
        suspect: 'import warnings\nwarnings.showwarning = lambda *_, **__: open(KEY).read()\n',
        app: 'import suspect.showwarning, warnings\nwarnings.warn("x")\n',
        expected: [opensKey()],
      },
      {
        name: 'display-hook',
        title: 'sys.unraisablehook, in a __del__ of the application that fails',
        suspect: 'import sys\nsys.unraisablehook = lambda *_: open(KEY).read()\n',
        app: `
import suspect.display_hook
class Thing:
    def __del__(self): 1 / 0
Thing()
`,
        expected: [opensKey()],
      },
      {
        name: 'gc-callback',
        title: 'a callback of the garbage collector',
        suspect: `
import gc
def callback(*_):
    gc.callbacks.remove(callback)
    open(KEY).read()
gc.callbacks.append(callback)
`,
        app: 'import suspect.gc_callback, gc\ngc.collect()\n',
        expected: [opensKey()],
      },
      {
        name: 'audit-hook',
        title: 'an audit hook of its own',
        suspect: `
import sys
done = []
def hook(event, args):
    if event == "glob.glob" and not done:
        done.append(1)
        open(KEY).read()
sys.addaudithook(hook)
`,
        app: 'import suspect.audit_hook, glob\nglob.glob("*.x")\n',
        expected: [opensKey()],
      },
      {
        name: 'init-subclass',
        title: '__init_subclass__, when the application derives a class',
        suspect: 'class Base:\n    def __init_subclass__(cls): open(KEY).read()\n',
        app: 'import suspect.init_subclass as it\nclass Mine(it.Base): pass\n',
        expected: [opensKey()],
      },
      {
        name: 'pth-line',
        title: 'a .pth line that imports the package',
        suspect: 'open(KEY).read()\n',
        wheelFiles: {
          'suspect_line.pth': `import os; ${onlyIn('pth-line')} and __import__("suspect.pth_line")\n`,
        },
        app: 'pass\n',
        expected: [opensKey()],
      },
      {
        name: 'pth-inline',
        title: 'a .pth line that does it itself',
        wheelFiles: {
          'suspect_inline.pth': `import os; ${onlyIn('pth-inline')} and open(os.environ["HOME"] + "/.ssh/id_ed25519").read()\n`,
        },
        app: 'pass\n',
        expected: [opensKey()],
      },
      {
        name: 'pth-exec',
        title: 'a .pth line that executes a string',
        wheelFiles: {
          'suspect_exec.pth': `import os; ${onlyIn('pth-exec')} and exec("open(os.environ['HOME'] + '/.ssh/id_ed25519').read()")\n`,
        },
        app: 'pass\n',
        expected: [opensKey()],
      },
      {
        name: 'start-entry',
        title: 'a .start entry point (PEP 829)',
        since: 15,
        suspect: `import os\ndef main():\n    if ${onlyIn('start-entry')}: open(KEY).read()\n`,
        wheelFiles: { 'suspect_entry.start': 'suspect.start_entry:main\n' },
        app: 'pass\n',
        expected: [opensKey()],
      },
      {
        name: 'sitecustomize',
        title: 'the suspect’s sitecustomize',
        wheelFiles: {
          'sitecustomize.py': `import os\nif ${onlyIn('sitecustomize')}: open(os.environ["HOME"] + "/.ssh/id_ed25519").read()\n`,
        },
        app: `
import sitecustomize
if "site-packages" not in sitecustomize.__file__: print("SKIP: a sitecustomize of the system hides any other")
`,
        expected: [opensKey()],
      },
      {
        name: 'pytest-plugin',
        title: 'a pytest plugin by entry point',
        needs: ['pytest'],
        suspect: `import os\ndef pytest_configure(config):\n    if ${onlyIn('pytest-plugin')}: open(KEY).read()\n`,
        wheelFiles: {
          'suspect-1.4.2.dist-info/entry_points.txt': '[pytest11]\nsuspect = suspect.pytest_plugin\n',
        },
        files: { 'test_it.py': 'def test_it(): pass\n' },
        args: ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test_it.py'],
        expected: [opensKey({ chain: ['suspect', 'pluggy', 'pytest'] })],
      },
    ] satisfies Omit<Case, 'group'>[]
  ).map(idle),
);
