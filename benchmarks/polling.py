"""2,000 local feeds of 20 entries: what a first poll, an all-304 poll and a poll with one new entry each cost.

    python benchmarks/polling.py [--feeds 2000] [--only monitor,reader,feedparser,httpx]

Each contestant runs in a process of its own (children counted in); CPU seconds are user and system time of the polling
side, the server's not counted. `reader` and a loop over plain feedparser run where they can be imported. monitor
and reader keep the entries, the other two keep nothing; articles' pages are read by monitor alone, and not here. Each
feed has an address of its own (127.x.y.z), so nobody profits from open connections, and nobody waits for a turn.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ENTRIES = 20
WORDS = (
    "Officials said on Monday that the number of people who had been moved from the valley stood at 1,200, up from 900 "
    "a day before, and that the road would stay closed until the water had gone down. "
)


# --- the server -----------------------------------------------------------------------------------------------


def url(number: int, port: int) -> str:
    """A host for each feed."""
    return f"http://127.{number // 62_500 + 1}.{number // 250 % 250}.{number % 250 + 1}:{port}"


def feed(number: int, port: int, version: int) -> bytes:
    """An RSS feed of 20 entries; version 1 has one new entry at the top."""
    host = url(number, port)
    items = "".join(
        f"<item><title>Feed {number} story {n}</title><link>{host}/{n}</link><guid>{number}-{n}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 {n % 24:02}:00:00 GMT</pubDate><description>{WORDS}</description></item>"
        for n in reversed(range(version, ENTRIES + version))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
        f"<link>{host}/</link><description>A feed</description>{items}</channel></rss>"
    ).encode()


def serve(ready: multiprocessing.Queue[int], version: multiprocessing.sharedctypes.Synchronized[int]) -> None:
    """Answer 304 to the ETag of this version, else with the feed."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1]
                port = writer.get_extra_info("sockname")[1]
                etag = b'"%d"' % version.value
                if b"if-none-match: " + etag in head.lower():
                    writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n")
                    continue
                body = feed(int(path.rpartition(b"/f")[2]), port, version.value)
                heads = b"Content-Type: application/rss+xml\r\nETag: %b\r\nContent-Length: %d" % (etag, len(body))
                writer.write(b"HTTP/1.1 200 OK\r\n" + heads + b"\r\n\r\n" + body)
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(handle, "0.0.0.0", 0, backlog=1000)
        ready.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


# --- the contestants: each polls all feeds once, with its state in `folder` --------------------------------------


def monitor(port: int, feeds: int, folder: Path) -> None:
    """The feeds' half of a `monitor poll`: workshop process, store and all."""
    from monitor.clock import SystemClock
    from monitor.config import load_config
    from monitor.daemon import settle_in
    from monitor.deliver import plan
    from monitor.rounds.feeds import poll_feeds
    from monitor.rounds.house import open_house
    from monitor.store import open_store

    file = folder / "config.toml"
    if not file.exists():
        rows = "".join(f'[[feeds]]\nurl = "{url(number, port)}/f{number}"\n' for number in range(feeds))
        file.write_text(f'[poll]\ninterval = "1s"\nmax_interval = "1s"\nallow = ["127.0.0.0/8"]\n{rows}')

    async def main() -> None:
        with open_store(folder / "state") as store:
            house = open_house(load_config(file), store, SystemClock(), plan)
            settle_in()  # as the daemon does
            lag = asyncio.create_task(longest_lag())
            told = await poll_feeds(house, SystemClock().now())
            await house.close()
            lag.cancel()
            assert (told.polled, told.failed) == (feeds, 0), told

    asyncio.run(main())


async def longest_lag() -> None:
    """Say how long the event loop was ever blocked: on the wall (where others may have had the machine), and by CPU.

    CPU is that of the loop's own thread from one look to the next, 10 ms of other work counted in: no less than the
    longest hold of our own.
    """
    wall = cpu = 0.0
    try:
        while True:
            due, busy = time.monotonic() + 0.01, time.thread_time()
            await asyncio.sleep(0.01)
            wall, cpu = max(wall, time.monotonic() - due), max(cpu, time.thread_time() - busy)
    finally:
        print(f"(event loop held for {wall * 1000:.0f} ms, of CPU {cpu * 1000:.0f} ms, at most) ", file=sys.stderr)


