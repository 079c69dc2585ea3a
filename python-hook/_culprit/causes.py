"""Causes that cross threads and tasks: who started this thread, submitted this work, created this task.

The standard library keeps none of them, so each is noted where it happens: on the Thread object, the work item, the
task, the event loop's handle. What is noted is a captured stack (files and lines; no frame is kept alive).
"""

import _thread
import _weakref
import sys

from . import handed, stack

__all__ = [
    "current",
    "in_place_of",
    "patch_atexit",
    "patch_finalize",
    "patch_handles",
    "patch_pool",
    "patch_process",
    "patch_process_pool",
    "patch_tasks",
    "patch_thread",
    "patch_threading",
    "patch_trio",
    "patch_trio_threads",
    "patch_uvloop",
    "thread_started",
]

if False:
    from types import CodeType, FrameType, ModuleType
    from typing import Any


class _Bound:
    def method(self) -> None: ...


_getframe = sys._getframe
_get_ident = _thread.get_ident
_ref = _weakref.ref
# A chain of causes (a thread started by a thread started by a thread …) is told this deep.
_MAX_SEGMENTS = 6
_MAX_HANDED = 64  # different things that one place has called later
_threading: "ModuleType | None" = None
# Threads without a Thread: id(code at the bottom) → (code, who started them; nobody where there were two).
_raw: "dict[int, tuple]" = {}
_MAX_RAW = 256
_FunctionType = type(lambda: None)
_method: "Any" = type(_Bound().method)
# Handles have slots and no room for a note: id(handle) → (weak reference to it, who scheduled it).
_scheduled: "dict[int, tuple]" = {}
_MAX_SCHEDULED = 2048
_run_of_handle: "CodeType | None" = None
_WAKE_UP = ("task_wakeup", "TaskWakeupMethWrapper", "__wakeup")


def current(ident: int) -> "list | None":
    """What started the thread with this identifier: segments, or None (the main thread, a thread of C)."""
    if _threading is None:
        return None
    greenlet = sys.modules.get("greenlet")
    if greenlet is not None and "gevent" in sys.modules:
        cause = _spawner(greenlet.getcurrent())
        if cause:
            return cause
    thread = _threading._active.get(ident)
    return _noted(thread)


def _cause(kind: int, frame: "FrameType | None", ident: int, what: object = None) -> "list[tuple[int, list]]":
    """Who has `what` called later, from this frame on."""
    where = stack.recall(frame, current(ident))
    travels = handed.of_callable(what) if what is not None else None
    key = (kind, None) if travels is None else (kind, travels[0], id(travels[1]))
    known: "tuple[list, tuple | None] | None" = where.causes.get(key)
    if known is None:
        segments = stack.capture(frame, where.caused, travels)
        told = [(kind, segments[0][1])] + segments[1:]
        if len(where.causes) >= _MAX_HANDED:
            where.causes.clear()
        # With what travels, so that its id stays its own.
        known = where.causes[key] = ([segment for segment in told if segment[1]][:_MAX_SEGMENTS], travels)
    return known[0]


def thread_started(function: object, frame: "FrameType | None", ident: int) -> None:
    """Note the stack that starts a thread: on the threading.Thread whose bound method starts it, else by its code."""
    thread = getattr(function, "__self__", None)
    if _threading is not None and isinstance(thread, _threading.Thread):
        cause = _cause(stack.THREAD, frame, ident)
        made = thread.__dict__.get("_culprit_made")
        # Made here and started there: whoever made it chose what it runs.
        if made and not _is_same_giver(made, cause):
            cause = (made + cause)[:_MAX_SEGMENTS]
        thread.__dict__["_culprit_cause"] = cause
    elif isinstance(function, _FunctionType):
        _started_raw(function, _cause(stack.THREAD, frame, ident))


def _started_raw(function: object, cause: list) -> None:
    """A thread of its own, without a Thread: known by the code at its bottom. Two starters of one code are neither."""
    code = function.__code__  # type: ignore[attr-defined]
    known = _raw.get(id(code))
    if known is None:
        while len(_raw) >= _MAX_RAW:
            _raw.pop(next(iter(_raw)), None)
        stack.continue_at(code, _giver_of_raw)
    elif not _is_same_giver(known[1], cause):
        cause = []
    _raw[id(code)] = (code, cause)


def _is_same_giver(one: list, other: list) -> bool:
    """Whether the innermost frame of both is of one file."""
    return bool(one) and bool(other) and one[0][1][0][0] == other[0][1][0][0]


def _giver_of_raw(frame: "FrameType") -> "list | None":
    return _raw.get(id(frame.f_code), (None, None))[1] if frame.f_back is None else None


