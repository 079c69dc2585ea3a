"""The audit hook itself: which events matter, what each says, and what is new enough to be told.

An event that nobody watches costs one look into a dictionary. A repeat (same place, same target) is counted; only
what is new has its stack walked. What could matter to a rule is told at once, the rest in passing.

The handlers stand in this one file, by kind, because every module costs each start of Python its share.
"""

import _thread
import atexit
import os
import sys
import time

from . import VERSION, causes, link, names, stack

__all__ = ["install"]

if False:
    from types import FrameType, ModuleType
    from typing import Any, Callable, TypeVar

    _Kept = TypeVar("_Kept")

# Operations of proto/hook.proto.
_FILE_OPEN, _FILE_RENAME, _FILE_REMOVE, _FILE_LIST = 1, 2, 3, 4
_DNS_LOOKUP, _NET_CONNECT, _NET_SEND, _NET_LISTEN, _NET_REQUEST = 5, 6, 7, 8, 9
_PROCESS_SPAWN, _CODE_EXEC, _NATIVE_LOAD, _HOOK_TAMPER = 10, 11, 12, 13

_READ, _WRITE = 1, 2
_MAX_EXECUTED = 1024  # each holds a code object alive
_MAX_SEEN = 8192  # distinct (what, where) that are counted instead of told again

# What is used is bound here: the program may replace any of these names later.
_getframe = sys._getframe
_get_ident = _thread.get_ident
_time = time.time
_getcwd = os.getcwd
_fsdecode = os.fsdecode
_normpath = os.path.normpath
_join = os.path.join
_isabs = os.path.isabs
_separator = os.sep
_addaudithook = sys.addaudithook
_getpgid = getattr(os, "getpgid", None)
_own_files = (__file__[: -len("hook.py")], os.path.__file__)

_IS_POSIX = os.name == "posix"
_ALIASES = ("/proc/", "/dev/fd/")
_PARTS = ("/", "/.", "/..")
_O_PATH = getattr(os, "O_PATH", 0)

_CODE = (".py", ".pyc", ".so", ".pyd")
_WRITABLE_CODE = (".py", ".pyc", ".pyw", ".zip", ".egg", ".whl", ".pyz")
_FunctionType = type(lambda: None)
_CodeType = type((lambda: None).__code__)
_IMPORTERS = ("<frozen importlib", "<frozen zipimport", "<frozen runpy")
_SYSTEM = ("/usr/", "/lib", "/proc/self/", "/sys/", "/dev/", "/etc/ld.so", "/etc/localtime", "/etc/mime.types")
_STARTUP = (".pth", ".start", "sitecustomize.py", "usercustomize.py")
# Where credentials live: hidden folders, the platforms' application folders, the system's own; and names of keys and
# stores wherever they lie. The agent knows the whole catalogue; this only decides what is told at once.
_TELLING_PARTS = ("/.", "/Library/", "\\AppData\\", "\\.", "wallet", "Login Data", "secret", "credential")
_TELLING_STARTS = ("/etc/", "/run/", "/var/run/", "/proc/", "/root/")
_TELLING_ENDS = (".pem", ".key", ".ppk", ".p12", ".pfx", ".jks", ".kdbx", ".tfvars", ".tfstate", ".session", "Cookies")

# Of ordinary files that one place opens in one folder in one way, so many are told by name. The rest are counted as
# acts on the folder, told with a separator at its end: unless a rule could care about the name or the folder.
_MAX_NAMED, _ALL = 100, -1
_REMARKABLE_STARTS = (".", "appsettings", "service-account", "service_account", "ssfn", "ssh_host")
_REMARKABLE_ENDS = _TELLING_ENDS + _WRITABLE_CODE + _STARTUP + (".env", ".ovpn", ".session-journal", ".conf", ".ini")
_REMARKABLE_NAMES = frozenset(
    """_netrc auth.toml CLAUDE.md database.yml event.json KeePass.config.xml kubeconfig local_settings.json mcp.json
    terraform.rc Unattend.xml Unattended.xml wp-config.php""".split()
)
_REMARKABLE_FOLDERS = (
    *("irefox", "hrome", "User Data", "Local Ext", "IndexedDB", "leveldb", "tdata", "Steam", "AppData", "ProgramData"),
    *("cron", "-packages", "System32", "dslocal", "runner", "PowerShell"),
)

# Functions of the C library that connect, open, or run a program.
_REACHING = frozenset(
    "connect sendto sendmsg sendmmsg socket syscall open open64 openat openat64 fopen fopen64 dlopen dlsym"
    " system popen execl execle execlp execv execve execvp posix_spawn posix_spawnp fork vfork clone".split()
)
_UNQUOTED = frozenset(" \t\r\n\"'\\")

_SWITCH = "CULPRIT_DISABLE"
_PROOF = "culprit.proof"  # an audit event of ours: whoever hears it is there
_WARY_S = 1.0  # after someone has walked over the heap, what our modules hold is compared this long

# Up to 3.8 the interpreter aborts where a program goes on after the first RecursionError without coming back up. Its
# next call would have got it, had we not been here: so there, and only there, it is handed on.
_OVERFLOW_IS_FATAL = sys.version_info < (3, 9)