def reader(port: int, feeds: int, folder: Path) -> None:
    """lemon24/reader, ten workers, its state in SQLite as ours."""
    import importlib

    with suppress(ImportError):  # reader 3.26 wants a module that its own requirement has renamed
        sys.modules.setdefault("sgmllib", importlib.import_module("feedparser_sgmllib"))
    from reader import make_reader

    found = make_reader(str(folder / "reader.sqlite"))
    for number in range(feeds):
        found.add_feed(f"{url(number, port)}/f{number}", exist_ok=True)
    found.update_feeds(scheduled=False, workers=10)


def feedparser(port: int, feeds: int, folder: Path) -> None:
    """A loop over plain feedparser with urllib, ETags kept in a file."""
    import urllib.error
    import urllib.request

    import feedparser as library

    file = folder / "etags.json"
    etags = json.loads(file.read_text()) if file.exists() else {}
    for number in range(feeds):
        where = f"{url(number, port)}/f{number}"
        request = urllib.request.Request(where, headers={"If-None-Match": etags[where]} if where in etags else {})
        try:
            with urllib.request.urlopen(request) as answer:
                etags[where] = answer.headers["ETag"]
                library.parse(answer.read())
        except urllib.error.HTTPError as error:
            if error.code != 304:
                raise
    file.write_text(json.dumps(etags))


def httpx(port: int, feeds: int, folder: Path) -> None:
    """Plain httpx, 64 at once, no state and no parsing: the bill of the client alone."""
    import httpx as library

    async def main() -> None:
        turn = asyncio.Semaphore(64)
        async with library.AsyncClient() as client:

            async def one(number: int) -> None:
                async with turn:
                    await client.get(f"{url(number, port)}/f{number}", headers={"If-None-Match": '"0"'})

            await asyncio.gather(*(one(number) for number in range(feeds)))

    asyncio.run(main())


CONTESTANTS: dict[str, Callable[[int, int, Path], None]] = {
    "monitor": monitor,
    "reader": reader,
    "feedparser": feedparser,
    "httpx": httpx,
}


# --- the measure ------------------------------------------------------------------------------------------------


def measured(name: str, port: int, feeds: int, folder: Path) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak MB of one poll, in a process of its own, its children counted in."""

    def run(found: multiprocessing.Queue[tuple[float, float, float]]) -> None:
        begun = time.monotonic()
        CONTESTANTS[name](port, feeds, folder)
        wall = time.monotonic() - begun
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)
        found.put((cpu, wall, max(usage.ru_maxrss for usage in usages) / 1024))

    found: multiprocessing.Queue[tuple[float, float, float]] = multiprocessing.Queue()
    process = multiprocessing.Process(target=run, args=(found,))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{name} failed")
    return found.get()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--only", default=",".join(CONTESTANTS))
    asked = parser.parse_args()
    ready: multiprocessing.Queue[int] = multiprocessing.Queue()
    version = multiprocessing.Value("i", 0)
    server = multiprocessing.Process(target=serve, args=(ready, version), daemon=True)
    server.start()
    port = ready.get()
    print(f"{asked.feeds} feeds of {ENTRIES} entries; CPU s / wall s / peak MB")
    print(f"{'':12} {'first poll':>22} {'all 304':>22} {'one new each':>22}")
    for name in asked.only.split(","):
        if name == "reader" and not importable("reader"):
            print(f"{name:12} not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            row = []
            for number in (0, 0, 1):
                version.value = number
                time.sleep(1.1)  # monitor's interval here
                row.append("{:8.2f} {:6.1f} {:6.0f}".format(*measured(name, port, asked.feeds, Path(folder))))
        print(f"{name:12} {row[0]:>22} {row[1]:>22} {row[2]:>22}", flush=True)
    server.terminate()


def importable(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


if __name__ == "__main__":
    main()