def patch_threading(module: "ModuleType") -> None:
    """Note who makes a Thread."""
    global _threading
    _threading = module
    made = module._dangling
    kind = type(made)

    class _Dangling(kind):  # type: ignore[misc, valid-type]
        """The set of all threads, to which each adds itself as the last act of its __init__: nothing stands around
        that, so its mistakes are reported without a frame of ours."""

        def add(self, item):  # type: ignore[no-untyped-def]
            kind.add(self, item)
            try:
                anyio = sys.modules.get("anyio._backends._asyncio")
                if anyio is not None:
                    _patch_anyio(anyio)  # importlib.import_module brings it, and nothing audits that
                item.__dict__["_culprit_made"] = _cause(stack.THREAD, _getframe(1), _get_ident())
            except Exception:
                pass  # whoever starts it is known all the same

    _disguise(_Dangling.add, kind.add)
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(_Dangling, name, getattr(kind, name))
    made.__class__ = _Dangling
    if sys.version_info < (3, 12):
        module._start_new_thread = _thread.start_new_thread  # type: ignore[attr-defined]


def patch_thread(module: "ModuleType") -> None:
    """Up to Python 3.11 starting a thread raises no audit event: note its starter on the way."""
    if sys.version_info >= (3, 12):
        return  # _thread.start_new_thread and start_joinable_thread are audited: hook.py calls thread_started
    start = module.start_new_thread

    def telling(start, *args, **kwargs):  # type: ignore[no-untyped-def]
        try:
            if args:
                thread_started(args[0], _getframe(1), _get_ident())
        except Exception:
            pass  # who started it stays unknown; the thread starts all the same
        return start(*args, **kwargs)

    module.start_new_thread = in_place_of(start, telling)  # type: ignore[attr-defined]


def patch_atexit(module: "ModuleType") -> None:
    """Note who has a function called when the program ends: it is found again by its code at the stack's bottom."""
    register = module.register

    def telling(register, *args, **kwargs):  # type: ignore[no-untyped-def]
        try:
            if args and isinstance(args[0], _FunctionType):
                _started_raw(args[0], _cause(stack.TASK, _getframe(1), _get_ident()))
        except Exception:
            pass  # as above
        return register(*args, **kwargs)

    module.register = in_place_of(register, telling)  # type: ignore[attr-defined]


def patch_finalize(module: "ModuleType") -> None:
    """Note who has a function called when an object goes (weakref.finalize)."""
    finalize = module.finalize
    info = finalize._Info

    class _Info(info):  # type: ignore[misc, valid-type]
        """What a finalizer keeps of itself until it is called: gone as soon as that is."""

        __slots__ = ("_culprit_cause",)

        def __init__(self) -> None:
            try:
                self._culprit_cause = _cause(stack.TASK, _getframe(1), _get_ident())
            except Exception:
                pass  # as above

    finalize._Info = _Info
    stack.continue_at(finalize.__call__.__code__, lambda frame: _noted(stack.local(frame, "info")))


def in_place_of(builtin: object, telling: object) -> "Any":
    """`telling`, which takes the builtin first, to stand in its place: like a builtin, and other than a function, what
    this returns takes no `self` where a class holds it."""
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(telling, name, getattr(builtin, name))
    return _method(telling, builtin)


def _disguise(telling: object, original: object) -> None:
    """What stands in a function's place looks like it to whoever asks: its name, documentation, and parameters."""
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(telling, name, getattr(original, name))
    telling.__wrapped__ = original  # type: ignore[attr-defined]


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
    stack.continue_at(item.run.__code__, lambda frame: _noted(stack.local(frame, "self")))


def patch_tasks(module: "ModuleType") -> None:
    """Where a stack leaves a task's coroutine, go on with who created the task (patch_handles notes that)."""
    stack.watch_coroutines(_creator_of_task)


def patch_uvloop(module: "ModuleType") -> None:
    """Note on each task of uvloop, whose handles are its own, who created it."""
    loop = module.Loop
    create_task = loop.create_task

    def telling(self, coro, **kwargs):  # type: ignore[no-untyped-def]
        task = create_task(self, coro, **kwargs)
        try:
            task._culprit_cause = _cause(stack.TASK, _getframe(1), _get_ident())
        except Exception:
            pass  # a task factory may make what takes no attributes
        return task

    _disguise(telling, create_task)
    loop.create_task = telling