_busy: "set[int]" = set()  # threads that are inside the hook: what it does itself is no activity
_seen: "dict[tuple, list]" = {}  # → the cell that counts it (link.Link)
# What opens an ordinary file again and again: (path, mode, flags, id(code)) → (cell, code). Holding the code keeps
# its id from being used again.
_opened: "dict[tuple, tuple[list, object]]" = {}
# How many more ordinary files are told of (operation, access, folder, place), and the cell of the folder.
_folders: "dict[tuple, list[Any]]" = {}
# The same for who opens them itself: (folder, mode, flags, id(code)) → (cell, code).
_opened_in: "dict[tuple, tuple[list, object]]" = {}
# What executes the same code from no file again and again: (id(code), id(code of the caller)) → (cell, both).
_executed: "dict[tuple[int, int], tuple[list, object, object]]" = {}
_untold: list = [0, 0, 0.0]  # the cell of what isn't told
_names = names.Names()
_gates: "list[ModuleType]" = []  # the gate, where there is one
_link: "link.Link" = None  # type: ignore[assignment]  # set by install
_environment: "tuple[str, ...]" = ()
_telling_starts: "tuple[str, ...]" = _TELLING_STARTS


def install(path: str, has_gate: bool = False) -> None:
    """Start reporting to the agent's socket at `path` (absolute). Once for each interpreter: there is no way back.

    With `has_gate` the agent has put the gate beside this file; it is used where it loads.
    """
    global _link, _environment, _telling_starts
    _link = link.Link(path, link.greeting(VERSION), _forget)
    _environment = tuple({_join(prefix, "") for prefix in (sys.prefix, sys.base_prefix)}) + _SYSTEM
    # The agent's own folder, where its socket lies in its usual place: agent/run/hook.sock, or agent/open/hook.sock.
    folder, _, name = path[: -len("/hook.sock")].rpartition("/")
    _telling_starts = _TELLING_STARTS + (folder + "/" if name in ("run", "open") else path,)
    if os.environ.get(_SWITCH):
        _record(_HOOK_TAMPER, _SWITCH, None, other="switched off by its environment")
        _link.flush()
        return
    stack.when_evicted(_forget_executed)
    _patch_what_is_there()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_after_fork)
    atexit.register(_at_exit)
    if not (has_gate and _install_gate()):
        _addaudithook(_audit)
    _seal()
    sys.audit(_PROOF)
    if not _heard:  # who came before us has a hook that lets no other one in
        _record(_HOOK_TAMPER, "kept-out", None, other="an audit hook that was there before keeps the hook out")


def _install_gate() -> bool:
    """Let the gate (gate/gate.c) call _audit for what _handlers names; False where it isn't to be had.

    It is as trustworthy as this file, beside which it lies: the agent has verified both, and looks after both.
    """
    if os.environ.get("CULPRIT_GATE") == "off" or sys.gettrace() is not None or sys.getprofile() is not None:
        return False  # a traced program's tracer would see _audit, unless the interpreter itself calls it
    if "t" in getattr(sys, "abiflags", ""):
        return False  # free-threaded: the gate would refuse, and in a subinterpreter CPython says so on stderr
    try:
        from . import _gate  # type: ignore[attr-defined]

        # What the gate calls when it hands over to a hook of Python's.
        sys.addaudithook = _alone(_addaudithook)
        try:
            if not _gate.install(_audit, _again, tuple(_handlers)):
                return False
        finally:
            sys.addaudithook = _addaudithook
        stack.walk_by(_gate.walk, _gate.outside)
        _link.count_with(_gate.counts)
        _gates.append(_gate)
        return True
    except Exception:
        return False  # built for another platform, or for interpreters of another layout


def _audit(event: str, args: tuple, frame: "FrameType | None" = None) -> "list | None":
    """Called by the interpreter for every audit event of every thread, or by the gate for those that are watched.

    Returns a cell where the same event with the same arguments, raised by the same code, may be counted in it.
    """
    handler = _handler_of(event)
    if handler is None:
        return None
    ident = _get_ident()
    if ident in _busy and _is_inside():
        return None
    try:
        _busy.add(ident)  # inside the try: a signal handler may raise between any two steps
        if frame is None:
            try:
                frame = _getframe(1)
            except ValueError:
                pass  # called from C with no Python code below: the main program's start, a C thread
        return handler(args, frame)
    except Exception as error:
        # Ours never leave. But a signal handler of the program may have run, and raised, in the middle of this.
        try:
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            is_ours = trace is None or trace.tb_frame.f_code.co_filename.startswith(_own_files)
        except Exception:
            is_ours = True  # no memory is left even for that; Python 3.10 makes a SystemError of it
        if not is_ours:
            raise
        # Counted as lost where there was no room to tell it; no call for that, there may be no room for one. Any other
        # failure of ours is silence, and the agent sees that from outside.
        if isinstance(error, (RecursionError, MemoryError)):
            _link.lost += 1
        if _OVERFLOW_IS_FATAL and isinstance(error, RecursionError):
            raise error.with_traceback(None) from None
        return None
    finally:
        _busy.discard(ident)


def _again(cell: list, count: int) -> None:
    """Called by the gate, which has counted a cell so often that it should be told."""
    ident = _get_ident()
    try:
        _busy.add(ident)
        _link.again(cell, _time(), count)
    except Exception:
        pass  # as above
    finally:
        _busy.discard(ident)


def _is_inside() -> bool:
    """Whether this event is the hook's own doing. The mark alone proves nothing: a signal handler that raised while
    it was being taken away has left it behind, and the thread would never be watched again."""
    try:
        for depth in range(2, 14):
            if _getframe(depth).f_code.co_filename.startswith(_own_files[0]):
                return True
    except ValueError:
        pass
    return False


