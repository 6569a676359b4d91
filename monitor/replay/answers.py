"""What a person answered, beside a recording: answers.jsonl, one confirmed value a line.

    {"source": "pages/01.html", "figure": "sappers", "low": 1200, "high": 1200}

Law of this room: pure. A question whose value is there is answered yes, then alerts and moves the state; any other no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from monitor.compare import answer, baseline
from monitor.errors import InputError
from monitor.model import Outcome, Standing, Value
from monitor.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Answers:
    """The confirmed values by page and figure."""

    values: Mapping[tuple[str, str], tuple[Value, ...]]

    def confirm(self, source: str, figure: str, value: Value) -> bool:
        return any(value.agrees(known) for known in self.values.get((source, figure), ()))


def read_answers(file: Path, lines: Iterable[tuple[int, Mapping[str, Any]]]) -> Answers:
    values: dict[tuple[str, str], tuple[Value, ...]] = {}
    for number, row in lines:
        try:
            key = (str(row["source"]), str(row["figure"]))
            low, high = (None if row[end] is None else Decimal(str(row[end])) for end in ("low", "high"))
        except KeyError as error:
            raise InputError(f"{file}, line {number} lacks {error}; a line holds source, figure, low, high.") from None
        except ArithmeticError:
            raise InputError(f"{file}, line {number}: low and high are numbers or null; mend that line.") from None
        values[key] = (*values.get(key, ()), Value(low=low, high=high))
    return Answers(values)


def answered(
    outcome: Outcome, answers: Answers, source: str, standings: Mapping[str, Standing], watchlist: Watchlist
) -> Outcome:
    """The outcome after a person answered its questions: alerts of a yes are added, what stands has moved.

    `standings` are those from before the page.
    """
    moved = {standing.figure: standing for standing in outcome.standings}
    alerts = list(outcome.alerts)
    for question in outcome.questions:
        figure = question.figure
        before = moved.get(figure) or standings.get(figure) or baseline(watchlist.figures[figure])
        yes = answers.confirm(source, figure, question.alert.new)
        moved[figure], alert = answer(question, before, yes)
        if alert:
            alerts.append(alert)
    return replace(outcome, alerts=tuple(alerts), standings=tuple(moved.values()))
