"""Several numbers that are one quantity: ranges, "five feet ten", "more than 10 but fewer than 20".

Law: two atoms join only when nothing but a joining word stands between them and their units agree; "rose from 41 to
58" and "by 17 to 58" are two numbers.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.quantities.atoms import Atom, Context
from monitor.quantities.units import COUNT

_DASHES = frozenset({"-", "–", "~"})


def join_ranges(context: Context, atoms: list[Atom]) -> list[Atom]:
    """The atoms with those joined that are the two ends of one interval, or the two parts of one measure."""
    joined: list[Atom] = []
    for atom in atoms:
        if joined and _is_compound(context, joined[-1], atom):
            _add(context, joined[-1], atom)
        elif joined and _is_range(context, joined[-1], atom):
            joined[-1] = _merge(context, joined[-1], atom)
        else:
            joined.append(atom)
    return joined


def share_scale(context: Context, atoms: list[Atom]) -> None:
    """In "118, 74 and 39 million riyals" each number has the scale and the unit of the last one."""
    for before, atom in zip(reversed(atoms[:-1]), reversed(atoms[1:]), strict=True):
        if _is_listed(context, before, atom):
            scale = atom.scale if before.scale == 1 and atom.scale >= 1000 else Decimal(1)
            factor = scale * (atom.times if before.unit == COUNT else 1)
            before.low, before.high = (None if v is None else v * factor for v in (before.low, before.high))
            before.unit, before.step, before.scale = atom.unit, before.step * factor, max(before.scale, scale)


def _is_listed(context: Context, a: Atom, b: Atom) -> bool:
    """Whether only a comma or an "and" stands between a bare number and one with a scale or unit."""
    if a.trap or b.trap or a.unit != COUNT or a.form != "digits" or b.form != "digits" or None in (a.low, b.low):
        return False
    if (b.unit == COUNT and (a.scale != 1 or b.scale < 1_000_000)) or a.scale not in (1, b.scale):
        return False
    gap = context.tokens.norms[a.end : b.first]
    return len(gap) == 1 and gap[0] in context.language.ranges["lists"] and not a.signed and _are_alike(a, b)


def _are_alike(a: Atom, b: Atom) -> bool:
    """Numbers of one list are of one size: "killed 3 and 40 million fled" is no list."""
    small, large = sorted(abs(v) for v in ((a.low or Decimal(0)) / a.scale, (b.low or Decimal(0)) / b.scale / b.times))
    return large < 1000 and large <= 20 * small


def join_bounds(context: Context, atoms: list[Atom]) -> list[Atom]:
    """The atoms with "more than 10 and less than 20" made one."""
    joined: list[Atom] = []
    for atom in atoms:
        if joined and _are_two_ends(context, joined[-1], atom):
            last = joined[-1]
            low, high = (last.low, atom.high) if last.high is None else (atom.low, last.high)
            last.low, last.high, last.bound, last.end = low, high, "range", atom.end
            last.unit, last.noun, last.per = atom.unit, atom.noun, atom.per
        else:
            joined.append(atom)
    return joined


def _are_two_ends(context: Context, a: Atom, b: Atom) -> bool:
    if a.trap or b.trap or a.unit not in (b.unit, COUNT) or b.lead - a.end not in (1, 2):
        return False
    between = context.tokens.norms[a.end : b.lead]
    if not all(word in context.language.ranges["and_bound"] for word in between):
        return False
    low, high = (a.low, b.high) if a.high is None else (b.low, a.high)
    open_ends = (a.low is None or a.high is None) and (b.low is None or b.high is None)
    return open_ends and low is not None and high is not None and low < high


# --- ranges ---------------------------------------------------------------------------------------------------


def _is_range(context: Context, a: Atom, b: Atom) -> bool:
    if a.bound in ("range", "vague") or a.trap or b.trap or b.bound == "vague" or "denied" in (a.form, b.form):
        return False
    low = _inherited(context, a, b)
    if low is None or b.low is None or not low < b.low or not _units_agree(a, b):
        return False
    return _joins(context, a, b, b.low / low if low else Decimal(99))


def _units_agree(a: Atom, b: Atom) -> bool:
    """ "5 to 10 per cent", "$5-10": one of them may leave the unit out."""
    return a.unit == b.unit or a.unit == COUNT or (b.unit == COUNT and a.signed)


def _inherited(context: Context, a: Atom, b: Atom) -> Decimal | None:
    """ "3-4 thousand", "5-10,000": the lower end shares the scale of the upper one, if it is smaller without it."""
    if a.low is None or b.low is None:
        return None
    low = a.low * b.times if a.unit == COUNT else a.low
    scale = b.scale
    if context.tokens.norms[a.end] in _DASHES and a.is_digits and b.scale == 1 and b.low % 1000 == 0:
        scale = Decimal(1000)
    return low * scale if a.scale == 1 < scale and 0 < low < b.low / scale else low


def _joins(context: Context, a: Atom, b: Atom, ratio: Decimal) -> bool:
    """Whether the tokens between two numbers say "from here to there"."""
    tokens, ranges = context.tokens, context.language.ranges
    norms, before = tokens.norms, tokens.norms[a.first - 1] if a.first else ""
    single = b.first - a.end == 1
    if single and norms[a.end] in _DASHES:
        dashed = tokens.raw(a.end) == "—" and not (tokens.glued(a.end) and tokens.glued(b.first))
        return not dashed
    if before in ranges["between"]:
        return single and norms[a.end] in ranges["between_joins"]
    if single and norms[a.end] in ranges["choices"]:
        return ratio <= 2 and a.step >= 1 and b.step >= 1
    found = context.language.joins.after(norms, a.end)
    if not found or found[0] != b.first:
        return False
    if before in ranges["from"]:
        return norms[a.first - 2] in ranges["from_range"]
    return before not in ranges["moves"] or ratio <= Decimal("1.5")


def _merge(context: Context, a: Atom, b: Atom) -> Atom:
    low = _inherited(context, a, b)
    step = a.step * b.scale if low != a.low else a.step
    lead = context.tokens.norms[a.first - 1] if a.first else ""
    opened = lead in context.language.ranges["between"] or lead in context.language.ranges["from"]
    return Atom(
        first=a.first - 1 if opened else a.first, end=b.end, low=low, high=b.high, step=min(step, b.step), form=b.form,
        scale=b.scale, bare=b.bare, lead=a.first - 1 if opened else a.first, times=b.times,
        unit=b.unit if b.unit != COUNT else a.unit, bound="range", per=b.per or a.per, signed=a.signed or b.signed,
    )  # fmt: skip


# --- compounds ------------------------------------------------------------------------------------------------


def _is_compound(context: Context, a: Atom, b: Atom) -> bool:
    """ "5 feet 10 inches", "three dollars and fifty cents"."""
    if a.trap or b.trap or a.unit == COUNT or b.unit == COUNT or a.low is None or b.low is None or b.signed:
        return False
    gap = context.tokens.norms[a.end : b.first]
    if len(gap) > 1 or (gap and gap[0] not in context.language.words["and"]) or a.low % 1:
        return False
    kind, small = context.kind(a), context.kind(b)
    if kind != small or kind in ("temperature", "share"):
        return False
    if kind == "currency":
        return a.unit == b.unit and b.times < a.times
    return _converted(context, a, b) < 1


def _converted(context: Context, a: Atom, b: Atom) -> Decimal:
    """What the smaller part is worth in the unit of the larger one."""
    units = context.units.units
    return (b.low or Decimal(0)) * units[b.unit].factor / units[a.unit].factor


def _add(context: Context, a: Atom, b: Atom) -> None:
    rest = _converted(context, a, b) if a.unit != b.unit else (b.low or Decimal(0))
    a.low = a.high = (a.low or Decimal(0)) + rest
    a.end, a.step = b.end, b.step * context.units.units[b.unit].factor / context.units.units[a.unit].factor