def _creator_of_task(frame: "FrameType", runner: "CodeType | None") -> "list | None":
    """Who created the running task of asyncio, where this is its coroutine's frame, whichever loop runs it."""
    tasks = sys.modules.get("asyncio.tasks")
    events = sys.modules.get("asyncio.events")
    loop = events and events._get_running_loop()
    task = loop and tasks and tasks.current_task(loop)
    if not task:
        return None
    # What a handle runs is the task's; to ask for a coroutine's frame raises an audit event.
    is_own = runner is not None and runner is _run_of_handle
    return _noted(task) if is_own or getattr(task.get_coro(), "cr_frame", None) is frame else None


def patch_handles(module: "ModuleType", gate: "Any" = None) -> None:
    """Note on each handle (call_soon, call_later, …) who scheduled it, and on each task who created it; continue there
    where a stack meets its run.

    Only what is scheduled from outside asyncio is noted: its own steps, many a second, say less than the task whose
    steps they are.
    """
    global _run_of_handle
    handle = module.Handle
    slot = handle._repr
    keep = slot.__set__
    file = module.__file__ or ""
    folder = file[: -len("events.py")]
    machinery = (file, folder + "base_events.py", __file__, stack.__file__)

    def made(self: "Any") -> None:
        try:
            callback = self._callback
            task = getattr(callback, "__self__", None)
            if hasattr(type(task), "get_coro"):
                # A task's step. Its first is scheduled by whoever makes it; an eager task's (3.12 on) is not, and who
                # wakes it, or itself, is not its maker.
                name = getattr(callback, "__name__", type(callback).__name__)
                if _noted(task) is None and name not in _WAKE_UP:
                    if sys.modules["asyncio.tasks"].current_task(self._loop) is not task:
                        has_factory = getattr(self._loop, "_task_factory", None) is not None
                        maker = _maker_of_task(_getframe(1), machinery) if has_factory else stack.outside(machinery)
                        task._culprit_cause = _cause(stack.TASK, maker, _get_ident())  # type: ignore[union-attr]
                        if gate is not None:
                            gate.is_step(type(callback))
                return
            giver = stack.outside(machinery)
            code = giver.f_code if giver is not None else None
            if giver is not None and code is not None and code.co_name == "run_coroutine_threadsafe":
                giver = giver.f_back
                code = giver.f_code if giver is not None else None
            if code is not None and not code.co_filename.startswith(folder):
                while len(_scheduled) >= _MAX_SCHEDULED:
                    _scheduled.pop(next(iter(_scheduled)), None)
                _scheduled[id(self)] = (_ref(self), _cause(stack.TASK, giver, _get_ident()))
        except Exception:
            pass  # as above

    def keep_and_tell(self, shown):  # type: ignore[no-untyped-def]
        keep(self, shown)
        if shown is None:
            made(self)

    # Its __init__ sets the slot `_repr` to None, and looks at its caller for debug's "created at": anything around
    # __init__ would be seen there, so the slot tells. Reading it stays in C.
    telling = keep_and_tell if gate is None else gate.watch_handles(keep, made)
    handle._repr = property(slot.__get__, telling, slot.__delete__)
    _run_of_handle = handle._run.__code__
    stack.continue_at(_run_of_handle, _giver_of_handle)


def _maker_of_task(frame: "FrameType", machinery: "tuple[str, ...]") -> "FrameType":
    """Who called create_task, where it was called: a task factory between that and the task only serves it."""
    above: "FrameType | None" = frame
    for _ in range(16):
        if above is None:
            break
        if above.f_code.co_name == "create_task" and above.f_code.co_filename in machinery:
            return above.f_back or frame
        above = above.f_back
    return frame


def _giver_of_handle(frame: "FrameType") -> "list | None":
    """What the running handle was made by: the creator of the task whose step it is, or who scheduled it."""
    tasks = sys.modules.get("asyncio.tasks")
    loop = sys.modules["asyncio.events"]._get_running_loop()
    task = tasks and loop and tasks.current_task(loop)
    if task:
        return _noted(task)
    handle = stack.local(frame, "self")
    ref, cause = _scheduled.get(id(handle), (None, None))
    return cause if ref is not None and ref() is handle else None


def _noted(holder: object) -> "list | None":
    return getattr(holder, "_culprit_cause", None)


def _spawner(greenlet: object) -> "list | None":
    """Who spawned a Greenlet of gevent, which keeps that itself, and who spawned that one."""
    segments: "list[tuple[int, list]]" = []
    while greenlet is not None and len(segments) < _MAX_SEGMENTS:
        frame = getattr(greenlet, "spawning_stack", None)
        if frame is None:
            break
        segments.append((stack.TASK, stack.capture(frame, None, None)[0][1]))
        spawner = getattr(greenlet, "spawning_greenlet", None)
        greenlet = spawner() if spawner is not None else None
    return segments or None


