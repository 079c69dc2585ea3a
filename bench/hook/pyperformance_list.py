"""Prints pyperformance's default set as JSON: what its benchmarks are called, which program is each, and its options."""

import json
import os
import sys

from pyperformance import _manifest

version = ".".join(map(str, sys.version_info[:3]))
found = []
for benchmark in sorted(_manifest.load_manifest(None).resolve_group("default")):
    lock = benchmark.requirements_lockfile
    found.append(
        {
            "name": benchmark.name,
            "script": benchmark.runscript,
            "options": list(benchmark.extra_opts),
            "requirements": lock if lock and os.path.exists(lock) else None,
            "fits": version in benchmark.python,
        }
    )
print(json.dumps(found))
