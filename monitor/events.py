"""The words of the core as JSON objects: what `monitor replay` prints and the file receiver writes, a line each.

Law of this room: a contract. Fields are added, never renamed or taken away. An open end of an interval is null; values
are in the figure's unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from monitor.model import Alert, Article, Attribution, Claim, Outcome, Question, Value

Event = Mapping[str, Any]


def number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def interval(value: Value) -> dict[str, Any]:
    return {"low": number(value.low), "high": number(value.high), "bound": value.bound}


def source_of(attribution: Attribution | None) -> str | None:
    return attribution.source if attribution else None


def article_event(article: Article, source: str) -> Event:
    return {
        "type": "article",
        "source": source,
        "url": article.canonical or article.url,
        **article_fields(article),
    }


def article_fields(article: Article) -> dict[str, Any]:
    """What an article says of itself, but for its addresses."""
    return {
        "outlet": article.outlet,
        "title": article.title,
        "text": article.text,
        "byline": article.byline,
        "published": article.published.isoformat() if article.published else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "language": article.language,
        "access": article.access,
        "reason": article.reason,
    }


def claim_event(claim: Claim, source: str) -> Event:
    return {
        "type": "claim",
        "source": source,
        "figure": claim.figure,
        **interval(claim.value),
        "role": claim.role,
        "quote": claim.quote,
        "attribution": source_of(claim.attribution),
        "score": round(claim.score, 4),
    }


def alert_event(alert: Alert, source: str | None = None) -> Event:
    """One figure in one article; `source` is the page of a recording, else the article's address."""
    return {
        "type": "alert",
        "source": source or alert.url,
        "figure": alert.figure,
        "label": alert.label,
        "unit": alert.unit,
        "kind": alert.kind,
        "from": interval(alert.old) if alert.old else None,
        "to": interval(alert.new),
        "quote": alert.quote,
        "attribution": source_of(alert.attribution),
        "outlet": alert.outlet,
        "outlets": alert.outlets,
        "title": alert.title,
        "url": alert.url,
        "at": alert.at.isoformat(),
        "fingerprint": alert.fingerprint,
    }


def question_event(question: Question, source: str | None = None) -> Event:
    about = alert_event(question.alert, source)
    return {**about, "type": "question", "id": question.id, "score": round(question.score, 4), "doubt": question.doubt}


def read_claims(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims that the article was read to make; the others were only thought of.

    Of a figure's current values the likeliest (whose forms share one score), if it is at least as likely as that none
    is given, and any that is likelier than not.
    """
    scores: dict[str, set[float]] = {}
    for claim in claims:
        if claim.role == "current":
            scores.setdefault(claim.figure, set()).add(claim.score)
    for claim in claims:
        told = scores.get(claim.figure, set())
        best = claim.score == max(told, default=0.0) and claim.score >= 1 - sum(told)
        if claim.role != "current" or best or claim.score > 0.5:
            yield claim


def events_of(outcome: Outcome, source: str) -> Iterator[Event]:
    """All that one page yields, in the order in which the corridor found it."""
    yield article_event(outcome.article, source)
    yield from (claim_event(claim, source) for claim in read_claims(outcome.claims))
    yield from (question_event(question, source) for question in outcome.questions)
    yield from (alert_event(alert, source) for alert in outcome.alerts)
