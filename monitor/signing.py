"""Links of messages, signed with a key that only this state has: a mail's yes and no, and a chart that Slack fetches.

Law of this room: pure. A signature covers the question and the answer; whoever has the mail can give that answer to
that question and do nothing else. A link is opened by mail scanners too, so opening it only shows a button. A chart's
covers the figure and a day on which it ends; whoever has it can see that chart until then.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

PATH = "/signed"
SHOWN = timedelta(days=30)  # so long a chart can be fetched by its link; Slack keeps a copy


def sign(key: str, question: str, answer: str) -> str:
    """The signature of one answer to one question."""
    return hmac.new(key.encode(), f"{question}\n{answer}".encode(), "sha256").hexdigest()[:40]


def is_signed(key: str, question: str, answer: str, signature: str) -> bool:
    """Whether it was signed with this key; an empty key has signed nothing."""
    return bool(key) and hmac.compare_digest(sign(key, question, answer).encode(), signature.encode())


def answer_links(base: str, key: str, question: str) -> tuple[tuple[str, str], ...]:
    """The words and addresses by which a question can be answered from a message."""
    name = quote(question, safe="")
    return tuple(
        (words, f"{base.rstrip('/')}{PATH}/{name}/{answer}/{sign(key, question, answer)}")
        for words, answer in (("Yes, that is right", "yes"), ("No", "no"))
    )


def chart_link(base: str, key: str, figure: str, now: datetime) -> str:
    """The address of a figure's chart for somebody without a password; the same for all of a day."""
    until = int((now + SHOWN).timestamp()) // 86400 * 86400
    name = quote(figure, safe="")
    return f"{base.rstrip('/')}{PATH}/chart/{name}/{until}/{sign(key, _chart(figure), str(until))}.png"


def shows_chart(key: str, figure: str, until: int, signature: str, now: datetime) -> bool:
    """Whether a chart's address is ours and has not ended."""
    return now.timestamp() < until and is_signed(key, _chart(figure), str(until), signature)


def _chart(figure: str) -> str:
    return f"chart\n{figure}"  # no question is called so
