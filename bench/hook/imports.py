"""A start with many imports of the standard library. Prints the seconds from the first import to the last."""

import time

started = time.perf_counter()
import argparse  # noqa: E402
import asyncio  # noqa: E402
import concurrent.futures  # noqa: E402
import csv  # noqa: E402
import dataclasses  # noqa: E402
import email.mime.multipart  # noqa: E402
import html.parser  # noqa: E402
import http.server  # noqa: E402
import logging.config  # noqa: E402
import multiprocessing.pool  # noqa: E402
import pydoc  # noqa: E402
import sqlite3  # noqa: E402
import ssl  # noqa: E402
import tarfile  # noqa: E402
import unittest.mock  # noqa: E402
import urllib.request  # noqa: E402
import xml.dom.minidom  # noqa: E402
import xmlrpc.client  # noqa: E402
import zipfile  # noqa: E402

print(time.perf_counter() - started)
modules = (argparse, asyncio, concurrent, csv, dataclasses, email, html, http, logging, multiprocessing, pydoc, sqlite3)
modules += (ssl, tarfile, unittest, urllib, xml, xmlrpc, zipfile)
