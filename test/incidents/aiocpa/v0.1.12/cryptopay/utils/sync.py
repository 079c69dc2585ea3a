"""Makes the client usable from code that has no event loop.

Where a loop runs, a method gives its coroutine, to be awaited; elsewhere it
runs the coroutine to its end and gives the result,
in a loop of its own:

    await pay.get_me()    # in a coroutine
    pay.get_me()          # in a script
"""

import asyncio
import functools
import inspect

from ..client import CryptoPay


def either(method):
    """The method, for both kinds of caller."""

    @functools.wraps(method)
    def call(*args, **kwargs):
        coroutine = method(*args, **kwargs)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(coroutine)
        return coroutine

    return call


def wrap(cls):
    """Treats every public coroutine of a class so."""
    for name, method in list(vars(cls).items()):
        if not name.startswith("_") and inspect.iscoroutinefunction(method):
            setattr(cls, name, either(method))
    return cls


wrap(CryptoPay)

# Python calls __init__ itself, so there is nothing to wrap in it.
