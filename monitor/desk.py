"""What a person does: answers a question, confirms, rejects or corrects a figure, acknowledges alerts, silences them.

Law of this room: each act is one transaction, written down with its author, and comes back as a sentence; command line
and board act only through here. What an act sets in motion (an alert after a yes, a withdrawal after a reject) is put
into the outbox, never sent from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor import compare
from monitor.compare.algebra import equal
from monitor.config import Config
from monitor.deliver import plan
from monitor.deliver.policy import key_of
from monitor.deliver.wording import value_text
from monitor.errors import InputError
from monitor.model import Alert, Delivery, Question, Standing, Value
from monitor.routing import Matcher, Silence
from monitor.settings import suggestion
from monitor.store import Store
from monitor.watchlist import Figure


def answer(store: Store, config: Config, name: str, yes: bool, *, author: str, now: datetime) -> str:
    """Answer a question by its id; a yes moves the figure and alerts. Raises `InputError` if it is not open."""
    with store.atomic():
        found = store.questions.get(name)
        if found is None:
            raise InputError(f"there is no question {name}; `monitor questions` lists the open ones.")
        question, row = found
        if row["answer"]:
            raise InputError(f"question {question.id} was answered {row['answer']} before; nothing was changed.")
        standing = store.figures.standing(question.figure)
        after, alert = compare.answer(question, standing, yes)
        word = "yes" if yes else "no"
        store.questions.answer(question.id, word, author, now)
        said = value_text(question.alert.new, question.alert.unit)
        _keep(store, after, word, said, author, now)
        store.deliveries.withhold(question.id, "answered", now)
        if alert:
            store.alerts.keep((alert,), row["source"], now)
            store.deliveries.put(plan((alert,), config, now, store.past(now, (alert.figure,))), now)
    if not yes:
        return f"No: {said} is not {question.alert.label!r}; it will not be asked again."
    return f"Yes: {question.alert.label} is {said}." + (
        "" if alert else " That is no news any more, nobody is alerted."
    )


def overtaken(question: Question, standing: Standing | None) -> bool:
    """Whether later news stands already: a yes would alert nobody."""
    held = standing.held if standing else None
    return held is not None and held.at is not None and held.at > question.alert.at


def let_be(store: Store, *, author: str, now: datetime) -> str:
    """Close every question that later news has overtaken; nothing is refused by that."""
    with store.atomic():
        standings = store.figures.standings()
        old = [each for each in store.questions.open() if overtaken(each, standings.get(each.figure))]
        for each in old:
            store.questions.answer(each.id, "overtaken", author, now)
            store.deliveries.withhold(each.id, "overtaken", now)
    return f"{len(old)} questions are closed; nothing was refused."


def confirm(store: Store, config: Config, figure: str, *, author: str, now: datetime) -> str:
    """A person says that what stands is right."""
    about = figure_of(config, figure)
    with store.atomic():
        standing = _standing(store, about)
        _keep(store, compare.confirm(standing), "confirm", _held_text(standing, about), author, now)
    return f"{about.label}: {_held_text(standing, about)} is confirmed."


def reject(store: Store, config: Config, figure: str, *, author: str, now: datetime) -> str:
    """A person says that what stands is wrong: what stood before stands again, and its alerts are withdrawn."""
    about = figure_of(config, figure)
    with store.atomic():
        standing = _standing(store, about)
        after = compare.reject(standing)
        wrong = standing.held.value if standing.held else None
        _keep(store, after, "reject", _held_text(standing, about), author, now)
        withdrawn = [each for each in _alerts(store, figure) if wrong is not None and equal(each.new, wrong)]
        withdraw(store, withdrawn, now)
    return f"{about.label}: {_held_text(standing, about)} is rejected; {_held_text(after, about)} stands."


def correct(store: Store, config: Config, figure: str, value: Value, *, author: str, now: datetime) -> str:
    """A person sets the figure by hand; nobody is alerted."""
    about = figure_of(config, figure)
    with store.atomic():
        standing = store.figures.standing(figure)
        _keep(store, compare.correct(standing, value, now), "correct", value_text(value, about.unit), author, now)
    return f"{about.label}: {value_text(value, about.unit)} stands now, set by hand."


def acknowledge(store: Store, fingerprint: str, *, author: str, now: datetime) -> str:
    """A person has seen an alert: nothing more goes out about it."""
    with store.atomic():
        alert = alert_of(store, fingerprint)
        store.alerts.acknowledge(alert.fingerprint, now)
        store.deliveries.withhold(alert.fingerprint, "acknowledged", now)
        store.figures.note_word(alert.figure, "acknowledge", value_text(alert.new, alert.unit), author, "", now)
    return f"{alert.label}: {value_text(alert.new, alert.unit)} is acknowledged."


def silence(
    store: Store, config: Config, figure: str, span: timedelta, *, author: str, reason: str, now: datetime
) -> str:
    """Nobody is sent alerts of a figure for so long; they are written down all the same."""
    about = figure_of(config, figure)
    with store.atomic():
        kept = store.silences.add(
            Silence(match=Matcher(figures=(figure,)), author=author, reason=reason, since=now, until=now + span)
        )
        store.figures.note_word(figure, "silence", kept.id, author, reason, now)
    return f"{about.label} is silent until {kept.until:%Y-%m-%d %H:%M} UTC (silence {kept.id})."


def lift(store: Store, name: str, *, now: datetime) -> str:
    """End a silence before its time."""
    if not store.silences.lift(name, now):
        raise InputError(f"there is no silence {name} that holds now; `monitor silence` lists them.")
    return f"Silence {name} is lifted."


def withdraw(store: Store, alerts: Iterable[Alert], now: datetime) -> None:
    """Mark alerts as withdrawn; those who got one are owed a word, those who did not get it yet never will."""
    for alert in alerts:
        store.alerts.retract(alert.fingerprint, now)
        told = store.deliveries.of_subject(alert.fingerprint)
        store.deliveries.withhold(alert.fingerprint, "withdrawn", now)
        store.deliveries.put([_withdrawal(each, alert, now) for each in told], now)


def _withdrawal(told: Delivery, alert: Alert, now: datetime) -> Delivery:
    subject = f"withdrawn {alert.fingerprint}"
    return Delivery(key=key_of(subject, told.receiver), receiver=told.receiver, kind="retraction", due=now, alert=alert)


def typed_value(text: str, figure: Figure) -> Value:
    """What a person typed as a figure's value: "1,200", "at least 41", "10,000-12,000", "4.1 million".

    Raises `InputError` for anything that is not one number or one range.
    """
    from monitor.quantities import read_quantities

    found = read_quantities(text)
    if len(found) != 1:
        raise InputError(f'{text!r} is no value; write one number, such as 1200, "at least 41" or 10000-12000.')
    return Value(low=found[0].low, high=found[0].high, bound=found[0].bound, step=found[0].step)


def alert_of(store: Store, name: str) -> Alert:
    """The alert by its fingerprint, or by how the only one of the newest begins; `InputError` where there is none."""
    if alert := store.alerts.get(name):
        return alert
    found = [alert for alert, _ in store.alerts.newest() if len(name) >= 4 and alert.fingerprint.startswith(name)]
    if len(found) != 1:
        raise InputError(f"there is {'more than one' if found else 'no'} alert {name}; `monitor alerts` lists them.")
    return found[0]


def figure_of(config: Config, name: str) -> Figure:
    """The figure by its id; `InputError` with the nearest one where there is none."""
    figures = config.watchlist.figures
    if name not in figures:
        raise InputError(f"there is no figure {name!r} in {config.path}; {suggestion(name, figures)}.")
    return figures[name]


def _standing(store: Store, figure: Figure) -> Standing:
    standing = store.figures.standing(figure.id)
    if standing.held is None:
        raise InputError(f"nothing stands for {figure.label!r} yet; give it a value with `monitor correct`.")
    return standing


def _keep(store: Store, after: Standing, verb: str, value: str, author: str, now: datetime) -> None:
    store.figures.keep((after,), now)
    store.figures.note_word(after.figure, verb, value, author, "", now)


def _held_text(standing: Standing, figure: Figure) -> str:
    return value_text(standing.held.value, figure.unit) if standing.held else "nothing"


def _alerts(store: Store, figure: str) -> list[Alert]:
    return [alert for alert, row in store.alerts.newest(figure) if not row["retracted"]]
