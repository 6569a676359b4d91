"""A figure's history as the state remembers it, ready to be drawn: for the board, the terminal and messages.

Law of this room: it reads; what a chart makes of it is decided in charts/.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.charts import Series
from monitor.charts.history import History, series_of
from monitor.deliver.wording import value_text
from monitor.model import Alert, Said
from monitor.store import Store
from monitor.store import board as reads
from monitor.watchlist import Figure


def standing_alerts(store: Store, figure: str) -> list[Alert]:
    """A figure's alerts that nobody withdrew, newest first."""
    return [alert for alert, row in store.alerts.newest(figure, limit=500) if not row["retracted"]]


def history_of(store: Store, figure: Figure, limit: int = 1000) -> History:
    """All that is remembered of a figure."""
    return History(
        figure=figure,
        standing=store.figures.standing(figure.id),
        said=reads.history(store.db, figure.id, limit),
        alerts=tuple(standing_alerts(store, figure.id)),
    )


def chart_of(history: History, now: datetime, link: Callable[[Said], str] = lambda _: "") -> Series:
    """A figure's history, ready to be drawn."""
    return series_of(history, now, lambda value: value_text(value, history.figure.unit), link)
