"""What a person's word does to the state: an answered question; a figure confirmed, rejected, corrected by hand.

Law of this room: a yes moves the state as if the article had been read so; a no is remembered, and a refused value
does not fire again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.compare.algebra import equal
from monitor.compare.state import confirm_held, hold, note, oppose, refuse, supersede
from monitor.model import Alert, Question, Report, Standing, Value


def answer(question: Question, standing: Standing, yes: bool) -> tuple[Standing, Alert | None]:
    """The state after the answer, and the alert that a yes sends (none where it is no news any more)."""
    alert = question.alert
    if not yes:
        return refuse(standing, alert.new), None
    report = _report(alert)
    held = standing.held
    if held is not None and equal(held.value, alert.new):
        return replace(confirm_held(standing, report), confirmed=True), None
    if alert.kind == "conflict" and held is not None:
        return oppose(standing, report), replace(alert, old=held.value)
    if standing.confirmed and held is not None and (held.url, held.at) == (report.url, report.at):
        return note(standing, report), None  # an article is told once: the first yes to it stands
    if held is not None and held.at is not None and held.at > alert.at:
        return supersede(standing, report), None
    told = replace(alert, kind="new" if held is None else "changed" if alert.kind == "new" else alert.kind)
    return replace(hold(standing, report), confirmed=True), told


def _report(alert: Alert) -> Report:
    source = alert.attribution.source if alert.attribution else ""
    return Report(value=alert.new, outlet=alert.outlet, url=alert.url, at=alert.at, source=source, quote=alert.quote)


def confirm(standing: Standing) -> Standing:
    """A person says that what stands is right."""
    return replace(standing, provisional=False, confirmed=standing.held is not None)


def reject(standing: Standing) -> Standing:
    """A person says that what stands is wrong: the value before it, if any, stands again."""
    if standing.held is None:
        return standing
    refused = refuse(standing, standing.held.value)
    earlier = standing.superseded
    return replace(refused, held=earlier[-1] if earlier else None, superseded=earlier[:-1], provisional=False)


def correct(standing: Standing, value: Value, at: datetime) -> Standing:
    """A person sets the figure by hand."""
    report = Report(value=value, outlet="", url="", at=at, source="set by hand")
    allowed = tuple(v for v in standing.rejected if not equal(v, value))
    return replace(hold(standing, report), rejected=allowed, confirmed=True)
