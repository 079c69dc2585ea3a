"""Whether a frame chose what it calls, or was handed that as data: a partial, a callback, what a queue held.

Whoever calls what it was handed only carries it out, and its frame says nothing of who meant it. Whether a frame names
what it calls stands in its code: in the names that the statement loads which is being executed. None of the program's
own code is run to find out: no attribute is asked for, only dictionaries are looked into.
"""

import sys

__all__ = [
    "MADE",
    "is_handed",
    "is_package",
    "knows",
    "library",
    "names",
    "of_builtin",
    "of_callable",
    "of_frame",
    "top_of",
]

if False:
    from types import CodeType, FrameType
    from typing import Any

# What is called where a class, or an object, is called: (of these, the class says more than the name).
MADE = ("__init__", "__new__", "__call__")
# How a statement gets at a name: as a global, as an attribute, as a method that is called there and then.
_GLOBAL, _VALUE, _METHOD = 0, 1, 2


def _instructions(minor: int) -> "tuple[dict[int, tuple[int, int]], int]":
    """Which instructions of Python 3.`minor` load a name: opcode → (how, how far its argument is shifted); and the one
    that extends the argument of the next. The lowest bit of a shifted attribute's says that a method is called."""
    if minor == 13:
        loads = {82: (_VALUE, 1), 91: (_GLOBAL, 1), 93: (_VALUE, 2), 90: (_GLOBAL, 0), 92: (_GLOBAL, 0)}
        loads.update({74: (_VALUE, 0), 75: (_METHOD, 0)})
        return loads, 71
    loads = {101: (_GLOBAL, 0), 106: (_VALUE, 0), 108: (_METHOD, 0), 109: (_VALUE, 0), 116: (_GLOBAL, 0)}
    if minor < 12:
        loads[160] = (_METHOD, 0)
    if minor >= 11:
        loads[116] = (_GLOBAL, 1)
    if minor == 12:
        loads.update({106: (_VALUE, 1), 141: (_VALUE, 2), 175: (_GLOBAL, 0)})
    return loads, 144


_minor = sys.version_info[1]
_loads, _extended = _instructions(_minor)
# In a newer Python, what a function names anywhere counts for each of its statements.
_is_known = _minor <= 13

_os_file = getattr(sys.modules.get("os"), "__file__", None) or ""
# Where the interpreter's own library lies; None where it is no folder.
library = _os_file[: -len("os.py")] if _os_file.endswith("os.py") else None
_APPLICATION = "/"  # no package is called that

_LAZY = 0x20 | 0x80 | 0x200  # inspect.CO_…: a generator, a coroutine, an asynchronous generator
# Functions of C that are told of: an attribute of such a name is no data, and another name of one is no other function.
_BUILTINS = frozenset(
    "bind connect connect_ex dlopen eval exec execv execve fork_exec getaddrinfo gethostbyaddr gethostbyname link "
    "listdir open posix_spawn remove rename replace rmdir scandir sendmsg sendto spawnv spawnve startfile symlink "
    "system unlink".split()
)
_IMPORTERS = ("<frozen importlib", "<frozen zipimport")
_MAX_CODES, _MAX_GLOBALS, _MAX_PLACES = 512, 2000, 4096

_FunctionType = type(_instructions)
_BuiltinType = type(len)
_CodeType = type(_instructions.__code__)
_ModuleType = type(sys)
_MethodType = type(type("", (), {"method": _instructions})().method)
_mro_of = type.__dict__["__mro__"].__get__
_members_of = type.__dict__["__dict__"].__get__
_get = dict.get

# id(code) → (code, what it loads, its lines); (id(code), instruction, id(code that it called)) → (both, the answer).
_tops: "dict[str, str]" = {}
_read: "dict[int, tuple[CodeType, list, list]]" = {}
_places: "dict[tuple[int, int, int], tuple[CodeType, CodeType | None, bool]]" = {}


# What travelled as data: (its name, or None where it is unknown; its code, or None where it is of C; whether calling it
# only makes it, as with a generator; the package or file that it is from).


def of_builtin() -> tuple:
    """Something of C that is being called: nothing is known of it."""
    return None, None, False, None


def of_frame(frame: "FrameType", made: "Any", file: str) -> tuple:
    """What this frame executes, which is from that file; `made` is what it makes, or calls, where it is a class's."""
    code = frame.f_code
    name = code.co_name
    if made is not None:
        name = (made if issubclass(type(made), type) else type(made)).__name__
    return name, code, bool(code.co_flags & _LAZY), top_of(file)


