"""The same history in letters: a stepped line of box characters with a letter for each article's outlet."""

from __future__ import annotations

from itertools import zip_longest

from monitor.charts.axes import number_ticks, short
from monitor.charts.series import Frame, Series, ends, frame_of, held, opening, outlets_of

MARKS = "ABCDEFG"
OTHER = "·"
SIGNS = {"rejected": "x", "asked": "?"}


def text_chart(series: Series, width: int = 78, height: int = 12) -> str:
    """Lines of at most `width` characters; capitals are outlets (small: not counted, x rejected, ? asked)."""
    if not series.steps and not series.dots:
        return "(nothing reported yet)"
    frame = frame_of(series)
    ticks = {_row(frame, number, height): short(number, series.unit) for number in number_ticks(frame.low, frame.high)}
    margin = max(map(len, ticks.values()), default=0) + 1
    sheet = [[" "] * max(width - margin - 1, 10) for _ in range(height)]
    _draw_steps(sheet, series, frame)
    _draw_dots(sheet, series, frame)
    rows = [f"{ticks.get(row, ''):>{margin - 1}} ┤{''.join(line).rstrip()}" for row, line in enumerate(sheet)]
    return "\n".join([*rows, *_foot(series, frame, margin, len(sheet[0]))])


def _row(frame: Frame, number: object, height: int) -> int:
    return round((1 - frame.up(number)) * (height - 1))  # type: ignore[arg-type]


def _draw_steps(sheet: list[list[str]], series: Series, frame: Frame) -> None:
    steps, right = held(series), len(sheet[0]) - 1
    before: int | None = None
    for step, after in zip_longest(steps, steps[1:]):
        start = 0 if step.since is None else round(frame.across(step.since) * right)
        end = right if after is None or after.since is None else round(frame.across(after.since) * right)
        low, high = (_row(frame, number, len(sheet)) for number in ends(step.value))
        for row in range(high, low + 1):
            for column in range(start, end + 1):
                sheet[row][column] = "━" if after is None else "─"
        if before is not None:
            _riser(sheet, start, before, high)
        if way := opening(step.value):
            sheet[max(0, min(len(sheet) - 1, low + (-1 if way == "up" else 1)))][start] = "↑" if way == "up" else "↓"
        before = (low + high) // 2


def _riser(sheet: list[list[str]], column: int, old: int, new: int) -> None:
    """The upright line from one step to the next, with its corners."""
    if old == new:
        return
    for row in range(min(old, new) + 1, max(old, new)):
        sheet[row][column] = "│"
    sheet[old][column], sheet[new][column] = ("┘", "┌") if new < old else ("┐", "└")


def _draw_dots(sheet: list[list[str]], series: Series, frame: Frame) -> None:
    names = outlets_of(series)
    for dot in sorted(series.dots, key=lambda each: (each.alert, each.at)):
        column = round(frame.across(dot.at) * (len(sheet[0]) - 1))
        row = _row(frame, sum(ends(dot.value)) / 2, len(sheet))
        letter = MARKS[names.index(dot.outlet)] if dot.outlet in names else OTHER
        sheet[row][column] = SIGNS.get(dot.state) or (letter.lower() if dot.state == "silent" else letter)


def _foot(series: Series, frame: Frame, margin: int, across: int) -> list[str]:
    """The time axis and the letters' meaning."""
    axis, labels = ["─"] * across, [" "] * across
    free = 0
    for moment, label in frame.ticks(max(2, across // 14)):
        column = round(frame.across(moment) * (across - 1))
        if free <= column and column + len(label) <= across:
            axis[column] = "┬"
            labels[column : column + len(label)] = label
            free = column + len(label) + 1
    for begin, end in frame.breaks:
        axis[round((frame.across(begin) + frame.across(end)) / 2 * (across - 1))] = "╱"
    names = [f"{letter} {name}" for letter, name in zip(MARKS, outlets_of(series), strict=False)]
    if any(each.outlet not in outlets_of(series) for each in series.dots):
        names.append(f"{OTHER} other outlets")
    indent = " " * margin
    foot = [f"{indent}└{''.join(axis)}", f"{indent} {''.join(labels).rstrip()}"]
    return [*foot, f"{indent} {'   '.join(names)}"] if names else foot
