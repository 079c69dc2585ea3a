"""What raises audit events that nobody watches, or the same one again and again: the loop that is named. Prints its
seconds.
"""

import copy
import io
import logging
import sys

import clock


def ids() -> None:
    thing = object()
    for _ in range(1_000_000):
        id(thing)


def deepcopies() -> None:
    tree = {"a": [1, 2, 3], "b": {"c": (1, 2)}, "d": [{"e": None}] * 3}
    for _ in range(20_000):
        copy.deepcopy(tree)


def logs() -> None:
    logger = logging.getLogger("bench")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler(io.StringIO()))
    for number in range(30_000):
        logger.info("number %d", number)


def execs() -> None:
    code = compile("x = 1", "<string>", "exec")
    names: "dict[str, object]" = {}
    for _ in range(500_000):
        exec(code, names)


work = {"id() loop": ids, "copy.deepcopy": deepcopies, "logging": logs, "exec loop": execs}[sys.argv[1]]
started = clock.start()
work()
clock.stop(started)
