"""Each receiver against a real server or file: what arrives, and what a refusal means."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deliver_cases import NOON, alert, delivery, exactly, parcel
from delivery_sinks import CERTIFICATES, hook_sink, mail_sink

from monitor.config import ReceiverConfig, Secret
from monitor.deliver.messages import Message, compose
from monitor.deliver.receivers import open_receiver
from monitor.deliver.receivers.http import LONGEST_WAIT, retry_after
from monitor.errors import ConfigError, DeliveryError


def receiver(kind: str, base: Path = Path(), **settings: Any) -> Any:
    return open_receiver(ReceiverConfig(id="desk", kind=kind, settings=settings), base)


def mailer(port: int, **more: Any) -> Any:
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "tls": "none",
        "from": "monitor@paper.example",
        "to": ["d@paper.example"],
    }
    return receiver("email", **{**settings, **more})


async def sent(taker: Any, message: Message | None = None) -> str:
    try:
        return await taker.send(message or compose(parcel()), NOON)
    finally:
        await taker.close()


# --- e-mail ---------------------------------------------------------------------------------------------------


def test_a_mail_arrives_with_every_header_that_it_needs() -> None:
    async def play() -> None:
        async with mail_sink() as sink:
            await sent(mailer(sink.port), compose(parcel(delivery(alert(title="Más zapadores — «pronto»")))))
            (mail,) = sink.mails
        assert mail["Subject"] == "[monitor] Sappers to be sent: 1,000 → 1,200"
        assert (mail["From"], mail["To"]) == ("monitor <monitor@paper.example>", "d@paper.example")
        assert mail["Date"] == "Sun, 01 Mar 2026 12:00:00 +0000"
        assert mail["Message-ID"].endswith("@paper.example>")
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail.get_content_type() == "multipart/alternative"
        plain, html = (part.get_content() for part in mail.iter_parts())
        assert "Más zapadores — «pronto»" in plain
        assert "Más zapadores — «pronto»" in html
        assert max(len(line) for line in bytes(mail).splitlines()) <= 998

    asyncio.run(play())


def test_a_title_with_line_breaks_adds_no_header_and_no_recipient() -> None:
    async def play() -> None:
        hostile = "Toll\r\nBcc: all@x.example\r\n\r\n.\r\nRCPT TO:<evil@x.example>"
        async with mail_sink() as sink:
            await sent(mailer(sink.port), compose(parcel(delivery(alert(title=hostile, label=hostile)))))
            (mail,) = sink.mails
        assert mail["Bcc"] is None
        assert mail.recipients == ["d@paper.example"]
        assert str(mail["Subject"]).startswith("[monitor] Toll Bcc: all@x.example")

    asyncio.run(play())


def test_mails_of_one_figure_hang_on_one_root_and_a_repeat_has_the_same_id() -> None:
    async def play() -> None:
        first, later = compose(parcel()), compose(parcel(delivery(alert(fingerprint="b", new=exactly(1300)))))
        async with mail_sink() as sink:
            taker = mailer(sink.port)
            for message in (first, first, later):
                await taker.send(message, NOON)
            await taker.close()
            ids = [mail["Message-ID"] for mail in sink.mails]
            roots = {mail["In-Reply-To"] for mail in sink.mails} | {mail["References"] for mail in sink.mails}
        assert ids[0] == ids[1] != ids[2]
        assert len(roots) == 1

    asyncio.run(play())


@pytest.mark.parametrize(
    ("answer", "code", "retry", "reason"),
    [
        ("451 try later", "451", True, "busy"),
        ("550 no such user", "550", False, "refused"),
        ("554 no spam please", "554", False, "refused"),
        ("rcpt 550 no such user", "550", False, "refused"),
        ("rcpt 450 greylisted", "450", True, "busy"),
        ("greet 421 too busy", "421", True, "busy"),
        ("greet 554 not you", "554", False, "refused"),
    ],
)
def test_4xx_is_a_matter_of_time_and_5xx_is_final(answer: str, code: str, retry: bool, reason: str) -> None:
    async def play() -> DeliveryError:
        async with mail_sink(answer) as sink:
            with pytest.raises(DeliveryError) as refused:
                await sent(mailer(sink.port))
            return refused.value

    error = asyncio.run(play())
    assert (error.code, error.retry, error.reason) == (code, retry, reason)
    assert code in str(error)


def test_who_was_refused_for_now_is_tried_again_alone() -> None:
    async def play() -> None:
        to = ["good@paper.example", "full@paper.example"]
        async with mail_sink("only full@paper.example 452 mailbox full", "250 taken") as sink:
            taker = mailer(sink.port, to=to)
            with pytest.raises(DeliveryError) as refused:
                await taker.send(compose(parcel()), NOON)
            assert refused.value.retry
            assert refused.value.only == ("full@paper.example",)
            await sent(taker, compose(parcel(only=refused.value.only)))
            assert [mail.recipients for mail in sink.mails] == [["good@paper.example"], ["full@paper.example"]]

    asyncio.run(play())


def test_a_server_that_hangs_up_after_the_data_may_have_taken_it_so_it_is_tried_again() -> None:
    async def play() -> None:
        async with mail_sink("drop", "250 taken") as sink:
            taker = mailer(sink.port)
            with pytest.raises(DeliveryError) as refused:
                await taker.send(compose(parcel()), NOON)
            assert refused.value.retry
            await sent(taker)
            assert len({mail["Message-ID"] for mail in sink.mails}) == 1

    asyncio.run(play())


def test_a_server_without_starttls_gets_no_password_and_no_mail_where_starttls_is_asked_for() -> None:
    async def play() -> None:
        async with mail_sink() as sink:
            with pytest.raises(DeliveryError, match=r"(?i)starttls"):
                await sent(mailer(sink.port, tls="starttls", username="u", password=Secret("hunter22")))
            assert sink.mails == []

    asyncio.run(play())


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_login_is_used_where_the_server_asks_for_one() -> None:
    async def play() -> None:
        async with mail_sink(password="hunter22") as strict, mail_sink() as open_relay:
            for sink in (strict, open_relay):
                await sent(mailer(sink.port, username="u", password=Secret("hunter22")))
                assert len(sink.mails) == 1
            with pytest.raises(DeliveryError) as refused:
                await sent(mailer(strict.port, username="u", password=Secret("wrong")))
            assert (refused.value.reason, refused.value.retry, refused.value.code) == ("login", False, "535")
            assert "wrong" not in str(refused.value)

    asyncio.run(play())


@pytest.fixture
def make_believe(monkeypatch: pytest.MonkeyPatch) -> None:
    """news.example is this machine."""
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: real({"news.example": "127.0.0.1"}.get(host, host), *rest, **more),
    )


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("trusted", [True, False])
def test_tls_is_used_and_a_certificate_that_is_not_good_gets_no_password(
    tls: str, trusted: bool, make_believe: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "ca.pem"))

    async def play() -> None:
        async with mail_sink(tls=tls) as sink:
            taker = mailer(sink.port, host="news.example", tls=tls)
            if trusted:
                await sent(taker)
                assert len(sink.mails) == 1
                return
            with pytest.raises(DeliveryError, match="certificate") as refused:
                await sent(taker)
            assert refused.value.retry
            assert sink.mails == []

    asyncio.run(play())


def test_nobody_at_the_door_is_tried_again() -> None:
    with pytest.raises(DeliveryError) as refused:
        asyncio.run(sent(mailer(1)))
    assert (refused.value.retry, refused.value.reason) == (True, "unreachable")


# --- Slack and webhooks ---------------------------------------------------------------------------------------


def test_slack_gets_blocks_and_a_key_that_stays_the_same() -> None:
    async def play() -> None:
        async with hook_sink() as sink:
            taker = receiver("slack", url=Secret(sink.url))
            await taker.send(compose(parcel()), NOON)
            await sent(taker)
            first, second = sink.posts
        assert first.json["text"] == "Sappers to be sent: 1,000 → 1,200"
        assert first.json["blocks"]
        assert first.headers["idempotency-key"] == second.headers["idempotency-key"]

    asyncio.run(play())


def test_a_webhook_is_signed_as_standard_webhooks_asks() -> None:
    async def play() -> None:
        secret = "whsec_" + base64.b64encode(b"a very secret key").decode()
        async with hook_sink() as sink:
            await sent(receiver("webhook", url=Secret(sink.url), secret=Secret(secret)))
            (post,) = sink.posts
        name, at = post.headers["webhook-id"], post.headers["webhook-timestamp"]
        digest = hmac.digest(b"a very secret key", f"{name}.{at}.".encode() + post.body, hashlib.sha256)
        assert post.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
        assert int(at) == int(NOON.timestamp())
        assert post.json["from"] == {"low": 1000, "high": 1000, "bound": "exact"}
        assert post.json["to"]["low"] == 1200
        assert post.json["id"] == name

    asyncio.run(play())


@pytest.mark.parametrize("kind", ["slack", "webhook"])
@pytest.mark.parametrize(
    ("answer", "retry", "reason", "after"),
    [
        ((500, {}, "oops"), True, "server", None),
        ((429, {"Retry-After": "120"}, "slow down"), True, "busy", timedelta(seconds=120)),
        ((503, {"Retry-After": "Sun, 01 Mar 2026 13:00:00 GMT"}, ""), True, "busy", timedelta(hours=1)),
        ((408, {}, ""), True, "refused", None),
        ((404, {}, "no_service"), False, "refused", None),
        ((410, {}, "channel_is_archived"), False, "refused", None),
        ((401, {}, "who?"), False, "refused", None),
        ((301, {"Location": "http://127.0.0.1:1/in"}, ""), False, "redirect", None),
        ((302, {"Location": "http://127.0.0.1:1/in"}, ""), True, "redirect", None),
    ],
)
def test_an_answer_says_whether_and_when_to_try_again(
    kind: str, answer: Any, retry: bool, reason: str, after: Any
) -> None:
    async def play() -> DeliveryError:
        async with hook_sink(answer, (200, {}, "ok")) as sink:
            with pytest.raises(DeliveryError) as refused:
                await sent(receiver(kind, url=Secret(sink.url)))
            assert len(sink.posts) == 1  # and no redirect was followed
            return refused.value

    error = asyncio.run(play())
    assert (error.retry, error.reason, error.after, error.code) == (retry, reason, after, str(answer[0]))


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("30", timedelta(seconds=30)),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("99999999999999999999", LONGEST_WAIT),
        ("Thu, 01 Jan 2100 00:00:00 GMT", LONGEST_WAIT),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("1.5", None),
    ],
)
def test_a_wish_to_wait_is_followed_within_reason(header: str, wait: timedelta | None) -> None:
    assert retry_after(header, NOON) == wait


# --- file -----------------------------------------------------------------------------------------------------


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_file_gets_one_line_an_alert_with_the_fields_of_the_event(tmp_path: Path) -> None:
    asyncio.run(sent(receiver("file", tmp_path, path="out/alerts.jsonl")))
    (line,) = lines(tmp_path / "out" / "alerts.jsonl")
    assert line["type"] == "alert"
    assert (line["figure"], line["kind"]) == ("sappers", "changed")
    assert (line["from"]["low"], line["to"]["high"]) == (1000, 1200)
    assert line["delivery"] == parcel().key


def test_a_line_that_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    for _ in range(2):  # as after a crash between the write and the mark
        asyncio.run(sent(receiver("file", tmp_path, path="a.jsonl")))
    assert len(lines(tmp_path / "a.jsonl")) == 1


def test_a_line_torn_by_a_crash_is_cut_off_and_written_whole(tmp_path: Path) -> None:
    other = compose(parcel(delivery(alert(fingerprint="other"))))
    asyncio.run(sent(receiver("file", tmp_path, path="a.jsonl"), other))
    whole = (tmp_path / "a.jsonl").read_bytes()
    (tmp_path / "a.jsonl").write_bytes(whole + whole[:40])
    asyncio.run(sent(receiver("file", tmp_path, path="a.jsonl")))
    assert [line["fingerprint"] for line in lines(tmp_path / "a.jsonl")] == ["other", "sappers-1200"]


def test_a_pipe_is_written_to_as_it_comes(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    asyncio.run(sent(receiver("file", tmp_path, path=f"/dev/fd/{writing}")))
    assert json.loads(os.read(reading, 10_000))["figure"] == "sappers"
    os.close(reading)
    os.close(writing)


def test_a_folder_in_the_file_s_place_is_tried_again(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as refused:
        asyncio.run(sent(receiver("file", tmp_path, path=".")))
    assert refused.value.retry


# --- settings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        ("email", {"host": "h", "from": "a@b.example"}, "to is missing"),
        ("email", {"host": "h", "from": "nobody", "to": ["a@b.example"]}, "'nobody' is no mail address"),
        (
            "email",
            {"host": "h", "from": "a@b.example", "to": ["a@b.example\r\nBcc: x@y.example"]},
            "is no mail address",
        ),
        ("slack", {}, "url is missing"),
        ("webhook", {"url": Secret("https://x.example/"), "secret": Secret("whsec_%%%")}, "no base64"),
        ("file", {}, "path is missing"),
        ("pigeon", {}, "no receiver kind 'pigeon'"),
    ],
)
def test_wrong_settings_are_refused_with_what_to_write(kind: str, settings: dict, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        receiver(kind, **settings)


# --- Apprise --------------------------------------------------------------------------------------------------


def test_apprise_carries_title_and_text_and_a_no_is_tried_again() -> None:
    pytest.importorskip("apprise", reason="an extra: pip install 'monitor[apprise]'")

    async def play() -> None:
        async with hook_sink((200, {}, "ok"), (500, {}, "no")) as sink:
            taker = receiver("apprise", url=Secret(f"json://127.0.0.1:{sink.port}/hook"))
            await taker.send(compose(parcel()), NOON)
            with pytest.raises(DeliveryError) as refused:
                await sent(taker)
            assert refused.value.retry
            assert sink.posts[0].json["title"] == "Sappers to be sent: 1,000 → 1,200"
            assert "*1,200*" in sink.posts[0].json["message"]

    asyncio.run(play())


def test_an_address_that_apprise_does_not_know_is_a_wrong_setting() -> None:
    pytest.importorskip("apprise", reason="an extra: pip install 'monitor[apprise]'")
    with pytest.raises(ConfigError, match="does not know"):
        receiver("apprise", url=Secret("nonsense-service"))