def _record(
    operation: int,
    target: str,
    frame: "FrameType | None",
    ip: str = "",
    port: int = 0,
    via: str = "",
    access: int = 0,
    other: str = "",
) -> list:
    """Tell an activity at once, or count it where the whole stack was seen doing this before; in the cell returned."""
    where = stack.recall(frame, causes.current(_get_ident()))
    key = (operation, target, ip, port, via, access, other, where.number)
    now = _time()
    cell = _seen.get(key)
    if cell is not None:
        _link.again(cell, now)
        return cell
    cell = _link.record((operation, now * 1000.0, target, ip, port, via, access, other, where.segments), now)
    _keep(_seen, key, cell)
    _link.flush()
    return cell


def _keep(table: "dict", key: tuple, value: "_Kept") -> "_Kept":
    if len(table) >= _MAX_SEEN:
        table.clear()  # what comes again is told again: more to say, nothing lost
    table[key] = value
    return value


# Files


def _text(path: object) -> str:
    """A path as text; empty where it is a descriptor or nothing that names a file."""
    if type(path) is str:
        return path
    if type(path) is not bytes:
        if isinstance(path, (int, type(None))) or not hasattr(type(path), "__fspath__"):
            return ""
        path = os.fspath(path)  # type: ignore[call-overload]
        if not isinstance(path, bytes):
            return str.__str__(path)
    return _fsdecode(path)


def _path(path: object, descriptor: int = -1) -> str:
    """An absolute path as text, below the folder of this descriptor where it is relative and one is given.

    It stays relative where nobody knows what it is relative to; it is empty where it names no file.
    """
    path = _text(path)
    if not path:
        return ""
    if not _isabs(path):
        try:
            folder = names.path_of_descriptor(descriptor) if descriptor >= 0 else _getcwd()
        except OSError:
            return path  # the working folder is gone
        if not folder:
            return path
        path = _join(folder, path)
    return _settled(path)


def _settled(path: str) -> str:
    if not _IS_POSIX:
        return _normpath(path)
    if "/." not in path and "//" not in path and path[-1] != "/" and not path.startswith(_ALIASES):
        return path
    if "/./" in path or "/../" in path or "//" in path or path.endswith(_PARTS) or path.startswith(_ALIASES):
        return names.settled(path)
    return path  # a hidden file or folder


def _is_ordinary(path: str, access: int) -> bool:
    """Whether a file is one of thousands that any program opens: told in passing, its repeats counted by place."""
    if path.startswith(_environment):
        return not (access & _WRITE and path.endswith(_STARTUP))
    if path.startswith(_telling_starts) or path.endswith(_TELLING_ENDS):
        return False
    for part in _TELLING_PARTS:
        if part in path:
            return False
    return True


def _on_open(args: tuple, frame: "FrameType | None") -> "list | None":
    path, mode, flags = args
    if type(path) is int:
        return None
    if frame is not None and type(path) is str:
        by = id(frame.f_code)
        told = _opened.get((path, mode, flags, by))
        if told is not None:
            _link.again(told[0], _time())
            return told[0]
        folder = path[: path.rfind(_separator) + 1]
        told = _opened_in.get((folder, mode, flags, by))
        if told is not None and not _is_remarkable(path[len(folder) :]):
            _link.again(told[0], _time())
            return None
    if type(mode) is str:
        access = _READ | _WRITE if "+" in mode else _READ if "r" in mode else _WRITE
    else:
        access = _access(flags) if type(flags) is int else _READ
    if access == _READ and type(path) is str and path.endswith(_CODE):
        if frame is None or frame.f_code.co_filename.startswith(_IMPORTERS):
            return None  # code being imported, or the main program, is no file access
    where = _path(path) if mode is not None else _beside(path, frame)
    if access & _WRITE and where.endswith(_WRITABLE_CODE):
        stack.note_written(where, frame)
    cell, is_folder = _file(_FILE_OPEN, where, frame, access)
    if cell is None or where is not path or frame is None or not stack.is_place(frame.f_code):
        return None
    # The same code opening the same absolute path in the same way is the same place and the same target.
    code = frame.f_code
    if is_folder:
        _keep(_opened_in, (path[: path.rfind(_separator) + 1], mode, flags, id(code)), (cell, code))
        return None
    _keep(_opened, (path, mode, flags, id(code)), (cell, code))
    return cell


def _access(flags: int) -> int:
    if flags & _O_PATH:
        return 0  # to be named, not to be read
    return (_READ, _WRITE, _READ | _WRITE, _READ)[flags & 3] | (_WRITE if flags & os.O_TRUNC else 0)


def _beside(path: object, frame: "FrameType | None") -> str:
    """The path that os.open() was given, which may be relative to a descriptor that its event leaves out."""
    path = _text(path)
    if frame is None or not path or _isabs(path):
        return _path(path)
    folder = names.folder_of(path, frame)
    return path if folder is None else _path(_join(folder, path))


def _is_remarkable(name: str) -> bool:
    """Whether a rule could care about a file of this name, wherever it lies. (A test holds it to the catalogue.)"""
    if name.startswith(_REMARKABLE_STARTS) or name.endswith(_REMARKABLE_ENDS) or name in _REMARKABLE_NAMES:
        return True
    return "ecre" in name or "redential" in name or "allet" in name or "assword" in name or "oken" in name


