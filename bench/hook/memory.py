"""A long process that does many things (the argument says how many millions): files, connections, lookups, programs,
executed text, threads, pools and tasks; nine in ten as before, one in ten for the first time, from a hundred modules.
Prints the resident bytes at the start and after each million, as JSON.

What needs no more than its audit event is raised by sys.audit: a hook can't tell, and nothing is opened or reached.
"""

import asyncio
import gc
import json
import os
import resource
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

MODULE = """
def work(audit, number, client):
    audit("open", "/srv/app/templates/%d.html" % (number % 40), "r", 0)
    audit("open", "/srv/app/static/site.css", "r", 0)
    audit("open", "/srv/app/log/%d.log" % (number % 10), "a", 1)
    audit("socket.getaddrinfo", "db%d.internal" % (number % 5), 5432, 0, 1, 0)
    audit("socket.connect", client, ("10.0.0.%d" % (number % 5), 5432))
    audit("open", "/srv/app/data/%d.bin" % (number % 100), "rb", 0)
    audit("os.listdir", "/srv/app/data")
    audit("open", "/srv/app/templates/base.html", "r", 0)
    audit("open", "/srv/app/static/site.js", "r", 0)
    kind = number % 10
    if kind < 6:
        audit("open", "/srv/app/cache/%d" % number, "w", 1)
    elif kind == 6:
        audit("os.rename", "/srv/app/cache/%d" % (number - 1), "/srv/app/done/%d" % number, -1, -1)
    elif kind == 7:
        audit("socket.getaddrinfo", "host%d.example" % number, 443, 0, 1, 0)
        audit("socket.connect", client, ("10.%d.%d.%d" % (number >> 16 & 255, number >> 8 & 255, number & 255), 443))
    elif kind == 8:
        audit("os.remove", "/srv/app/done/%d" % number, -1)
    else:
        audit("subprocess.Popen", "convert", ["convert", "%d.png" % number, "out.jpg"], None, None)
"""


def resident() -> int:
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:  # no Linux: the peak, in bytes on macOS
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def module(number: int) -> "object":
    names: "dict[str, object]" = {}
    exec(compile(MODULE, f"/srv/app/module{number}.py", "exec"), names)
    return names["work"]


async def tasks(number: int) -> None:
    loop = asyncio.get_running_loop()
    for _ in range(10):
        loop.call_soon(id, number)
    await asyncio.gather(*[asyncio.sleep(0) for _ in range(10)])


def occasionally(number: int, pool: ThreadPoolExecutor) -> None:
    exec(compile(f"def made(): return {number}\nmade()", f"<template {number}>", "exec"), {})
    sys.audit("open", os.path.expanduser(f"~/.ssh/id_{number}"), "r", 0)
    pool.submit(id, number).result()
    if number % 2000 == 0:
        thread = threading.Thread(target=id, args=(number,))
        thread.start()
        thread.join()
        asyncio.run(tasks(number))


def main(millions: int) -> None:
    works = [module(number) for number in range(100)]
    client = socket.socket()
    pool = ThreadPoolExecutor(2)
    number = 0
    seen = []
    for _ in range(millions + 1):
        gc.collect()
        seen.append(resident())
        if len(seen) > millions:
            break
        for _ in range(100_000):
            works[number % 100](sys.audit, number, client)
            if number % 200 == 0:
                occasionally(number, pool)
            number += 1
    client.close()
    pool.shutdown()
    print(json.dumps(seen))


main(int(sys.argv[1]))
