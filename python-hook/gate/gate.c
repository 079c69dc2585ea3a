/*
 * The gate: an audit hook in C that stands before the one in Python. It looks at an event's name, and calls Python only
 * for those that are watched. Whatever needs judgement stays in Python.
 *
 * Rules of the house. It is a guest in other people's processes, so:
 * - Only CPython's limited API of 3.8 and PySys_AddAuditHook, no C library, no object's layout: one file loads on every
 *   CPython since 3.8, on glibc and musl. (Free-threaded builds have another layout of objects: they are refused.)
 * - CPython keeps a hook of C for the whole process, for all its interpreters, until it ends. So the hook holds nothing:
 *   what belongs to an interpreter is found through that interpreter, and is gone when it has gone.
 * - No lock, no allocation and no Python code on the way of an event that isn't watched.
 * - A failure of its own does nothing. Only what the handler raises comes out, as from a hook in Python.
 */
#define Py_LIMITED_API 0x03080000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Exported by every CPython since 3.8 with this signature, but not part of the limited API. */
PyAPI_FUNC(int) PySys_AddAuditHook(int (*)(const char *, PyObject *, void *), void *);

/* Exported since 3.9 and the last since 3.11; NULL where the interpreter hasn't them. Unlike the attributes of a frame
   they raise no audit event. Newer headers declare them with other types, hence names of our own. */
#define TEXT_OF(name) #name
#define SYMBOL(prefix, name) TEXT_OF(prefix) name
#define EXPORTED(name) __asm__(SYMBOL(__USER_LABEL_PREFIX__, name)) __attribute__((weak))
extern PyObject *frame_code(PyObject *frame) EXPORTED("PyFrame_GetCode");
extern PyObject *frame_back(PyObject *frame) EXPORTED("PyFrame_GetBack");
extern int frame_instruction(PyObject *frame) EXPORTED("PyFrame_GetLasti");

#define SLOTS 128 /* of an interpreter's table; a power of two, at least twice the names */
#define MASK_BITS 1024
#define REPEATS 512  /* acts whose repeats are counted here */
#define TELL_AT 4096 /* repeats of one act that are told without waiting for anything else */
enum { CALLBACK, SELF, CAUSE, FILENAME, TEXTS };
static const char *const texts[TEXTS] = {"_callback", "__self__", "_culprit_cause", "co_filename"};
#define DEPTH 200    /* frames of a stack that is walked here */

typedef struct {
    PyObject *text;   /* the event's name as the handler gets it */
    PyObject *bytes;  /* holds name */
    const char *name; /* the same in UTF-8; NULL where the slot is empty */
    int repeats;      /* whether the handler has given cells for it */
} Name;

/* An act that the handler gave a cell for: the same event with the same arguments, raised by the same code, is the
   same act again. All three are held, so that what is compared with them can't be something else by now. */
typedef struct {
    const Name *name; /* NULL where the entry is empty */
    PyObject *code, *args, *cell;
    Py_ssize_t count; /* not told yet */
} Repeat;

/* What one interpreter has. The collector can't see into it: nothing in Python finds the handler through the gate. */
typedef struct {
    PyObject *handler;
    PyObject *again;        /* again(cell, count) */
    PyObject *forward;      /* this module's forward(): see hand_over */
    PyObject *addaudithook; /* sys.addaudithook as it was at the start */
    PyObject *keep, *made, *step; /* of watch_handles and is_step */
    PyObject *texts[TEXTS];       /* names of attributes, interned: others are looked up without the type's cache */
    int handed_over;
    Name names[SLOTS];
    Repeat repeats[REPEATS];
} State;

/* Shared by all interpreters: bits are only ever set, and each may be set in vain. */
static unsigned watched[MASK_BITS / 32], first[256 / 32];
static int hooked;

/* An interpreter's own pointer to its module: multi-phase modules have none, so this definition without slots lends
   its index (PyState_AddModule). CPython empties that table at the end of an interpreter, after its last Python code. */
static struct PyModuleDef anchor = {PyModuleDef_HEAD_INIT, "_culprit._gate.anchor", NULL, 0, NULL, NULL, NULL, NULL, NULL};

