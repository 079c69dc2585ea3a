"""Names: of hosts what a program looked up or asked for, not the address that it ended up at; of files where they are.

A connection's name has three sources: the answers of name lookups, what a proxy is asked for, the name given to TLS.
All of it stands in this one file, because every module costs each start of Python its share.
"""

import _functools  # type: ignore[import-not-found]
import _thread
import itertools
import os
import sys

from . import causes, stack

__all__ = [
    "Names",
    "asked_of_proxy",
    "folder_of",
    "is_address",
    "path_of_descriptor",
    "settled",
    "split_url",
    "sqlite_file",
    "text",
]

if False:
    from types import CodeType, FrameType, ModuleType
    from typing import Any, Callable

_MAX_NAMES = 4096  # of each table
# Frames whose constants are looked through for an address that the program wrote out.
_MAX_CALLERS = 24
_get_ident = _thread.get_ident
_getframe = sys._getframe
_flatten = itertools.chain.from_iterable
_starmap = itertools.starmap
_readlink = os.readlink
_realpath = os.path.realpath
_listdir = os.listdir
_fstat = os.fstat
_stat = os.stat

_OWN_PROCESS = ("/proc/self", "/proc/thread-self")
_MAX_DESCRIPTORS = 512


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
    return text(host), number if number < 65536 else default


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


# Files


def path_of_descriptor(descriptor: int) -> str:
    """Where the file or folder of a descriptor of this process lies; empty where nobody says (Linux does)."""
    try:
        path = _readlink("/proc/self/fd/%d" % descriptor)
    except OSError:
        return ""
    return _existing(path)


def _existing(path: str) -> str:
    """What a link of /proc says, if that is a path."""
    return (path[: -len(" (deleted)")] if path.endswith(" (deleted)") else path) if path[:1] == "/" else ""


def settled(path: str) -> str:
    """An absolute path without . and .., as the system goes it: what stands before a .. may be a link to elsewhere.

    What a process has of its own in /proc is followed: to nobody else does it lead to the same file.
    """
    whole = ""
    for part in path.split("/"):
        if part == "..":
            try:
                _readlink(whole)
                whole = _realpath(whole)
            except (OSError, ValueError):
                pass  # no link
            whole = whole.rpartition("/")[0]
        elif part and part != ".":
            folder, whole = whole, whole + "/" + part
            if folder == "/dev/fd":
                whole = path_of_descriptor(int(part)) if part.isdigit() else ""
                whole = whole or folder + "/" + part
            elif folder.startswith("/proc/"):
                whole = _followed(folder, part)
    return whole or "/"


def _followed(folder: str, part: str) -> str:
    whole = folder + "/" + part
    of, _, last = folder.rpartition("/")
    if part not in ("cwd", "root", "exe") and last != "fd":
        return whole
    process = (folder if last != "fd" else of).partition("/task/")[0]
    if process not in _OWN_PROCESS and process != "/proc/%d" % os.getpid():
        return whole  # another process's, which may have another root
    try:
        found = _existing(_readlink(whole))
    except (OSError, ValueError):
        return whole
    return found.rstrip("/") if found else whole


def folder_of(path: str, frame: "FrameType") -> "str | None":
    """The folder in which os.open() looks for a relative path: empty is the working folder; None can't be known.

    CPython audits the path alone, without its dir_fd. So: what the caller's instruction says of it; else which folders
    are open, which of their descriptors the caller has at hand, and in which of them there is such a file.
    """
    keywords, variable = _call_of(frame)
    if keywords is None:  # f(*arguments, **keywords)
        has_descriptor = _mentions(frame.f_code, "dir_fd")
    else:
        has_descriptor = "dir_fd" in keywords or ("opener" in keywords and _mentions(frame.f_code, "dir_fd"))
    if not has_descriptor and _is_in(None, path):
        return ""
    exact = stack.local(frame, variable) if variable else None
    if type(exact) is int:
        return path_of_descriptor(exact) or None
    folders = _open_folders()
    if not folders:
        return None if has_descriptor and folders is None else ""
    at_hand = stack.local_values(frame) if has_descriptor else []
    chosen = [value for value in dict.fromkeys(filter(_is_number, at_hand)) if value in folders] or list(folders)
    if len(chosen) > 1 or not has_descriptor:
        chosen = [descriptor for descriptor in chosen if _is_in(descriptor, path)]
    if len(chosen) == 1:
        return folders[chosen[0]]
    return None if chosen or has_descriptor else ""