# trio

# id(task, or what a worker thread runs) → (weak reference to it, who wanted it). Neither takes attributes.
_wanted: "dict[int, tuple]" = {}


def _want(thing: object, frame: "FrameType | None") -> None:
    while len(_wanted) >= _MAX_SCHEDULED:
        _wanted.pop(next(iter(_wanted)), None)
    _wanted[id(thing)] = (_ref(thing), _cause(stack.TASK, frame, _get_ident()))


def _who_wanted(thing: object) -> "list | None":
    ref, cause = _wanted.get(id(thing), (None, None))
    return cause if ref is not None and ref() is thing else None


def patch_trio(module: "ModuleType") -> None:
    """Note of each task of trio who spawned it (trio._core._run)."""
    runner = module.Runner
    spawn_impl = runner.spawn_impl

    def telling(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        task = spawn_impl(self, *args, **kwargs)
        try:
            _want(task, _getframe(1))
        except Exception:
            pass  # as above
        return task

    _disguise(telling, spawn_impl)
    runner.spawn_impl = telling
    context = module.GLOBAL_RUN_CONTEXT

    def creator_of(frame: "FrameType", _runner: "CodeType | None") -> "list | None":
        task = getattr(context, "task", None)
        return _who_wanted(task) if task is not None and task.coro.cr_frame is frame else None

    stack.watch_coroutines(creator_of)


def patch_trio_threads(module: "ModuleType") -> None:
    """Note of each job of a worker thread of trio, which takes one after the other, who wanted it done."""
    cache = module.ThreadCache
    start = cache.start_thread_soon

    def telling(self, fn, *args, **kwargs):  # type: ignore[no-untyped-def]
        try:
            _want(fn, _getframe(1))
        except Exception:
            pass  # as above
        return start(self, fn, *args, **kwargs)

    _disguise(telling, start)
    cache.start_thread_soon = telling
    stack.continue_at(module.WorkerThread._handle_job.__code__, lambda frame: _who_wanted(stack.local(frame, "fn")))


class _Arguments(tuple):
    """A call's arguments, with a note of who wanted the call."""


def _patch_anyio(module: "ModuleType") -> None:
    """Note of each call in a worker thread of anyio 4, which makes one after the other, who wanted it.

    The first one is known by who started its thread."""
    backend = getattr(module, "AsyncIOBackend", None)
    run = getattr(backend, "run_sync_in_worker_thread", None)
    if run is None or hasattr(run, "__wrapped__"):
        return

    def telling(_cls, func, args, *rest, **kwargs):  # type: ignore[no-untyped-def]
        try:
            noted = _Arguments(args)
            noted._culprit_cause = _cause(stack.TASK, _getframe(1), _get_ident())  # type: ignore[attr-defined]
            args = noted
        except Exception:
            pass  # as above
        return run(func, args, *rest, **kwargs)

    _disguise(telling, run)
    backend.run_sync_in_worker_thread = classmethod(telling)  # type: ignore[union-attr]
    stack.continue_at(module.WorkerThread.run.__code__, lambda frame: _noted(stack.local(frame, "args")))


# Other processes of Python, which are sent their work as a pickle: the note goes with it.


def patch_process(module: "ModuleType") -> None:
    """Note on each Process of multiprocessing who made it; it is unpickled, or forked, where it runs."""
    process = module.BaseProcess
    init = process.__init__

    def __init__(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        init(self, *args, **kwargs)
        try:
            self.__dict__["_culprit_cause"] = _cause(stack.THREAD, _getframe(1), _get_ident())
        except Exception:
            pass  # as above

    _disguise(__init__, init)
    process.__init__ = __init__
    stack.continue_at(process._bootstrap.__code__, lambda frame: _noted(stack.local(frame, "self")))


def patch_process_pool(module: "ModuleType") -> None:
    """Note on each work item of a ProcessPoolExecutor who submitted it, and on what is sent to the worker for it."""
    item, call = module._WorkItem, module._CallItem
    item_init, call_init = item.__init__, call.__init__

    def item_made(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        item_init(self, *args, **kwargs)
        try:
            self._culprit_cause = _cause(stack.POOL, _getframe(1), _get_ident())
        except Exception:
            pass  # as above

    def call_made(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        call_init(self, *args, **kwargs)
        cause = _noted(stack.local(_getframe(1), "work_item"))
        if cause:
            self._culprit_cause = cause

    _disguise(item_made, item_init)
    _disguise(call_made, call_init)
    item.__init__, call.__init__ = item_made, call_made
    stack.continue_at(module._process_worker.__code__, lambda frame: _noted(stack.local(frame, "call_item")))
