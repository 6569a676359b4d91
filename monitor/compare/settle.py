"""One article against what stands: which of its values is news, and whether to tell it or to ask.

Law of this room: one article is compared once per figure; at most one alert comes out for each, or a question about
the likeliest value and one about the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.compare.algebra import equal
from monitor.compare.baseline import baseline
from monitor.compare.candidates import SURE, Candidate, Reading, read_claims
from monitor.compare.classify import Case, Rule, decide
from monitor.compare.kin import Kin, all_kin
from monitor.compare.messages import alert_of, change_of, question_of, report_of, said_at
from monitor.compare.own_keys import objections
from monitor.compare.state import (
    confirm_held,
    forget,
    hold,
    note,
    oppose,
    refine,
    remember,
    restore,
    supersede,
    suspect,
    words_of,
)
from monitor.compare.weigh import chance, numbers_of
from monitor.model import Alert, Article, Change, Claim, Question, Report, Standing
from monitor.watchlist import Figure, Sensitivity, Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that one article means. `standings` are those that differ from what was handed in."""

    changes: tuple[Change, ...] = ()
    alerts: tuple[Alert, ...] = ()
    questions: tuple[Question, ...] = ()
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where alerts and questions begin: `alert` < score is told, `ask` <= score is asked."""

    alert: float
    ask: float
    questions: int  # at most so many an article, the likeliest first


CUTS: Mapping[Sensitivity, Cut] = {
    "fewer": Cut(alert=0.9, ask=0.6, questions=1),
    "balanced": Cut(alert=0.78, ask=0.2, questions=3),  # at about one question an article, most is found so
    "more": Cut(alert=0.33, ask=1.0, questions=3),  # asks only what the figure's own keys speak against
}
FIRM = 0.9  # what is told less surely is easy to replace
SECOND_THOUGHTS = 2  # values of one figure that one article may ask about
UNREAD = frozenset({"older", "unwell", "same"})


def compare(
    article: Article,
    claims: Sequence[Claim],
    watchlist: Watchlist,
    standings: Mapping[str, Standing],
    version: str,
    copies: Sequence[Article] = (),
) -> Verdict:
    """What the article changes, in the light of what stands; pure, so the same article twice gives the same."""
    ids = dict.fromkeys(c.figure for c in claims if c.figure in watchlist.figures)
    if version in UNREAD:
        reason = {"older": "alternating-copy", "unwell": "unwell-page"}.get(version, "same-text")
        return Verdict(changes=_unread(claims, reason))
    verdicts, numbers = [], numbers_of(article)
    readings = {id_: read_claims(id_, claims) for id_ in ids}
    kin = all_kin(watchlist, standings, readings)
    for id_ in ids:
        figure = watchlist.figures[id_]
        before = standings.get(id_) or baseline(figure)
        cases = _cases(article, figure, before, readings[id_], kin[id_], version, copies)
        verdicts.append(_settle(article, cases, before, CUTS[watchlist.sensitivity], numbers))
    return _joined(verdicts, CUTS[watchlist.sensitivity])


def _unread(claims: Iterable[Claim], reason: str) -> tuple[Change, ...]:
    return tuple(
        Change(figure=c.figure, kind=None, reason=reason, old=None, new=c.value, claim=c)
        for c in claims
        if c.role == "current"
    )


def _cases(
    article: Article,
    figure: Figure,
    standing: Standing,
    reading: Reading,
    kin: Kin,
    version: str,
    copies: Sequence[Article],
) -> list[Case]:
    edited = version == "edited"
    own = words_of(standing, article) if edited else ()
    at = said_at(article, edited=edited)
    return [
        Case(
            figure=figure,
            standing=standing,
            reading=reading,
            candidate=candidate,
            report=report_of(article, candidate, at),
            dated=edited or bool(article.modified or article.published),
            edited=edited,
            notice=bool(article.correction),
            live=_stands_in(article, candidate, {"entry"}),
            on_top=_stands_in(article, candidate, {"headline", "standfirst"}),
            own=own,
            kin=kin,
            copied=any(_is_copied(candidate, c, standing) for c in copies),
        )
        for candidate in reading.candidates
    ]


def _is_copied(candidate: Candidate, original: Article, standing: Standing) -> bool:
    """Whether all that `candidate` rests on stands in `original`; the sentence not shared would be the evidence."""
    told = any(equal(candidate.value, r.value) for r in words_of(standing, original))
    return told or all(c.quote in original.text or c.quote == original.title for c in candidate.mentions)


def _stands_in(article: Article, candidate: Candidate, kinds: Set[str]) -> bool:
    return any(article.blocks[c.block].kind in kinds for c in candidate.mentions if c.block < len(article.blocks))


STEPS: Mapping[str, Callable[[Standing, Report], Standing]] = {
    "refine": refine,
    "restore": restore,
    "confirm": confirm_held,
    "supersede": supersede,
    "oppose": oppose,
    "note": note,
    "nothing": lambda standing, _: standing,
}


def _step(standing: Standing, rule: Rule, case: Case) -> Standing:
    if rule.step == "hold" and rule.kind is None and objections(case, rule):
        return note(standing, case.report)
    if rule.step == "hold":
        return hold(standing, case.report, provisional=case.candidate.score < FIRM)
    return STEPS[rule.step](standing, case.report)


def _settle(article: Article, cases: Sequence[Case], before: Standing, cut: Cut, numbers: Sequence[Decimal]) -> Verdict:
    """The best of an article's new values is told, or the best are asked; the silent ones move the state unheard."""
    ruled = [(case, decide(case)) for case in cases]
    now, changes = forget(before, ruled[0][0].own) if ruled else before, []
    for case, rule in ruled:
        if rule.kind is None:
            now = _step(now, rule, case) if case.candidate.score > SURE else now
            changes.append(change_of(case, rule, rule.reason, None))
    news = sorted(((chance(case), case, rule) for case, rule in ruled if rule.kind is not None), key=_rank)
    now = remember(now, numbers)
    told = _tell(article, news, now, cut)
    return replace(
        told,
        changes=(*changes, *told.changes),
        standings=tuple(s for s in told.standings if s != before),
    )


