/* An audit hook that does nothing: what CPython itself charges for having any. Added for the process when imported. */
#define Py_LIMITED_API 0x03080000
#include <Python.h>

PyAPI_FUNC(int) PySys_AddAuditHook(int (*)(const char *, PyObject *, void *), void *);

static int nothing(const char *event, PyObject *args, void *data)
{
    (void)event, (void)args, (void)data;
    return 0;
}

static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "noop", NULL, 0, NULL, slots, NULL, NULL, NULL};

__attribute__((visibility("default"))) PyMODINIT_FUNC PyInit_noop(void)
{
    return PySys_AddAuditHook(nothing, NULL) < 0 ? NULL : PyModuleDef_Init(&definition);
}