def _is_number(value: object) -> bool:
    return type(value) is int


class _Call:
    """How this interpreter's bytecode calls with keywords: read off a call of our own, for each version has its own."""

    def __init__(self) -> None:
        self.at = 0
        self.spread_at = 0

        def call(look: "Any", spread: "Any", path: tuple, keywords: dict, folder: object) -> None:
            look(path, 1, dir_fd=folder)
            spread(*path, **keywords)

        # By way of C, as os.open is: where Python calls Python, a frame tells another position.
        call(_functools.partial(self._look), _functools.partial(self._look_spread), (), {}, None)
        code = call.__code__
        steps = code.co_code
        self.call = steps[self.at]
        self.spread = steps[self.spread_at]
        # Before the call stands the instruction that names the keywords, and before that what puts the last value.
        names_at = self.at - 2
        while names_at > 0 and not (_const(code, steps[names_at + 1]) == ("dir_fd",) and steps[names_at]):
            names_at -= 2
        self.back = self.at - names_at if names_at > 2 else 0  # 0: a version that says it in yet another way
        self.names = steps[names_at]
        self.load = steps[names_at - 2]

    def _look(self, *_arguments, **_keywords):  # type: ignore[no-untyped-def]
        self.at = _getframe(1).f_lasti

    def _look_spread(self, *_arguments, **_keywords):  # type: ignore[no-untyped-def]
        self.spread_at = _getframe(1).f_lasti


_forms: "list[_Call]" = []
# What the instruction at (id(code), place) says, with that code, held so that its id stays its own.
_calls: "dict[tuple[int, int], tuple[CodeType, tuple | None, str]]" = {}


def _call_of(frame: "FrameType") -> "tuple[tuple | None, str]":
    """The keywords of the call that a frame is in the middle of, None where its instruction doesn't say them; and the
    variable that the last of them, if it is dir_fd, is the value of, empty where it is no simple one."""
    code, at = frame.f_code, frame.f_lasti
    known = _calls.get((id(code), at))
    if known is None:
        known = (code, *_read_call(code, at))
        _keep(_calls, (id(code), at), known)
    return known[1:]


def _read_call(code: "CodeType", at: int) -> "tuple[tuple | None, str]":
    if not _forms:
        _forms.append(_Call())
    form = _forms[0]
    steps = code.co_code
    if steps[at] == form.spread or not form.back:
        return None, ""
    if steps[at] != form.call or at < form.back or steps[at - form.back] != form.names:
        return (), ""
    keywords = _const(code, steps[at - form.back + 1])
    before = at - form.back - 2
    if keywords[-1:] == ("dir_fd",) and before >= 0 and steps[before] == form.load:
        number = steps[before + 1]
        return keywords, code.co_varnames[number] if number < len(code.co_varnames) else ""
    return keywords, ""


def _const(code: "CodeType", number: int) -> "tuple":
    """The tuple among the constants with this number, or with the same low byte; empty where there is none."""
    for const in code.co_consts[number::256]:
        if type(const) is tuple and const and type(const[0]) is str:
            return const
    return ()


def _open_folders() -> "dict[int, str] | None":
    """Descriptors of folders that this process has open, and where those are; None where the system doesn't say."""
    try:
        descriptors = _listdir("/proc/self/fd")
    except OSError:
        return None
    found: "dict[int, str]" = {}
    for text_of_number in descriptors[:_MAX_DESCRIPTORS]:
        descriptor = int(text_of_number)
        try:
            if _fstat(descriptor).st_mode & 0o170000 == 0o040000:
                found[descriptor] = path_of_descriptor(descriptor)
        except OSError:
            pass  # the one that listed them
    return {descriptor: path for descriptor, path in found.items() if path}


def _is_in(descriptor: "int | None", path: str) -> bool:
    try:
        _stat(path, dir_fd=descriptor, follow_symlinks=False)
    except (OSError, ValueError, NotImplementedError):
        return False
    return True