def _file(operation: int, path: str, frame: "FrameType | None", access: int) -> "tuple[list | None, bool]":
    """Tell or count an act on a file. Of an ordinary file, returns the cell that counts it, or its folder (True)."""
    if not path:
        return None, False
    if not _is_ordinary(path, access):
        _record(operation, path, frame, access=access)
        return None, False
    place = stack.place(frame)
    key = (operation, path, access, place)
    now = _time()
    cell = _seen.get(key)
    if cell is not None:
        _link.again(cell, now)
        return cell, False
    folder = path[: path.rfind(_separator) + 1]
    files = _folders.get((operation, access, folder, place))
    if files is None:
        is_summed = not any(part in folder for part in _REMARKABLE_FOLDERS)
        files = [_MAX_NAMED if is_summed else _ALL, None]
        _keep(_folders, (operation, access, folder, place), files)
    if not files[0] and not _is_remarkable(path[len(folder) :]):
        if files[1] is None:
            where = stack.recall(frame, causes.current(_get_ident()))
            files[1] = _link.record((operation, now * 1000.0, folder, "", 0, "", access, "", where.segments), now)
        else:
            _link.again(files[1], now)
        return files[1], True
    where = stack.recall(frame, causes.current(_get_ident()))
    cell = _link.record((operation, now * 1000.0, path, "", 0, "", access, "", where.segments), now)
    _keep(_seen, key, cell)
    if files[0] > 0:
        files[0] -= 1
    return cell, False


def _on_rename(args: tuple, frame: "FrameType | None") -> None:
    """os.rename, os.link: two paths, each with the descriptor of the folder that it is relative to."""
    source, destination = _path(args[0], _descriptor(args, 2)), _path(args[1], _descriptor(args, 3))
    _renamed(source, destination, frame)


def _on_symlink(args: tuple, frame: "FrameType | None") -> None:
    """What a link says is relative to where the link lies."""
    destination = _path(args[1], _descriptor(args, 2))
    source = _text(args[0])
    if source and destination:
        _renamed(_path(_join(os.path.dirname(destination), source)), destination, frame)


def _descriptor(args: tuple, at: int) -> int:
    descriptor = args[at] if len(args) > at else -1
    return descriptor if type(descriptor) is int else -1


def _renamed(source: str, destination: str, frame: "FrameType | None") -> None:
    if source and destination:
        if _is_ordinary(source, _WRITE) and _is_ordinary(destination, _WRITE):
            _file(_FILE_RENAME, destination, frame, _WRITE)
        else:
            _record(_FILE_RENAME, source, frame, access=_WRITE, other=destination)


def _on_remove(args: tuple, frame: "FrameType | None") -> None:
    _file(_FILE_REMOVE, _path(args[0], _descriptor(args, 1)), frame, _WRITE)


def _on_truncate(args: tuple, frame: "FrameType | None") -> None:
    _file(_FILE_OPEN, _path(args[0]), frame, _WRITE)


def _on_list(args: tuple, frame: "FrameType | None") -> None:
    if frame is None or not frame.f_code.co_filename.startswith(_IMPORTERS):
        folder = args[0]
        if type(folder) is int:
            _file(_FILE_LIST, names.path_of_descriptor(folder), frame, _READ)
        else:
            _file(_FILE_LIST, _path(folder if folder is not None else "."), frame, _READ)


def _on_sqlite(args: tuple, frame: "FrameType | None") -> None:
    """SQLite opens its file itself, without an `open` event."""
    path, access = names.sqlite_file(args[0])
    _file(_FILE_OPEN, _path(path), frame, access)


# Network


def _on_getaddrinfo(args: tuple, frame: "FrameType | None") -> None:
    host = names.text(args[0])
    if host and not names.is_address(host):
        port = args[1] if len(args) > 1 else 0
        _record(_DNS_LOOKUP, host, frame, port=port if type(port) is int and 0 <= port < 65536 else 0)


def _on_address(operation: int, address: object, frame: "FrameType | None") -> None:
    if type(address) is tuple and len(address) >= 2:
        host, port = names.text(address[0]), address[1]
        if host == "" and operation != _NET_LISTEN and address[0] != "":
            return  # no internet address: a netlink socket's, or something odd
        if names.is_address(host):
            ip, name = host, "" if operation == _NET_LISTEN else _names.of(address[0], frame)
        else:
            ip, name = "", host
        if operation == _NET_CONNECT and type(port) is int:
            _names.connected(ip, port, name)
        _record(operation, name or ip or "0.0.0.0", frame, ip=ip, port=port if type(port) is int else 0)  # noqa: S104
    elif type(address) in (str, bytes) and address:
        path = _fsdecode(address)  # type: ignore[arg-type]
        # An abstract socket (Linux) has no file: its name starts with NUL, written @ as /proc/net/unix does.
        _record(operation, "@" + path[1:] if path[:1] == "\0" else _path(path), frame)


def _on_connect(args: tuple, frame: "FrameType | None") -> None:
    _on_address(_NET_CONNECT, args[1], frame)
    if frame is not None and type(args[0]).__name__ == "socksocket":
        meant = stack.local(frame, "dest_pair")  # PySocks: the frame that connects to the proxy knows what for
        if type(meant) is tuple and len(meant) == 2 and meant is not args[1]:
            proxy = args[1] if type(args[1]) is tuple and len(args[1]) >= 2 else ("", 0)
            _relaying(names.text(meant[0]), meant[1], names.text(proxy[0]), proxy[1], frame)


def _on_send(args: tuple, frame: "FrameType | None") -> None:
    if args[1] is not None:
        _on_address(_NET_SEND, args[1], frame)


