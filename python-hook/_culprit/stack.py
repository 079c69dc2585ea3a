"""Who is on the stack: the frames that matter, with code that came from no file traced to whoever executed it."""

import itertools
import os
import sys

from . import handed

__all__ = [
    "DYNAMIC",
    "GAVE",
    "HANDED",
    "POOL",
    "STACK",
    "TASK",
    "THREAD",
    "Whereabouts",
    "capture",
    "continue_at",
    "is_dynamic",
    "is_place",
    "is_stdlib",
    "local",
    "local_values",
    "note_forger",
    "note_written",
    "outside",
    "place",
    "recall",
    "register_code",
    "register_function",
    "walk_by",
    "watch_coroutines",
    "when_evicted",
]

if False:
    from types import CodeType, FrameType
    from typing import Any, Callable

_abspath = os.path.abspath

# Causes of proto/hook.proto.
STACK, THREAD, POOL, TASK = 0, 1, 2, 3
# Frame flags of proto/hook.proto: the code came from no file, the frame names the file of the code that executed it;
# it calls, or is on the way of, what was handed to it; it has handed on what a frame further in calls.
DYNAMIC, HANDED, GAVE = 1, 2, 4
_NOW = object()  # what is asked about is the very call that a frame makes

# A frame is worth telling (FILE), belongs to nobody (TRANSPARENT: the interpreter's own library), came from no file
# (NOWHERE: "<string>" and its like), or is this hook's (OWN).
_FILE, _TRANSPARENT, _NOWHERE, _OWN = 0, 1, 2, 3

# Bounds: frames looked at in one walk, frames told of one stack, dynamic code objects remembered.
_MAX_WALK = 2000
_HEAD, _TAIL = 40, 16
_MAX_DYNAMIC = 4096
_MAX_NESTED = 512
_MAX_FILE, _MAX_FUNCTION = 512, 96

_CodeType = type((lambda: None).__code__)
_getframe = sys._getframe
_FrameType = type(_getframe())
_dict_get = dict.get

_OWN_START_UP = "!culprit.pth"
# It executes the text of a setup.py, for pip, uv and the like.
_SETUP_RUNNER = "/setuptools/build_meta.py"
# The functions of the site module that execute the lines of a .pth file, up to Python 3.14 and since: who has its path.
_START_UP_FILE = {"addpackage": "fullname", "_exec_imports": "filename"}
_own_dir = __file__[: -len("stack.py")]
_stdlib_dir = handed.library

# The standard library's own code generators: what they make is as transparent as they are.
_GENERATORS = ("collections/__init__.py", "collections\\__init__.py", "dataclasses.py")

_kinds: "dict[str, int]" = {}
# id(code) → (code, file of whoever executed it, or None for a generator of the standard library). Holding the code
# keeps its id from being used again.
_dynamic: "dict[int, tuple[CodeType, str | None]]" = {}
# Files whose code has made code objects by hand: what they make a function of may claim any file for its own.
_forgers: "set[str]" = set()
_MAX_FORGERS = 256
# Code files that this process wrote: path → file of whoever wrote it. What they hold is the writer's.
_written: "dict[str, str]" = {}
_MAX_WRITTEN = 1024
_writers: "dict[str, str]" = {}  # file of code → whoever wrote it, for files below a written path (zip archives) too
# Where a library runs what someone handed to it: id(code) → (code, what that someone's stack was).
_handed_over: "dict[int, tuple[CodeType, Callable[[FrameType], list | None]]]" = {}
# Says who created the task whose coroutine a frame is, where an event loop runs that: [finder] (watch_coroutines).
_finders: "list[Callable[[FrameType, CodeType | None], list | None]]" = []
_COROUTINE, _OPTIMIZED = 0x80, 0x1  # inspect.CO_…
# Stacks that were walked before: of each frame, innermost first, its code object's id and the instruction → (those
# objects, held so that their ids stay their own; depths of the frames that may say who caused them; by id(cause)).
_stacks: "dict[tuple | bytes, tuple[list, list, dict[int, Whereabouts]]]" = {}
_MAX_STACKS, _MAX_CAUSES = 512, 64
_MAX_DEPTH = 200  # a deeper stack is walked each time
# (cause, ((file, flags), …)) of each segment → a number, which is never used again.
_whereabouts: "dict[tuple, int]" = {}
_MAX_WHEREABOUTS = 4096
_numbers = itertools.count(1)
_LOCALS = frozenset(("locals", "vars", "f_locals"))