def of_callable(thing: "Any") -> "tuple | None":
    """What is to be called later; None where nothing is known of it."""
    thing = _unwrapped(thing)
    kind = type(thing)
    if kind is _FunctionType:
        code = thing.__code__
        if code.co_filename.startswith("<") and not code.co_filename.startswith("<frozen "):
            return None  # from no file: its frames say whose it is
        return code.co_name, code, False, top_of(code.co_filename)
    if kind is _BuiltinType:
        return thing.__name__, None, False, None
    return None


def top_of(file: str) -> str:
    """What a file is part of: a package, or part of the standard library, by its folder; the application's are one."""
    top = _tops.get(file)
    if top is None:
        if len(_tops) >= _MAX_PLACES:
            _tops.clear()
        _, folder, path = file.replace("\\", "/").rpartition("-packages/")
        if folder:
            top = path.partition("/")[0]
        elif library and file.startswith(library):
            top = library + file[len(library) :].replace("\\", "/").partition("/")[0]
        else:
            top = file if file.startswith("<frozen ") else _APPLICATION
        _tops[file] = top
    return top


def is_package(file: str) -> bool:
    """Whether a file lies among installed packages."""
    return "-packages" in file


def _unwrapped(thing: "Any") -> "Any":
    """What a bound method, a partial, or what wraps a function leads to in the end."""
    for _ in range(8):
        kind = type(thing)
        if kind is _MethodType or kind is staticmethod or kind is classmethod:
            thing = thing.__func__
        elif kind is _partial():
            thing = thing.func
        elif kind is _FunctionType and "__wrapped__" in thing.__dict__:
            thing = thing.__dict__["__wrapped__"]
        else:
            break
    return thing


def _partial() -> object:
    module = sys.modules.get("functools")
    return _get(module.__dict__, "partial") if module is not None else None


# What a statement names


def _reading(code: "CodeType") -> "tuple[CodeType, list, list]":
    """What a code object loads by name, [(offset, how, name)], and its lines, [(offset, line)]."""
    known = _read.get(id(code))
    if known is not None:
        return known
    loads = []
    names = code.co_names
    raw = code.co_code
    extension = 0
    for at in range(0, len(raw), 2) if names and _is_known else ():
        operation = raw[at]
        if operation == _extended:
            extension = (extension | raw[at + 1]) << 8
            continue
        load = _loads.get(operation)
        if load is not None:
            how, shift = load
            argument = extension | raw[at + 1]
            if how == _VALUE and shift and argument & 1:
                how = _METHOD
            loads.append((at, how, names[argument >> shift]))
        extension = 0
    if not _is_known:
        loads = [(0, _GLOBAL, name) for name in names]
    if len(_read) >= _MAX_CODES:
        _read.clear()
    _read[id(code)] = known = (code, loads, _lines_of(code))
    return known


def _lines_of(code: "CodeType") -> "list[tuple[int, int]]":
    if hasattr(code, "co_lines"):
        return [(start, line) for start, _, line in code.co_lines() if line is not None]
    lines = [(0, code.co_firstlineno)]
    at, line = lines[0]
    table = code.co_lnotab
    for entry in range(0, len(table), 2):
        at += table[entry]
        step = table[entry + 1]
        line += step - 256 if step > 127 else step
        lines.append((at, line))
    return lines


def _statement(frame: "FrameType") -> "list[tuple[int, int, str]]":
    """What is loaded by name between the beginning of the statement that a frame executes and where it is: what comes
    before on the same line or, since a call that goes over several is on the first of them, on later ones."""
    _, loads, lines = _reading(frame.f_code)
    last = frame.f_lasti
    first = 0
    if _is_known:
        own = None
        for start, line in reversed(lines):
            if start > last:
                continue
            if own is None:
                own = line
            elif line < own:
                break
            first = start
    return [load for load in loads if load[0] >= first and (load[0] <= last or not _is_known)]


def is_handed(frame: "FrameType", inner: "FrameType | None", file: str, inner_file: str, is_library: bool) -> bool:
    """Whether a frame (of `file`) calls what it doesn't name: the frame `inner` (of `inner_file`) or, where that is
    None, something of C.

    Code of the standard library (`is_library`) calls much of its own by attributes, and isn't asked about those."""
    code = frame.f_code
    called = None if inner is None else inner.f_code
    key = (id(code), frame.f_lasti, id(called))
    known = _places.get(key)
    if known is None:
        if len(_places) >= _MAX_PLACES:
            _places.clear()
        is_own = called is not None and top_of(file) == top_of(inner_file)
        _places[key] = known = (code, called, not is_own and _is_handed(frame, called, is_library))
    return known[2]


