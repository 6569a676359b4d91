"""How two printed values of one figure stand to each other: the whole arithmetic of "is this news?".

Law of this room: values stay as printed; tolerance lives here and nowhere else. A value has a *core*, the interval
that its words say ("more than 600" is 600 and up), and a *reach*, what an honest writer may have meant by it (the
visible precision: "1.24 million" may be 1,238,900; "about 60" may be 63). From these, a new value is to an old one

    same      the same number in the same or other words
    vaguer    it says less than what we know, and nothing against it    ("more than 700" after 731)
    rounded   a bare number that may be the known one, rounded          ("24,000" after 23,500)
    finer     it says the known number more exactly                     (1,238,900 after "1.24 million")
    narrowed  the first real number after a mere word                   (41 after "dozens")
    beyond    inside an open end, yet far past it: a move               (731 after "more than 600")
    apart     it cannot be squared with what we know: a move            (58 after 41)
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from monitor.model import Value, near

Relation = Literal["same", "vaguer", "rounded", "finer", "narrowed", "beyond", "apart"]
Interval = tuple[Decimal, Decimal]

INFINITE = Decimal("Infinity")
ROUGH = Decimal("0.10")  # "nearly 100" said of 90; "some 300,000" is no 346,210
ROUNDED = Decimal("0.02")  # a bare round number may hide this much of itself; 10 per cent is no 10.25
EXACTED = Decimal("0.01")  # and so much may come to light when it is told exactly; 9.75 per cent is no 10
CONVERTED = Decimal("0.01")  # "120 mph" said of 195 km/h: the other unit's round number
THIRDS = Decimal("0.000001")
OPEN_UP = frozenset({"at_least", "more_than"})
OPEN_DOWN = frozenset({"at_most", "less_than"})
SILENT: frozenset[Relation] = frozenset({"same", "vaguer", "finer"})


def core(value: Value) -> Interval:
    """The interval that the words say; an open end is infinite."""
    low = -INFINITE if value.low is None else value.low
    high = INFINITE if value.high is None else value.high
    return low, high


def reach(value: Value) -> Interval:
    """What an honest writer may have meant: the core, widened by the visible precision of its closed ends."""
    low, high = core(value)
    return low - slack(value, low), high + slack(value, high)


def slack(value: Value, end: Decimal) -> Decimal:
    """How far the truth may lie from a printed end: half the last visible digit, a whole one for "about"."""
    if not end.is_finite():
        return Decimal(0)
    size = abs(end)
    converted = CONVERTED * size if last_digit(end) < value.step else Decimal(0)
    if value.bound == "about":
        visible = size if _by_words(end) else max(value.step, last_digit(end), converted)
        return min(visible, ROUGH * size)
    return min(max(value.step / 2, converted), ROUNDED * size)


def _by_words(end: Decimal) -> bool:
    """ "Two-thirds", "a seventh": digits without end that nobody printed, and that mean no more than the words."""
    return last_digit(end) < Decimal("0.001") and any(abs(end * n - round(end * n)) < THIRDS for n in (3, 7))


def last_digit(end: Decimal) -> Decimal:
    """The weight of the last digit that is no zero: 10 for 60, 1,000 for 35,000, 0.1 for 8.2."""
    _, digits, exponent = end.normalize().as_tuple()
    return Decimal(0) if digits == (0,) else Decimal(1).scaleb(int(exponent))


def two_digits(end: Decimal) -> Decimal:
    """The weight of the second significant digit: 1,000 for 35,000, 1 for 63, 10,000 for 300,000."""
    return Decimal(0) if end == 0 else Decimal(1).scaleb(end.adjusted() - 1)


def inside(inner: Interval, outer: Interval) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _overlap(a: Interval, b: Interval) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def equal(a: Value, b: Value) -> bool:
    """The same ends, but for what their last visible digits hide (acres told as hectares, and back)."""
    hidden = max(a.step, b.step) / 2
    return all(_near(x, y, hidden) for x, y in zip(core(a), core(b), strict=True))


def _near(x: Decimal, y: Decimal, hidden: Decimal) -> bool:
    if not (x.is_finite() and y.is_finite()):
        return x == y
    return near(x, y) and abs(x - y) <= hidden  # however coarse their last digits


def relate(new: Value, old: Value) -> Relation:
    """How `new` stands to `old`; see the table above."""
    if equal(new, old):
        return "same"
    if inside(core(old), reach(new)):
        return "rounded" if new.bound == "exact" else "vaguer"
    if new.bound == "vague" and _overlap(core(new), core(old)):
        return "vaguer"
    if old.bound == "vague" and inside(core(new), core(old)):
        return "narrowed"
    if old.bound in OPEN_UP or old.bound in OPEN_DOWN:
        return _past_open_end(new, old)
    if inside(core(new), _known_to(old)):
        return "finer"
    return "vaguer" if _half_open(new) and _closed_end_within(new, old) else "apart"


def _past_open_end(new: Value, old: Value) -> Relation:
    """Against "more than 600": 622 is finer, 731 is beyond, 580 is apart; "fewer than" is its mirror."""
    up = old.bound in OPEN_UP
    sign = 1 if up else -1
    end = core(old)[0 if up else 1]
    facing, far = core(new) if up else core(new)[::-1]
    if not facing.is_finite():  # "up to 30" against "at least 10": nothing is denied
        return "vaguer" if sign * (far - end) >= 0 else "apart"
    room = min(max(old.step, last_digit(end)), ROUGH * abs(end))
    if sign * (facing - end) < -slack(old, end):
        return "apart"
    return "finer" if sign * (facing - end) < room else "beyond"


def _known_to(old: Value) -> Interval:
    """What a later number may be and still be the old one made exact; "6,000" leaves no room for 6,200."""
    if old.bound in ("about", "range", "vague"):
        return reach(old)
    low, high = core(old)
    room = min(old.step, two_digits(high), EXACTED * 2 * abs(high)) / 2
    return low - room, high + room


def _half_open(value: Value) -> bool:
    return value.low is None or value.high is None


def _closed_end_within(new: Value, old: Value) -> bool:
    """ "At least 41" after "about 40": the end that it gives lies within what was said."""
    low, high = reach(old)
    end = new.low if new.low is not None else new.high
    return end is not None and low <= end <= high


def direction(new: Value, old: Value) -> Literal["up", "down", "level"]:
    """Where the number went, by the ends that both give, else by their middles."""
    a, b = middle(new), middle(old)
    return "level" if a == b else "up" if a > b else "down"


def middle(value: Value) -> Decimal:
    """One number for an interval: its middle, or the end that it has."""
    if value.low is None or value.high is None:
        return value.high if value.high is not None else value.low if value.low is not None else Decimal(0)
    return (value.low + value.high) / 2


def precision(value: Value) -> tuple[int, Decimal]:
    """A key that sorts the most telling form of one number first: exact, rough, open, a mere word; then fine steps."""
    rank = {"exact": 0, "range": 1, "about": 1}.get(value.bound, 2)
    return (3 if value.bound == "vague" else rank), value.step


def limit_moved(new: Value, old: Value) -> bool:
    """ "More than 18,000" after 20,000, "up to 94" after 62: whoever knew what stands would not have put it so.

    A limit of one digit ("more than 10,000" after 15,000) is a manner of speaking, but "up to" names the most.
    """
    end = new.low if new.high is None else new.high if new.low is None else None
    if end is None or end <= 0 or new.bound == "vague":
        return False
    telling = new.bound == "at_most" or 10 * last_digit(end) <= end
    low, high = reach(old)
    return telling and (end * (1 + ROUGH) <= low if new.high is None else low.is_finite() and end >= high * (1 + ROUGH))


def gap(new: Value, old: Value) -> Decimal:
    """How much the number moved, in the figure's unit, for thresholds."""
    return abs(middle(new) - middle(old))