static const char cleared[] = "cpython._PySys_ClearAuditHooks";
static const char *const tracing[] = {"sys.settrace", "sys.setprofile", "sys.monitoring.register_callback"};

/* Twelve characters tell object.__getattr__, which every look at a frame's code raises, from object.__setattr__; it
   never reads beyond the end. */
static unsigned hash_of(const char *text)
{
    unsigned hash = 0;
    for (int i = 0; i < 12 && text[i]; i++) {
        hash = hash * 33 + (unsigned char)text[i];
    }
    return hash ^ (hash >> 10);
}

static int same(const char *one, const char *other)
{
    while (*one && *one == *other) {
        one++;
        other++;
    }
    return *one == *other;
}

static int has(const unsigned *mask, unsigned bit)
{
    return __atomic_load_n(&mask[bit / 32], __ATOMIC_RELAXED) >> bit % 32 & 1;
}

static void watch(const char *name)
{
    unsigned bit = hash_of(name) % MASK_BITS, initial = (unsigned char)*name;
    __atomic_fetch_or(&watched[bit / 32], 1u << bit % 32, __ATOMIC_RELAXED);
    __atomic_fetch_or(&first[initial / 32], 1u << initial % 32, __ATOMIC_RELAXED);
}

static Name *slot_of(State *state, const char *name, unsigned hash)
{
    Name *slot = &state->names[hash % SLOTS];
    while (slot->name && !same(slot->name, name)) {
        slot = slot == &state->names[SLOTS - 1] ? state->names : slot + 1;
    }
    return slot;
}

/*
 * A hook in Python runs untraced: CPython sees to that around the call, with means that the limited API hasn't. So
 * where a program begins to trace, profile or monitor, this interpreter's hook becomes one of Python, for good:
 * forward() does what the gate did, and the gate keeps still once forward() was called.
 */
static int hand_over(State *state)
{
    PyObject *done = PyObject_CallFunctionObjArgs(state->addaudithook, state->forward, NULL);
    if (done == NULL) { /* it failed, or another hook forbade it: ours goes on, if visibly */
        if (!PyErr_ExceptionMatches(PyExc_Exception)) {
            return -1; /* such as KeyboardInterrupt: none of our business */
        }
        PyErr_Clear();
    }
    Py_DecRef(done);
    return 0;
}

/* Whether both are the same object, or texts or integers of one value. */
static int equal(PyObject *one, PyObject *other)
{
    if (one == other) {
        return 1;
    }
    if (Py_TYPE(one) != Py_TYPE(other) || (Py_TYPE(one) != &PyUnicode_Type && Py_TYPE(one) != &PyLong_Type)) {
        return 0;
    }
    return PyObject_RichCompareBool(one, other, Py_EQ) == 1;
}

static int equal_arguments(PyObject *one, PyObject *other)
{
    Py_ssize_t size = PyTuple_Size(one), i = 0;
    if (size != PyTuple_Size(other)) {
        return 0;
    }
    while (i < size && equal(PyTuple_GetItem(one, i), PyTuple_GetItem(other, i))) {
        i++;
    }
    return i == size;
}

/* The one place where this act may be noted. */
static Repeat *repeat_of(State *state, PyObject *code, PyObject *args)
{
    PyObject *first = PyTuple_GetItem(args, 0);
    size_t hash = (size_t)code >> 4;
    hash ^= Py_TYPE(first) == &PyUnicode_Type ? (size_t)PyObject_Hash(first) : (size_t)first >> 4;
    return &state->repeats[(hash ^ hash >> 9) % REPEATS];
}

static int tell(State *state, Repeat *repeat)
{
    PyObject *count = PyLong_FromSsize_t(repeat->count), *cell = repeat->cell, *again = state->again;
    repeat->count = 0;
    Py_IncRef(cell);
    Py_IncRef(again);
    PyObject *done = count ? PyObject_CallFunctionObjArgs(again, cell, count, NULL) : NULL;
    Py_DecRef(again);
    Py_DecRef(cell);
    Py_DecRef(count);
    Py_DecRef(done);
    return done ? 0 : -1;
}