# The gate's own walk over a stack, where there is a gate: to read a frame's code raises an audit event.
_walk: "Callable[[FrameType | None], bytes | None] | None" = None
_outside: "Callable[[tuple[str, ...]], Any] | None" = None
_on_evicted: "list[Callable[[], None]]" = []


def walk_by(
    walk: "Callable[[FrameType | None], bytes | None]", outside: "Callable[[tuple[str, ...]], FrameType | None]"
) -> None:
    """Let the gate find out what is on a stack."""
    global _walk, _outside
    _walk, _outside = walk, outside


def outside(files: "tuple[str, ...]") -> "FrameType | None":
    """The first frame from the caller's on whose code is of none of these files."""
    found = _outside(files) if _outside is not None else NotImplemented
    if found is not NotImplemented:
        return found  # type: ignore[no-any-return]
    frame: "FrameType | None" = _getframe(1)
    while frame is not None and frame.f_code.co_filename in files:
        frame = frame.f_back
    return frame


def when_evicted(call: "Callable[[], None]") -> None:
    """Call this before code from no file is forgotten, for want of room: whose it is will have to be found anew."""
    _on_evicted.append(call)


def watch_coroutines(creator_of: "Callable[[FrameType, CodeType | None], list | None]") -> None:
    """Where a stack leaves the outermost frame of coroutines, it goes on with what this says of the frame, and of the
    code that runs it, if that is anything."""
    _finders.append(creator_of)
    _stacks.clear()


def continue_at(code: "CodeType", cause_of: "Callable[[FrameType], list | None]") -> None:
    """Where a stack meets a frame of this code, it goes on with what `cause_of(frame)` says, if that is anything."""
    _handed_over[id(code)] = (code, cause_of)
    _stacks.clear()


def is_stdlib(file: str) -> bool:
    """Whether a file is the interpreter's own library."""
    return bool(_stdlib_dir) and file.startswith(_stdlib_dir) and "-packages" not in file  # type: ignore[arg-type]


def _kind(file: str) -> int:
    kind = _kinds.get(file)
    if kind is None:
        if len(_kinds) > 20000:
            _kinds.clear()
            _writers.clear()
        kind = _kinds[file] = _classify(file)
        if _written and kind == _FILE:
            writer = _writer_of(file)
            if writer:
                _writers[file] = writer
    return kind


def _classify(file: str) -> int:
    if file.startswith(_own_dir):
        return _OWN
    if file.startswith("<frozen ") or is_stdlib(file):
        return _TRANSPARENT
    if file.startswith("<") or not file:
        return _NOWHERE
    return _FILE


def _writer_of(file: str) -> "str | None":
    """Who wrote this file, or an archive that it lies in, in this process."""
    path = file
    for _ in range(4):
        writer = _written.get(path)
        if writer is not None:
            return writer if writer != file else None
        path = path.rpartition("/")[0] or path.rpartition("\\")[0]
    return None


def note_written(path: str, frame: "FrameType | None") -> None:
    """Remember that this code writes a code file: should it be run, then it is the writer's code."""
    if path not in _written:
        writer = place(frame)
        if writer:
            if len(_written) >= _MAX_WRITTEN:
                _written.clear()
            _written[path] = writer
            _stacks.clear()
            if path in _kinds:
                _writers[path] = writer


def _owner_of_nowhere(frame: "FrameType") -> "tuple[str, int] | None":
    """The file that a frame of unregistered code from no file belongs to, with its flags; None where nobody's."""
    names = frame.f_globals
    file = _dict_get(names, "__file__")
    if type(file) is str:
        return file, DYNAMIC
    if _dict_get(names, "__name__") == "__main__":
        return frame.f_code.co_filename, 0  # python -c, standard input, the prompt: the application itself
    return None


