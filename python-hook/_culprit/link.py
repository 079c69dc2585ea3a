"""The way to the agent: a bounded buffer, and a socket that nothing ever waits for.

An activity is a tuple: (number, operation, at ms, target, ip, port, via, access, other, segments). What repeats it is
counted in a cell: [its number, how often since that was last told, when last (s)].
With no agent, or one that hangs, what fits is kept, what doesn't is counted, and the program goes on as if there
were no hook.
"""

import _thread
import itertools
import os
import sys
import time

from . import wire

__all__ = ["Link"]

if False:
    from typing import Callable

_MAX_PENDING = 1024  # activities that wait to be encoded
_MAX_WAITS = 20  # ms that the end of a program waits for another of its threads to finish telling
_MAX_FRAMES = 16  # encoded frames that wait for the socket: some 300 KB
_MAX_REPEATS = 512  # in one report
_MAX_REPORT_BYTES = 16384  # a report is closed at this length; one more activity stays below wire.MAX_FRAME_BYTES
_MAX_TEXT = 2048  # characters of a target or command line
_MAX_ANCESTORS = 3
_HIGH_FD = 230  # below what any system allows a process at first, above what most have open
_WAIT_S = 0.25  # what is not urgent waits at most this long for the next activity to carry it
_RETRY_S = (0.2, 0.5, 1.0)
_HOOK_TAMPER = 13  # of proto/hook.proto
_CLOSED = "the hook's descriptor was closed; it has connected again"

# What is used is bound here: the program may replace any of these names later.
_monotonic = time.monotonic
_time = time.time
_sleep = time.sleep
_get_ident = _thread.get_ident
_fstat = os.fstat
_close = os.close
_dup2 = os.dup2
_getpid = os.getpid