/* Puts another in its place, and lets go of what it held when that is done: that may run code of the program. */
static void replace(Repeat *repeat, Repeat by)
{
    PyObject *held[] = {repeat->code, repeat->args, repeat->cell};
    Py_IncRef(by.code);
    Py_IncRef(by.args);
    Py_IncRef(by.cell);
    *repeat = by;
    for (int i = 0; i < 3; i++) {
        Py_DecRef(held[i]);
    }
}

static void forget_all(State *state)
{
    for (int i = 0; i < REPEATS; i++) {
        replace(&state->repeats[i], (Repeat){NULL, NULL, NULL, NULL, 0});
    }
}

static int note(State *state, const Name *name, PyObject *code, PyObject *args, PyObject *cell)
{
    Repeat *repeat = repeat_of(state, code, args);
    if (repeat->count && tell(state, repeat) < 0) {
        return -1;
    }
    replace(repeat, (Repeat){name, code, args, cell, 0});
    return 0;
}

static int call(State *state, Name *name, PyObject *args)
{
    PyObject *frame = (PyObject *)PyEval_GetFrame(), *code = NULL; /* borrowed */
    int result = -1;
    if (frame && frame_code && PyTuple_Size(args) > 0) {
        code = frame_code(frame);
        Repeat *repeat = name->repeats ? repeat_of(state, code, args) : NULL;
        if (repeat && repeat->name == name && repeat->code == code && equal_arguments(repeat->args, args)) {
            Py_DecRef(code);
            return ++repeat->count < TELL_AT ? 0 : tell(state, repeat);
        }
    }
    PyObject *handler = state->handler, *none = Py_None;
    Py_IncRef(handler); /* the interpreter may end while its last code runs */
    PyObject *cell = PyObject_CallFunctionObjArgs(handler, name->text, args, frame ? frame : none, NULL);
    if (cell) {
        result = 0;
        if (cell != none && code && state->handler == handler) {
            name->repeats = 1;
            result = note(state, name, code, args, cell);
        }
    }
    Py_DecRef(cell);
    Py_DecRef(code);
    Py_DecRef(handler);
    return result;
}

static int on_event(const char *event, PyObject *args, void *unused)
{
    (void)unused;
    if (!has(first, (unsigned char)*event)) {
        return 0; /* builtins.id, marshal.loads, … */
    }
    unsigned hash = hash_of(event);
    if (!has(watched, hash % MASK_BITS) || args == NULL) {
        return 0;
    }
    if (same(event, cleared)) { /* the process' Python ends; one that is started after it has no hooks */
        __atomic_store_n(&hooked, 0, __ATOMIC_RELEASE);
        return 0;
    }
    PyObject *module = PyState_FindModule(&anchor);
    State *state = module ? PyModule_GetState(module) : NULL;
    if (state == NULL || state->handed_over) {
        return 0;
    }
    Name *slot = slot_of(state, event, hash);
    if (slot->name) {
        return call(state, slot, args);
    }
    for (unsigned i = 0; i < sizeof(tracing) / sizeof(*tracing); i++) {
        if (same(event, tracing[i])) {
            return hand_over(state);
        }
    }
    return 0;
}

/* An audit hook for sys.addaudithook. CPython calls it within the very event that made the gate hand over. */
static PyObject *forward(PyObject *module, PyObject *arguments)
{
    State *state = PyModule_GetState(module);
    PyObject *event, *args;
    if (!PyArg_UnpackTuple(arguments, "forward", 2, 2, &event, &args)) {
        return NULL;
    }
    if (state == NULL || state->handler == NULL) {
        Py_IncRef(Py_None);
        return Py_None;
    }
    state->handed_over = 1;
    PyObject *cell = PyObject_CallFunctionObjArgs(state->handler, event, args, NULL);
    if (cell == NULL) {
        return NULL;
    }
    Py_DecRef(cell);
    Py_IncRef(Py_None);
    return Py_None;
}

