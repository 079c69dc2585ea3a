"""Says whether byte code files are what their sources compile to: [PYC, SOURCE] → {"same": true | false | null}.

null is byte code that this interpreter would not run: another's, or cut off. Nothing that is read is ever executed.
"""

import marshal
import os
import sys
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bounds  # noqa: E402

MAX_BYTES = 16 * 1024 * 1024
HEADER = 16


def read(path: "str") -> bytes:
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError("more than %d bytes" % MAX_BYTES)
    return content


def magic() -> bytes:
    import _imp  # noqa: F401
    import importlib.util

    return importlib.util.MAGIC_NUMBER


def level(path: "str") -> int:
    name = os.path.basename(path)
    return 1 if name.endswith(".opt-1.pyc") else 2 if name.endswith(".opt-2.pyc") else 0


def files_in(code: "types.CodeType") -> "set[str]":
    found = {code.co_filename}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= files_in(constant)
    return found


def answer(request: "list[str]") -> "dict[str, bool | None]":
    pyc, source = request
    content = read(pyc)
    if content[:4] != magic() or len(content) <= HEADER:
        return {"same": None}
    try:
        code = marshal.loads(content[HEADER:])  # noqa: S302 - never executed, and a crash is this file's alone
        if not isinstance(code, types.CodeType):
            return {"same": False}
        expected = compile(read(source), code.co_filename, "exec", dont_inherit=True, optimize=level(pyc))
    except (SyntaxError, ValueError, EOFError, TypeError, RecursionError):
        return {"same": False}
    # Code objects compare all but the file that they name; a part that names another is not from this source.
    # The second comparison is for constants that don't equal themselves (NaN); version 2 has no references in it.
    is_same = code == expected or marshal.dumps(code, 2) == marshal.dumps(expected, 2)
    return {"same": is_same and len(files_in(code)) == 1}


if __name__ == "__main__":
    bounds.serve(answer)
