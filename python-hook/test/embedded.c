/* A program with Python inside: argv[1] is the Python whose environment it takes for its own, argv[2] a script.
   It runs the script, in a subinterpreter too, ends Python, and does all of it once more. */
#include <Python.h>
#include <stdio.h>

static int once(const char *program, const char *script)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetBytesString(&config, &config.program_name, program);
    PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        Py_ExitStatusException(status);
    }
    FILE *file = fopen(script, "r");
    int failed = file == NULL || PyRun_SimpleFileEx(file, script, 1);
    PyThreadState *main = PyThreadState_Get(), *other = Py_NewInterpreter();
    if (other) {
        failed |= PyRun_SimpleString("open('/dev/null').close(); print('subinterpreter', flush=True)");
        Py_EndInterpreter(other);
    }
    PyThreadState_Swap(main);
    return failed | Py_FinalizeEx();
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        return 2;
    }
    int first = once(argv[1], argv[2]), second = once(argv[1], argv[2]);
    printf("ended %d %d\n", first, second);
    return first || second;
}
