"""Starts a program again and again (arguments: how often, its command line). Prints the medians of its seconds, on the
wall and on the processors, with those of its children.

For an interpreter without `site`, so that what is measured is in the program, and not in here.
"""

import os
import sys
import time

number, command = int(sys.argv[1]), sys.argv[2:]
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
measured = []
for _ in range(number):
    started = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(pid, 0)
    measured.append((time.perf_counter() - started, used.ru_utime + used.ru_stime))
    if status != 0:
        raise SystemExit(f"{command} ended with status {status}")
print(*[sorted(seconds)[number // 2] for seconds in zip(*measured)])
