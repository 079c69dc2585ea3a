"""The seconds of the thing that is measured: on the wall, and of this process on its processors."""

import time

_clocks = (time.perf_counter, time.process_time)


def start() -> "tuple[float, ...]":
    return tuple(clock() for clock in _clocks)


def stop(started: "tuple[float, ...]") -> None:
    print(*[clock() - then for clock, then in zip(_clocks, started)])
