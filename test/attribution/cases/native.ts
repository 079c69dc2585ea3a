/** The deed is done by code that is no Python. */
import { casesOf, connects, opensKey } from '../case.ts';

const noEvent =
  'libc is called directly, and CPython audits nothing there; the load of the library is told. Only a look at the kernel’s own tables could show it';

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
    suspect: `
import ctypes, socket, struct
def deed():
    libc = ctypes.CDLL(None)
    fd = libc.socket(2, 1, 0)
    address = struct.pack("=HH4s8x", 2, socket.htons(PORT), socket.inet_aton("127.0.0.1"))
    libc.connect(fd, address, len(address))
`,
    expected: [connects({ confidence: 'native' })],
    unknownByDesign: noEvent,
  },
  {
    name: 'ctypes-open',
    title: 'ctypes: open of libc',
    suspect: `
import ctypes
def deed(): ctypes.CDLL(None).open(KEY.encode(), 0)
`,
    expected: [opensKey({ confidence: 'native' })],
    unknownByDesign: noEvent,
  },
  {
    name: 'extension-load',
    title: 'a compiled extension of a package: its load is told',
    needs: ['uvloop'],
    suspect: 'def deed(): import uvloop.loop\n',
    expected: [{ operation: 'native.load', target: '*linux-gnu.so', chain: ['uvloop', 'suspect'] }],
  },
  {
    name: 'pycurl',
    title: 'pycurl',
    needs: ['pycurl'],
    suspect: `
import pycurl
def deed():
    c = pycurl.Curl()
    c.setopt(c.URL, URL)
    c.setopt(c.WRITEFUNCTION, len)
    c.perform()
`,
    expected: [{ operation: 'net.request', target: '127.0.0.1', chain: ['pycurl', 'suspect'] }],
    unknownByDesign: noEvent,
  },
  {
    name: 'curl-cffi',
    title: 'curl_cffi.requests.get: told at its Python entry',
    needs: ['curl_cffi'],
    suspect: `
import curl_cffi.requests
def deed(): curl_cffi.requests.get(URL, timeout=5)
`,
    expected: [{ operation: 'net.request', target: '127.0.0.1', chain: ['curl-cffi', 'suspect'] }],
  },
]);