def _mentions(code: "CodeType", word: str) -> bool:
    """Whether code has this word for a name, or for the keyword of a call."""
    for const in code.co_consts:
        for part in const if type(const) is tuple else (const,):
            if type(part) is str and part == word:
                return True
    return word in code.co_names or word in code.co_varnames or word in code.co_freevars


def sqlite_file(database: object) -> "tuple[object, int]":
    """The file that SQLite is given, by path or URI, and how it opens it: 1 to read, 3 to read and write.

    The file is empty text where the database is in memory.
    """
    if type(database) is bytes:
        database = os.fsdecode(database)
    if type(database) is not str:
        return database, 3
    if database == ":memory:":
        return "", 0
    if not database.startswith("file:"):
        return database, 3
    path, _, query = database[5:].partition("#")[0].partition("?")
    if path.startswith("//"):
        path = "/" + path[2:].partition("/")[2]  # after the authority, which is empty or localhost
    access = 3
    for parameter in query.split("&"):
        if parameter == "mode=memory" or path == ":memory:":
            return "", 0
        if parameter in ("mode=ro", "immutable=1"):
            access = 1
    first, *escaped = os.fsencode(path).split(b"%")
    try:
        return os.fsdecode(first + b"".join(bytes((int(part[:2], 16),)) + part[2:] for part in escaped)), access
    except ValueError:
        return path, access


# Hosts


