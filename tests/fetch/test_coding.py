"""Bodies are unpacked whole, within bounds, in whatever pieces they come."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.fetch.coding import Body, is_binary

PACKERS = {
    "": lambda plain: plain,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "identity": lambda plain: plain,
}


def gathered(coding: str, pieces: list[bytes], limit: int = 1 << 20, packed: int = 1 << 20) -> bytes:
    body = Body(coding, limit=limit, packed=packed)
    for piece in pieces:
        body.add(piece)
    return body.whole()


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKERS)), st.integers(1, 500))
def test_what_was_packed_comes_out_again(plain: bytes, coding: str, size: int) -> None:
    plain = b"<rss>" + plain
    packed = PACKERS[coding](plain)
    assert gathered(coding, [packed[start : start + size] for start in range(0, len(packed), size)]) == plain


@given(st.integers(1, 60))
def test_a_packed_body_that_broke_off_is_a_failure(missing: int) -> None:
    packed = gzip.compress(bytes(range(256)) * 4)
    with pytest.raises(FetchError) as broken:
        gathered("gzip", [packed[:-missing]])
    assert broken.value.reason == "truncated"


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_no_more_is_unpacked_than_the_limit(coding: str) -> None:
    with pytest.raises(FetchError) as refused:
        gathered(coding, [PACKERS[coding](bytes(5000))], limit=4999)
    assert (refused.value.reason, refused.value.retry) == ("too-large", False)
    assert len(gathered(coding, [PACKERS[coding](bytes(5000))], limit=5000)) == 5000


def test_no_more_is_read_from_the_wire_than_its_own_limit() -> None:
    with pytest.raises(FetchError) as refused:
        gathered("", [b"x" * 60, b"x" * 60], packed=100)
    assert refused.value.reason == "too-large"


def test_exactly_one_step_of_plain_bytes_is_no_broken_body() -> None:
    for size in (256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 512 * 1024):
        assert len(gathered("gzip", [gzip.compress(bytes(size))], limit=1 << 21)) == size


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(FetchError) as refused:
        Body(coding, limit=10, packed=10)
    assert refused.value.reason == "encoding"


@pytest.mark.parametrize("head", [b"%PDF-1.4", b"\x89PNG\r\n", b"GIF89a", b"PK\x03\x04", b"\x00\x00\x00\x18ftypmp42"])
def test_a_binary_file_is_known_by_its_first_bytes(head: bytes) -> None:
    assert is_binary(head + bytes(100))


@pytest.mark.parametrize("head", [b"<html>", b"", b"\xef\xbb\xbf<rss", b"\x00<\x00h", b"{", b"RSS is", b"BMW sold"])
def test_text_is_no_binary_file(head: bytes) -> None:
    assert not is_binary(head)
