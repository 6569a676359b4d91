"""A figure's history as an SVG, a stepped line of what stood and on it who said what; and the same as a picture.

A range is a band, an open bound has arrows, what no longer stands is grey, another party's word is a dashed line of its
own, an alert has a ring and a line up to its value. The picture is for mail programs and Slack, which show no SVG; it
is drawn by a font of our own (a slim machine has none), other scripts by what fonts the machine has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from monitor.charts import marks
from monitor.charts.axes import number_ticks, short
from monitor.charts.marks import ALERT, GREY, GRID, INK, NOW, QUIET, arrow, at, line, mark, plain, words
from monitor.charts.series import (
    Dot,
    Frame,
    Series,
    Step,
    ends,
    frame_of,
    held,
    opening,
    outlets_of,
    summary,
)

LEFT, RIGHT, TOP, BOTTOM, ROW = 66, 22, 34, 30, 22
WIDTH, HEIGHT = 600, 260  # of the picture as it is shown; drawn with twice as many points, for sharp screens
SHARP = 2.0
FONT = Path(__file__).parent / "font" / "DejaVuSans.ttf"  # Latin, Greek and Cyrillic letters of DejaVu Sans
LETTER = 7.2  # how wide a letter of 12 pixels is, with room to spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Where the frame lies on the drawing."""

    frame: Frame
    width: int
    height: int

    def x(self, moment: object) -> float:
        across = 0.0 if moment is None else self.frame.across(moment)  # type: ignore[arg-type]
        return LEFT + across * (self.width - LEFT - RIGHT)

    def y(self, number: object) -> float:
        return TOP + (1 - self.frame.up(number)) * (self.height - TOP - BOTTOM)  # type: ignore[arg-type]

    def spans(self, steps: tuple[Step, ...]) -> Iterator[tuple[Step, float, float, bool]]:
        """Each step with where it begins and ends, and whether it is the last."""
        for each, after in zip_longest(steps, steps[1:]):
            yield each, self.x(each.since), self.x(after.since if after else self.frame.end), after is None


def step_chart(series: Series, width: int = 760, height: int = 320) -> str:
    """The SVG of a series; `height` is without the legend below."""
    sheet = Sheet(frame=frame_of(series), width=width, height=height)
    outlets = outlets_of(series)
    legend = list(_legend(outlets, series, width, height))
    whole = height + ROW * (1 + max((row for row, _ in legend), default=-1)) + 4
    parts = [
        f'<rect class="paper" width="{width}" height="{whole}" fill="#ffffff"/>',
        *_grid(sheet, series.unit),
        *_others(sheet, series),
        *_steps(sheet, held(series)),
        *_dots(sheet, series, outlets),
        *_labels(sheet, held(series)),
        *(text for _, text in legend),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {whole}" width="{width}" '
        f'height="{whole}" role="img" font-family="system-ui, sans-serif"><title>{plain(summary(series))}</title>'
        f"{''.join(parts)}</svg>"
    )