def _keep(table: "dict", key: object, value: object) -> None:
    """Remember, and forget a quarter of what is oldest once there is too much."""
    if len(table) >= _MAX_NAMES:
        for old in list(table)[: _MAX_NAMES // 4]:
            table.pop(old, None)
    table[key] = value


def _is_in_loop() -> bool:
    events = sys.modules.get("asyncio.events")
    return events is not None and events._get_running_loop() is not None


def _is_written_out(address: str, frame: "FrameType | None") -> bool:
    """Whether this very text is a constant of code on the stack, or a global that such code names."""
    for _ in range(_MAX_CALLERS):
        if frame is None:
            break
        code = frame.f_code
        for const in code.co_consts:
            if const is address:
                return True
            if type(const) is tuple:
                for part in const:
                    if part is address:
                        return True
        names = frame.f_globals
        for name in code.co_names:
            if names.get(name) is address:
                return True
        frame = frame.f_back
    return False


def _answering(module: "ModuleType", name: str, learn: "Callable[[object, Any], None]") -> object:
    """In place of a builtin of one argument: calls it, and then `learn(argument, answer)`.

    Nothing of ours may stand in the traceback of a lookup that fails, so nothing of ours may call the builtin.
    reduce(divmod, (asking, builtin, learning), host) divides the host by each in turn. None of them, nor a text, knows
    how to divide; so C calls what the right side has for that: a function that notes the host and hands it on, the
    builtin itself, a function that learns and hands the answer on.
    """
    builtin = getattr(module, name)
    pending: "dict[int, object]" = {}

    def asking(_self, host):  # type: ignore[no-untyped-def]
        pending[_get_ident()] = host
        return host

    def learning(_self, answer):  # type: ignore[no-untyped-def]
        try:
            learn(pending.pop(_get_ident(), None), answer)
        except Exception:
            pass  # the connection is then named by its address
        return answer

    steps = tuple(
        # None for __array_ufunc__: a text of numpy's leaves dividing to the right side, too.
        type("", (), {"__rdivmod__": step, "__array_ufunc__": None})()
        for step in (asking, builtin, learning)
    )
    call = _functools.partial(_functools.reduce, divmod, steps)
    names = {"__module__": builtin.__module__, "__doc__": builtin.__doc__}
    kind = type(
        type(builtin).__name__,
        (),
        {
            "__call__": staticmethod(call),
            "__repr__": lambda _self: repr(builtin),
            "__reduce__": lambda _self: name,  # as a builtin is pickled: by its name
            **names,
        },
    )
    telling = kind()
    telling.__dict__.update(names, __name__=name, __qualname__=name, __self__=module)
    return telling


class Names:
    """Which name led to an address, remembered from lookups.

    A program that connects to what a lookup gave it hands over the very text object of the answer: that tells which of
    several names on one address it meant, and an answer from an address that the program wrote out itself. Where it
    made a new text of it, the name that this thread looked up counts.
    """

    def __init__(self) -> None:
        # id(text of an address) → (that text, held so that its id stays its own; the name, empty of a literal address)
        self._by_object: "dict[int, tuple[str, str]]" = {}
        self._by_thread: "dict[tuple[int, str], str]" = {}
        self._led: "dict[tuple[str, str], bool]" = {}
        self._looked_up: "dict[str, bool]" = {}
        self._asked: "dict[str, bool]" = {}
        self._connected: "dict[tuple[str, int], str]" = {}

    def learn(self, name: str, addresses: "list[str]", is_of_thread: bool = True) -> None:
        """A lookup of `name` gave these addresses; one that an event loop made is not of its thread alone."""
        ident = _get_ident()
        for address in addresses:
            _keep(self._by_object, id(address), (address, name))
            if is_of_thread:
                _keep(self._by_thread, (ident, address), name)
            _keep(self._led, (name, address), True)
        _keep(self._looked_up, name, True)

    def asked(self, name: str) -> None:
        """A proxy, or a loop of its own, is asked for this name: TLS need not tell it again."""
        _keep(self._asked, name, True)

    def was_asked(self, name: str) -> bool:
        """Whether a proxy, or a loop of its own, was asked for this name in a way that we saw."""
        return name in self._asked

    def was_looked_up(self, name: str) -> bool:
        """Whether a lookup gave addresses for this name."""
        return name in self._looked_up

    def led(self, name: str, address: str) -> bool:
        """Whether a lookup of this name gave this address."""
        return (name, address) in self._led

    def connected(self, address: str, port: int, name: str) -> None:
        """A connection to this address is told by this name (empty where it has none)."""
        _keep(self._connected, (address, port), name)

    def told(self, address: str, port: int) -> str:
        """The name that the last connection to this address was told by; empty where it had none."""
        return self._connected.get((address, port), "")

    def of(self, address: str, frame: "FrameType | None") -> str:
        """The name that led to this address, which this frame connects to; empty where there is none."""
        answered = self._by_object.get(id(address))
        if answered is not None:
            return answered[1]
        name = self._by_thread.get((_get_ident(), address), "")
        if name and _is_in_loop():
            return ""  # many things happen in this thread: which of them looked it up is not known
        if name and _is_written_out(address, frame):
            _keep(self._by_object, id(address), (address, ""))
            return ""
        return name

    def patch_socket(self, module: "ModuleType") -> None:
        """Learn from the answers of lookups: their audit events come before the answer."""
        low = module._socket
        lookup = low.getaddrinfo
        user = module.getaddrinfo.__code__

        def getaddrinfo(lookup, *args, **kwargs):  # type: ignore[no-untyped-def]
            host = args[0] if args else None
            if kwargs or _getframe(1).f_code is not user:
                return self._learn_all(host, lookup(*args, **kwargs))
            # socket.getaddrinfo goes through the answer once, in a `for`. Handing it an iterator of C that looks up
            # when it is asked keeps this function out of the program's stack: where a lookup fails, the traceback is
            # the one that it would be without us.
            return _flatten(map(lambda answer: self._learn_all(host, answer), _starmap(lookup, (args,))))  # noqa: C417

        low.getaddrinfo = causes.in_place_of(lookup, getaddrinfo)
        for name in ("gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
            if hasattr(low, name):
                telling = _answering(low, name, self._learn_hosts)
                setattr(low, name, telling)
                setattr(module, name, telling)

    def _learn_all(self, host: object, answer: "list[tuple]", is_of_thread: bool = True) -> "list[tuple]":
        """Learn from what getaddrinfo answered."""
        try:
            self._learn_answer(host, [entry[4][0] for entry in answer[:64]], is_of_thread)
        except Exception:
            pass  # the connection is then named by its address
        return answer

    def _learn_hosts(self, host: object, answer: "str | tuple") -> None:
        """Learn from what gethostbyname and its like answered."""
        self._learn_answer(host, [answer] if isinstance(answer, str) else answer[2][:64])

    def _learn_answer(self, host: object, addresses: "list", is_of_thread: bool = True) -> None:
        name = text(host)
        found = [address for address in addresses if type(address) is str]
        if name and not is_address(name):
            self.learn(name, found, is_of_thread)
            return
        # Asked for an address, it answers with that address, in a text of its own.
        name = self._by_object.get(id(host), (None, ""))[1] if name else ""
        for address in found:
            if id(address) not in self._by_object:
                _keep(self._by_object, id(address), (address, name))

    def patch_http(
        self,
        module: "ModuleType",
        tunnelled: "Callable[[str, int, object, FrameType], None]",
        sent: "Callable[[object, bytes, FrameType], None]",
    ) -> None:
        """Before Python 3.10 nothing audits what a proxy is asked for: call `tunnelled(host, port, connection, frame)`
        and `sent(connection, head of a request, frame)`."""
        connection = module.HTTPConnection
        set_tunnel = connection.set_tunnel

        def telling(self, host, port=None, headers=None):  # type: ignore[no-untyped-def]
            set_tunnel(self, host, port, headers)
            try:
                tunnelled(text(self._tunnel_host), self._tunnel_port or 443, self, _getframe(1))
            except Exception:
                pass  # TLS names it, if it gets that far

        telling.__name__ = "set_tunnel"
        telling.__qualname__ = "HTTPConnection.set_tunnel"
        connection.set_tunnel = telling
        connection.send = _Sent(connection.send, sent)

    def patch_ssl(self, module: "ModuleType", secured: "Callable[[str, object, FrameType], None]") -> None:
        """Call `secured(name, socket or None, frame)` for each TLS client connection, before its handshake.

        SSLContext inherits both methods from C; what is put before them tells when one is looked up, which is just
        before it is called, and leaves no frame of ours where the call fails.
        """
        context = module.SSLContext
        for method in ("_wrap_socket", "_wrap_bio"):
            setattr(context, method, _LookedUp(getattr(context, method), method == "_wrap_socket", secured))

    @staticmethod
    def patch_sslproto(module: "ModuleType", secured: "Callable[[str, object, FrameType], None]") -> None:
        """Up to Python 3.10 asyncio's TLS begins in the loop, where nobody's stack is: tell it where it is prepared."""
        module.SSLProtocol._server_hostname = _ServerHostname(secured)

    @staticmethod
    def patch_curl(module: "ModuleType", requesting: "Callable[[str, FrameType], None]") -> None:
        """curl_cffi's requests are made by libcurl, and nothing audits them: call `requesting(URL, caller's frame)`."""
        curl = module.Curl
        setopt = curl.setopt

        def telling(self, option, value, *args, **kwargs):  # type: ignore[no-untyped-def]
            try:
                if int(option) == 10002:  # CURLOPT_URL
                    url = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                    requesting(url, _getframe(1))
            except Exception:
                pass  # it goes untold
            return setopt(self, option, value, *args, **kwargs)

        telling.__name__ = "setopt"
        telling.__qualname__ = "Curl.setopt"
        telling.__doc__ = setopt.__doc__
        curl.setopt = telling

    def patch_aiohttp_resolver(self, module: "ModuleType") -> None:
        """aiohttp's resolvers make new texts of the addresses that they hear of: learn from what they hand on."""
        result = getattr(module, "ResolveResult", None)
        if result is None:
            return  # before aiohttp 3.10

        def telling(*args, **kwargs):  # type: ignore[no-untyped-def]
            entry = result(*args, **kwargs)
            try:
                self._learn_answer(entry["hostname"], [entry["host"]], is_of_thread=False)
            except Exception:
                pass  # the connection is then named by its address
            return entry

        _looks_like(telling, result)
        module.ResolveResult = telling  # type: ignore[attr-defined]

    def patch_uvloop(
        self,
        module: "ModuleType",
        connecting: "Callable[[object, FrameType], None]",
        looking: "Callable[[object, object, FrameType], None]",
    ) -> None:
        """uvloop connects and looks up by itself, and nothing audits that: call `connecting(address, frame of the
        caller)`, `looking(host, port, frame)`, and learn from the answers."""
        loop = module.Loop
        create_connection = loop.create_connection
        create_unix_connection = loop.create_unix_connection
        lookup = loop.getaddrinfo

        def connect(self, protocol_factory, host=None, port=None, **kwargs):  # type: ignore[no-untyped-def]
            try:
                if host is not None:
                    connecting((host, port if type(port) is int else 0), _getframe(1))
            except Exception:
                pass  # it goes untold
            return create_connection(self, protocol_factory, host, port, **kwargs)

        def connect_unix(self, protocol_factory, path=None, **kwargs):  # type: ignore[no-untyped-def]
            try:
                if path is not None:
                    connecting(os.fsdecode(path), _getframe(1))
            except Exception:
                pass  # as above
            return create_unix_connection(self, protocol_factory, path, **kwargs)

        async def getaddrinfo(self, host, port, **kwargs):  # type: ignore[no-untyped-def]
            try:
                looking(host, port, _getframe(1))
            except Exception:
                pass  # as above
            return self_names._learn_all(host, await lookup(self, host, port, **kwargs), is_of_thread=False)

        self_names = self
        for telling, original in (
            (connect, create_connection),
            (connect_unix, create_unix_connection),
            (getaddrinfo, lookup),
        ):
            for name in ("__name__", "__qualname__", "__doc__"):
                setattr(telling, name, getattr(original, name))
            setattr(loop, original.__name__, telling)


class _Sent:
    """http.client's send(), which tells when it is looked up to send the head of a request."""

    def __init__(self, send: "Callable", sent: "Callable[[object, bytes, FrameType], None]") -> None:
        self._send = send
        self._sent = sent

    def __get__(self, connection: object, owner: "type | None" = None) -> "Callable":
        if connection is None:
            return self._send
        try:
            frame = _getframe(1)
            head = stack.local(frame, "msg") if frame.f_code.co_name == "_send_output" else None
            if type(head) is bytes:
                self._sent(connection, head, frame)
        except Exception:
            pass  # TLS names it, if it gets that far
        return self._send.__get__(connection, owner)  # type: ignore[no-any-return]


class _ServerHostname:
    """An attribute that tells when a client's name is put there."""

    def __init__(self, secured: "Callable[[str, object, FrameType], None]") -> None:
        self._secured = secured

    def __get__(self, protocol: "Any", owner: "type | None" = None) -> object:
        return self if protocol is None else protocol.__dict__.get("_server_hostname")

    def __set__(self, protocol: "Any", name: object) -> None:
        protocol.__dict__["_server_hostname"] = name
        try:
            if name:
                self._secured(text(name), None, _getframe(1))
        except Exception:
            pass  # the handshake tells it


class _LookedUp:
    """A method that tells when it is looked up on a context, from the names of the function about to call it."""

    def __init__(
        self, method: "Callable", has_socket: bool, secured: "Callable[[str, object, FrameType], None]"
    ) -> None:
        self._method = method
        self._has_socket = has_socket
        self._secured = secured

    def __get__(self, context: object, owner: "type | None" = None) -> "Callable":
        if context is None:
            return self._method
        try:
            frame = _getframe(1)
            holder = stack.local(frame, "self")
            name = stack.local(frame, "server_hostname") or getattr(holder, "server_hostname", None)
            side = stack.local(frame, "server_side")
            if name and not (getattr(holder, "server_side", False) if side is None else side):
                self._secured(text(name), holder if self._has_socket else None, frame)
        except Exception:
            pass  # the connection keeps the name that it had
        return self._method.__get__(context, owner)  # type: ignore[no-any-return]


def text(host: object) -> str:
    """A host as DNS has it: lower case, without a final dot, whatever type the program gave; empty where it is none."""
    if type(host) is bytes or type(host) is bytearray:
        host = bytes(host).decode("ascii", "replace")
    elif isinstance(host, str):
        host = str.__str__(host)  # a subclass may say anything
        if not host.isascii():
            try:
                # The very codec with which Python looks names up: others read a name in another way.
                host = host.encode("idna").decode("ascii")
            except Exception:
                pass  # no name that could be looked up: told as it is
    else:
        return ""
    return host.lower().rstrip(".")[:255]


# Libraries that go by a proxy in a way that no audit event shows. Each takes its module, and `relaying(host, port,
# proxy, port of the proxy, frame)`, or `looking(host, port, frame)`.


def _patch_httpcore(module: "ModuleType", relaying: "Callable") -> None:
    """httpcore's connections by a proxy (HTTP or SOCKS) are each made for one host."""
    for name in ("_sync.http_proxy", "_sync.socks_proxy", "_async.http_proxy", "_async.socks_proxy"):
        proxies = sys.modules.get(module.__name__ + "." + name)
        for kind in list(vars(proxies).values()) if proxies else ():
            if isinstance(kind, type) and kind.__module__.endswith(name) and kind.__name__.endswith("Connection"):
                _relaying(kind, relaying)


def _relaying(kind: "Any", relaying: "Callable") -> None:
    init = kind.__init__

    def __init__(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        init(self, *args, **kwargs)
        try:
            remote, proxy = self._remote_origin, self._proxy_origin
            relaying(text(remote.host), remote.port or 0, text(proxy.host), proxy.port or 0, _getframe(1))
        except Exception:
            pass  # TLS names it, if it gets that far

    _looks_like(__init__, init)
    kind.__init__ = __init__


class _ProxyHost:
    """What python_socks' proxies connect to first, read in the function that knows what they are asked for then."""

    def __init__(self, relaying: "Callable") -> None:
        self._relaying = relaying

    def __get__(self, proxy: "Any", owner: "type | None" = None) -> object:
        if proxy is None:
            return self
        if "_proxy_host" not in proxy.__dict__:
            raise AttributeError("_proxy_host")
        host = proxy.__dict__["_proxy_host"]
        try:
            frame = _getframe(1)
            asked = stack.local(frame, "dest_host")
            if asked and stack.local(frame, "e") is None:  # not of the sentence that says what failed
                self._relaying(text(asked), stack.local(frame, "dest_port"), text(host), proxy._proxy_port, frame)
        except Exception:
            pass  # as above
        return host

    def __set__(self, proxy: "Any", host: object) -> None:
        proxy.__dict__["_proxy_host"] = host


def _patch_python_socks(module: "ModuleType", relaying: "Callable") -> None:
    """python_socks: nothing of ours stands around connect(), so that its failures look as they do without us."""
    for kind in list(vars(module).values()):
        if isinstance(kind, type) and kind.__module__ == module.__name__ and kind.__name__.endswith("Proxy"):
            kind._proxy_host = _ProxyHost(relaying)  # type: ignore[attr-defined]


def _patch_aiohttp(module: "ModuleType", relaying: "Callable") -> None:
    """aiohttp's requests that go by an HTTP proxy."""
    connector = module.TCPConnector
    create = connector._create_proxy_connection

    def telling(self, req, *args, **kwargs):  # type: ignore[no-untyped-def]
        try:
            url, proxy = req.url, req.proxy
            relaying(text(url.host), url.port or 0, text(proxy.host), proxy.port or 0, _getframe(1))
        except Exception:
            pass  # as above
        return create(self, req, *args, **kwargs)

    _looks_like(telling, create)
    connector._create_proxy_connection = telling


def _patch_pycares(module: "ModuleType", looking: "Callable") -> None:
    """pycares (and aiodns over it) asks name servers by itself."""
    channel = module.Channel
    for name in ("getaddrinfo", "gethostbyname", "query", "search"):
        if hasattr(channel, name):
            setattr(channel, name, _looking(getattr(channel, name), looking))


def _looking(method: "Any", looking: "Callable") -> object:
    def telling(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        try:
            looking(args[0] if args else kwargs.get("host", kwargs.get("name")), 0, _getframe(1))
        except Exception:
            pass  # it goes untold
        return method(self, *args, **kwargs)

    _looks_like(telling, method)
    return telling


def _looks_like(telling: "Any", original: "Any") -> None:
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(telling, name, getattr(original, name))
    telling.__wrapped__ = original


RELAYING: "dict[str, Callable]" = {
    "httpcore": _patch_httpcore,
    "aiohttp.connector": _patch_aiohttp,
}
for _part in ("sync", "async_.asyncio", "async_.trio", "async_.anyio"):
    for _version in ("", ".v2"):
        RELAYING["python_socks.%s%s._proxy" % (_part, _version)] = _patch_python_socks
LOOKING: "dict[str, Callable]" = {"pycares": _patch_pycares}
