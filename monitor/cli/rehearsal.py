"""The alert as it would arrive, before it matters: of an article that a person names, or of the last one there was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config import Config
    from monitor.model import Alert, Page, Question, Standing
    from monitor.watchlist import Watchlist


def of_article(page: Page, config: Config, standings: Sequence[Standing]) -> str:
    """What an article would send, were it read now; else why nothing, and how its first values would have read."""
    from monitor.compare.explain import MEANINGS

    alerts, questions, reasons = walked(page, config.watchlist, standings)
    said = [f"This article would send:\n\n{message_of(each)}" for each in alerts]
    said += [f"It would ask:\n\n{message_of(each.alert, each)}" for each in questions]
    if said:
        return "\n".join(said)
    grouped: dict[str, list[str]] = {}
    for figure, reason in reasons:
        grouped.setdefault(MEANINGS[reason], []).append(figure)
    silent = "; ".join(f"{', '.join(figures)}: {meaning}" for meaning, figures in grouped.items())
    why = silent or "no figure's number was found in it"
    bare = {name: replace(figure, baseline=None) for name, figure in config.watchlist.figures.items()}
    first, _, _ = walked(page, replace(config.watchlist, figures=bare), ())
    shown = f"\nHad nothing stood yet, it would send:\n\n{message_of(first[0])}" if first else ""
    return f"This article would send nothing ({why}).{shown}"


def last_one(config: Config, state: Path) -> str:
    """The last alert of the state; before there is one, what the newest of the seeds would have sent; else ""."""
    from monitor.replay.seeds import open_seeds
    from monitor.store import open_store
    from monitor.store.connection import NAME

    if (state / NAME).exists():
        with open_store(state, read_only=True) as store:
            newest = store.alerts.newest(limit=1)
        if newest:
            return f"The last alert was:\n\n{message_of(newest[0][0])}"
    pages = tuple(open_seeds(config.path))
    return of_article(pages[-1], config, standing_now(config, state)) if pages else ""


def walked(
    page: Page, watchlist: Watchlist, standings: Sequence[Standing]
) -> tuple[tuple[Alert, ...], tuple[Question, ...], list[tuple[str, str]]]:
    """A page down the corridor, in a state that is thrown away: alerts, questions, and why figures stay silent."""
    from monitor.pipeline import walk
    from monitor.store import open_store

    with TemporaryDirectory(prefix="monitor-check-") as folder, open_store(Path(folder)) as store:
        store.figures.seed(standings, page.fetched)
        outcome = walk(page, watchlist, store.ledger)
    reasons = dict.fromkeys((each.figure, each.reason) for each in outcome.changes if each.kind is None)
    return outcome.alerts, outcome.questions, list(reasons)


def standing_now(config: Config, state: Path) -> tuple[Standing, ...]:
    """What stands: by the state, else by config and seeds."""
    from monitor.replay.seeds import baselines, open_seeds
    from monitor.store import open_store
    from monitor.store.connection import NAME

    found = {each.figure: each for each in baselines(open_seeds(config.path), config.watchlist)}
    if (state / NAME).exists():
        with open_store(state, read_only=True) as store:
            found |= store.ledger.standings()
    return tuple(found.values())


def message_of(alert: Alert, question: Question | None = None) -> str:
    """An alert as a mail's plain text has it, drawn in a little."""
    from textwrap import indent

    from monitor.deliver.messages import compose
    from monitor.model import Delivery, Parcel

    due: datetime = alert.at
    kind = "question" if question else "alert"
    about = {"question": question} if question else {"alert": alert}
    delivery = Delivery(key=alert.fingerprint, receiver="desk", kind=kind, due=due, **about)  # type: ignore[arg-type]
    return indent(compose(Parcel(key=alert.fingerprint, receiver="desk", deliveries=(delivery,))).plain(), "    ")
