"""Names of connections: what a program looked up or asked for, not the address that it ended up at.

Three sources: the answers of name lookups, the request that asks a proxy to connect, the name given to TLS.
"""

import _thread
import itertools
import sys

from . import causes, stack

__all__ = ["Names", "asked_of_proxy", "is_address", "split_url"]

if False:
    from types import FrameType, ModuleType
    from typing import Callable

_MAX_NAMES = 4096
_get_ident = _thread.get_ident
_flatten = itertools.chain.from_iterable
_starmap = itertools.starmap


def is_address(host: str) -> bool:
    """Whether a host is a literal IPv4 or IPv6 address (a name has a letter; an IPv6 address has a colon)."""
    return ":" in host or (host.replace(".", "").isdigit() and host != "")


def split_url(url: str) -> "tuple[str, str, int] | None":
    """Scheme, host (lower case) and port of a URL, whose path and query are never looked at; None of no URL."""
    scheme, separator, rest = url.partition("://")
    scheme = scheme.lower()
    if not separator or len(scheme) > 32:
        return None
    for end in "/?#\\":
        rest = rest.partition(end)[0]
    return (scheme,) + _host_port(rest.rpartition("@")[2], {"https": 443, "http": 80, "ftp": 21}.get(scheme, 0))


def _host_port(authority: str, default: int) -> "tuple[str, int]":
    """Split "host:port", "[v6]:port" or "host"."""
    authority = authority.strip()
    if authority.startswith("["):
        host, _, port = authority[1:].partition("]")
        port = port.lstrip(":")
    elif authority.count(":") == 1:
        host, _, port = authority.partition(":")
    else:
        host, port = authority, ""
    number = int(port) if port.isdigit() and len(port) < 6 else default
    return host.lower()[:255], number if number < 65536 else default


def asked_of_proxy(data: bytes) -> "tuple[str, int] | None":
    """The host and port that the head of an HTTP request asks a proxy for: CONNECT, or a URL as its target."""
    line = data[:2048].partition(b"\r\n")[0].split(b" ")
    if len(line) < 2:
        return None
    target = line[1].decode("latin-1")
    if line[0] == b"CONNECT":
        return _host_port(target, 443)
    if target[:7].lower() in ("http://", "https:/"):
        url = split_url(target)
        return url and url[1:]
    return None