/* Walks a stack without raising an audit event for each frame. */
static PyObject *walk(PyObject *module, PyObject *frame)
{
    struct {
        PyObject *code;
        size_t instruction;
    } points[DEPTH];
    int depth = 0;
    (void)module;
    if (!frame_code || !frame_back || !frame_instruction || frame == Py_None) {
        Py_IncRef(Py_None);
        return Py_None;
    }
    for (Py_IncRef(frame); frame && depth < DEPTH; depth++) {
        points[depth].code = frame_code(frame);
        points[depth].instruction = (size_t)frame_instruction(frame);
        Py_DecRef(points[depth].code); /* its frame holds it */
        PyObject *back = frame_back(frame);
        Py_DecRef(frame);
        frame = back;
    }
    if (frame) {
        Py_DecRef(frame);
        Py_IncRef(Py_None);
        return Py_None;
    }
    return PyBytes_FromStringAndSize((const char *)points, depth * (Py_ssize_t)sizeof(points[0]));
}

/* The first frame above the caller's whose code is of none of the files given. */
static PyObject *outside(PyObject *module, PyObject *files)
{
    PyObject *frame = (PyObject *)PyEval_GetFrame(); /* borrowed */
    State *state = PyModule_GetState(module);
    Py_ssize_t count = PyTuple_Size(files);
    if (count < 0) {
        return NULL;
    }
    if (!frame_code || !frame_back || frame == NULL || state->handler == NULL) {
        Py_IncRef(Py_NotImplemented);
        return Py_NotImplemented;
    }
    frame = frame_back(frame);
    while (frame) {
        PyObject *code = frame_code(frame), *file = PyObject_GetAttr(code, state->texts[FILENAME]);
        Py_ssize_t i = 0;
        while (file && i < count && !equal(file, PyTuple_GetItem(files, i))) {
            i++;
        }
        Py_DecRef(file);
        Py_DecRef(code);
        if (file == NULL) {
            Py_DecRef(frame);
            return NULL;
        }
        if (i == count) {
            return frame;
        }
        PyObject *back = frame_back(frame);
        Py_DecRef(frame);
        frame = back;
    }
    Py_IncRef(Py_None);
    return Py_None;
}

/* Whether a handle runs a step of a task of whom it is noted who made it. */
static int is_known_step(State *state, PyObject *handle)
{
    PyObject *callback = PyObject_GetAttr(handle, state->texts[CALLBACK]), *task = NULL, *cause = NULL;
    if (callback && (Py_TYPE(callback) == &PyCFunction_Type || (PyObject *)Py_TYPE(callback) == state->step)) {
        task = PyObject_GetAttr(callback, state->texts[SELF]);
        cause = task ? PyObject_GetAttr(task, state->texts[CAUSE]) : NULL;
    }
    int is_known = cause != NULL;
    PyErr_Clear();
    Py_DecRef(callback);
    Py_DecRef(task);
    Py_DecRef(cause);
    return is_known;
}

/* Handle._repr is set: to None by __init__, which makes most handles for the next step of some task. */
static PyObject *handle_set(PyObject *module, PyObject *arguments)
{
    State *state = PyModule_GetState(module);
    PyObject *handle, *shown;
    if (!PyArg_UnpackTuple(arguments, "handle_set", 2, 2, &handle, &shown)) {
        return NULL;
    }
    if (state->keep == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "handles aren't watched");
        return NULL;
    }
    PyObject *done = PyObject_CallFunctionObjArgs(state->keep, handle, shown, NULL);
    if (done == NULL || shown != Py_None || is_known_step(state, handle)) {
        return done;
    }
    Py_DecRef(done);
    return PyObject_CallFunctionObjArgs(state->made, handle, NULL);
}

static PyObject *watch_handles(PyObject *module, PyObject *arguments)
{
    State *state = PyModule_GetState(module);
    PyObject *keep, *made;
    if (!PyArg_UnpackTuple(arguments, "watch_handles", 2, 2, &keep, &made)) {
        return NULL;
    }
    if (state->keep) {
        PyErr_SetString(PyExc_RuntimeError, "handles are watched already");
        return NULL;
    }
    Py_IncRef(state->keep = keep);
    Py_IncRef(state->made = made);
    return PyObject_GetAttrString(module, "handle_set");
}

