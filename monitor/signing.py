"""Links that act: a mail's yes and no, signed with a key that only this state has.

Law of this room: pure. A signature covers the question and the answer; whoever has the mail can give that answer to
that question and do nothing else. A link is opened by mail scanners too, so opening it only shows a button.
"""

from __future__ import annotations

import hmac
from urllib.parse import quote

PATH = "/signed"


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
