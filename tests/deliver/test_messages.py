"""A message says old and new, who says so and where; nothing that an outlet wrote can do harm in it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from deliver_cases import NOON, alert, delivery, exactly, parcel
from hypothesis import given
from hypothesis import strategies as st

from monitor.deliver.messages import compose, slack_link, slack_text
from monitor.deliver.wording import how_many
from monitor.model import Notice, Question

HOSTILE = "<!channel> <https://evil.example|pay> & <script>alert(1)</script>\r\nBcc: all@x.example \x1b[31m"


def test_an_alert_reads_with_everything_that_a_person_needs_to_judge_it() -> None:
    message = compose(parcel())
    assert message.subject == "Sappers to be sent: 1,000 → 1,200"
    assert message.plain() == (
        "Sappers to be sent: 1,000 → 1,200\n"
        "up 200 (+20%)\n"
        "\n"
        "“Moscow now expects *1,200* sappers, the service said.”\n"
        "\n"
        "Says so: the intelligence service\n"
        "Outlet: Harbour Post\n"
        "Time: Sunday 1 March 2026, 12:00 UTC\n"
        "Title: More sappers on the way\n"
        "Link: https://harbour.example/sappers\n"
    )


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"kind": "new", "old": None}, "Sappers to be sent: 1,200 (first value)"),
        ({"kind": "corrected"}, "Sappers to be sent corrected: 1,000 → 1,200"),
        ({"kind": "conflict"}, "Sappers to be sent: 1,000 stands, the intelligence service says 1,200"),
        ({"kind": "conflict", "attribution": None}, "Sappers to be sent: 1,000 stands, Harbour Post says 1,200"),
        ({"new": exactly(0)}, "Sappers to be sent: 1,000 → none"),
    ],
)
def test_each_kind_of_change_has_its_own_line(fields: dict, subject: str) -> None:
    assert compose(parcel(delivery(alert(**fields)))).subject == subject


class Reader(HTMLParser):
    """The tags and the addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [text for name, text in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


OURS = {"html", "head", "meta", "title", "body", "div", "p", "strong", "blockquote", "mark", "a", "br"}


@pytest.mark.parametrize("field", ["title", "quote", "outlet", "label", "url"])
def test_hostile_text_in_any_field_is_shown_and_not_run(field: str) -> None:
    message = compose(parcel(delivery(alert(**{field: HOSTILE}))))
    page = Reader(message.html())
    assert page.tags <= OURS
    assert set(page.links) <= {"https://harbour.example/sappers"}
    slack = json.dumps(message.slack(), ensure_ascii=False)
    assert "<!channel>" not in slack
    assert "<https://evil" not in slack
    for text in (message.subject, message.plain(), slack):
        assert "\x1b" not in text
        assert "\r" not in text
    assert len((message.subject + "x").splitlines()) == 1
    assert "Bcc" not in {line.partition(":")[0] for line in message.plain().splitlines()}
    if field != "url":
        assert "&lt;!channel&gt;" in slack
        assert "<!channel>" in "".join(page.said)


def test_the_number_is_marked_in_every_form() -> None:
    message = compose(parcel())
    assert "<mark><strong>1,200</strong></mark>" in message.html()
    assert any("*1,200*" in block["text"]["text"] for block in message.slack()["blocks"] if "text" in block)


def test_the_same_news_in_three_outlets_is_one_item_that_counts_them() -> None:
    others = [
        delivery(alert(outlet=name, fingerprint=name, title=name)) for name in ("Harbour Post", "Gazette", "Echo")
    ]
    message = compose(parcel(*others))
    assert len(message.items) == 1
    assert ("Outlet", "Harbour Post and 2 others") in message.items[0].facts
    assert "Gazette" not in message.plain()


def test_a_digest_counts_what_it_holds_and_keeps_each_with_its_own_link() -> None:
    other = alert(
        figure="dead", label="Dead", fingerprint="d", url="https://x.example/dead", old=exactly(41), new=exactly(58)
    )
    question = Question(id="q-61", figure="dead", alert=alert(new=exactly(61)), score=0.3, doubt="another event?")
    asked = delivery(key="q", kind="question", alert=None, question=question)
    message = compose(
        parcel(delivery(), delivery(other), asked), answers={"q-61": (("Yes", "https://board.example/y"),)}
    )
    assert message.subject.startswith(
        "2 changes, 1 question: Sappers to be sent: 1,000 → 1,200; Dead: 41 → 58; Is it 61"
    )
    assert "monitor answer q-61 yes|no" in message.plain()
    assert "https://board.example/y" in message.html()
    assert message.thread == ""
    assert [event["type"] for event in message.events] == ["alert", "alert", "question"]


def test_a_withdrawal_says_so_first() -> None:
    message = compose(parcel(delivery(kind="retraction")))
    assert message.subject == "Withdrawn: Sappers to be sent: 1,000 → 1,200"
    assert message.events[0]["type"] == "retraction"


def test_a_notice_keeps_its_lines() -> None:
    notice = Notice(id="n", title="Feed broken", text="first\nsecond \x1b[1m", at=NOON)
    message = compose(parcel(delivery(kind="notice", alert=None, notice=notice)))
    assert message.plain().startswith("Feed broken\nfirst\nsecond [1m\n")


def test_a_message_far_too_large_is_cut_and_says_how_much_is_left() -> None:
    many = [
        delivery(alert(fingerprint=str(n), new=exactly(n), quote="x" * 5000 + "&<>" * 3000)) for n in range(2000, 2100)
    ]
    message = compose(parcel(*many))
    slack = message.slack()
    assert len(slack["blocks"]) <= 50
    assert len(slack["text"]) <= 4000
    for block in slack["blocks"]:
        for text in [block["text"]] if "text" in block else block["elements"]:
            assert 0 < len(text["text"]) <= 3000
    assert "85 more" in slack["blocks"][-1]["text"]["text"]
    assert "60 more" in message.plain()


@given(st.text(alphabet="ab&<>;|", max_size=200), st.integers(8, 60))
def test_a_cut_slack_text_holds_no_bare_sign_and_no_half_escape(text: str, limit: int) -> None:
    cut = slack_text(text, limit)
    assert len(cut) <= limit
    assert not re.search(r"[<>]", cut)
    assert not re.search(r"&(?!amp;|lt;|gt;)", cut)


@given(st.text(max_size=50))
def test_a_slack_link_is_one_link_whatever_its_address_and_words_hold(text: str) -> None:
    link = slack_link("https://x.example/" + text.replace(" ", ""), text)
    assert link.startswith("<https://x.example/")
    assert link.endswith(">")
    assert not re.search(r"[<>]", link[1:-1])


def test_the_same_parcel_is_always_the_same_message() -> None:
    assert compose(parcel()).id == compose(parcel()).id
    assert compose(parcel()).html() == compose(parcel()).html()


def test_one_of_a_thing_is_said_as_one() -> None:
    said = [how_many(count, noun) for count, noun in ((1, "figure"), (0, "figure"), (2, "delivery"), (1200, "day"))]
    assert said == ["1 figure", "0 figures", "2 deliveries", "1,200 days"]
