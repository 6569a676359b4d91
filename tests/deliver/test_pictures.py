"""Charts in messages: in a mail's HTML, in Slack where it can fetch them, and never in the way of the news."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deliver_cases import NOON, alert, delivery, exactly, parcel
from delivery_sinks import hook_sink, mail_sink

from monitor.charts import Series, Step, png_chart
from monitor.config import Config, ReceiverConfig, Secret, WebConfig
from monitor.deliver.messages import PICTURES, Message, Picture, compose
from monitor.deliver.receivers import open_receiver
from monitor.errors import DeliveryError
from monitor.post import PostOffice
from monitor.signing import SHOWN, chart_link, shows_chart
from monitor.store import open_store
from monitor.watchlist import Figure, Watchlist

PNG = b"\x89PNG\r\n\x1a\n"
LINK = "https://desk.example/signed/chart/sappers/1/x.png"


def series(label: str = "Sappers") -> Series:
    steps = (Step(since=None, value=exactly(1000), text="1,000"), Step(since=NOON, value=exactly(1200), text="1,200"))
    return Series(label=label, unit="count", until=NOON + timedelta(hours=1), steps=steps)


def message(picture: Picture | None = None) -> Message:
    picture = picture or Picture(figure="sappers", series=series(), address=LINK)
    return compose(parcel(), pictures={picture.figure: picture})


def broken() -> Picture:
    return Picture(figure="sappers", series=None, address=LINK)  # type: ignore[arg-type]


def mailer(port: int) -> Any:
    settings = {"host": "127.0.0.1", "port": port, "tls": "none", "from": "m@paper.example", "to": ["d@paper.example"]}
    return open_receiver(ReceiverConfig(id="desk", kind="email", settings=settings), Path())


async def mailed(given: Message) -> Any:
    async with mail_sink() as sink:
        taker = mailer(sink.port)
        await taker.send(given, NOON)
        await taker.close()
    return sink.mails[0]


def test_a_chart_is_a_png_with_letters_whatever_fonts_the_machine_has() -> None:
    with_words, without = png_chart(series()), png_chart(Series(label="x", unit="count", until=NOON))
    assert with_words.startswith(PNG)
    assert with_words != without
    drawn = PNG.join([b"", with_words[len(PNG) :]])
    assert int.from_bytes(drawn[16:20], "big") == 1200  # twice as wide as it is shown


def test_a_mail_carries_the_chart_inside_its_html() -> None:
    mail = asyncio.run(mailed(message()))
    plain, related = mail.iter_parts()
    html, chart = related.iter_parts()
    assert (plain.get_content_type(), related.get_content_type()) == ("text/plain", "multipart/related")
    (cid,) = re.findall(r'src="cid:([^"]+)"', html.get_content())
    assert chart["Content-ID"] == f"<{cid}>"
    assert chart.get_content_disposition() == "inline"
    assert chart.get_content().startswith(PNG)
    assert 'alt="Sappers: 1,000, then 1,200."' in html.get_content()
    assert LINK not in html.get_content()  # nothing to fetch, so nobody learns who reads


@pytest.mark.parametrize("picture", [None, broken()])
def test_a_mail_without_a_chart_or_with_one_that_cannot_be_drawn_arrives_all_the_same(picture: Picture | None) -> None:
    if picture:
        assert picture.png() is None
    mail = asyncio.run(mailed(message(picture) if picture else compose(parcel())))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_slack_gets_an_image_only_where_it_has_an_address() -> None:
    def images(picture: Picture) -> list[dict[str, Any]]:
        return [block for block in message(picture).slack()["blocks"] if block["type"] == "image"]

    said = "Sappers: 1,000, then 1,200."
    shown = images(Picture(figure="sappers", series=series(), address=LINK))
    assert shown == [{"type": "image", "image_url": LINK, "alt_text": said}]
    assert images(Picture(figure="sappers", series=series())) == []


def test_a_chart_that_slack_cannot_fetch_does_not_hold_up_the_news() -> None:
    async def play() -> list[Any]:
        async with hook_sink((400, {}, "invalid_blocks"), (200, {}, "ok")) as sink:
            taker = open_receiver(ReceiverConfig(id="s", kind="slack", settings={"url": Secret(sink.url)}), Path())
            await taker.send(message(), NOON)
            await taker.close()
        return sink.posts

    first, second = asyncio.run(play())
    assert [any(block["type"] == "image" for block in post.json["blocks"]) for post in (first, second)] == [True, False]


def test_a_message_without_charts_that_slack_refuses_is_not_sent_twice() -> None:
    async def play() -> int:
        async with hook_sink((400, {}, "invalid_blocks")) as sink:
            taker = open_receiver(ReceiverConfig(id="s", kind="slack", settings={"url": Secret(sink.url)}), Path())
            with pytest.raises(DeliveryError):
                await taker.send(compose(parcel()), NOON)
            await taker.close()
        return len(sink.posts)

    assert asyncio.run(play()) == 1


def test_a_message_shows_each_figure_once_and_a_few_in_all() -> None:
    about = [alert(fingerprint=f"a{n}", figure=f"f{n // 2}", new=exactly(n)) for n in range(20)]
    pictures = {f"f{n}": Picture(figure=f"f{n}", series=series(), address=LINK) for n in range(10)}
    whole = compose(parcel(*map(delivery, about)), pictures=pictures)
    assert [each.figure for each in whole.pictures] == [f"f{n}" for n in range(PICTURES)]
    assert len(whole.slack()["blocks"]) <= 50


# --- where the history comes from -----------------------------------------------------------------------------


def office(folder: Path, store: Any, board: str | None, kind: str, **settings: Any) -> PostOffice:
    figure = Figure(id="sappers", label="Sappers", unit="count", nouns=("sappers",))
    config = Config(
        path=folder / "config.toml",
        watchlist=Watchlist(figures={"sappers": figure}, entities={}),
        receivers=(ReceiverConfig(id="desk", kind=kind, settings=settings),),
        web=WebConfig(url=board),
    )

    class Noon:
        def now(self) -> Any:
            return NOON

    return PostOffice(config=config, store=store, clock=Noon())


@pytest.mark.parametrize(
    ("url", "public"), [(None, False), ("http://127.0.0.1:8080", False), ("https://desk.example", True)]
)
def test_a_parcel_s_chart_has_an_address_only_where_the_board_has_a_public_one(
    tmp_path: Path, url: str | None, public: bool
) -> None:
    with open_store(tmp_path) as store:
        found = office(tmp_path, store, url, "slack", url=Secret("https://hooks.slack.example/x")).courier.pictures(
            parcel()
        )
        assert found["sappers"].address.startswith("https://desk.example/signed/chart/sappers/") is public
        assert office(tmp_path, store, url, "webhook").courier.pictures(parcel()) == {}


def test_a_history_that_cannot_be_read_holds_up_no_mail(tmp_path: Path) -> None:
    async def play() -> list[Any]:
        async with mail_sink() as sink:
            settings = {"host": "127.0.0.1", "port": sink.port, "tls": "none", "from": "m@p.example"}
            with open_store(tmp_path) as store:
                post = office(tmp_path, store, None, "email", to=["d@p.example"], **settings)
                post.courier.pictures = lambda parcel: {}[parcel.key]
                store.deliveries.put([delivery()], NOON)
                results = await post.courier.deliver_due()
        return [results[0].reason, len(sink.mails)]

    assert asyncio.run(play()) == ["", 1]


def test_a_chart_s_address_is_good_for_that_chart_and_some_days() -> None:
    *_, figure, until, name = chart_link("https://desk.example/", "key", "sappers", NOON).split("/")
    given = ("key", figure, int(until), name.removesuffix(".png"))
    assert shows_chart(*given, NOON)
    assert not shows_chart(*given, NOON + SHOWN)
    assert not shows_chart("other", *given[1:], NOON)
    assert not shows_chart("", *given[1:], NOON)
    assert not shows_chart("key", "builders", *given[2:], NOON)
    assert not shows_chart("key", figure, int(until) + 86400, given[3], NOON)
