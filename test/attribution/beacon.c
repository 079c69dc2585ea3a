/* suspect._beacon: an extension that connects to a port on loopback by itself. Built for the stable API of Python 3.8. */
#define Py_LIMITED_API 0x03080000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static PyObject *deed(PyObject *self, PyObject *args) {
    int port;
    (void)self;
    if (!PyArg_ParseTuple(args, "i", &port)) return NULL;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return PyLong_FromLong(connect(fd, (struct sockaddr *)&address, sizeof address));
}

static PyMethodDef methods[] = {{"deed", deed, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_beacon", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__beacon(void) {
    return PyModule_Create(&module);
}
