"""A figure's history in the room of a word: a sparkline for a table's cell, as SVG or as block characters."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from monitor.charts.series import ends
from monitor.model import Value

BLOCKS = "▁▂▃▄▅▆▇█"


def middles(values: Sequence[Value]) -> list[Decimal]:
    """One number for each value: the middle of its ends."""
    return [sum(ends(value), Decimal(0)) / 2 for value in values]


def spark_text(values: Sequence[Value], width: int = 12) -> str:
    """The last `width` values as blocks of different heights; "" for none."""
    numbers = middles(values)[-width:]
    if not numbers:
        return ""
    low, span = min(numbers), max(numbers) - min(numbers)
    if not span:
        return BLOCKS[3] * len(numbers)
    return "".join(BLOCKS[int((number - low) / span * (len(BLOCKS) - 1))] for number in numbers)


def spark_svg(values: Sequence[Value], width: int = 96, height: int = 24) -> str:
    """The values as a stepped line that ends in a dot; decoration beside the number itself, so hidden from readers."""
    numbers = middles(values)
    if not numbers:
        return ""
    low, span = min(numbers), max(numbers) - min(numbers)
    stride = (width - 6) / max(len(numbers), 1)

    def y(number: Decimal) -> str:
        return f"{height / 2 if not span else height - 4 - float((number - low) / span) * (height - 8):.1f}"

    path = f"M2 {y(numbers[0])}"
    for at, (_, after) in enumerate(pairwise(numbers), 1):
        path += f"H{2 + at * stride:.1f}V{y(after)}"
    path += f"H{width - 4}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">'
        f'<path class="line" d="{path}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>'
        f'<circle class="now" cx="{width - 4}" cy="{y(numbers[-1])}" r="2.5" fill="#1f5fa8"/></svg>'
    )
