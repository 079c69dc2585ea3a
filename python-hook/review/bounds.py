"""What keeps a helper within bounds: it reads files that may have been written to harm whoever reads them.

A helper is run with an environment's own interpreter under -I -S -B, so that no start-up file, no module of the
environment and no setting of the user takes part. It gets one request a line on standard input, as JSON, and answers
each with one line. Whatever a request leads to, a crash included, concerns that request alone: the agent then starts
another helper for those behind it. Standard library only; the syntax of Python 3.8.
"""

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing

MAX_MEMORY = 2 * 1024**3
MAX_CPU_SECONDS = 600


def lower_limits() -> None:
    try:
        import resource
    except ImportError:  # Windows has none of these; the agent's time limit remains
        return
    # No file of more than no bytes: it writes to its pipes alone.
    wanted = ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_CPU_SECONDS), (resource.RLIMIT_FSIZE, 0))
    for limit, value in wanted:
        try:
            _, hard = resource.getrlimit(limit)
            lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (lowest, hard))
        except (OSError, ValueError):  # what a system doesn't have it can't limit
            pass


def be_nice() -> None:
    import os

    try:
        os.nice(19)
    except (AttributeError, OSError):
        pass


def serve(answer: "typing.Callable[[typing.Any], object]") -> None:
    """Answers requests until there are no more. `answer` takes one request's value and gives the answer's."""
    lower_limits()
    # Someone waits for the review of an upgrade; nobody for what is looked at in advance.
    if "soon" not in sys.argv[1:]:
        be_nice()
    # Deep code is refused by an exception long before the C stack is at its end.
    sys.setrecursionlimit(1000)
    for line in sys.stdin.buffer:
        try:
            said = answer(json.loads(line))
        except (MemoryError, RecursionError) as error:
            said = {"error": type(error).__name__}
        except Exception as error:
            said = {"error": "%s: %s" % (type(error).__name__, str(error)[:200])}
        sys.stdout.buffer.write(json.dumps(said).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()
