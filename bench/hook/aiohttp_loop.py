"""HTTP requests by aiohttp to a server on loopback (arguments: how many, its URL), a connection each, ten at a time.
Prints their seconds.
"""

import asyncio
import sys

import aiohttp
import clock

at_once = 10


async def fetch(session: aiohttp.ClientSession, url: str) -> None:
    async with session.get(url) as response:
        await response.read()


async def main(number: int, url: str) -> None:
    connector = aiohttp.TCPConnector(force_close=True, limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as session:
        await fetch(session, url)
        started = clock.start()
        for _ in range(number // at_once):
            await asyncio.gather(*[fetch(session, url) for _ in range(at_once)])
        clock.stop(started)


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
