"""The marks of a chart: one shape and colour an outlet, arrows for open bounds, rings for alerts.

Law of this room: nobody must tell colours apart to read a chart; every outlet has a shape of its own, every state too
(full: counted in its time; hollow: an old value told again, or asked about; crossed: a person said no).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Literal

from monitor.charts.series import State

# Okabe and Ito's colours, darkened until each has a contrast of 3:1 with white; the last is for all other outlets
COLOURS = ("#0072b2", "#c2410c", "#00805e", "#a83279", "#7a5c00", "#5b4bb5", "#1a7f8c", "#6b7280")
SHAPES: Mapping[int, str] = {  # paths around 0,0 within a radius of 5
    0: "M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0-4.5 0Z",
    1: "M-4 -4H4V4H-4Z",
    2: "M0 -5.6L5.6 0L0 5.6L-5.6 0Z",
    3: "M0 -5.4L5.2 4.2H-5.2Z",
    4: "M0 5.4L5.2 -4.2H-5.2Z",
    5: "M-5.5 -2.5H5.5V2.5H-5.5Z",
    6: "M-2.5 -5.5H2.5V5.5H-2.5Z",
    7: "M-3 0A3 3 0 1 0 3 0A3 3 0 1 0-3 0Z",
}
GREY = "#8a919c"
INK = "#1b1f24"
QUIET = "#5c6570"
GRID = "#dfe3e8"
NOW = "#1f5fa8"
ALERT = "#b42318"


def plain(text: str) -> str:
    """Text as it may stand in an SVG: escaped, without characters that XML does not know."""
    return escape("".join(each if each.isprintable() or each == "\n" else " " for each in text))


def at(x: float, y: float) -> str:
    return f'transform="translate({x:.1f} {y:.1f})"'


def words(x: float, y: float, text: str, *, name: str, fill: str = QUIET, anchor: str = "start", size: int = 12) -> str:
    """A line of text in the chart."""
    return (
        f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" fill="{fill}" font-size="{size}" text-anchor="{anchor}">'
        f"{plain(text)}</text>"
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, name: str, stroke: str, width: float = 1, dash: str = ""
) -> str:
    """A straight line from one point to another."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def arrow(x: float, y: float, way: Literal["up", "down"], *, name: str, stroke: str, length: float = 13) -> str:
    """An arrow from x, y to where a bound is open."""
    sign = -1 if way == "up" else 1
    tip = y + sign * length
    return (
        f'<path class="arrow {name}" d="M{x:.1f} {y:.1f}V{tip:.1f}M{x - 3.5:.1f} {tip - sign * 4.5:.1f}'
        f'L{x:.1f} {tip:.1f}L{x + 3.5:.1f} {tip - sign * 4.5:.1f}" fill="none" stroke="{stroke}" stroke-width="1.5"/>'
    )


def mark(outlet: int, state: State) -> str:
    """An outlet's shape at 0,0 as the state has it."""
    shape, colour = SHAPES[outlet], COLOURS[outlet]
    if state == "rejected":
        return (
            f'<path class="mark rejected" d="{shape}" fill="#ffffff" stroke="{GREY}" stroke-width="1.2"/>'
            f'<path class="cross" d="M-7 -7L7 7M-7 7L7 -7" stroke="{GREY}" stroke-width="1.5"/>'
        )
    if state in ("silent", "asked"):
        dots = ' stroke-dasharray="2 1.5"' if state == "asked" else ""
        return f'<path class="mark {state}" d="{shape}" fill="#ffffff" stroke="{GREY}" stroke-width="1.5"{dots}/>'
    faded = ' opacity="0.55"' if state == "past" else ""
    return (
        f'<path class="mark {state} o{outlet}" d="{shape}" fill="{colour}" stroke="#ffffff" stroke-width="1"{faded}/>'
    )
