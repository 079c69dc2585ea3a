"""Causes that cross threads: who started this thread, who submitted this work.

The standard library keeps neither, so both are noted where they happen: a thread's starter on the Thread object, a
work item's submitter on the item. Each is noted as a captured stack (files and lines, no frame is kept alive).
"""

import sys

from . import stack

__all__ = ["current", "patch_pool", "patch_threading", "thread_started"]

if False:
    from types import FrameType, ModuleType

_getframe = sys._getframe
# A chain of causes (a thread started by a thread started by a thread …) is told this deep.
_MAX_SEGMENTS = 6
_threading: "ModuleType | None" = None


def current(ident: int) -> "list | None":
    """What started the thread with this identifier: segments, or None (the main thread, a thread of C)."""
    if _threading is None:
        return None
    thread = _threading._active.get(ident)
    return getattr(thread, "__dict__", {}).get("_culprit_cause")


def _cause(kind: int, frame: "FrameType | None", ident: int) -> "list[tuple[int, list]]":
    segments = stack.capture(frame, current(ident))
    told = [(kind, segments[0][1])] + segments[1:]
    return [segment for segment in told if segment[1]][:_MAX_SEGMENTS]


def thread_started(function: object, frame: "FrameType | None", ident: int) -> None:
    """Note the stack that starts a thread, where the thread is a threading.Thread (its bound method starts it)."""
    thread = getattr(function, "__self__", None)
    if _threading is not None and isinstance(thread, _threading.Thread):
        thread.__dict__["_culprit_cause"] = _cause(stack.THREAD, frame, ident)


def patch_threading(module: "ModuleType") -> None:
    """Up to Python 3.11 starting a thread raises no audit event: note its starter on the way."""
    global _threading
    _threading = module
    if sys.version_info >= (3, 12):
        return  # _thread.start_new_thread and start_joinable_thread are audited: hook.py calls thread_started
    start = module._start_new_thread
    get_ident = module.get_ident

    def _start_new_thread(function, *args, **kwargs):  # type: ignore[no-untyped-def]
        try:
            thread_started(function, _getframe(1), get_ident())
        except Exception:
            pass  # who started it stays unknown; the thread starts all the same
        return start(function, *args, **kwargs)

    module._start_new_thread = _start_new_thread  # type: ignore[attr-defined]


def patch_pool(module: "ModuleType") -> None:
    """Note on each work item of a ThreadPoolExecutor who submitted it."""
    item = module._WorkItem
    init = item.__init__
    get_ident = module.threading.get_ident

    def __init__(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        init(self, *args, **kwargs)
        try:
            self._culprit_cause = _cause(stack.POOL, _getframe(1), get_ident())
        except Exception:
            pass  # as above

    item.__init__ = __init__
    stack.set_pool_code(item.run.__code__)