News = tuple[float, Case, Rule]  # how likely it is news, what it is, and the rule that made it so


def _rank(news: News) -> float:
    """The likeliest first; what the figure's own keys speak against gives way."""
    score, case, rule = news
    return -score / (1 + len(objections(case, rule)))


def _is_asked(news: News, cut: Cut) -> bool:
    score, case, rule = news
    return score >= cut.ask or (score > cut.alert and bool(objections(case, rule)))


def _tell(article: Article, news: Sequence[News], now: Standing, cut: Cut) -> Verdict:
    if not news:
        return Verdict(standings=(now,))
    (score, case, rule), rest = news[0], news[1:]
    second = tuple(change_of(c, r, "second-to-another", None) for _, c, r in rest)
    if score > cut.alert and not objections(case, rule):
        change = change_of(case, rule, rule.reason, rule.kind)
        alert = alert_of(case, rule, article)
        return Verdict(changes=(*second, change), alerts=(alert,), standings=(_step(now, rule, case),))
    asked = [n for n in news[:SECOND_THOUGHTS] if _is_asked(n, cut)]
    if not asked:
        return Verdict(changes=(*second, change_of(case, rule, "unsure", None)), standings=(now,))
    silent = tuple(change_of(n[1], n[2], "second-to-another", None) for n in news if n not in asked)
    return Verdict(
        changes=(*silent, *(change_of(c, r, "asked", None) for _, c, r in reversed(asked))),
        questions=tuple(question_of(c, r, article, s) for s, c, r in asked),
        standings=(suspect(now, asked[0][1].report),),
    )


def _joined(verdicts: Iterable[Verdict], cut: Cut) -> Verdict:
    """All figures of the article together, with no more questions than one article may ask."""
    verdicts = tuple(verdicts)
    ranked = sorted((q for v in verdicts for q in v.questions), key=lambda q: -q.score)
    crowded = {(q.figure, q.alert.new) for q in ranked[cut.questions :]}
    changes = (c for v in verdicts for c in v.changes)
    return Verdict(
        changes=tuple(
            replace(c, reason="crowded-out") if c.reason == "asked" and (c.figure, c.new) in crowded else c
            for c in changes
        ),
        alerts=tuple(a for v in verdicts for a in v.alerts),
        questions=tuple(ranked[: cut.questions]),
        standings=tuple(s for v in verdicts for s in v.standings),
    )
