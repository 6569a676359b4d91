"""The end of the demo: each figure's way through the day, from the state that the daemon left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from monitor.config import load_config
from monitor.deliver.wording import value_text
from monitor.model import Report, Standing
from monitor.store import open_store
from monitor.watchlist import Figure


def timelines(config: Path, state: Path) -> Iterator[str]:
    """A paragraph for each figure: what stands, and who said what when."""
    with open_store(state, read_only=True) as store:
        for figure in load_config(config).watchlist.figures.values():
            yield timeline(figure, store.figures.standing(figure.id))


def timeline(figure: Figure, standing: Standing) -> str:
    stands = value_text(standing.held.value, figure.unit) if standing.held else "nothing yet"
    said = [line(figure, report) for report in sorted(standing.reports, key=moment)]
    return "\n".join([f"{figure.label}: {stands}", *said])


def moment(report: Report) -> float:
    """For sorting: what the config says is older than any article."""
    return report.at.timestamp() if report.at else 0.0


def line(figure: Figure, report: Report) -> str:
    when = f"{report.at:%d %b %Y}" if report.at else "at first"
    return f"    {when:12} {value_text(report.value, figure.unit):>20}  {report.outlet or 'as configured'}"
