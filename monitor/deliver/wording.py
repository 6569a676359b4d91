"""Numbers and foreign text as people can read them, wherever they go: mail, chat, terminal.

Law of this room: pure. Whatever an outlet wrote is hostile until it went through `tame`: no line breaks that make
headers, no terminal codes, no characters that turn the reading direction around.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from monitor.model import Value

# --- text that others wrote -----------------------------------------------------------------------------------

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}  # control, format, surrogate, separators, private, unassigned
_JOINERS = {"\u200c", "\u200d"}  # Persian and emoji need them; they change no meaning of a line


def tame(text: str, limit: int = 300) -> str:
    """`text` on one line, without control or format characters, cut at `limit` characters with an ellipsis."""
    kept = (each if each in _JOINERS or unicodedata.category(each) not in _UNSEEN else " " for each in text)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def marked(quote: str, mark: tuple[int, int], limit: int = 600) -> tuple[str, str, str]:
    """The quoted sentence as (before, number, after), tamed; a long one is cut on both sides of the number."""
    start, end = mark
    if not 0 <= start < end <= len(quote):
        return tame(quote, limit), "", ""
    before, after = tame_side(quote[:start], limit // 2, left=True), tame_side(quote[end:], limit // 2, left=False)
    return before, tame(quote[start:end]), after


def tame_side(text: str, limit: int, *, left: bool) -> str:
    """One side of a marked number; the space next to the number stays, the cut is at the far end."""
    tamed = tame(text, len(text) + 1)
    if left:
        cut = tamed if len(tamed) <= limit else "…" + tamed[-limit:].lstrip()
        return cut + " " * (text[-1:].isspace() and bool(cut))
    return " " * (text[:1].isspace() and bool(tamed)) + tame(tamed, limit)


def web_link(url: str) -> str:
    """The address if it can be linked to (http, https; nothing unseen in it), else ""."""
    good = url.lower().startswith(("http://", "https://")) and tame(url, 4000) == url and " " not in url
    return url if good else ""


# --- numbers --------------------------------------------------------------------------------------------------

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "UAH": "₴", "KRW": "₩", "ILS": "₪", "TRY": "₺"}
_PHRASES = {
    "exact": "{}",
    "about": "about {}",
    "at_least": "at least {}",
    "more_than": "more than {}",
    "at_most": "up to {}",
    "less_than": "less than {}",
    "range": "{}",
    "vague": "roughly {}",
}
_BILLION, _TRILLION = Decimal(10) ** 9, Decimal(10) ** 12


def number(value: Decimal) -> str:
    """A number with its thousands parted: "1,000", "4.1", "3.2 billion"."""
    for size, name in ((_TRILLION, "trillion"), (_BILLION, "billion")):
        if abs(value) >= size and (value / size * 1000) % 1 == 0:
            return f"{number(value / size)} {name}"
    if value != round(value, 4):  # converted ("3,500 hectares" as acres): nobody reads so many digits
        value = round(value, 2 if abs(value) >= 1 else 6)
    return f"{value.normalize():,f}"


def how_many(count: int, noun: str) -> str:
    """A count of things: "1 figure", "3 entries", "1,000 pages"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and not noun.endswith(("ay", "ey", "oy")) else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def measured(value: Decimal, unit: str) -> str:
    """A number with its unit: "4.5%", "€3,000", "5,000 acres"; a count has none."""
    if unit == "count":
        return number(value)
    if unit == "percent":
        return f"{number(value)}%"
    if unit == "percentage_point":
        return f"{number(value)} points"
    if len(unit) == 3 and unit.isupper():
        sign = _SIGNS.get(unit)
        return f"{sign}{number(value)}" if sign else f"{unit} {number(value)}"
    plural = unit + "s" if unit.isalpha() and unit.islower() and len(unit) > 3 and unit[-1] != "s" else unit
    return f"{number(value)} {unit if value == 1 else plural}"


def value_text(value: Value, unit: str = "count") -> str:
    """A value as a sentence would say it: "none", "1,000", "about 600", "10,000 to 12,000", "at least 41"."""
    low, high = value.low, value.high
    if low is not None and high is not None and low != high:
        ends = f"{measured(low, unit) if unit not in ('percent',) else number(low)} to {measured(high, unit)}"
        return _PHRASES["vague" if value.bound == "vague" else "about" if value.bound == "about" else "range"].format(
            ends
        )
    end = low if low is not None else high
    if end is None:
        return "unknown"
    if end == 0 and value.bound == "exact" and unit == "count":
        return "none"
    return _PHRASES[_bound(value)].format(measured(end, unit))


def _bound(value: Value) -> str:
    """The bound that the words must show: an open end without one of its own is still open."""
    if value.high is None and value.bound not in ("at_least", "more_than"):
        return "at_least"
    if value.low is None and value.bound not in ("at_most", "less_than"):
        return "at_most"
    return value.bound


def difference(old: Value | None, new: Value, unit: str = "count") -> str:
    """How far the new value lies from the old: "up 200 (+20%)", "down 3,000 to 5,000"; "" where it cannot be said."""
    if old is None or (span := _span(old)) is None or (other := _span(new)) is None:
        return ""
    least, most = other[0] - span[1], other[1] - span[0]
    if least < 0 < most or (least == most == 0):
        return ""
    way: Literal["up", "down"] = "up" if most > 0 else "down"
    near, far = sorted((abs(least), abs(most)))
    by = measured(far, _difference_unit(unit))
    by = by if near == far or near == 0 else f"{number(near)} to {by}"
    percent = _percent(span, other, "+" if way == "up" else "−") if unit not in ("percent", "percentage_point") else ""
    about = "about " if "about" in (old.bound, new.bound) else ""
    return f"{way} {about}{by}{percent}"


def _difference_unit(unit: str) -> str:
    return "percentage_point" if unit == "percent" else unit


def _span(value: Value) -> tuple[Decimal, Decimal] | None:
    """The ends to reckon with: an open end is taken for the end that is given."""
    low = value.low if value.low is not None else value.high
    high = value.high if value.high is not None else value.low
    return None if low is None or high is None else (low, high)


def _percent(old: tuple[Decimal, Decimal], new: tuple[Decimal, Decimal], sign: str) -> str:
    """The change in per cent of the old value, where that is one value and not zero."""
    if old[0] != old[1] or new[0] != new[1] or old[0] == 0:
        return ""
    exact = abs(new[0] - old[0]) * 100 / abs(old[0])
    if exact >= 1_000_000:  # says nothing any more, and has no end of digits
        return ""
    rounded = exact.quantize(Decimal("0.1") if exact < 10 else Decimal(1), rounding=ROUND_HALF_UP)
    return f" ({sign}{number(rounded)}%)" if rounded else ""


# --- times ----------------------------------------------------------------------------------------------------


def time_text(at: datetime, zone: tzinfo) -> str:
    """A moment as the receiver's own clock and calendar show it: "Sunday 1 March 2026, 12:00 UTC"."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M} {local.tzname() or ''}".rstrip()
