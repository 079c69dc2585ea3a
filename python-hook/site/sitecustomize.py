"""Put here by Culprit: brings its hook up in each environment of this interpreter, then runs what stood here before.

Without one before, the next sitecustomize on the path has its turn, as it had without this file. See docs/uninstall.md.
"""

import os
import sys

try:
    import _culprit

    _culprit.start()
except Exception:  # the host comes first
    pass


def _next():  # type: ignore[no-untyped-def]
    """Load the module that this one stands in front of, in its place."""
    here = os.path.dirname(__file__)
    before = os.path.join(here, "_culprit_before")
    finder = sys.modules["_frozen_importlib_external"].PathFinder  # type: ignore[attr-defined]
    spec = finder.find_spec("sitecustomize", [before])
    if spec is None:
        path = list(sys.path)
        spec = finder.find_spec("sitecustomize", path[path.index(here) + 1 :] if here in path else path)
        if spec is None or spec.origin == __file__:
            raise ModuleNotFoundError("No module named 'sitecustomize'", name="sitecustomize")
    module = sys.modules["_frozen_importlib"].module_from_spec(spec)  # type: ignore[attr-defined]
    if spec.origin and spec.origin.startswith(before):
        module.__file__ = here + spec.origin[len(before) :]  # it may look for what lies beside it
    sys.modules["sitecustomize"] = module
    if spec.loader is not None:
        spec.loader.exec_module(module)


_next()
