"""Imports the modules that are named. Prints the seconds that took."""

import sys

import clock

started = clock.start()
for name in sys.argv[1:]:
    __import__(name)
clock.stop(started)