def _on_bind(args: tuple, frame: "FrameType | None") -> None:
    address = args[1]
    if type(address) is tuple and len(address) >= 2 and address[1] == 0:
        return  # any free port: the sending end of something, not a service
    _on_address(_NET_LISTEN, address, frame)


def _on_http_send(args: tuple, frame: "FrameType | None") -> None:
    _sent(args[0], args[1], frame)


def _sent(connection: object, data: object, frame: "FrameType | None") -> None:
    """A request that goes to a proxy names whom it is for in its first line."""
    if type(data) is not bytes:
        return
    asked = names.asked_of_proxy(data)
    if asked is not None and asked[0]:
        _via_proxy(asked[0], asked[1], connection, frame)


def _via_proxy(host: str, port: int, connection: object, frame: "FrameType | None") -> None:
    """A proxy (whose http.client connection this is) is asked for a host."""
    _relaying(host, port, names.text(getattr(connection, "host", "")), getattr(connection, "port", ""), frame)


def _relaying(host: str, port: object, proxy: str, proxy_port: object, frame: "FrameType | None") -> None:
    """A proxy is asked for a host."""
    if host and proxy != host:
        _names.asked(host)
        ip = host if names.is_address(host) else ""
        number = port if type(port) is int and 0 <= port < 65536 else 0
        _record(_NET_CONNECT, host, frame, ip=ip, port=number, via="%s:%s" % (proxy, proxy_port) if proxy else "")


def _alone(tell: "Callable") -> "Callable":
    """`tell`, for what calls us by itself rather than by an audit event: what it does is no activity."""

    def telling(*args):  # type: ignore[no-untyped-def]
        ident = _get_ident()
        if ident not in _busy:
            try:
                _busy.add(ident)
                tell(*args)
            finally:
                _busy.discard(ident)

    return telling


def _on_request(args: tuple, frame: "FrameType | None") -> None:
    """A request is an attempt, whether or not a socket is ever opened for it. Its path and query stay here."""
    url = names.split_url(args[0]) if type(args[0]) is str else None
    if url is not None and url[1] and url[0] != "file":
        _record(_NET_REQUEST, url[1], frame, port=url[2])


def _secured(name: str, connection: object, frame: "FrameType | None") -> None:
    """TLS begins with a name: the connection's own, or that of whoever is behind a proxy that was asked unseen."""
    if not name or _names.was_asked(name) or names.is_address(name):
        return
    peer = connection.getpeername() if connection is not None else None  # type: ignore[attr-defined]
    if type(peer) is not tuple or len(peer) < 2:
        if not _names.was_looked_up(name):
            _names.asked(name)
            _record(_NET_CONNECT, name, frame, port=443)
        return
    ip, port = names.text(peer[0]), peer[1]
    told = _names.told(ip, port)
    if told == name:
        return
    if _names.led(name, ip):  # of several names on this address it was told by another
        _names.connected(ip, port, name)
        _record(_NET_CONNECT, name, frame, ip=ip, port=port)
    else:
        _names.asked(name)
        _record(_NET_CONNECT, name, frame, port=443, via="%s:%s" % (told or ip, port))


def _connecting(address: object, frame: "FrameType | None") -> None:
    """A loop that tells no audit hook is about to connect."""
    if type(address) is tuple:
        _names.asked(names.text(address[0]))
    _on_address(_NET_CONNECT, address, frame)
    _link.flush()  # a repeat too: the agent is about to see a connection that nothing else explains


def _looking(host: object, port: object, frame: "FrameType | None") -> None:
    """A loop or library that tells no audit hook is about to look up a name."""
    _on_getaddrinfo((host, port), frame)


def _requesting(url: str, frame: "FrameType | None") -> None:
    """A library that tells no audit hook is given the URL that it is to request."""
    _on_request((url,), frame)
    _link.flush()  # as above


# Processes and code


def _command(arguments: object) -> str:
    if isinstance(arguments, (list, tuple)):
        return " ".join(_quoted(_word(argument)) for argument in list(arguments)[:256])
    return _word(arguments)


def _quoted(word: str) -> str:
    """An argument as a shell would be given it: the agent, which redacts, must see where each one ends."""
    if word and not (set(word) & _UNQUOTED):
        return word
    return "'" + word.replace("'", "'\\''") + "'"


def _word(argument: object) -> str:
    if isinstance(argument, bytes):
        return _fsdecode(argument)[:1024]
    if type(argument) is str:
        return argument[:1024]
    return _path(argument)[:1024]


def _on_spawn(args: tuple, frame: "FrameType | None") -> None:
    """subprocess.Popen, os.posix_spawn, os.exec, os.spawn: a program and its arguments."""
    program, arguments = args[0], args[1]
    if isinstance(program, int):
        program, arguments = args[1], args[2]  # os.spawn begins with a mode
    command = _command(arguments)
    target = _word(program) if program is not None else ""
    if not target:
        target = _word(arguments[0]) if isinstance(arguments, (list, tuple)) and arguments else command
    if type(args[-1]) is dict and (_SWITCH in args[-1] or os.fsencode(_SWITCH) in args[-1]):
        _record(_HOOK_TAMPER, _SWITCH, frame, other="switches the hook off in a program that it starts")
    _record(_PROCESS_SPAWN, target, frame, other=command)


def _on_exec_image(args: tuple, frame: "FrameType | None") -> None:
    _on_spawn(args, frame)
    _link.flush_last()  # this program ends here, without an exit