def place(frame: "FrameType | None") -> str:
    """The file of the innermost frame that is nobody's own machinery; empty where there is none."""
    for _ in range(_MAX_WALK):
        if frame is None:
            return ""
        code = frame.f_code
        known = _dynamic.get(id(code))
        if known is not None:
            if known[1] is not None:
                return known[1]
        else:
            kind = _kinds.get(code.co_filename)
            if kind is None:
                kind = _kind(code.co_filename)
            if kind == _FILE:
                return _writers.get(code.co_filename, code.co_filename) if _writers else code.co_filename
            if kind == _NOWHERE:
                owner = _owner_of_nowhere(frame)
                if owner is not None:
                    return owner[0]
        frame = frame.f_back
    return ""


def local(frame: "FrameType", name: str) -> "Any":
    """What a function's frame holds under this name; None where it has no such name."""
    names = frame.f_locals
    value = names.get(name)
    _let_go(frame, names)
    return value


def local_values(frame: "FrameType") -> "list[Any]":
    """What a function's frame holds."""
    names = frame.f_locals
    values = list(names.values())
    _let_go(frame, names)
    return values


def _let_go(frame: "FrameType", names: "Any") -> None:
    # Before 3.13 the frame keeps the dict that this makes, and the dict what is in it: things would live longer than
    # they do without us, in a cycle with the exception whose traceback holds the frame. It is emptied, unless it could
    # be the program's own: a module's or a class's names, or what a function that calls locals() has in hand.
    if type(names) is dict and frame.f_code.co_flags & _OPTIMIZED and not _LOCALS.intersection(frame.f_code.co_names):
        names.clear()


def is_place(code: "CodeType") -> bool:
    """Whether a frame of this code is where `place` stops: code from a file that is nobody's own machinery."""
    return id(code) not in _dynamic and _kind(code.co_filename) == _FILE and code.co_filename not in _writers


