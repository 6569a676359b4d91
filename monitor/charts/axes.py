"""Ticks that people would have chosen: round numbers, whole days, first days of months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "UAH": "₴", "KRW": "₩", "ILS": "₪", "CNY": "¥"}
SIZES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONTH = 30.4 * DAY
MANY = 1000  # candidates for a tick
STRIDES = (HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY)


def number_ticks(low: Decimal, high: Decimal, most: int = 5) -> tuple[Decimal, ...]:
    """At most `most` round numbers from low to high: steps of 1, 2, 2.5 or 5 times a power of ten."""
    span = high - low
    if span <= 0 or most < 1:
        return (low,)
    size = Decimal(1).scaleb((span / most).adjusted())
    steps = (size * times for times in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10), Decimal(20)))
    return next((ticks for step in steps if 0 < len(ticks := tuple(_multiples(low, high, step))) <= most), (low,))


def _multiples(low: Decimal, high: Decimal, step: Decimal) -> Iterator[Decimal]:
    tick = (low / step).to_integral_value(rounding="ROUND_CEILING") * step
    while tick <= high:
        yield tick
        tick += step


def short(number: Decimal, unit: str = "count") -> str:
    """A number as an axis has room for: "41,000", "4.1m", "€3bn", "4.5%"."""
    for size, name in SIZES:
        if abs(number) >= size:
            return _with_unit(f"{_plain(number / size)}{name}", unit)
    return _with_unit(_plain(number), unit)


def _plain(number: Decimal) -> str:
    if number.adjusted() > 15:  # more digits than an axis, and arithmetic, have room for
        return f"{number:.2e}"
    rounded = number.quantize(Decimal(1).scaleb(min(0, number.adjusted() - 3))) if number else Decimal(0)
    return f"{rounded.normalize():,f}"


def _with_unit(text: str, unit: str) -> str:
    if unit == "percent":
        return f"{text}%"
    return f"{SIGNS[unit]}{text}" if unit in SIGNS else text


def time_ticks(
    start: datetime, end: datetime, most: int = 6, dense: timedelta | None = None
) -> tuple[tuple[datetime, str], ...]:
    """Moments from start to end, each with its label: hours of a day, days, or first days of months.

    At most `most` of them fall into a time of the length `dense` (None: the whole).
    """
    span, whole = dense or end - start, end - start
    for stride in STRIDES:
        if span / stride <= most and whole / stride <= MANY:
            return tuple((at, _label(at, stride, start.year)) for at in _moments(start, end, stride))
    months = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if span / MONTH / each <= most)
    return tuple((at, f"{at:%b %Y}" if months < 12 else f"{at:%Y}") for at in _firsts(start, end, months))


def _moments(start: datetime, end: datetime, stride: timedelta) -> Iterator[datetime]:
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + stride * -(-(start - midnight) // stride)
    while at <= end:
        yield at
        at += stride


def _label(at: datetime, stride: timedelta, year: int) -> str:
    return f"{at:%H:%M}" if stride < DAY and at.hour else day_of(at, year)


def day_of(at: datetime, year: int) -> str:
    """A day, with its year where that is another one."""
    return f"{at.day} {at:%b}" if at.year == year else f"{at.day} {at:%b %Y}"


def _firsts(start: datetime, end: datetime, months: int) -> Iterator[datetime]:
    count = start.year * 12 + start.month  # the month after that of `start`, counted from year 0
    count = -(-count // months) * months
    while (at := start.replace(year=count // 12, month=count % 12 + 1, day=1, hour=0, minute=0, second=0)) <= end:
        yield at
        count += months