def _is_handed(frame: "FrameType", called: "CodeType | None", is_library: bool) -> bool:
    if frame.f_code.co_filename.startswith(_IMPORTERS):
        return False
    named = _statement(frame)
    if called is None:
        if is_library:
            return not named
        return all(how == _VALUE and name not in _BUILTINS for _, how, name in named)
    name = called.co_name
    if name.startswith("<") or called.co_filename.startswith(_IMPORTERS):
        return False
    if any(load[2] in (name, "getattr") for load in named):
        return False
    is_special = name.startswith("__") and name.endswith("__")
    if not named:
        return not is_special or name in MADE
    if is_special or called.co_freevars:
        return False
    if (is_library or called.co_flags & _LAZY) and any(how != _VALUE for _, how, _ in named):
        return False  # of a call, what it gave may have made what runs: `await session.get(…)`
    return not _is_alias(frame, [load[1:] for load in named], called)


def _values(frame: "FrameType", loads: "list[tuple[int, str]]") -> "list[Any]":
    """What the names lead to that are globals, or attributes of modules which are loaded with them."""
    values = [_get(frame.f_globals, name) for how, name in loads if how == _GLOBAL]
    modules = [value for value in values if type(value) is _ModuleType]
    for how, name in loads:
        if how != _GLOBAL and modules:
            found = [_get(module.__dict__, name) for module in modules]
            values.extend(found)
            modules.extend(value for value in found if type(value) is _ModuleType and value not in modules)
    return values


def _is_alias(frame: "FrameType", loads: "list[tuple[int, str]]", code: "CodeType") -> bool:
    """Whether a name leads to this code by another: to a function, or to what wraps it."""
    return any(_leads_to(frame, value, code) for value in _values(frame, loads) if value is not None)


def _leads_to(frame: "FrameType", value: "Any", code: "CodeType") -> bool:
    if type(value) is _partial() and not _reaches(frame, value.func):
        return False
    value = _unwrapped(value)
    if type(value) is _FunctionType:
        return value.__code__ is code
    if issubclass(type(value), type):
        for kind in _mro_of(value):
            for made in MADE:
                function = _members_of(kind).get(made)
                if type(function) is _FunctionType and function.__code__ is code:
                    return True
    return False


def _reaches(frame: "FrameType", function: object) -> bool:
    """Whether a module knows a function by itself, or through a module that it has imported."""
    name = getattr(function, "__name__", None) if type(function) in (_FunctionType, _BuiltinType) else None
    for value in list(frame.f_globals.values())[:_MAX_GLOBALS]:
        if value is function or (type(value) is _ModuleType and name and _get(value.__dict__, name) is function):
            return True
    return False


def names(frame: "FrameType", thing: tuple) -> bool:
    """Whether the statement that a frame executes names what travelled, and so hands it on."""
    loads = [load[1:] for load in _statement(frame)]
    return any(name == thing[0] for _, name in loads) or _mentions(frame, thing, loads)


def knows(frame: "FrameType", thing: tuple) -> bool:
    """Whether the code of a frame names what travelled anywhere, or that of its class or of the function around it."""
    loads: "list[tuple[int, str]]" = []
    pending = _kin(frame)
    for _ in range(_MAX_CODES):
        if not pending:
            break
        code = pending.pop()
        if any(const == thing[0] for const in code.co_consts if type(const) is str):
            return True  # for getattr()
        loads.extend(load[1:] for load in _reading(code)[1])
        pending.extend(const for const in code.co_consts if type(const) is _CodeType)
    return _mentions(frame, thing, loads)


def _mentions(frame: "FrameType", thing: tuple, loads: "list[tuple[int, str]]") -> bool:
    wanted, code, is_lazy, _ = thing
    if wanted is None:
        values = _values(frame, [load for load in loads if load[0] != _METHOD])
        values.extend(_get(frame.f_builtins, name) for how, name in loads if how == _GLOBAL)
        return any(type(value) is _BuiltinType and value.__name__ in _BUILTINS for value in values)
    if any(name == wanted and (how != _METHOD or is_lazy) for how, name in loads):
        return True
    return code is not None and _is_alias(frame, loads, code)


def _kin(frame: "FrameType") -> "list[CodeType]":
    """The code of a frame, of the methods of its class, and of the function that it stands in, where a module's name
    leads to those."""
    code = frame.f_code
    kin = [code]
    for value in list(frame.f_globals.values())[:_MAX_GLOBALS]:
        if type(value) is _FunctionType:
            if code.co_freevars and _holds(value.__code__, code):
                kin.append(value.__code__)
        elif issubclass(type(value), type):
            members = [_unwrapped(member) for member in list(_members_of(value).values())]
            codes = [member.__code__ for member in members if type(member) is _FunctionType]
            if any(own is code or (code.co_freevars and _holds(own, code)) for own in codes):
                kin.extend(codes)
    return kin


def _holds(outer: "CodeType", inner: "CodeType", depth: int = 4) -> bool:
    consts = [const for const in outer.co_consts if type(const) is _CodeType]
    return any(const is inner or (depth and _holds(const, inner, depth - 1)) for const in consts)