def _on_system(args: tuple, frame: "FrameType | None") -> None:
    """os.system, os.startfile, pty.spawn: one command line."""
    command = _command(args[0])
    _record(_PROCESS_SPAWN, command.partition(" ")[0], frame, other=command)


def _on_exec(args: tuple, frame: "FrameType | None") -> "list | None":
    code = args[0]
    if frame is None:
        return None  # the main program
    told = _executed.get((id(code), id(frame.f_code)))
    if told is not None and stack.is_dynamic(code):
        _link.again(told[0], _time())
        return told[0]
    by = frame.f_code.co_filename
    if by.startswith(_IMPORTERS) and not (by == "<frozen runpy>" and stack.place(frame)):
        return None  # a module being imported, the main program by -m; run_path() and run_module() are someone's call
    if _is_loading(code, frame.f_back):
        return None
    if code.co_filename.endswith("setup.py") and by.startswith("<"):
        return None  # pip runs it by a program of -c: it is the package's that is being built
    owner = stack.register_code(code, frame)
    cell = _record(_CODE_EXEC, code.co_filename, frame) if owner else _untold
    if len(_executed) >= _MAX_EXECUTED:
        _executed.clear()
    _executed[id(code), id(frame.f_code)] = (cell, code, frame.f_code)
    return cell


def _is_loading(code: object, importer: "FrameType | None") -> bool:
    """Whether an import hook of a package (pytest's, which rewrites assertions) executes the module of that file."""
    if importer is None or not importer.f_code.co_filename.startswith(_IMPORTERS[0]):
        return False
    spec = stack.local(importer, "spec")
    return spec is not None and getattr(spec, "origin", None) == code.co_filename  # type: ignore[attr-defined]


def _on_code_made(args: tuple, frame: "FrameType | None") -> None:
    """code.__new__, marshal.loads: a code object by hand, which may claim any file."""
    if frame is not None and not frame.f_code.co_filename.startswith(_IMPORTERS):
        stack.note_forger(frame)


def _on_function_made(args: tuple, frame: "FrameType | None") -> None:
    if type(args[0]) is _CodeType:
        stack.register_function(args[0], frame)


def _on_setattr(args: tuple, frame: "FrameType | None") -> None:
    """function.__code__ = …, and other parts of functions."""
    function, name = args[0], args[1]
    if type(function) is _FunctionType and _globals_of(function) in _own_names():
        what = "%s of %s is replaced" % (name, getattr(function, "__name__", "a function"))
        _record(_HOOK_TAMPER, "hook-code", frame, other=what)
    elif name == "__code__" and type(args[2]) is _CodeType:
        stack.register_function(args[2], frame)


def _on_dlopen(args: tuple, frame: "FrameType | None") -> None:
    """Whoever opens a library by ctypes has what is in it in hand: CDLL(None) is the whole program."""
    if args[0]:
        _record(_NATIVE_LOAD, _word(args[0]), frame, access=_READ, other="ctypes")
    elif not _is_own_pythonapi(frame):
        _record(_NATIVE_LOAD, sys.executable or "", frame, access=_READ, other="ctypes")


def _is_own_pythonapi(frame: "FrameType | None") -> bool:
    """Whether it is ctypes itself, making its `pythonapi` as it is imported."""
    file = frame.f_code.co_filename if frame is not None else ""
    while frame is not None and frame.f_code.co_filename == file:
        if frame.f_code.co_name == "<module>":
            return stack.is_stdlib(file)
        frame = frame.f_back
    return False


def _on_dlsym(args: tuple, frame: "FrameType | None") -> None:
    """A function that reaches out of the process, maybe of a library that is there for all (ctypes.pythonapi)."""
    if args[1] in _REACHING:
        library = getattr(args[0], "_name", None)
        _record(_NATIVE_LOAD, _word(library or sys.executable or ""), frame, access=_READ, other="ctypes")


def _on_import(args: tuple, frame: "FrameType | None") -> None:
    module, file = args[0], args[1]
    if file is not None:
        path = _path(file)
        if path.endswith((".so", ".pyd", ".dylib")) and not stack.is_stdlib(path):
            _file(_NATIVE_LOAD, path, frame, _READ)
            _link.flush()  # what it does from now on shows only in the kernel's tables: the agent begins to look
        return
    patch = _LIBRARIES.get(module)
    if (patch or module in _PATCHES) and module not in sys.modules and module not in _importing:
        # Import it now, a moment before the program does, to be there before anyone uses it. The program's own
        # import then finds it made. What this import does is watched as ever.
        ident = _get_ident()
        _importing.add(module)
        _busy.discard(ident)
        try:
            __import__(module)
            if patch is not None and _LIBRARIES.pop(module, None) is patch:
                patch(sys.modules[module])
        except Exception:
            return  # the program's own import fails in the same way, and says so
        finally:
            _busy.add(ident)
            _importing.discard(module)
    if len(_patched) < len(_PATCHES):
        _patch_what_is_there()


def _on_thread(args: tuple, frame: "FrameType | None") -> None:
    causes.thread_started(args[0], frame, _get_ident())


def _patch_uvloop(module: "ModuleType") -> None:
    causes.patch_uvloop(module)
    _names.patch_uvloop(module, _alone(_connecting), _alone(_looking))