class Link:
    """Holds activities until they are told. Every method may be called from any thread, at any time."""

    def __init__(self, path: str, hello: "dict[int, object]", on_lost: "Callable[[], None]") -> None:
        """`path` is the agent's socket; `hello` the fields of wire.hello, whose pid is filled in here.

        `on_lost` is called when the connection is gone: what was told counts as told to someone else.
        """
        self._path = path
        self._on_lost = on_lost
        self._counts: "Callable[[], list[tuple[list, int]]] | None" = None
        self._hello = hello
        self._numbers = itertools.count(1)  # its next() is atomic; an addition is not
        self.after_fork()

    def count_with(self, counts: "Callable[[], list[tuple[list, int]]]") -> None:
        """Ask this, before anything is told, which cells were counted elsewhere, and how often."""
        self._counts = counts

    def after_fork(self) -> None:
        """A forked child speaks for itself: on a connection of its own, without what its parent has yet to tell."""
        # Whose thread tells what there is: {"by": its identifier}. A lock would stay taken for ever where a signal
        # handler raises just after it was acquired; this one is taken over by the thread that left it behind.
        self._telling: "dict[str, int]" = {}
        self._pending: "list[tuple]" = []
        self._counted: "list[list]" = []  # cells that have something to tell
        self._frames: "list[bytes]" = []
        self._greeting = b""  # the Hello that is, or was, first on this connection
        self._sent_bytes = 0  # of the first frame
        self.lost = 0  # what had no room, or could not be told, and has yet to be said
        self._kept: "list[tuple]" = []  # what is told again to the next agent
        # The parent's connection is left alone: the child's copy of its descriptor closes with the child.
        # Only the descriptor is kept: a socket object would say "unclosed socket" (ResourceWarning) when the program
        # ends, and take a subinterpreter of Python 3.9 down with that.
        self._fd = -1
        self._identity: "tuple[int, int] | None" = None
        self._failures = 0
        self._retry_at = 0.0
        self._due = 0.0  # when what waits is to be told (time.time)
        line = self._hello.get(15)
        if isinstance(line, list) and self._hello.get(2) == os.getppid():  # a fork of the process that looked
            self._hello[15] = [self._hello[3], *line][:_MAX_ANCESTORS]
        self._hello[2] = _getpid()
        self._hello[3] = os.getppid()
        self._hello[4] = time.time() * 1000.0

    def record(self, entry: "tuple", now: float) -> "list":
        """Keep one activity (without its number); returns the cell by which `again` counts it."""
        number = next(self._numbers)
        if len(self._pending) >= _MAX_PENDING:
            self.flush()
        if len(self._pending) >= _MAX_PENDING:
            self.lost += 1
        else:
            target, other = entry[2][:_MAX_TEXT], entry[7][:_MAX_TEXT]
            self._pending.append((number, entry[0], entry[1], target) + entry[3:7] + (other, entry[8]))
        self._tell_in_time(now)
        return [number, 0, now]

    def record_twice(self, entry: "tuple") -> None:
        """Tell an activity (without its number) at once, and again to the next agent: this one may not live to pass it
        on."""
        told = (next(self._numbers),) + entry
        self._kept.append(told)
        self._pending.append(told)
        self.flush()

    def peer(self) -> int:
        """The agent's process, where it is there and the system tells (Linux); else 0."""
        if self._fd < 0:
            ident = _get_ident()
            if self._telling.setdefault("by", ident) != ident:
                return 0
            try:
                self._connect()
            finally:
                self._telling.pop("by", None)
        try:
            if self._fd < 0 or not self._is_ours():
                return 0
            connection = self._sockets.socket(self._sockets.AF_UNIX, self._sockets.SOCK_STREAM, 0, self._fd)
            try:
                credentials = connection.getsockopt(self._sockets.SOL_SOCKET, self._sockets.SO_PEERCRED, 12)
            finally:
                connection.detach()
            return int.from_bytes(credentials[:4], sys.byteorder)
        except (OSError, AttributeError):
            return 0

    def collect(self) -> None:
        """Take in what was counted elsewhere."""
        now = _time()
        for cell, count in self._counts() if self._counts is not None else ():
            self.again(cell, now, count)

    def again(self, cell: "list", now: float, count: int = 1) -> None:
        """The same place did the same thing to the same target again."""
        if not cell[0]:
            return  # it counts what isn't told
        cell[2] = now
        cell[1] += count
        if cell[1] == count:
            self._counted.append(cell)
        if not now < self._due:
            self._tell_in_time(now)

    def _tell_in_time(self, now: float) -> None:
        # The clock may be set back: what is due in more than the wait is due now.
        if now < self._due <= now + _WAIT_S:
            return
        is_due = self._due > 0.0
        self._due = now + _WAIT_S
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Tell what can be told now, without waiting for anyone."""
        ident = _get_ident()
        if self._telling.setdefault("by", ident) != ident:
            return  # another thread is at it, and goes on until nothing is left
        try:
            self.collect()
            while self._pending or self._counted or self._frames:
                self._encode()
                if not self._connect() or not self._send():
                    return
        except BaseException:
            # Not ours: a signal handler of the program raised. How much of a frame was written is not known, so the
            # connection is given up, and the frame told again on the next one.
            self.hang_up()
            raise
        finally:
            self._telling.pop("by", None)

    def flush_last(self) -> None:
        """The program ends: one more attempt, however short ago the last one failed, and an end."""
        for _ in range(_MAX_WAITS):
            if self._telling.get("by", _get_ident()) == _get_ident():
                break
            _sleep(0.001)  # another thread is at it: its last words are ours too
        self._retry_at = 0.0
        self.flush()
        self.hang_up()

    def _encode(self) -> None:
        """Turn what is pending into frames, as far as there is room for them.

        Nothing is taken away before its frame is queued, and no count is kept beside a list: a signal handler of the
        program may raise between any two steps.
        """
        while (self._pending or self._counted) and len(self._frames) < _MAX_FRAMES:
            strings = wire.Strings()
            activities: "list[bytearray]" = []
            length = 0
            for entry in self._pending[:]:
                activities.append(wire.activity(strings, entry))
                length += len(activities[-1])
                if length + len(strings.encoded) >= _MAX_REPORT_BYTES:
                    break
            repeats: "list[bytearray]" = []
            while len(activities) == len(self._pending) and self._counted and len(repeats) < _MAX_REPEATS:
                cell = self._counted.pop()
                count, cell[1] = cell[1], 0
                repeats.append(wire.repeat(cell[0], count, cell[2] * 1000.0))
            self._frames.append(wire.report(strings, activities, repeats, self.lost))
            self.lost = 0
            del self._pending[: len(activities)]

    def _connect(self) -> bool:
        """Whether there is a connection; makes one, unless the last attempt failed a moment ago."""
        if self._fd >= 0:
            if self._is_ours():
                return True
            # The program closed our descriptor, and its number may be another file's by now: hands off. A daemon that
            # closes all that it finds means no harm, and whoever does has gained nothing: it is told, no more.
            self._drop()
            self._retry_at = 0.0
            at = time.time() * 1000.0
            self._pending.append((next(self._numbers), _HOOK_TAMPER, at, "descriptor", "", 0, "", 0, _CLOSED, ()))
        now = _monotonic()
        if now < self._retry_at:
            return False
        try:
            self._open()
        except (OSError, ImportError, AttributeError):
            self._retry_at = now + _RETRY_S[min(self._failures, len(_RETRY_S) - 1)]
            self._failures += 1
            return False
        self._failures = 0
        self._sent_bytes = 0
        self._greeting = wire.hello(self._hello)
        self._frames.insert(0, self._greeting)
        return True

    def _open(self) -> None:
        """Connect to the agent, without waiting.

        Raises OSError where it isn't there; ImportError and AttributeError where Python has no Unix sockets."""
        import _socket

        self._sockets = _socket
        # Where the program has SIGPIPE kill it, as command-line tools do, a dead agent must not.
        self._flags = getattr(_socket, "MSG_NOSIGNAL", 0) | getattr(_socket, "MSG_DONTWAIT", 0)
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            connection.setblocking(False)
            if hasattr(_socket, "SO_NOSIGPIPE"):
                connection.setsockopt(_socket.SOL_SOCKET, _socket.SO_NOSIGPIPE, 1)
            connection.connect(self._path)
            status = _fstat(connection.fileno())
        except BaseException:
            connection.close()
            raise
        self._identity = (status.st_dev, status.st_ino)
        self._fd = _out_of_the_way(connection.detach())

    def _is_ours(self) -> bool:
        """Whether our descriptor still is our socket: a daemon closes every descriptor that it finds."""
        try:
            status = _fstat(self._fd)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._identity

    def _send(self) -> bool:
        """Write frames until none is left (True), or the socket takes no more or is gone (False)."""
        connection = self._sockets.socket(self._sockets.AF_UNIX, self._sockets.SOCK_STREAM, 0, self._fd)
        try:
            while self._frames:
                frame = self._frames[0]
                self._sent_bytes += connection.send(frame[self._sent_bytes :], self._flags)
                if self._sent_bytes >= len(frame):
                    self._sent_bytes = 0
                    del self._frames[0]
            return True
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            connection.detach()
            self.hang_up()
            return False
        finally:
            connection.detach()

    def hang_up(self) -> None:
        """Close the connection, if there is one. The next flush makes another."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            try:
                _close(fd)
            except OSError:
                pass  # the program closed it before us
        self._drop()

    def _drop(self) -> None:
        """The connection is gone. A frame that was cut off is told again whole, on the next one."""
        self._fd = -1
        self._sent_bytes = 0
        self._retry_at = _monotonic() + _RETRY_S[0]
        self._on_lost()
        if self._frames and self._frames[0] is self._greeting:
            del self._frames[0]
        self._pending[:0] = self._kept
        self._kept = []


def _out_of_the_way(fd: int) -> int:
    """Move our descriptor up: the program's own get the numbers that they would have without us, and show them."""
    for number in range(_HIGH_FD, _HIGH_FD - 8, -1):
        if fd >= number:
            return fd
        try:
            _fstat(number)
        except OSError:  # nobody's
            try:
                _dup2(fd, number, False)
            except OSError:
                return fd  # the program allows itself fewer
            _close(fd)
            return number
    return fd


