"""Does one thing (the first argument) so many times (the second), for a tool that counts instructions. It counts from
the call of getppid to that of getpgrp, neither of which Python makes by itself.
"""

import asyncio
import copy
import io
import logging
import os
import sys
import tempfile


def ids(times: int) -> None:
    thing = object()
    for _ in range(times):
        id(thing)


def deepcopies(times: int) -> None:
    tree = {"a": [1, 2, 3], "b": {"c": (1, 2)}, "d": [{"e": None}] * 3}
    for _ in range(times):
        copy.deepcopy(tree)


def logs(times: int) -> None:
    logger = logging.getLogger("bench")
    if not logger.handlers:
        logger.propagate = False
        logger.setLevel(logging.INFO)
        logger.addHandler(logging.StreamHandler(io.StringIO()))
    for number in range(times):
        logger.info("number %d", number)


code = compile("x = 1", "<string>", "exec")
names: "dict[str, object]" = {}


def execs(times: int) -> None:
    for _ in range(times):
        exec(code, names)


folder = tempfile.mkdtemp()
files = iter(range(1_000_000))
known = os.path.join(folder, "known")
open(known, "w").close()


def opens(times: int) -> None:
    for _ in range(times):
        open(known).close()


def opens_new(times: int) -> None:
    # Links to one file: its name alone is new.
    paths = [os.path.join(folder, str(next(files))) for _ in range(times)]
    for path in paths:
        os.link(known, path)
    os.getppid()
    for path in paths:
        open(path).close()
    os.getpgrp()
    for path in paths:
        os.remove(path)


def requests_get(times: int) -> None:
    import requests

    for _ in range(times):
        requests.get(sys.argv[3])


async def aiohttp_get(times: int) -> None:
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
        # What the session does once is done before it counts.
        for number in range(times + 1):
            if number == 1:
                os.getppid()
            async with session.get(sys.argv[3]) as response:
                await response.read()
        os.getpgrp()


work, times = sys.argv[1], int(sys.argv[2])
try:
    if work == "aiohttp":
        asyncio.run(aiohttp_get(times))
    elif work == "open_new":
        opens_new(times)
    else:
        do = {
            "id": ids,
            "deepcopy": deepcopies,
            "logging": logs,
            "exec": execs,
            "open": opens,
            "requests": requests_get,
        }
        do[work](times // 10 + 2)
        os.getppid()
        do[work](times)
        os.getpgrp()
finally:
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    os.rmdir(folder)
