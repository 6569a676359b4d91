"""Where documents of strangers are parsed and walked: in processes of their own, bounded in time and memory.

Law of this room: whatever a document does to a parser written in C (quadratic time under the lock, a crash, all
memory), it does to a process that is replaced, and costs its own result only: a `Failure` with a reason. The event
loop never waits inside a parser. A process reads the store and never writes; it ends when its parent does. Nothing but
records goes in and out, as msgpack: not even a parser taken over by its document could send more than words.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from monitor.model import Entry, Failure, Outcome, Page
from monitor.poll.document import Document
from monitor.store.records import restored, told
from monitor.watchlist import Watchlist

DEADLINE = 5.0  # CPU seconds of one document; an ordinary one takes hundredths
PATIENCE = 30.0  # seconds on the wall, should the machine be busy with something else
MEMORY = 700 << 20  # bytes of address space beyond what the libraries take
_SIZE = struct.Struct("!I")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """Ask for the `Document` in a source's body."""

    body: bytes
    url: str
    content_type: str
    kind: Literal["feed", "sitemap", "page"] | None = None
    select: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Ask for the `Outcome` of a page, by what the store knows now."""

    page: Page
    entry: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a process is told when it begins."""

    folder: str
    watchlist: Watchlist


Job = ReadSource | Walk
JOBS: dict[str, type[Job]] = {"ReadSource": ReadSource, "Walk": Walk}
RESULTS: dict[str, type[Document | Failure | Outcome]] = {"Document": Document, "Failure": Failure, "Outcome": Outcome}


class Workshop:
    """Two processes, begun when first needed: one for sources, one for pages, whose walks follow each other."""

    def __init__(self, folder: Path, watchlist: Watchlist) -> None:
        self._sources = _Bench(folder, watchlist)
        self._pages = _Bench(folder, watchlist)

    async def read_source(self, job: ReadSource) -> Document | Failure:
        """What is in a source's body; a `Failure` also where reading it took too long."""
        found: Document | Failure = await self._sources.do(job)
        return found

    async def walk(self, page: Page, entry: Entry | None) -> Outcome | Failure:
        """What a page yields; a `Failure` where walking it took too long."""
        found: Outcome | Failure = await self._pages.do(Walk(page=page, entry=entry))
        return replace(found, page=page) if isinstance(found, Outcome) else found

    async def close(self) -> None:
        await self._sources.stop()
        await self._pages.stop()


class _Bench:
    """One process and the pipe to it; one job at a time."""

    def __init__(self, folder: Path, watchlist: Watchlist) -> None:
        self._setting = msgspec.msgpack.encode(Setting(folder=str(folder), watchlist=watchlist), enc_hook=told)
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None

    async def do(self, job: Job) -> Any:
        async with self._turn:
            process = self._process or await self._start()
            try:
                async with asyncio.timeout(PATIENCE):  # it ends itself at the deadline; this is the second lock
                    return await self._ask(process, _packed(job))
            except (TimeoutError, asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError):
                await self.stop()
                return Failure(reason="too-heavy", detail=f"reading it took more than {DEADLINE:g} s, or all memory")
            except BaseException:
                await self.stop()  # the answer to a job that nobody waits for must not be taken for the next one's
                raise

    async def _start(self) -> asyncio.subprocess.Process:
        program = "from monitor.rounds.workshop import serve; serve()"
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-c", program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        _put(process, self._setting)
        return process

    async def _ask(self, process: asyncio.subprocess.Process, job: bytes) -> Any:
        assert process.stdin  # noqa: S101
        assert process.stdout  # noqa: S101
        _put(process, job)
        await process.stdin.drain()
        (size,) = _SIZE.unpack(await process.stdout.readexactly(_SIZE.size))
        return _unpacked(await process.stdout.readexactly(size), RESULTS)

    async def stop(self) -> None:
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _packed(record: Any) -> bytes:
    """A record with the name of its class."""
    return msgspec.msgpack.encode((type(record).__name__, msgspec.Raw(msgspec.msgpack.encode(record, enc_hook=told))))


def _unpacked(message: bytes, kinds: Mapping[str, type[Any]]) -> Any:
    name, body = msgspec.msgpack.decode(message, type=tuple[str, msgspec.Raw])
    return msgspec.msgpack.decode(body, type=kinds[name], dec_hook=restored)


def _put(process: asyncio.subprocess.Process, message: bytes) -> None:
    assert process.stdin  # noqa: S101
    process.stdin.write(_SIZE.pack(len(message)) + message)


# --- inside the process ---------------------------------------------------------------------------------------


def serve() -> None:
    """Do jobs from stdin until it ends. Each has the deadline; its signal kills, also inside a parser in C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the parent decides
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may look like an answer
    jobs = sys.stdin.buffer
    setting = msgspec.msgpack.decode(_take(jobs), type=Setting, dec_hook=restored)
    hand = _Hand(Path(setting.folder), setting.watchlist)
    resource.setrlimit(resource.RLIMIT_AS, (_used() + MEMORY, resource.RLIM_INFINITY))
    while message := _take(jobs):
        signal.setitimer(signal.ITIMER_PROF, DEADLINE)
        answer = _packed(hand.do(_unpacked(message, JOBS)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(_SIZE.pack(len(answer)) + answer)
        answers.flush()


class _Hand:
    """Does one job after the other; opens the store when the first page comes."""

    def __init__(self, folder: Path, watchlist: Watchlist) -> None:
        self._folder, self._watchlist = folder, watchlist
        self._ledger: Any = None

    def do(self, job: Job) -> Document | Failure | Outcome:
        try:
            return self._read(job) if isinstance(job, ReadSource) else self._walk(job)
        except MemoryError:
            return Failure(reason="too-heavy", detail="reading it took all memory")
        except RecursionError:
            return Failure(reason="too-deep", detail="it is nested too deep to be read")
        except Exception as error:  # a fault of ours in one document must not cost the others
            traceback.print_exc()
            return Failure(reason="fault", detail=f"a fault of our own: {type(error).__name__}: {error}", retry=True)

    def _read(self, job: ReadSource) -> Document | Failure:
        from monitor.poll.feeds import read_source

        return read_source(job.body, job.url, content_type=job.content_type, kind=job.kind, select=job.select)

    def _walk(self, job: Walk) -> Outcome:
        from monitor.pipeline import walk

        if self._ledger is None:
            from monitor.store import open_store

            self._ledger = open_store(self._folder, read_only=True).ledger
        outcome = walk(job.page, self._watchlist, self._ledger, job.entry)
        return replace(outcome, page=replace(job.page, body=b""))  # the parent has the body


def _take(stream: BinaryIO) -> bytes:
    head = stream.read(_SIZE.size)
    return stream.read(_SIZE.unpack(head)[0]) if len(head) == _SIZE.size else b""


def _used() -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 1 << 30