def _grid(sheet: Sheet, unit: str) -> Iterator[str]:
    right, floor = sheet.width - RIGHT, sheet.height - BOTTOM
    for number in number_ticks(sheet.frame.low, sheet.frame.high):
        y = sheet.y(number)
        yield line(LEFT, y, right, y, name="grid", stroke=GRID)
        yield words(LEFT - 8, y + 4, short(number, unit), name="tick", anchor="end")
    free = 0.0
    for moment, label in sheet.frame.ticks(max(3, sheet.width // 110)):
        x, half = sheet.x(moment), len(label) * LETTER / 2
        yield line(x, floor, x, floor + 5, name="axis", stroke=QUIET)
        if x - half >= free and x + half <= sheet.width:
            yield words(x, floor + 19, label, name="tick", anchor="middle")
            free = x + half + 6
    yield line(LEFT, floor, right, floor, name="axis", stroke=QUIET)
    for begin, end in sheet.frame.breaks:
        x = (sheet.x(begin) + sheet.x(end)) / 2
        yield f'<path class="paper" d="M{x - 4:.1f} {floor - 6}h8v12h-8Z" fill="#ffffff"/>'
        yield line(x - 7, floor + 6, x - 1, floor - 6, name="axis", stroke=QUIET)
        yield line(x + 1, floor + 6, x + 7, floor - 6, name="axis", stroke=QUIET)


def _steps(sheet: Sheet, steps: tuple[Step, ...]) -> Iterator[str]:
    """The line of what stood: grey where it is past, strong where it still stands."""
    before: float | None = None
    for step, start, end, last in sheet.spans(steps):
        low, high = (sheet.y(number) for number in ends(step.value))
        name, stroke = ("now", NOW) if last else ("past", GREY)
        if before is not None:
            yield line(start, before, start, (low + high) / 2, name="riser", stroke=GREY, width=1.5)
        if low != high:
            yield (
                f'<rect class="band {name}" x="{start:.1f}" y="{high:.1f}" width="{max(end - start, 1):.1f}" '
                f'height="{low - high:.1f}" fill="{stroke}" fill-opacity="0.18" stroke="{stroke}" stroke-width="1"/>'
            )
        else:
            dash = "7 3" if step.value.bound == "about" else ""
            yield line(start, low, end, low, name=f"step {name}", stroke=stroke, width=3 if last else 2, dash=dash)
        if way := opening(step.value):
            for x in ((start + end) / 2, end - 6) if end - start > 60 else ((start + end) / 2,):
                yield arrow(x, low, way, name=name, stroke=stroke)
        before = (low + high) / 2


def _others(sheet: Sheet, series: Series) -> Iterator[str]:
    """What other parties say while ours stands: dashed, with their name."""
    names = dict.fromkeys(each.party for each in series.steps if each.party)
    for name in names:
        own = tuple(each for each in series.steps if each.party == name)
        for step, start, end, last in sheet.spans(own):
            y = sheet.y(ends(step.value)[0])
            yield line(start, y, end, y, name="other", stroke=ALERT, width=1.5, dash="3 4")
            if way := opening(step.value):
                yield arrow(start + 6, y, way, name="other", stroke=ALERT)
            if last:
                said = _cut(f"{name}: {step.text}", 40)
                x = max(LEFT, min(start + 12, sheet.width - RIGHT - len(said) * LETTER))
                yield words(x, y - 7, said, name="label other", fill=ALERT)


def _dots(sheet: Sheet, series: Series, outlets: tuple[str, ...]) -> Iterator[str]:
    order = {"silent": 0, "asked": 0, "rejected": 1, "past": 2, "conflict": 3, "stands": 4}
    for dot in sorted(series.dots, key=lambda each: (order[each.state], each.alert, each.at)):
        yield _dot(sheet, dot, outlets.index(dot.outlet) if dot.outlet in outlets else len(marks.SHAPES) - 1)


def _dot(sheet: Sheet, dot: Dot, outlet: int) -> str:
    low, high = ends(dot.value)
    x, y = sheet.x(dot.at), (sheet.y(low) + sheet.y(high)) / 2
    parts = []
    if low != high:
        parts.append(line(x, sheet.y(low), x, sheet.y(high), name="span", stroke=GREY, width=2))
    if way := opening(dot.value):
        parts.append(arrow(x, y, way, name="dot", stroke=GREY))
    if dot.alert and dot.state != "rejected":
        parts.append(f'<circle class="ring" {at(x, y)} r="8.5" fill="none" stroke="{ALERT}" stroke-width="1.6"/>')
    parts.append(f"<g {at(x, y)}>{mark(outlet, dot.state)}</g>")
    if not sheet.frame.holds(high) and not sheet.frame.holds(low):
        parts.append(words(x + 10, y + 4, dot.text, name="label past", fill=GREY))
    inside = f"<title>{plain(dot.note or f'{dot.outlet}: {dot.text}')}</title>{''.join(parts)}"
    if dot.link:
        return f'<a href="{plain(dot.link)}" tabindex="-1">{inside}</a>'
    return f"<g>{inside}</g>"


def _labels(sheet: Sheet, steps: tuple[Step, ...]) -> Iterator[str]:
    """The values in words over their steps; where two would overlap, the later one is kept."""
    free = float(sheet.width)
    for step, start, _, last in reversed(list(sheet.spans(steps))):
        room = len(step.text) * LETTER
        x = min(start + 4, sheet.width - RIGHT - room)
        if x + room > free:
            continue
        free = x - 6
        y = min(sheet.y(ends(step.value)[1]), sheet.y(ends(step.value)[0])) - (18 if opening(step.value) == "up" else 9)
        yield words(x, max(y, 14), step.text, name="label now" if last else "label past", fill=INK if last else QUIET)


def _legend(outlets: Iterable[str], series: Series, width: int, top: int) -> Iterator[tuple[int, str]]:
    """The outlets and their marks, in rows below the chart; each with the number of its row."""
    names = [(index, name) for index, name in enumerate(outlets)]
    if any(each.outlet not in {name for _, name in names} for each in series.dots):
        names.append((len(marks.SHAPES) - 1, "other outlets"))
    x, row = float(LEFT), 0
    for index, name in names:
        name = _cut(name, 30)
        room = len(name) * LETTER + 30
        if x + room > width and x > LEFT:
            x, row = float(LEFT), row + 1
        y = top + row * ROW + 14
        sign = f"<g {at(x + 5, y - 4)}>{mark(index, 'stands')}</g>"
        yield row, sign + words(x + 16, y, name, name="key", fill=INK)
        x += room


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def png_chart(series: Series, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """The PNG of a series, to be shown `width` wide; `height` is without the legend below."""
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=step_chart(series, width, height),
        zoom=SHARP,
        font_files=[str(FONT)],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )
