"""An ordinary program: compares the day's sales, from a server, with the targets in the file beside it.

usage: report.py    (CULPRIT_REPORT_SERVER is the server's address: "http://127.0.0.1:PORT")

It asks by requests where that is installed, else by urllib.
"""

import csv
import json
import os
import sys
import urllib.request

try:
    import requests
except ImportError:
    requests = None

TARGETS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "targets.csv")


def fetch(url):
    if requests is not None:
        response = requests.get(url, timeout=10)
        response.raise_for_status()
        return response.json()
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.load(response)


def read_targets():
    with open(TARGETS, newline="", encoding="utf-8") as file:
        return {row["shop"]: int(row["target"]) for row in csv.DictReader(file)}


def main():
    server = os.environ.get("CULPRIT_REPORT_SERVER")
    if not server:
        print("report: set CULPRIT_REPORT_SERVER to the address of the sales server", file=sys.stderr)
        return 2
    try:
        sales = fetch(server + "/sales.json")
    except (OSError, ValueError) as error:
        # requests' errors and urllib's are both OSErrors; a body that is no JSON is a ValueError.
        print(f"report: no sales from {server}: {error}", file=sys.stderr)
        return 1
    met = [shop for shop, target in sorted(read_targets().items()) if sales.get(shop, 0) >= target]
    print(
        "{} shops met their target: {} (asked by {})".format(
            len(met), ", ".join(met), "requests" if requests else "urllib"
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
