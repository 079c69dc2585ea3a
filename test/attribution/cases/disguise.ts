/** The code hides where it comes from, or has an innocent do the deed. */
import { casesOf, connects, handedOver, opensKey } from '../case.ts';

/** fifty layers of base64 and zlib around a program. */
const layered = (program: string): string => `
import base64, zlib
layer = ${JSON.stringify(program)}
for _ in range(50):
    layer = "import base64, zlib; exec(zlib.decompress(base64.b64decode(%r)))" % base64.b64encode(zlib.compress(layer.encode()))
`;

export const disguise = casesOf('disguise', [
  {
    name: 'exec-string',
    title: 'exec of a string',
    suspect: 'def deed(): exec("open(KEY).read()", {"KEY": KEY})\n',
    expected: [opensKey(), { operation: 'code.exec', target: '<string>' }],
  },
  {
    name: 'eval-string',
    title: 'eval of a string',
    suspect: 'def deed(): eval("open(KEY).read()", {"KEY": KEY})\n',
    expected: [opensKey()],
  },
  {
    name: 'fifty-layers',
    title: 'base64 + zlib + exec, fifty deep',
    suspect: `${layered('open(KEY).read()')}\ndef deed(): exec(layer, {"KEY": KEY})\n`,
    expected: [opensKey()],
  },
  {
    name: 'fifty-layers-later',
    title: 'a function made fifty layers deep, called later by the application',
    suspect: `${layered('def deed(): open(KEY).read()')}\nexec(layer)\n`,
    expected: [opensKey()],
  },
  {
    name: 'marshal',
    title: 'marshal.loads of code, executed',
    suspect: `
import marshal
data = marshal.dumps(compile("open(KEY).read()", "<frozen posixpath>", "exec"))
def deed(): exec(marshal.loads(data), {"KEY": KEY})
`,
    expected: [opensKey()],
  },
  {
    name: 'marshal-function',
    title:
      'marshal.loads of a function’s code that claims to be the library’s, made a function, never executed by exec',
    suspect: `
import marshal, os, types
module = compile("def deed(): open(KEY).read()", os.__file__, "exec")
data = marshal.dumps([c for c in module.co_consts if hasattr(c, "co_code")][0])
deed = types.FunctionType(marshal.loads(data), globals(), "deed")
`,
    expected: [opensKey()],
  },
  {
    name: 'pickle-reduce',
    title: "pickle's __reduce__: open is called by the unpickler",
    suspect: `
import pickle
class Payload:
    def __reduce__(self): return open, (KEY,)
def deed(): pickle.loads(pickle.dumps(Payload()))
`,
    expected: [opensKey()],
  },
  {
    name: 'pickle-handed-over',
    title: 'a pickle made by the suspect, loaded by the application: the application is what loads it',
    suspect: `
import pickle
class Payload:
    def __reduce__(self): return open, (KEY,)
def make(): return pickle.dumps(Payload())
`,
    app: 'import pickle, suspect.pickle_handed_over as it\npickle.loads(it.make())\n',
    expected: [opensKey({ chain: [], culprit: null })],
  },
  {
    name: 'claims-stdlib',
    title: 'FunctionType over code whose co_filename claims to be the library’s',
    since: 8,
    suspect: `
import os, types
def template(): open(KEY).read()
deed = types.FunctionType(template.__code__.replace(co_filename=os.__file__), globals(), "deed")
`,
    expected: [opensKey()],
  },
  {
    name: 'claims-bystander',
    title: 'FunctionType over code whose co_filename claims to be the bystander’s',
    suspect: `
import bystander, types
def template(): open(KEY).read()
deed = types.FunctionType(template.__code__.replace(co_filename=bystander.__file__), globals(), "deed")
`,
    expected: [opensKey()],
  },
  {
    name: 'code-assigned',
    title: 'the __code__ of the bystander’s function is replaced by code that claims its file',
    suspect: `
import bystander
def template(text): open(KEY).read()
def deed():
    bystander.Client.send.__code__
    def send(self, text): open("%s" % KEY_).read()
    bystander.KEY_ = KEY
    bystander.Client.send.__code__ = send.__code__.replace(co_filename=bystander.__file__)
    bystander.Client().send("x")
`,
    expected: [opensKey()],
  },
  {
    name: 'compile-filename',
    title: 'compile(…, filename=the bystander’s file), executed',
    suspect: `
import bystander
def deed(): exec(compile("open(KEY).read()", bystander.__file__, "exec"), {"KEY": KEY})
`,
    expected: [opensKey()],
  },
  {
    name: 'compile-filename-later',
    title: 'the same, a function of it called later by the application',
    suspect: `
import bystander
exec(compile("def deed(): open(KEY).read()", bystander.__file__, "exec"))
`,
    expected: [opensKey()],
  },
  {
    name: 'compile-stdlib-later',
    title: 'compile(…, filename=the library’s file): a function of it called later by the application',
    suspect: `
import os
exec(compile("def deed(): open(KEY).read()", os.__file__, "exec"))
`,
    expected: [opensKey()],
  },
  {
    name: 'frozen-filename-later',
    title: 'compile(…, filename="<frozen os>"): a function of it called later by the application',
    suspect: 'exec(compile("def deed(): open(KEY).read()", "<frozen os>", "exec"))\n',
    expected: [opensKey()],
  },
  {
    name: 'importer-filename',
    title: 'compile(…, filename="<frozen importlib._bootstrap>"), which executes more',
    suspect: `
layer = compile("exec('def deed(): open(KEY).read()', scope)", "<frozen importlib._bootstrap>", "exec")
exec(layer, {"scope": globals()})
`,
    expected: [opensKey()],
  },
  {
    name: 'patched-requests',
    title: 'a monkeypatched requests.Session.send',
    needs: ['requests'],
    suspect: `
import requests
send = requests.Session.send
def patched(self, *args, **kwargs):
    open(KEY).read()
    return send(self, *args, **kwargs)
requests.Session.send = patched
`,
    app: 'import requests, suspect, suspect.patched_requests\nrequests.get(suspect.URL, timeout=5)\n',
    expected: [
      opensKey({ chain: ['suspect', 'requests'] }),
      connects({ chain: ['urllib3', 'requests', 'suspect'], culprit: 'suspect' }),
    ],
  },
  {
    name: 'patched-open',
    title: 'a monkeypatched builtins.open',
    suspect: `
import builtins
real = builtins.open
def patched(*args, **kwargs):
    builtins.open = real
    real(KEY).read()
    return real(*args, **kwargs)
builtins.open = patched
`,
    app: 'import suspect.patched_open\nopen("other.txt", "w").close()\n',
    expected: [opensKey()],
  },
  {
    name: 'patched-connect',
    title: 'a monkeypatched socket.socket.connect that connects elsewhere too',
    suspect: `
import socket
real = socket.socket.connect
def patched(self, address):
    open(KEY).read()
    return real(self, address)
socket.socket.connect = patched
`,
    app: `
import socket, suspect, suspect.patched_connect
socket.create_connection(("127.0.0.1", suspect.PORT), 5)
`,
    expected: [opensKey()],
  },
  {
    name: 'forged-loader',
    title: 'an import hook that executes forged code as the module of the bystander’s file',
    suspect: `
import bystander, importlib.machinery, importlib.util, sys
class Loader:
    def create_module(self, spec): return None
    def exec_module(self, module): exec(compile("def deed(key): open(key).read()", bystander.__file__, "exec"), vars(module))
def deed():
    spec = importlib.machinery.ModuleSpec("forged", Loader(), origin=bystander.__file__)
    class Finder:
        def find_spec(self, name, path=None, target=None): return spec if name == "forged" else None
    sys.meta_path.insert(0, Finder())
    import forged
    return forged.deed
`,
    app: 'import suspect, suspect.forged_loader as it\nit.deed()(suspect.KEY)\n',
    expected: [opensKey()],
  },
  {
    name: 'wrapped-constructor',
    title: 'a wrapped constructor of its own class (aiocpa)',
    suspect: `
class Client:
    def __init__(self, token): self.token = token
def wrapping(init):
    def __init__(self, token):
        exec("open(KEY).read()", {"KEY": KEY})
        init(self, token)
    return __init__
Client.__init__ = wrapping(Client.__init__)
`,
    app: 'import suspect.wrapped_constructor as it\nit.Client("x")\n',
    expected: [opensKey()],
  },
  {
    name: 'closure',
    title: 'a closure handed to the innocent',
    suspect: `
import bystander
def deed():
    path = KEY
    def closure(): return open(path).read()
    bystander.call(closure)
`,
    expected: [opensKey({ chain: ['suspect', 'bystander'] })],
  },
  {
    name: 'partial',
    title: 'functools.partial(urlopen, URL) handed to the innocent, while the suspect is on the stack',
    suspect: `
import bystander, functools, urllib.request
def deed(): bystander.call(functools.partial(urllib.request.urlopen, URL))
`,
    expected: [connects({ chain: ['bystander', 'suspect'], culprit: 'suspect' })],
  },
  {
    name: 'partial-later',
    title: 'functools.partial(urlopen, URL) left with the innocent, which calls it later',
    suspect: `
import bystander, functools, urllib.request
bystander.handlers.append(functools.partial(urllib.request.urlopen, URL))
`,
    app: 'import bystander, suspect.partial_later\nbystander.fire()\n',
    expected: [connects({ chain: ['suspect', 'bystander'] })],
    unknownByDesign: handedOver,
  },
  {
    name: 'namespace-package',
    title: 'code in the bystander’s folder: a file of the suspect’s RECORD',
    suspect: 'from bystander.extra_of_suspect import deed\n',
    wheelFiles: { 'bystander/extra_of_suspect.py': 'from suspect import KEY\ndef deed(): open(KEY).read()\n' },
    expected: [opensKey()],
  },
  {
    name: 'temp-file-import',
    title: 'code written to a temporary file, and imported',
    suspect: `
import importlib, os, sys, tempfile
def deed():
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, "dropped.py"), "w") as f: f.write("def deed(key): open(key).read()\\n")
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    importlib.import_module("dropped").deed(KEY)
`,
    expected: [opensKey()],
  },
  {
    name: 'temp-file-import-later',
    title: 'code written to a temporary file and imported; the application calls its function',
    suspect: `
import importlib, os, sys, tempfile
folder = tempfile.mkdtemp()
with open(os.path.join(folder, "dropped_later.py"), "w") as f: f.write("def deed(key): open(key).read()\\n")
sys.path.insert(0, folder)
importlib.invalidate_caches()
import dropped_later
def hand_over(): return dropped_later.deed
`,
    app: 'import suspect, suspect.temp_file_import_later as it\nit.hand_over()(suspect.KEY)\n',
    expected: [opensKey()],
  },
  {
    name: 'zip-import',
    title: 'code loaded from a zip that the suspect wrote',
    suspect: `
import os, sys, tempfile, zipfile
def deed():
    path = os.path.join(tempfile.mkdtemp(), "code.zip")
    with zipfile.ZipFile(path, "w") as z: z.writestr("zipped.py", "def deed(key): open(key).read()\\n")
    sys.path.insert(0, path)
    import zipped
    zipped.deed(KEY)
`,
    expected: [opensKey()],
  },
  {
    name: 'runpy-path',
    title: 'runpy.run_path of a temporary file',
    suspect: `
import os, runpy, tempfile
def deed():
    path = os.path.join(tempfile.mkdtemp(), "x.txt")
    with open(path, "w") as f: f.write("open(KEY).read()")
    runpy.run_path(path, {"KEY": KEY})
`,
    expected: [opensKey()],
  },
  {
    name: 'vendored',
    title: 'a vendored copy of a library (suspect/_vendor/requests)',
    wheelFiles: {
      'suspect/_vendor/__init__.py': '',
      'suspect/_vendor/requests/__init__.py': 'import urllib.request\nget = lambda url: urllib.request.urlopen(url)\n',
    },
    suspect: 'from suspect._vendor import requests\ndef deed(): requests.get(URL)\n',
    expected: [connects()],
  },
  {
    name: 'main-module',
    title: 'code executed with the globals of __main__',
    suspect: `
import sys
def deed(): exec("open(KEY).read()", vars(sys.modules["__main__"]), {"KEY": KEY})
`,
    expected: [opensKey()],
  },
  {
    name: 'exec-with-globals-of-bystander',
    title: 'FunctionType over code from nowhere, with the globals of the bystander',
    suspect: `
import bystander, types
code = compile("open(KEY).read()", "<string>", "exec")
bystander.KEY = KEY
deed = types.FunctionType(code, vars(bystander))
`,
    expected: [opensKey()],
  },
  {
    name: 'timeit',
    title: 'timeit of a string, whose code the library makes',
    suspect: 'import timeit\ndef deed(): timeit.timeit("open(KEY).read()", globals={"KEY": KEY}, number=1)\n',
    expected: [opensKey()],
  },
  {
    name: 'namedtuple',
    title: 'code smuggled through dataclasses’ generator (a default factory)',
    suspect: `
import dataclasses
@dataclasses.dataclass
class Config:
    key: object = dataclasses.field(default_factory=lambda: open(KEY).read())
def deed(): Config()
`,
    expected: [opensKey()],
  },
]);