def greeting(version: str) -> "dict[int, object]":
    """The fields of Hello (proto/hook.proto) that stay the same in this process."""
    argv = [str(text)[:512] for text in (getattr(sys, "orig_argv", None) or _started_with())[:64]]
    try:
        cwd = os.getcwd()
    except OSError:
        cwd = ""
    return {
        1: 1,
        5: ".".join(map(str, sys.version_info[:3])),
        6: sys.implementation.name,
        7: sys.executable or "",
        8: sys.prefix,
        9: sys.base_prefix,
        10: argv,
        11: cwd,
        12: version,
        13: _application(argv, cwd),
        15: _ancestors(),
    }


def _started_with() -> "list[str]":
    """The command line, which Python itself keeps from 3.10 on."""
    line = _read("/proc/self/cmdline").split(b"\0")[:-1]
    return [os.fsdecode(word) for word in line] or [sys.executable, *sys.argv]


def _ancestors() -> "list[int]":
    """The parent's parent, and so on: a shell between two programs is often gone before anyone can ask who it was."""
    found: "list[int]" = []
    pid = os.getppid()
    while pid > 1 and len(found) < _MAX_ANCESTORS:
        # pid (name, which may hold anything) state parent …
        after_name = _read("/proc/%d/stat" % pid).rpartition(b")")[2].split()
        pid = int(after_name[1]) if len(after_name) > 1 else 0
        if pid:
            found.append(pid)
    return found


def _read(path: str) -> bytes:
    """The beginning of a small file; empty where it can't be read, or the system has no /proc."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return os.read(fd, 4096)
    except OSError:
        return b""
    finally:
        _close(fd)


def _application(argv: "list[str]", cwd: str) -> str:
    """The main script's absolute path, "-m NAME", "-c", or "-" (a prompt, standard input)."""
    name = getattr(sys, "argv", [""])[:1]
    script = name[0] if name else ""
    if script == "-m":
        rest = argv[argv.index("-m") + 1 :] if "-m" in argv else []
        return "-m " + rest[0] if rest else "-m"
    if script in ("", "-"):
        return "-"
    if script == "-c":
        return "-c"
    return os.path.normpath(os.path.join(cwd, script))
