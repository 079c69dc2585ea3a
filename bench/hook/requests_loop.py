"""1,000 HTTP requests to a server on loopback (its URL is the argument), a connection each. Prints the seconds."""

import sys
import time
import urllib.request

url = sys.argv[1]
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
opener.open(url).read()
started = time.perf_counter()
for _ in range(1000):
    opener.open(url).read()
print(time.perf_counter() - started)
