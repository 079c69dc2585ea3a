"""Each file of a folder of folders (the argument), opened and closed once. Prints the seconds that took."""

import os
import sys

import clock

folders = [os.path.join(sys.argv[1], name) for name in os.listdir(sys.argv[1])]
paths = [os.path.join(folder, name) for folder in folders for name in os.listdir(folder)]
started = clock.start()
for path in paths:
    open(path).close()
clock.stop(started)
