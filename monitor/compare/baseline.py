"""What stands before the first article: the config's word (what seeds say is handed in as a standing).

Law of this room: a configured baseline has no date, so that any article is later.
"""

from __future__ import annotations

from monitor.compare.state import hold
from monitor.model import Report, Standing
from monitor.watchlist import Figure


def baseline(figure: Figure) -> Standing:
    """The first standing of a figure: its configured baseline, else nothing."""
    empty = Standing(figure=figure.id)
    if figure.baseline is None:
        return empty
    return hold(empty, Report(value=figure.baseline, outlet="", url="", at=None))
