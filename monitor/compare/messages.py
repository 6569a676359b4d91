"""The records that leave this room: Change, Alert, Question.

Law of this room: the same news met again gives the same fingerprint, whatever stood before, so that a replay or a
restart delivers nothing twice.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from monitor.compare.candidates import Candidate
from monitor.compare.classify import Case, Rule
from monitor.compare.own_keys import notes, objections
from monitor.compare.state import identity, voices
from monitor.compare.weigh import doubts
from monitor.match.telling import told_together
from monitor.model import Alert, Article, Change, ChangeKind, Question, Report, Value


def said_at(article: Article, *, edited: bool) -> datetime:
    """When the article said so; an edit that does not say when it was made was made when we saw it."""
    if edited and (article.modified is None or article.modified == article.published):
        return article.fetched
    return article.modified or article.published or article.fetched


def report_of(article: Article, candidate: Candidate, at: datetime) -> Report:
    """What the article says of the figure, as evidence for the state."""
    said = next((c.attribution.source for c in candidate.mentions if c.attribution), "")
    return Report(
        value=candidate.value,
        outlet=article.outlet,
        url=identity(article),
        at=at,
        source=said,
        quote=candidate.claim.quote,
    )


def fingerprint(figure: str, kind: ChangeKind, new: Value, article: Article) -> str:
    """Stable for the same news: figure, kind, value and article."""
    parts = (figure, kind, _plain(new), identity(article))
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def _plain(value: Value) -> str:
    ends = (value.low, value.high)
    return "..".join("" if e is None else format(e.normalize(), "f") for e in ends)


def change_of(case: Case, rule: Rule, reason: str, kind: ChangeKind | None) -> Change:
    """The decision as a record: by a rule, or what became of that (`reason`)."""
    return Change(
        figure=case.figure.id,
        kind=kind,
        reason=reason,
        old=_old(case),
        new=case.value,
        claim=case.candidate.claim,
        notes=notes(case, rule),
    )


def alert_of(case: Case, rule: Rule, article: Article) -> Alert:
    """What somebody must hear: old and new, who says so, the sentence, the link."""
    assert rule.kind is not None  # noqa: S101
    claim, figure = case.candidate.claim, case.figure
    return Alert(
        fingerprint=fingerprint(figure.id, rule.kind, case.value, article),
        figure=figure.id,
        label=figure.label,
        unit=figure.unit,
        kind=rule.kind,
        old=_old(case),
        new=case.value,
        quote=claim.quote,
        mark=claim.mark,
        attribution=claim.attribution or next((c.attribution for c in case.candidate.mentions if c.attribution), None),
        outlet=article.outlet,
        title=article.title,
        url=article.url,
        at=case.report.at or article.fetched,
        outlets=len(voices(case.standing, case.value) | {article.outlet}),
    )


def question_of(case: Case, rule: Rule, article: Article, score: float) -> Question:
    """The same, put to a person. Its id is short enough to type."""
    alert = alert_of(case, rule, article)
    doubt = doubt_of(case, rule, score)
    return Question(id=alert.fingerprint[:8], figure=case.figure.id, alert=alert, score=score, doubt=doubt)


def doubt_of(case: Case, rule: Rule, score: float) -> str:
    """Why we are not sure, in words: its own keys, how likely the reading is, the strongest evidence against."""
    own = "".join(f"{words}; " for words in objections(case, rule).values())
    against = sorted((e for e in case.candidate.claim.evidence if e.weight < 0), key=lambda e: e.weight)
    told = [*doubts(case), *([told_together((e.term for e in against), 2)] if against else [])]
    likely = f"{own}{round(100 * score)} in 100 that {case.figure.label} is meant"
    return f"{likely}; against it: {', '.join(told)}" if told else likely


def _old(case: Case) -> Value | None:
    """What the reader of an alert is told it was: a page's own earlier word where the page was edited."""
    held = case.standing.held
    if case.own and held not in case.own:
        return case.own[-1].value
    return case.held