# Modules that are given an ear when they are first imported; each is listened to once.
_PATCHES: "dict[str, Callable]" = {
    "_thread": causes.patch_thread,  # before threading, which takes its function from there
    "threading": causes.patch_threading,
    "atexit": causes.patch_atexit,
    "weakref": causes.patch_finalize,
    "concurrent.futures.thread": causes.patch_pool,
    "asyncio.base_events": causes.patch_tasks,
    "asyncio.events": lambda module: causes.patch_handles(module, _gates[0] if _gates else None),
    "multiprocessing.process": causes.patch_process,
    "concurrent.futures.process": causes.patch_process_pool,
    "curl_cffi.curl": lambda module: _names.patch_curl(module, _alone(_requesting)),
    "uvloop": lambda module: _patch_uvloop(module),
    "trio._core._run": causes.patch_trio,
    "trio._core._thread_cache": causes.patch_trio_threads,
    "socket": _names.patch_socket,
    "ssl": lambda module: _names.patch_ssl(module, _alone(_secured)),
}
if sys.version_info < (3, 11):
    _PATCHES["asyncio.sslproto"] = lambda module: _names.patch_sslproto(module, _alone(_secured))
if sys.version_info < (3, 10):
    _PATCHES["http.client"] = lambda module: _names.patch_http(module, _alone(_via_proxy), _alone(_sent))
# The same for libraries whose modules only an import statement brings: looked for by name alone, at its event.
_LIBRARIES: "dict[str, Callable]" = {"aiohttp.resolver": _names.patch_aiohttp_resolver}
for _of, _callback in ((names.RELAYING, _relaying), (names.LOOKING, _looking)):
    for _name, _patch in _of.items():
        _LIBRARIES[_name] = lambda module, patch=_patch, callback=_callback: patch(module, _alone(callback))
_patched: "set[str]" = set()
_importing: "set[str]" = set()


def _patch_what_is_there() -> None:
    for name, patch in _PATCHES.items():
        module = sys.modules.get(name)
        if module is None or name in _patched:
            continue
        if not getattr(getattr(module, "__spec__", None), "_initializing", False):
            _patched.add(name)
            patch(module)


# Tampering: what would blind us is told before it happens, while its stack names who does it


def _globals_of(function: object) -> int:
    return id(function.__globals__)  # type: ignore[attr-defined]


def _own_names() -> "set[int]":
    """The names of our modules, by their identity."""
    return {id(vars(module)) for module in _own_modules}


class _StandIn(type(sys)):  # type: ignore[misc]
    """What others find in sys.modules for a module of ours. Nothing leads from it to us, so whoever goes through all
    modules (freezegun, pyfakefs) leaves us as we are; and who puts something in the place of a function is told."""

    def __setattr__(self, name, value):  # type: ignore[no-untyped-def]
        _reached("%s.%s is replaced" % (self.__name__, name), name, _getframe(1))
        super().__setattr__(name, value)

    def __delattr__(self, name):  # type: ignore[no-untyped-def]
        _reached("%s.%s is deleted" % (self.__name__, name), name, _getframe(1))
        super().__delattr__(name)

    def __getattr__(self, name):  # type: ignore[no-untyped-def]
        if name in _PARTS_OF_US:
            _reached("%s.%s is looked for" % (self.__name__, name), name, _getframe(1))
        raise AttributeError("module %r has no attribute %r" % (self.__name__, name))


def _reached(what: str, name: str, frame: "FrameType | None") -> None:
    if not name.startswith("__"):  # the import system's own
        try:
            _tell_reached(what, frame)
        except Exception:
            pass  # the program comes first


def _seal() -> None:
    """Take our modules out of everyone's reach, as far as Python allows."""
    package = sys.modules[__package__]
    for full, module in list(sys.modules.items()):
        if full.startswith(__package__ + "."):
            stand_in = _StandIn(full, module.__doc__)
            known = ("__file__", "__spec__", "__loader__", "__package__")
            stand_in.__dict__.update((name, getattr(module, name)) for name in known if hasattr(module, name))
            sys.modules[full] = stand_in
            setattr(package, full.rpartition(".")[2], stand_in)
            _own_modules.append(module)


def _on_proof(args: tuple, frame: "FrameType | None") -> None:
    _heard.append(True)


def _on_audit_hook(args: tuple, frame: "FrameType | None") -> None:
    """A hook beside ours can't keep events from us: ours hears them first."""
    _record(_HOOK_TAMPER, "audit-hook", frame, other="adds an audit hook")


def _on_kill(args: tuple, frame: "FrameType | None") -> None:
    _signalled("os.kill", args[0], args[1], frame)


def _on_kill_group(args: tuple, frame: "FrameType | None") -> None:
    _signalled("os.killpg", -args[0], args[1], frame)


def _signalled(how: str, pid: int, signal: int, frame: "FrameType | None") -> None:
    """Tell of a signal to the agent. (Number 0 only asks whether it is there.)"""
    agent = _link.peer() if signal else 0
    if agent > 0 and (pid in (agent, -1) or (pid < -1 and _getpgid is not None and _getpgid(agent) == -pid)):
        segments = stack.capture(frame, causes.current(_get_ident()))
        what = "%s: signal %d to the agent" % (how, signal)
        _link.record_twice((_HOOK_TAMPER, _time() * 1000.0, "agent-signal", "", 0, "", 0, what, segments))


def _on_putenv(args: tuple, frame: "FrameType | None") -> None:
    if args[0] in (_SWITCH, _SWITCH.encode()):
        _record(_HOOK_TAMPER, _SWITCH, frame, other="switches the hook off in what this process starts")


