"""Which addresses are anybody's, and which are ours."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.fetch.guard import Guard, Resolver, is_public

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:93.184.216.34", "192.0.0.9"]
INSIDE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "192.0.0.1",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:5db8:d822::1", "3fff::1", "5f00::1", "fc00::1",
    "fd00::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_inside_stays_inside_however_it_is_wrapped(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    translated = ipaddress.IPv6Address((0x64FF9B << 96) | int(address))
    assert is_public(mapped) == is_public(translated) == is_public(address)


ALLOWED = [
    ("10.0.0.0/8", "x", "10.1.2.3", 80, True),
    ("10.0.0.0/8", "x", "11.1.2.3", 80, True),  # public anyway
    ("10.0.0.0/8", "x", "192.168.0.1", 80, False),
    ("127.0.0.1", "x", "127.0.0.1", 9999, True),
    ("127.0.0.1:8080", "x", "127.0.0.1", 8080, True),
    ("127.0.0.1:8080", "x", "127.0.0.1", 80, False),
    ("[::1]:8080", "x", "::1", 8080, True),
    ("::1", "x", "::1", 80, True),
    ("fd00::/8", "x", "fd12::1", 80, True),
    ("10.0.0.0/8", "x", "::ffff:10.0.0.1", 80, True),
    ("Intranet.example", "intranet.example", "10.0.0.1", 80, True),
    ("intranet.example:8443", "intranet.example", "10.0.0.1", 8443, True),
    ("intranet.example:8443", "intranet.example", "10.0.0.1", 443, False),
    ("intranet.example", "evil.intranet.example", "10.0.0.1", 80, False),
    ("localhost", "localhost", "127.0.0.1", 80, True),
]


@pytest.mark.parametrize(("allow", "host", "address", "port", "good"), ALLOWED)
def test_what_is_allowed_is_what_was_named(allow: str, host: str, address: str, port: int, good: bool) -> None:
    assert Guard([allow]).permits(host, address, port) is good


def test_only_good_addresses_are_chosen_and_none_is_an_error_that_names_the_way_out() -> None:
    assert Guard().choose("x", 80, ["127.0.0.1", "8.8.8.8", "10.0.0.1"]) == ["8.8.8.8"]
    with pytest.raises(FetchError, match=r"127\.0\.0\.1.*\[poll\] allow") as refused:
        Guard().choose("x", 80, ["127.0.0.1"])
    assert (refused.value.reason, refused.value.retry) == ("address", False)


def test_a_look_up_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def getaddrinfo(host: str, port: int, *_: object) -> list[tuple[object, ...]]:
        if host == "hangs.example":
            release.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    async def main() -> list[str]:
        resolver = Resolver()
        stuck = [asyncio.create_task(resolver.look_up("hangs.example", port)) for port in range(1, 10)]
        found = await asyncio.wait_for(resolver.look_up("good.example", 80), 5)
        for each in stuck:
            each.cancel()
        return found

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert asyncio.run(main()) == ["93.184.216.34"]
    release.set()


def test_a_name_that_does_not_exist_has_a_reason() -> None:
    with pytest.raises(FetchError) as refused:
        asyncio.run(Resolver().look_up("no-such-host.invalid", 80))
    assert refused.value.reason == "dns"
