"""Culprit's audit hook: reports what this process does, and which code did it, to the agent on this machine.

It is a guest in other people's programs. It imports nothing that the interpreter hasn't imported already, starts no
thread, prints nothing, blocks on nothing, and lets no exception of its own out. See docs/spec/hook-socket.md for
what it says, docs/limits.md for what it can't see.
"""

import sys

__all__ = ["VERSION", "start"]

VERSION = "0.1.0"

# An audit hook can't be removed, and .pth lines run twice in one start of a venv: the mark that it is there.
_MARK = "_culprit_started"


def start() -> None:
    """Bring the hook up in this interpreter. A second call does nothing; so does one without a configuration.

    Called by culprit.pth and, from Python 3.18 on, by culprit.start (PEP 829); in a subinterpreter by its own site.
    """
    if hasattr(sys, _MARK) or sys.version_info < (3, 8):
        return
    setattr(sys, _MARK, VERSION)
    from . import config, hook  # config is written by the agent: it names the socket

    hook.install(config.SOCKET, getattr(config, "GATE", False))