def _on_heap_walk(args: tuple, frame: "FrameType | None") -> None:
    """gc.get_objects(), gc.get_referrers(): among all objects are ours. Many ask for them and mean no harm; it is told
    where something of ours is another one afterwards, by the stack of whoever asked."""
    global _handler_of
    from _operator import is_  # built in

    if not _parts:
        _parts.append(_functions())
    parts = _parts[0]
    handlers = tuple(_handlers.items())  # a tuple, as the parts are: among all objects are also our notes
    asked = stack.capture(frame, causes.current(_get_ident()))
    until = _time() + _WARY_S

    def wary(event: str) -> "Callable[[tuple, FrameType | None], list | None] | None":
        global _handler_of
        altered = [part for part in parts if not all(map(is_, map(vars(part[0]).get, part[1]), part[2]))]
        if altered or tuple(_handlers.items()) != handlers:
            _handler_of = _handlers.get
            _tell_altered(_put_back(altered, handlers), asked)
        elif not _time() < until:
            _handler_of = _handlers.get
        return _handlers.get(event)

    _handler_of = wary


def _functions() -> "tuple[tuple, ...]":
    """The functions of our modules and of their classes: (what holds them, their names, themselves)."""
    holders: "list" = list(_own_modules)
    for module in _own_modules:
        holders += [part for part in vars(module).values() if type(part) is type and part.__module__ == module.__name__]
    found = []
    for held in holders:
        own = {name: part for name, part in vars(held).items() if type(part) is _FunctionType and name != "_handler_of"}
        found.append((held, tuple(own), tuple(own.values())))
    return tuple(found)


def _put_back(altered: "list[tuple]", handlers: "tuple[tuple, ...]") -> "list[str]":
    """Put back what was altered; returns the names of that."""
    put: "list[str]" = []
    for held, names_of_parts, parts in altered:
        for name, part in zip(names_of_parts, parts):
            if vars(held).get(name) is not part:
                setattr(held, name, part)
                put.append(name)
    if tuple(_handlers.items()) != handlers:
        _handlers.clear()
        _handlers.update(handlers)
        put.append("_handlers")
    return put


def _altered(names_of_parts: "list[str]", asked: list) -> None:
    what = "after a walk over all objects these are others: %s" % ", ".join(names_of_parts[:8])
    _link.record_twice((_HOOK_TAMPER, _time() * 1000.0, "hook-code", "", 0, "", 0, what, asked))


_tell_reached = _alone(lambda what, frame: _record(_HOOK_TAMPER, "hook-code", frame, other=what))
_tell_altered = _alone(_altered)
_heard: "list[bool]" = []
_parts: "list[tuple]" = []  # our functions as they were when someone first walked over all objects
_own_modules: "list[ModuleType]" = []
# What only someone looks for who knows us.
_PARTS_OF_US = frozenset(("_audit", "_handlers", "_handler_of", "_record", "_link", "_busy"))


# Life


def _forget() -> None:
    """Whoever is told next may be another agent, to whom the numbers of what was told say nothing."""
    for table in (_seen, _opened, _opened_in, _folders):
        table.clear()
    _forget_executed()


def _forget_executed() -> None:
    _link.collect()
    _executed.clear()
    for gate in _gates:
        gate.forget()


def _after_fork() -> None:
    _busy.clear()
    for gate in _gates:
        gate.forget()  # what it has counted, the parent tells
    _link.after_fork()
    _forget()


def _at_exit() -> None:
    ident = _get_ident()
    _busy.add(ident)
    try:
        _link.flush_last()
    except Exception:
        pass  # the program is over; what could not be told is lost with it
    finally:
        _busy.discard(ident)


_handlers: "dict[str, Callable[[tuple, FrameType | None], list | None]]" = {
    "open": _on_open,
    "os.rename": _on_rename,
    "os.remove": _on_remove,
    "os.rmdir": _on_remove,
    "os.link": _on_rename,
    "os.symlink": _on_symlink,
    "os.truncate": _on_truncate,
    "os.listdir": _on_list,
    "os.scandir": _on_list,
    "sqlite3.connect": _on_sqlite,
    "socket.getaddrinfo": _on_getaddrinfo,
    "socket.gethostbyname": _on_getaddrinfo,
    "socket.gethostbyaddr": _on_getaddrinfo,
    "socket.connect": _on_connect,
    "socket.sendto": _on_send,
    "socket.sendmsg": _on_send,
    "socket.bind": _on_bind,
    "http.client.send": _on_http_send,
    "urllib.Request": _on_request,
    "subprocess.Popen": _on_spawn,
    "os.posix_spawn": _on_spawn,
    "os.spawn": _on_spawn,
    "os.exec": _on_exec_image,
    "os.system": _on_system,
    "os.startfile": _on_system,
    "pty.spawn": _on_system,
    "exec": _on_exec,
    "code.__new__": _on_code_made,
    "marshal.loads": _on_code_made,
    "function.__new__": _on_function_made,
    "object.__setattr__": _on_setattr,
    "ctypes.dlopen": _on_dlopen,
    "ctypes.dlsym": _on_dlsym,
    "ctypes.dlsym/handle": _on_dlsym,
    "import": _on_import,
    "_thread.start_new_thread": _on_thread,
    "_thread.start_joinable_thread": _on_thread,
    "os.kill": _on_kill,
    "os.killpg": _on_kill_group,
    "os.putenv": _on_putenv,
    "gc.get_objects": _on_heap_walk,
    "gc.get_referrers": _on_heap_walk,
    "sys.addaudithook": _on_audit_hook,
    _PROOF: _on_proof,
}
_handler_of: "Callable[[str], Callable[[tuple, FrameType | None], list | None] | None]" = _handlers.get