class Names:
    """Which name led to an address, remembered from lookups.

    A program that connects to what a lookup gave it hands over the very text object of the answer, so that tells
    which of several names on one address it meant. Where a library made a new text of it, the thread's own lookups
    come first.
    """

    def __init__(self) -> None:
        # id(text of an answer) → (that text, held so that its id stays its own; the name)
        self._by_object: "dict[int, tuple[str, str]]" = {}
        self._by_thread: "dict[tuple[int, str], str]" = {}
        self._by_address: "dict[str, str]" = {}
        self._known: "dict[str, bool]" = {}

    def learn(self, name: str, addresses: "list[str]") -> None:
        """A lookup of `name` gave these addresses."""
        for table in (self._by_object, self._by_thread, self._by_address):
            if len(table) > _MAX_NAMES:
                table.clear()
        ident = _get_ident()
        for address in addresses:
            self._by_object[id(address)] = (address, name)
            self._by_thread[ident, address] = name
            self._by_address[address] = name
        self.asked(name)

    def asked(self, name: str) -> None:
        """The program connects by this name: TLS need not tell it again."""
        if len(self._known) > _MAX_NAMES:
            self._known.clear()
        self._known[name] = True

    def was_asked(self, name: str) -> bool:
        """Whether the program looked this name up, or asked a proxy for it."""
        return name in self._known

    def of(self, address: str) -> str:
        """The name that led to this address; empty where none is known."""
        answered = self._by_object.get(id(address))
        if answered is not None:
            return answered[1]
        return self._by_thread.get((_get_ident(), address)) or self._by_address.get(address) or ""

    def patch_socket(self, module: "ModuleType") -> None:
        """Learn from the answers of getaddrinfo: its audit event comes before the answer."""
        low = module._socket
        lookup = low.getaddrinfo
        user = module.getaddrinfo.__code__

        def getaddrinfo(lookup, *args, **kwargs):  # type: ignore[no-untyped-def]
            name = text(args[0]) if args else ""
            if kwargs or sys._getframe(1).f_code is not user:
                return self._learnt(name, lookup(*args, **kwargs))
            # socket.getaddrinfo goes through the answer once, in a `for`. Handing it an iterator of C that looks up
            # when it is asked keeps this function out of the program's stack: where a lookup fails, the traceback is
            # the one that it would be without us.
            return _flatten(map(lambda answer: self._learnt(name, answer), _starmap(lookup, (args,))))  # noqa: C417

        low.getaddrinfo = causes.in_place_of(lookup, getaddrinfo)

    def _learnt(self, name: str, answer: "list[tuple]") -> "list[tuple]":
        try:
            if name and not is_address(name):
                self.learn(name, [entry[4][0] for entry in answer[:64] if type(entry[4][0]) is str])
        except Exception:
            pass  # the connection is then named by its address
        return answer

    def patch_http(self, module: "ModuleType", tunnelled: "Callable[[str, int, object], None]") -> None:
        """Before Python 3.10 nothing audits what a proxy is asked for: call `tunnelled(host, port, connection)`."""
        connection = module.HTTPConnection
        set_tunnel = connection.set_tunnel

        def telling(self, host, port=None, headers=None):  # type: ignore[no-untyped-def]
            set_tunnel(self, host, port, headers)
            try:
                tunnelled(text(self._tunnel_host), self._tunnel_port or 443, self)
            except Exception:
                pass  # TLS names it, if it gets that far

        telling.__name__ = "set_tunnel"
        telling.__qualname__ = "HTTPConnection.set_tunnel"
        connection.set_tunnel = telling

    def patch_ssl(self, module: "ModuleType", secured: "Callable[[str, object], None]") -> None:
        """Call `secured(name, socket or None)` for each TLS client connection, before its handshake.

        SSLContext inherits both methods from C; what is put before them tells when one is looked up, which is just
        before it is called, and leaves no frame of ours where the call fails.
        """
        context = module.SSLContext
        for method in ("_wrap_socket", "_wrap_bio"):
            setattr(context, method, _LookedUp(getattr(context, method), method == "_wrap_socket", secured))

    @staticmethod
    def patch_curl(module: "ModuleType", requesting: "Callable[[str, FrameType], None]") -> None:
        """curl_cffi's requests are made by libcurl, and nothing audits them: call `requesting(URL, caller's frame)`."""
        curl = module.Curl
        setopt = curl.setopt

        def telling(self, option, value, *args, **kwargs):  # type: ignore[no-untyped-def]
            try:
                if int(option) == 10002:  # CURLOPT_URL
                    url = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                    requesting(url, sys._getframe(1))
            except Exception:
                pass  # it goes untold
            return setopt(self, option, value, *args, **kwargs)

        telling.__name__ = "setopt"
        telling.__qualname__ = "Curl.setopt"
        telling.__doc__ = setopt.__doc__
        curl.setopt = telling

    def patch_uvloop(self, module: "ModuleType", connecting: "Callable[[str, int, FrameType], None]") -> None:
        """uvloop connects by itself, and nothing audits that: call `connecting(host, port, frame of the caller)`."""
        loop = module.Loop
        create_connection = loop.create_connection

        def telling(self, protocol_factory, host=None, port=None, **kwargs):  # type: ignore[no-untyped-def]
            try:
                if host is not None:
                    connecting(text(host), port if type(port) is int else 0, sys._getframe(1))
            except Exception:
                pass  # it goes untold
            return create_connection(self, protocol_factory, host, port, **kwargs)

        telling.__name__ = "create_connection"
        telling.__qualname__ = "Loop.create_connection"
        telling.__doc__ = create_connection.__doc__
        loop.create_connection = telling


class _LookedUp:
    """A method that tells when it is looked up on a context, from the names of the function about to call it."""

    def __init__(self, method: "Callable", has_socket: bool, secured: "Callable[[str, object], None]") -> None:
        self._method = method
        self._has_socket = has_socket
        self._secured = secured

    def __get__(self, context: object, owner: "type | None" = None) -> "Callable":
        if context is None:
            return self._method
        try:
            frame = sys._getframe(1)
            holder = stack.local(frame, "self")
            name = stack.local(frame, "server_hostname") or getattr(holder, "server_hostname", None)
            side = stack.local(frame, "server_side")
            if name and not (getattr(holder, "server_side", False) if side is None else side):
                self._secured(text(name), holder if self._has_socket else None)
        except Exception:
            pass  # the connection keeps the name that it had
        return self._method.__get__(context, owner)  # type: ignore[no-any-return]


def text(host: object) -> str:
    """A host as text in lower case, whatever type the program gave it in; empty where it is none."""
    if type(host) is bytes or type(host) is bytearray:
        host = bytes(host).decode("ascii", "replace")
    return host.lower().rstrip(".")[:255] if type(host) is str else ""