static PyObject *is_step(PyObject *module, PyObject *type)
{
    State *state = PyModule_GetState(module);
    PyObject *before = state->step;
    Py_IncRef(state->step = type);
    Py_DecRef(before);
    Py_IncRef(Py_None);
    return Py_None;
}

static PyObject *counts(PyObject *module, PyObject *unused)
{
    State *state = PyModule_GetState(module);
    PyObject *list = PyList_New(0);
    (void)unused;
    for (int i = 0; list && state && i < REPEATS; i++) {
        Repeat *repeat = &state->repeats[i];
        if (repeat->count) {
            PyObject *pair = Py_BuildValue("(On)", repeat->cell, repeat->count);
            if (pair == NULL || PyList_Append(list, pair) < 0) {
                Py_DecRef(list);
                list = NULL;
            } else {
                repeat->count = 0;
            }
            Py_DecRef(pair);
        }
    }
    return list;
}

static PyObject *forget(PyObject *module, PyObject *unused)
{
    State *state = PyModule_GetState(module);
    (void)unused;
    if (state) {
        forget_all(state);
    }
    Py_IncRef(Py_None);
    return Py_None;
}

static int take_names(State *state, PyObject *names)
{
    Py_ssize_t count = PyTuple_Size(names);
    if (count > SLOTS / 2) {
        PyErr_SetString(PyExc_ValueError, "too many names for the gate");
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *text = PyTuple_GetItem(names, i), *bytes = text ? PyUnicode_AsUTF8String(text) : NULL;
        const char *name = bytes ? PyBytes_AsString(bytes) : NULL;
        if (name == NULL) {
            Py_DecRef(bytes);
            return -1;
        }
        Name *slot = slot_of(state, name, hash_of(name));
        if (slot->name) {
            Py_DecRef(bytes);
            continue;
        }
        Py_IncRef(text);
        *slot = (Name){text, bytes, name, 0};
    }
    return PyErr_Occurred() ? -1 : 0;
}

static void drop(State *state)
{
    for (int i = 0; i < SLOTS; i++) {
        PyObject *text = state->names[i].text, *bytes = state->names[i].bytes;
        state->names[i] = (Name){NULL, NULL, NULL, 0};
        Py_DecRef(text);
        Py_DecRef(bytes);
    }
    forget_all(state);
    PyObject *held[] = {state->handler, state->again, state->forward, state->addaudithook,
                        state->keep,    state->made,  state->step};
    state->handler = state->again = state->forward = state->addaudithook = NULL;
    state->keep = state->made = state->step = NULL;
    for (int i = 0; i < 7; i++) {
        Py_DecRef(held[i]);
    }
    for (int i = 0; i < TEXTS; i++) {
        PyObject *text = state->texts[i];
        state->texts[i] = NULL;
        Py_DecRef(text);
    }
}

static PyObject *install(PyObject *module, PyObject *arguments)
{
    State *state = PyModule_GetState(module);
    PyObject *handler, *again, *names, *addaudithook = PySys_GetObject("addaudithook");
    if (!PyArg_UnpackTuple(arguments, "install", 3, 3, &handler, &again, &names)) {
        return NULL;
    }
    if (PyState_FindModule(&anchor) || state == NULL || state->handler || addaudithook == NULL) {
        return PyBool_FromLong(0); /* this interpreter has its gate */
    }
    if (take_names(state, names) < 0 || (state->forward = PyObject_GetAttrString(module, "forward")) == NULL) {
        drop(state);
        return NULL;
    }
    for (int i = 0; i < TEXTS; i++) {
        if ((state->texts[i] = PyUnicode_InternFromString(texts[i])) == NULL) {
            drop(state);
            return NULL;
        }
    }
    Py_IncRef(state->handler = handler);
    Py_IncRef(state->again = again);
    Py_IncRef(state->addaudithook = addaudithook);
    if (!__atomic_exchange_n(&hooked, 1, __ATOMIC_ACQ_REL) && PySys_AddAuditHook(on_event, NULL) < 0) {
        __atomic_store_n(&hooked, 0, __ATOMIC_RELEASE);
        drop(state);
        return NULL;
    }
    if (PyState_AddModule(module, &anchor) < 0) {
        drop(state);
        return NULL;
    }
    for (int i = 0; i < SLOTS; i++) {
        if (state->names[i].name) {
            watch(state->names[i].name);
        }
    }
    for (unsigned i = 0; i < sizeof(tracing) / sizeof(*tracing); i++) {
        watch(tracing[i]);
    }
    watch(cleared);
    return PyBool_FromLong(1);
}

