"""Bodies unpacked within bounds: gzip and deflate, the two codings whose unpacking can be stopped at a size.

Law of this room: never more than a chunk beyond the limit is unpacked (a brotli bomb becomes 3 GB in one call, so br
and zstd are not advertised and not read). A packed stream that breaks off is a failure, not a short body.
"""

from __future__ import annotations

import zlib
from typing import Any, Protocol

from monitor.errors import FetchError

ADVERTISED = "gzip, deflate"
STEP = 256 * 1024  # bytes unpacked at a time
SNIFFED = 512  # bytes by which a binary file is known
GZIP_MAGIC = b"\x1f\x8b\x08"


Stream = Any  # zlib.decompressobj's result has no public name


class Decoder(Protocol):
    """Takes packed bytes and gives plain ones; `end` says whether the stream was whole."""

    def feed(self, data: bytes, room: int) -> bytes: ...

    def end(self) -> None: ...


class Plain:
    """No coding at all."""

    def feed(self, data: bytes, room: int) -> bytes:
        if len(data) > room:
            raise too_large()
        return data

    def end(self) -> None:
        return


class Packed:
    """gzip (also several members in a row) or deflate (zlib's, or raw as some servers send it)."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._stream = zlib.decompressobj(bits) if bits > zlib.MAX_WBITS else None  # deflate shows by two bytes which
        self._held = b""
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        data = self._held + data
        if len(data) < 2 and not self._stream:
            self._held = data
            return b""
        self._held = b""
        stream = self._stream = self._stream or zlib.decompressobj(
            zlib.MAX_WBITS if _is_zlib(data) else -zlib.MAX_WBITS
        )
        self._begun = self._begun or bool(data)
        plain, piece = bytearray(), b""
        while data or len(piece) == STEP:  # a full piece may leave more inside, with no input left over
            try:
                piece = stream.decompress(data, STEP)
            except zlib.error:
                raise FetchError("a packed body that cannot be unpacked", reason="encoding") from None
            plain += piece
            if len(plain) > room:
                raise too_large()
            stream, data = self._next(stream)
        return bytes(plain)

    def _next(self, stream: Stream) -> tuple[Stream, bytes]:
        if not stream.eof:
            return stream, stream.unconsumed_tail
        rest = stream.unused_data
        if rest.startswith(GZIP_MAGIC) and self._bits > zlib.MAX_WBITS:
            self._stream = zlib.decompressobj(self._bits)
            return self._stream, rest
        return stream, b""  # padding after the end is nobody's

    def end(self) -> None:
        if self._held or (self._begun and self._stream and not self._stream.eof):
            raise FetchError("a packed body that broke off", reason="truncated")


def _is_zlib(data: bytes) -> bool:
    return data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0


def decoder(coding: str) -> Decoder:
    """The decoder for a Content-Encoding header; `FetchError` ("encoding") for one we did not ask for."""
    names = [each.strip().lower() for each in coding.split(",") if each.strip().lower() not in ("", "identity", "none")]
    if not names:
        return Plain()
    if len(names) == 1 and names[0] in ("gzip", "x-gzip"):
        return Packed(zlib.MAX_WBITS | 16)
    if len(names) == 1 and names[0] in ("deflate", "zlib"):
        return Packed(zlib.MAX_WBITS)
    raise FetchError("a body packed in a way that was not asked for", reason="encoding", retry=False)


class Body:
    """Gathers a body as it comes, unpacked, within `limit` plain bytes and `packed` bytes on the wire."""

    def __init__(self, coding: str, *, limit: int, packed: int) -> None:
        self._decoder: Decoder | None = decoder(coding) if coding else None
        self._limit, self._packed = limit, packed
        self._plain = bytearray()
        self._head = b""

    @property
    def size(self) -> int:
        return len(self._plain)

    def add(self, chunk: bytes) -> None:
        self._packed -= len(chunk)
        if self._packed < 0:
            raise too_large()
        if not self._decoder:
            chunk = self._head = self._head + chunk
            if len(chunk) < len(GZIP_MAGIC):
                return
            self._decoder = decoder("gzip" if chunk.startswith(GZIP_MAGIC) else "")  # feed.xml.gz, not labelled
        young = len(self._plain) < SNIFFED
        self._plain += self._decoder.feed(chunk, self._limit - len(self._plain))
        if young and is_binary(bytes(self._plain[:SNIFFED])):
            raise FetchError("a binary file is nothing to read", reason="not-text", retry=False)

    def whole(self) -> bytes:
        """All of it; `FetchError` ("truncated") for a packed one that broke off."""
        if not self._decoder:
            return self._head
        self._decoder.end()
        return bytes(self._plain)


MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1aE\xdf\xa3", b"RIFF", b"OggS", b"ID3",
    b"\x7fELF", b"MZ\x90", b"Rar!", b"7z\xbc\xaf", b"BM\x00", b"II*\x00", b"MM\x00*", b"wOFF", b"wOF2",
    b"\xd0\xcf\x11\xe0",
)  # fmt: skip


def is_binary(head: bytes) -> bool:
    """Whether these first bytes are of a picture, film, archive or document, whatever the label says."""
    return head.startswith(MAGIC) or head[4:8] == b"ftyp" or head[:3] == b"BZh"


def too_large() -> FetchError:
    return FetchError("a body larger than is read", reason="too-large", retry=False)
