"""One file, opened and closed as many times as the argument says. Prints the seconds that took."""

import os
import sys
import tempfile

import clock

times = int(sys.argv[1])
handle, path = tempfile.mkstemp()
os.close(handle)
started = clock.start()
for _ in range(times):
    open(path).close()
clock.stop(started)
os.remove(path)
