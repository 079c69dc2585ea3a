"""Runs a program under an audit hook of the test's own: python audit_recorder.py OUT PROGRAM [ARGUMENT ...]

OUT receives a JSON list of what it did on the network and what it executed that came from no file, in order, each as
[event, target]. The program's output and status are its own.
"""

import json
import runpy
import sys

seen = []


def target_of(event, args):
    if event == "urllib.Request":
        return args[0]
    if event in ("socket.connect", "socket.sendto"):
        return "{0[0]}:{0[1]}".format(args[1]) if isinstance(args[1], tuple) else str(args[1])
    if event == "http.client.connect":
        return f"{args[1]}:{args[2]}"
    if event == "socket.getaddrinfo":
        return f"{args[0]}:{args[1]}"
    if event in ("socket.gethostbyname", "socket.gethostbyaddr"):
        return str(args[0])
    if event == "exec" and args[0].co_filename == "<string>":
        # Who executed it: the module whose globals the frame above has.
        return sys._getframe(2).f_globals.get("__name__")
    return None


def hook(event, args):
    target = target_of(event, args)
    if target is not None:
        seen.append([event, target])


def main(out, program, arguments):
    sys.argv = [program] + arguments
    sys.path[0] = program.rpartition("/")[0]
    sys.addaudithook(hook)
    try:
        runpy.run_path(program, run_name="__main__")
    finally:
        with open(out, "w") as file:
            json.dump(seen, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