static void free_state(void *module)
{
    State *state = PyModule_GetState(module);
    if (state) {
        drop(state);
    }
}

static PyMethodDef methods[] = {
    {"install", install, METH_VARARGS,
     "install(handler, again, names, /) -> bool\n\nCall handler(event, args, frame) for each audit event of this "
     "interpreter whose name is in the tuple `names`, until the interpreter ends; once it is traced, for every event, "
     "without the frame. Where it returns a cell, the same event with the same arguments, raised by the same code, is "
     "counted instead: again(cell, count) is told of many. False, and nothing done, where there is a gate already."},
    {"forward", forward, METH_VARARGS, "The handler as a hook for sys.addaudithook, while a program is traced."},
    {"walk", walk, METH_O,
     "walk(frame, /) -> bytes | None\n\nThe address of the code, and the instruction, of each frame, innermost first. "
     "None where the interpreter is too old (before 3.11), or the stack deeper than 200 frames."},
    {"outside", outside, METH_O,
     "outside(files, /) -> frame | None\n\nThe first frame above the caller's whose code is of none of these files. "
     "NotImplemented where the interpreter is too old (before 3.9)."},
    {"watch_handles", watch_handles, METH_VARARGS,
     "watch_handles(keep, made, /) -> function(handle, value)\n\nWhat sets the slot of asyncio's handles that `keep` "
     "sets, and calls made(handle) where it is set to None, unless the handle runs a task with _culprit_cause."},
    {"handle_set", handle_set, METH_VARARGS, "What watch_handles returns."},
    {"is_step", is_step, METH_O, "is_step(type, /)\n\nCallbacks of this type are a task's steps, as builtins may be."},
    {"counts", counts, METH_NOARGS, "counts() -> [(cell, count), ...]\n\nWhat was counted and not told yet."},
    {"forget", forget, METH_NOARGS, "forget()\n\nLet go of all cells, with what they count."},
    {NULL, NULL, 0, NULL},
};
/* Py_mod_multiple_interpreters = Py_MOD_PER_INTERPRETER_GIL_SUPPORTED, where the interpreter knows it (3.12). */
static PyModuleDef_Slot slots[] = {{0, NULL}, {0, NULL}};
static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_culprit._gate", NULL, sizeof(State), methods, slots, NULL, NULL, free_state};

/* A free-threaded build's objects have another layout than the definitions above: it mustn't see them. (3.13 looks for
   .abi3.so files all the same.) */
static int is_free_threaded(void)
{
    PyObject *flags = PySys_GetObject("abiflags"), *bytes = flags ? PyUnicode_AsUTF8String(flags) : NULL;
    const char *at = bytes ? PyBytes_AsString(bytes) : "";
    int found = 0;
    while (at && *at && !found) {
        found = *at++ == 't';
    }
    Py_DecRef(bytes);
    PyErr_Clear(); /* Windows has no such flags */
    return found;
}

__attribute__((visibility("default"))) PyMODINIT_FUNC PyInit__gate(void)
{
    if (is_free_threaded()) {
        PyErr_SetString(PyExc_ImportError, "the gate isn't built for free-threaded interpreters");
        return NULL;
    }
    PyObject *version = PySys_GetObject("hexversion");
    if (version && PyLong_AsLong(version) >= 0x030C0000) {
        slots[0].value = (void *)2;
        slots[0].slot = 3;
    }
    return PyModuleDef_Init(&anchor) ? PyModuleDef_Init(&definition) : NULL;
}
