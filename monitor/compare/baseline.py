"""What stands before the first article: the config's word, else what the seeds agree on.

Law of this room: a configured baseline has no date, so that any article is later.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.compare.algebra import SILENT, precision, relate
from monitor.compare.state import hold, oppose
from monitor.model import Report, Standing
from monitor.watchlist import Figure


def baseline(figure: Figure, seeds: Sequence[Report] = ()) -> Standing:
    """The first standing of a figure. `seeds`: what the seed articles report; where they differ both are kept."""
    empty = Standing(figure=figure.id)
    if figure.baseline is not None:
        return hold(empty, Report(value=figure.baseline, outlet="", url="", at=None))
    groups: list[list[Report]] = []
    for report in sorted(seeds, key=lambda r: precision(r.value)):
        home = next((g for g in groups if relate(report.value, g[0].value) in SILENT), None)
        groups.append([report]) if home is None else home.append(report)
    standing = empty
    for rank, group in enumerate(sorted(groups, key=_weight)):
        standing = oppose(standing, group[0]) if rank else hold(standing, group[0])
    return standing


def _weight(group: Sequence[Report]) -> tuple[int, float]:
    """Most outlets first, then the latest."""
    latest = max((r.at.timestamp() for r in group if r.at), default=0.0)
    return -len({r.outlet for r in group}), -latest
