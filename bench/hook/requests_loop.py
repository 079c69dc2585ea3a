"""HTTP requests by `requests` to a server on loopback (arguments: how many, its URL), a connection each. Prints their
seconds.
"""

import sys

import clock
import requests

number, url = int(sys.argv[1]), sys.argv[2]
requests.get(url)
started = clock.start()
for _ in range(number):
    requests.get(url)
clock.stop(started)
