/** The deed is done by code that is no Python. */
import { casesOf, connects, opensKey } from '../case.ts';

const byNative = { confidence: 'native' } as const;
/**
 * Native code raises no event: the kernel's table of sockets shows the connection, as long as it is there. So these
 * connections stay open for a moment.
 */
const holdS = 1;

/** Connects by libc's own functions, which `libc` has. */
const connectByLibc = `
import ctypes, socket, struct, time
def connect_by(libc, kind=1):
    fd = libc.socket(2, kind, 0)
    address = struct.pack("=HH4s8x", 2, socket.htons(PORT), socket.inet_aton("127.0.0.1"))
    libc.connect(fd, address, len(address))
    time.sleep(${holdS})
`;

/** Starts a connection by pycurl, and sends nothing. */
const connectByCurl = `
import pycurl, time
def connect_by_curl():
    c = pycurl.Curl()
    c.setopt(c.URL, URL)
    c.setopt(c.CONNECT_ONLY, 1)
    c.perform()
    return c
`;

export const native = casesOf('native', [
  {
    name: 'ctypes-load',
    title: 'ctypes: the load of libc is told',
    suspect: `
import ctypes
def deed(): ctypes.CDLL("libc.so.6").getpid()
`,
    expected: [{ operation: 'native.load', target: 'libc.so.6' }],
  },
  {
    name: 'ctypes-connect',
    title: 'ctypes: connect of libc',
    suspect: `${connectByLibc}\ndef deed(): connect_by(ctypes.CDLL(None))\n`,
    expected: [{ operation: 'native.load', target: '*/bin/python' }, connects(byNative)],
  },
  {
    name: 'ctypes-pythonapi',
    title: 'ctypes: connect of libc by ctypes.pythonapi, which is there without a load',
    suspect: `${connectByLibc}\ndef deed(): connect_by(ctypes.pythonapi)\n`,
    expected: [{ operation: 'native.load', target: '*/bin/python' }, connects(byNative)],
  },
  {
    name: 'ctypes-udp',
    title: 'ctypes: a connected UDP socket of libc',
    suspect: `${connectByLibc}\ndef deed(): connect_by(ctypes.CDLL("libc.so.6"), 2)\n`,
    expected: [connects(byNative)],
  },
  {
    name: 'ctypes-fork',
    title: 'ctypes: connect of libc in a forked child, which says nothing else',
    suspect: `
${connectByLibc}
import os
def deed():
    libc = ctypes.CDLL(None)
    if os.fork() == 0:
        connect_by(libc)
        os._exit(0)
    os.wait()
`,
    expected: [connects(byNative)],
  },
  {
    name: 'ctypes-beside-numpy',
    title: 'ctypes: connect of libc, where the application has native code that asks for no network (numpy)',
    needs: ['numpy'],
    suspect: `${connectByLibc}\ndef deed(): connect_by(ctypes.CDLL(None))\n`,
    app: 'import numpy, suspect.ctypes_beside_numpy as it\nit.deed()\n',
    expected: [connects(byNative)],
  },
  {
    name: 'ctypes-beside-curl',
    title:
      'ctypes: connect of libc, where the application has native code for the network too (pycurl): nobody is named',
    needs: ['pycurl'],
    suspect: `${connectByLibc}\ndef deed(): connect_by(ctypes.CDLL(None))\n`,
    app: 'import pycurl, suspect.ctypes_beside_curl as it\nit.deed()\n',
    expected: [connects({ culprit: null, chain: ['suspect', 'pycurl'], ...byNative })],
  },
  {
    name: 'ctypes-then-told',
    title: 'the suspect has libc in hand, and the application connects by Python: that is told by Python alone',
    suspect: 'import ctypes\ndef deed(): ctypes.CDLL(None).getpid()\n',
    app: `
import os, socket, time, suspect.ctypes_then_told as it
it.deed()
s = socket.create_connection(("127.0.0.1", int(os.environ["ATTRIBUTION_PORT"])))
time.sleep(${holdS})
`,
    expected: [connects({ culprit: null, chain: [] })],
  },
  {
    name: 'deaf-hook',
    title:
      'the suspect makes the hook deaf and connects by Python: the kernel shows that the hook is silent, not by whom',
    suspect: `
import os, socket, subprocess, sys, time
class Path:
    def __fspath__(self):
        caller = sys._getframe(1)
        if caller.f_globals.get("__name__") == "_culprit.hook": caller.f_globals["_handlers"].clear()
        return os.curdir
def deed():
    subprocess.run(["true", Path()])
    connection = socket.create_connection(("127.0.0.1", PORT))
    time.sleep(${holdS + 1.5})
`,
    expected: [
      connects({ culprit: null, chain: [], confidence: 'unknown' }),
      { operation: 'hook.tamper', target: '127.0.0.1:*', culprit: null, chain: [], confidence: 'unknown' },
    ],
  },
  {
    name: 'ctypes-open',
    title: 'ctypes: open of libc',
    suspect: `
import ctypes
def deed(): ctypes.CDLL(None).open(KEY.encode(), 0)
`,
    expected: [opensKey({ confidence: 'native' })],
    unknownByDesign:
      'libc is called directly, and CPython audits nothing there; that it was taken in hand is told (native.load). A file is read and closed in less time than lies between two looks at the kernel’s tables',
  },
  {
    name: 'extension-load',
    title: 'a compiled extension of a package: its load is told',
    needs: ['uvloop'],
    suspect: 'def deed(): import uvloop.loop\n',
    expected: [{ operation: 'native.load', target: '*linux-gnu.so', chain: ['uvloop', 'suspect'] }],
  },
  {
    name: 'extension-connect',
    title: 'a compiled extension of the suspect that connects by itself',
    needsCompiler: true,
    suspect: `
import time
def deed():
    import suspect._beacon
    suspect._beacon.deed(PORT)
    time.sleep(${holdS})
`,
    expected: [connects(byNative)],
  },
  {
    name: 'pycurl',
    title: 'pycurl',
    needs: ['pycurl'],
    suspect: `
${connectByCurl}
def deed():
    c = connect_by_curl()
    time.sleep(${holdS})
`,
    expected: [connects({ chain: ['pycurl', 'suspect'], ...byNative })],
  },
  {
    name: 'pycurl-application',
    title: 'pycurl, by the application: its native code acts for whoever imported it',
    needs: ['pycurl'],
    app: `
import os
URL = "http://127.0.0.1:%s/" % os.environ["ATTRIBUTION_PORT"]
${connectByCurl}
c = connect_by_curl()
time.sleep(${holdS})
`,
    expected: [connects({ culprit: null, chain: ['pycurl'], ...byNative })],
  },
  {
    name: 'curl-cffi',
    title: 'curl_cffi.requests.get: told at its Python entry, and nothing more',
    needs: ['curl_cffi'],
    suspect: `
import curl_cffi.requests, time
def deed():
    with curl_cffi.requests.Session() as session:
        session.get(URL, timeout=5)
        time.sleep(${holdS})
`,
    expected: [{ operation: 'net.request', target: '127.0.0.1', chain: ['curl-cffi', 'suspect'] }],
    untold: ['net.connect'],
  },
]);
