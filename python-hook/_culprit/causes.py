"""Causes that cross threads and tasks: who started this thread, submitted this work, created this task.

The standard library keeps none of them, so each is noted where it happens: on the Thread object, the work item, the
task, the event loop's handle. What is noted is a captured stack (files and lines; no frame is kept alive).
"""

import _thread
import _weakref
import sys

from . import stack

__all__ = ["current", "patch_handles", "patch_pool", "patch_tasks", "patch_threading", "thread_started"]

if False:
    from types import FrameType, ModuleType

_getframe = sys._getframe
_get_ident = _thread.get_ident
_ref = _weakref.ref
# A chain of causes (a thread started by a thread started by a thread …) is told this deep.
_MAX_SEGMENTS = 6
_threading: "ModuleType | None" = None
_own_file = __file__
# Handles have slots and no room for a note: id(handle) → (weak reference to it, who scheduled it).
_scheduled: "dict[int, tuple]" = {}
_MAX_SCHEDULED = 2048


def current(ident: int) -> "list | None":
    """What started the thread with this identifier: segments, or None (the main thread, a thread of C)."""
    if _threading is None:
        return None
    thread = _threading._active.get(ident)
    return _noted(thread)


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

    def _start_new_thread(function, *args, **kwargs):  # type: ignore[no-untyped-def]
        try:
            thread_started(function, _getframe(1), _get_ident())
        except Exception:
            pass  # who started it stays unknown; the thread starts all the same
        return start(function, *args, **kwargs)

    module._start_new_thread = _start_new_thread  # type: ignore[attr-defined]


def patch_pool(module: "ModuleType") -> None:
    """Note on each work item of a ThreadPoolExecutor who submitted it."""
    item = module._WorkItem
    init = item.__init__

    def __init__(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        init(self, *args, **kwargs)
        try:
            self._culprit_cause = _cause(stack.POOL, _getframe(1), _get_ident())
        except Exception:
            pass  # as above

    item.__init__ = __init__
    stack.continue_at(item.run.__code__, lambda frame: _noted(frame.f_locals.get("self")))


def patch_tasks(module: "ModuleType") -> None:
    """Note on each task of asyncio.base_events' loops who created it. A loop of one's own may differ."""
    loop = module.BaseEventLoop
    create_task = loop.create_task

    def telling(self, coro, **kwargs):  # type: ignore[no-untyped-def]
        task = create_task(self, coro, **kwargs)
        try:
            # Debug's "created at": asyncio takes its own frame away, and ours would be the last.
            made_at = task._source_traceback
            if made_at and made_at[-1].filename == _own_file:
                del made_at[-1]
        except Exception:
            pass  # a task that keeps none
        try:
            task._culprit_cause = _cause(stack.TASK, _getframe(1), _get_ident())
        except Exception:
            pass  # a task factory may make what takes no attributes
        return task

    telling.__name__ = "create_task"
    telling.__qualname__ = "BaseEventLoop.create_task"
    telling.__doc__ = create_task.__doc__
    loop.create_task = telling


def patch_handles(module: "ModuleType") -> None:
    """Note on each handle (call_soon, call_later, …) who scheduled it, and continue there where a stack meets its run.

    Only what is scheduled from outside asyncio is noted: its own steps, many a second, say less than the task whose
    steps they are.
    """
    handle = module.Handle
    slot = handle._repr
    keep = slot.__set__
    file = module.__file__ or ""
    folder = file[: -len("events.py")]
    machinery = (file, folder + "base_events.py")

    def made(self, shown):  # type: ignore[no-untyped-def]
        keep(self, shown)
        if shown is not None:
            return
        try:
            giver: "FrameType | None" = _getframe(1)
            while giver is not None and giver.f_code.co_filename in machinery:
                giver = giver.f_back
            if giver is not None and not giver.f_code.co_filename.startswith(folder):
                while len(_scheduled) >= _MAX_SCHEDULED:
                    _scheduled.pop(next(iter(_scheduled)), None)
                _scheduled[id(self)] = (_ref(self), _cause(stack.TASK, giver, _get_ident()))
        except Exception:
            pass  # as above

    # Its __init__ sets the slot `_repr` to None, and looks at its caller for debug's "created at": anything around
    # __init__ would be seen there, so the slot tells. Reading it stays in C.
    handle._repr = property(slot.__get__, made, slot.__delete__)
    stack.continue_at(handle._run.__code__, _giver_of_handle)


def _giver_of_handle(frame: "FrameType") -> "list | None":
    """What the running handle was made by: the creator of the task whose step it is, or who scheduled it."""
    handle = frame.f_locals.get("self")
    tasks = sys.modules.get("asyncio.tasks")
    task = tasks and tasks.current_task(handle._loop)  # type: ignore[union-attr]
    if task:
        return _noted(task)
    ref, cause = _scheduled.get(id(handle), (None, None))
    return cause if ref is not None and ref() is handle else None


def _noted(holder: object) -> "list | None":
    return getattr(holder, "_culprit_cause", None)