def register_code(code: "CodeType", frame: "FrameType | None") -> "str | None":
    """Remember that the code from no file, and every function in it, belongs to the file that executes it.

    Returns that file; None where the standard library's own generators made it; empty where there is no file at all,
    or it is a start-up file (.pth).
    """
    is_generated = (
        frame is not None and frame.f_code.co_filename.endswith(_GENERATORS) and _kind(frame.f_code.co_filename) == 1
    )
    owner: "str | None" = None if is_generated else place(frame)
    if owner and owner.endswith(_SETUP_RUNNER) and frame is not None:
        owner = _setup_script(frame) or owner
    line_of = None
    if not owner and not is_generated:
        line_of = _start_up_file(frame)
        if line_of is None:
            return owner  # the main program, by runpy: its own file says whose it is
        owner = None if line_of.endswith(_OWN_START_UP) else line_of
    pending = [code]
    for _ in range(_MAX_NESTED):
        if not pending:
            break
        current = pending.pop()
        if len(_dynamic) >= _MAX_DYNAMIC:
            for call in _on_evicted:
                call()
            for oldest in list(_dynamic)[: _MAX_DYNAMIC // 4]:
                _dynamic.pop(oldest, None)
        known = _dynamic.get(id(current))
        if known is not None and known[1] != owner:
            _stacks.clear()
        _dynamic[id(current)] = (current, owner)
        pending.extend(const for const in current.co_consts if type(const) is _CodeType)
    return owner if line_of is None else ""


def is_dynamic(code: "CodeType") -> bool:
    """Whether this very code is remembered as coming from no file."""
    known = _dynamic.get(id(code))
    return known is not None and known[0] is code


def _start_up_file(frame: "FrameType | None") -> "str | None":
    """The .pth file whose line the site module is about to execute; None where it does nothing of the kind."""
    while frame is not None and _kind(frame.f_code.co_filename) == _TRANSPARENT:
        variable = _START_UP_FILE.get(frame.f_code.co_name)
        if variable is not None:
            path = local(frame, variable)
            return path if type(path) is str else None
        frame = frame.f_back
    return None


def _setup_script(frame: "FrameType") -> "str | None":
    """The setup.py that setuptools' build backend is about to execute; None where it does nothing of the kind."""
    script = local(frame, "__file__") if frame.f_code.co_name == "run_setup" else None
    if type(script) is not str or not script.endswith("setup.py"):
        return None
    return _abspath(script)  # of old, a name in the working folder, which is the project's


def note_forger(frame: "FrameType | None") -> None:
    """Remember that this code makes code objects by hand (a constructor, replace(), marshal)."""
    owner = place(frame)
    if owner and len(_forgers) < _MAX_FORGERS:
        _forgers.add(owner)


def register_function(code: "CodeType", frame: "FrameType | None") -> None:
    """Code is made a function of by hand, or put in the place of a function's own.

    It belongs to whoever does that where it came from no file, or where that one has made code by hand, so that the
    file that it claims proves nothing. Else it may be anyone's function, made anew."""
    if id(code) in _dynamic:
        return
    owner = place(frame)
    if owner and owner != code.co_filename and (owner in _forgers or _kind(code.co_filename) == _NOWHERE):
        register_code(code, frame)


class Whereabouts:
    """A stack as `capture` says it, and a number for the same without functions and lines."""

    __slots__ = ("caused", "causes", "number", "segments")

    def __init__(self, frame: "FrameType | None", caused: "list | None") -> None:
        self.caused = caused
        self.segments = capture(frame, caused)
        self.number = _number_of(self.segments)
        self.causes: "dict[tuple, tuple]" = {}  # what it is as a cause (causes.py)


def recall(frame: "FrameType | None", caused: "list | None" = None) -> Whereabouts:
    """What `capture` says, at the cost of a look at each frame where all are at the same point as once before."""
    key: "tuple | bytes | None" = _walk(frame) if _walk is not None else None
    if key is None:
        key = _points(frame)
        if key is None:
            return Whereabouts(frame, caused)
    known = _stacks.get(key)
    if known is None:
        if len(_stacks) >= _MAX_STACKS:
            _stacks.clear()
        known = _stacks[key] = _codes_and_depths(frame) + ({},)
    codes, depths, recalled = known
    if depths:
        caused = _cause_on(frame, codes, depths) or caused
    where = recalled.get(id(caused))
    if where is None or where.caused is not caused:
        if len(recalled) >= _MAX_CAUSES:
            recalled.clear()
        where = recalled[id(caused)] = Whereabouts(frame, caused)
    return where


def _points(frame: "FrameType | None") -> "tuple | None":
    """The code and the instruction of each frame; None where there are too many."""
    points: "list[int]" = []
    for _ in range(_MAX_DEPTH):
        if frame is None:
            return tuple(points)
        points.append(id(frame.f_code))
        points.append(frame.f_lasti)
        frame = frame.f_back
    return None if frame is not None else tuple(points)


def _may_be_given(code: "CodeType", back: "FrameType | None") -> bool:
    """Whether a frame of this code is where a stack may go on with someone who isn't on it."""
    if id(code) in _handed_over:
        return True
    is_coroutine = code.co_flags & _COROUTINE and _finders
    return bool(is_coroutine) and (back is None or not back.f_code.co_flags & _COROUTINE)


def _giver_of(frame: "FrameType", code: "CodeType", runner: "CodeType | None") -> "list | None":
    """What the stack goes on with after this frame, where that isn't its caller, whose code is `runner`."""
    work = _handed_over.get(id(code))
    giver = work[1](frame) if work is not None else None
    if not giver and code.co_flags & _COROUTINE:
        for creator_of in _finders:
            giver = creator_of(frame, runner)
            if giver:
                break
    return giver


def _codes_and_depths(frame: "FrameType | None") -> "tuple[list, list]":
    codes: "list[CodeType]" = []
    depths: "list[int]" = []
    while frame is not None:
        code, back = frame.f_code, frame.f_back
        if _may_be_given(code, back):
            depths.append(len(codes))
        codes.append(code)
        frame = back
    return codes, depths


def _cause_on(frame: "FrameType | None", codes: "list[CodeType]", depths: "list[int]") -> "list | None":
    """What the first of the frames at these depths that was given its work says of the giver."""
    at = 0
    for depth in depths:
        while at < depth and frame is not None:
            frame = frame.f_back
            at += 1
        if frame is None:
            break
        giver = _giver_of(frame, codes[depth], codes[depth + 1] if depth + 1 < len(codes) else None)
        if giver:
            return giver
    return None


def _number_of(segments: "list[tuple[int, list]]") -> int:
    where = tuple((cause, tuple((told[0], told[3]) for told in frames)) for cause, frames in segments)
    number = _whereabouts.get(where)
    if number is None:
        if len(_whereabouts) >= _MAX_WHEREABOUTS:
            _whereabouts.clear()
        number = _whereabouts[where] = next(_numbers)
    return number


def _raises_event(frame: "FrameType") -> bool:
    """Whether what this frame called raises an audit event now; else an ear of ours in it has heard of something."""
    own: "FrameType | None" = _getframe(1)
    for _ in range(16):
        if own is None or own.f_back is frame:
            break
        own = own.f_back
    return own is not None and own.f_code.co_name == "_audit"


def _made_by(frame: "FrameType") -> object:
    """What a constructor makes, or a class that it makes one of: its first argument."""
    names = frame.f_code.co_varnames
    return local(frame, names[0]) if names and frame.f_code.co_name in handed.MADE else None


def capture(
    frame: "FrameType | None", caused: "list | None" = None, travels: object = _NOW
) -> "list[tuple[int, list]]":
    """The stack as segments: (cause, [(file, function, line, flags), …]), innermost first.

    `caused` is what started this thread, as an earlier capture said it: it follows the live stack, unless the stack
    runs something that was handed over (continue_at), whose giver then follows instead.
    Where the stack is one that only has something called later, `travels` is what (handed.from_callable).
    """
    frames: "list[tuple[str, str, int, int]]" = []
    tail: "list[tuple[str, str, int, int]]" = []
    inner, inner_file = None, ""
    handed_over: "tuple | None" = None if travels is _NOW else travels  # type: ignore[assignment]
    carrier = ""  # whose frame was the first to carry it
    is_judged = travels is _NOW  # else what the library does on behalf of the first frame is nobody's call
    # The application, once reached, decides, whatever called it. What gevent keeps of a stack are no frames.
    is_inside = type(frame) is _FrameType
    for _ in range(_MAX_WALK):
        if frame is None:
            break
        code = frame.f_code
        told = None
        file = code.co_filename
        known = _dynamic.get(id(code))
        if known is not None:
            if known[1] is not None:
                told = (known[1], 0 if known[1].endswith(".pth") else DYNAMIC)
            else:
                file = ""  # made by a generator of the standard library
        else:
            kind = _kind(code.co_filename)
            if kind == _FILE:
                writer = _writers.get(code.co_filename) if _writers else None
                told = (writer, DYNAMIC) if writer else (code.co_filename, 0)
            elif kind == _NOWHERE:
                told = _owner_of_nowhere(frame)
                file = ""
            elif kind == _OWN:
                frame = frame.f_back  # it imports what a program is about to import
                continue
        if told is not None:
            file = told[0]
        if is_judged and handed_over is None and file is not inner_file and file:
            if inner is None:
                if _raises_event(frame) and handed.is_handed(frame, None, file, "", told is None):
                    handed_over = handed.of_builtin()
            elif inner_file and handed.is_handed(frame, inner, file, inner_file, told is None):
                handed_over = handed.of_frame(inner, _made_by(inner), inner_file)
            if handed_over is not None and told is None and inner is not None and handed.knows(frame, handed_over):
                handed_over = None
        if told is None:
            if handed_over is not None and file and handed.names(frame, handed_over):
                handed_over, carrier = None, ""  # the library calls what it handed to itself
        else:
            flags = told[1]
            if handed_over is not None:
                top = handed.top_of(file)
                is_first = not carrier
                if top == handed_over[3]:
                    handed_over = None  # it was this package's own, all along
                elif handed.names(frame, handed_over) or (
                    (is_first or top == carrier) and handed.knows(frame, handed_over)
                ):
                    flags |= 0 if is_first else GAVE
                    handed_over, carrier = None, ""
                else:
                    flags |= HANDED
                    carrier = carrier or top
            is_judged = is_inside = is_inside and handed.is_package(file)
            entry = (told[0][:_MAX_FILE], code.co_name[:_MAX_FUNCTION], frame.f_lineno, flags)
            last = tail[-1] if tail else frames[-1] if frames else None
            if last is None or last[0] != entry[0] or last[1] != entry[1] or last[3] != entry[3]:
                if len(frames) < _HEAD:
                    frames.append(entry)
                else:
                    tail.append(entry)
                    if len(tail) > _TAIL:
                        del tail[0]
        back = frame.f_back
        if _may_be_given(code, back):
            giver = _giver_of(frame, code, back.f_code if back is not None else None)
            if giver:
                caused = giver
                break
        inner, inner_file = frame, file
        frame = back
    segments = [(STACK, frames + tail)]
    if caused:
        segments.extend(caused)
    return segments
