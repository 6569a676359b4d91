"""Atoms from tokens: a number with its money sign, scale, measure or share; and denial, which is the number 0.

Law: every rule looks at a fixed number of tokens around the number, so a text of any length is read in linear time.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.model import Bound
from monitor.quantities.atoms import Atom, Context
from monitor.quantities.nouns import counted, per_after
from monitor.quantities.units import COUNT, PERCENT, POINT, Name, unit_after
from monitor.quantities.words import Number, read_number

_AMOUNTS = frozenset({"digits", "words", "fraction", "vague"})
_BASES = frozenset({12, 15, 20, 25, 30, 50})
_SHARE_STEP = Decimal("0.01")


def find_atoms(context: Context) -> list[Atom]:
    """All numbers of a text with their units, from left to right, not overlapping."""
    tokens, opens = context.tokens, context.language.opens
    kinds, norms = tokens.kinds, tokens.norms
    atoms: list[Atom] = []
    i = 0
    while i < tokens.size:
        kind = kinds[i]
        if kind == "n" or kind == "f" or (kind == "w" and opens(norms[i])):
            atom = _atom_at(context, i, atoms[-1].end if atoms else 0)
            if atom is not None:
                if not (atoms and _repeats(context, atoms[-1], atom)):
                    atoms.append(atom)
                i = max(i + 1, atom.end)
                continue
        i += 1
    return atoms


def _atom_at(context: Context, i: int, free: int) -> Atom | None:
    """The atom whose number begins with token i; the tokens before `free` belong to the last one."""
    between = context.tokens.norms[i - 1] in context.language.ranges["between"]
    code, first = _money_sign(context, i, free)
    number = read_number(context.tokens, i, context.language, between=between, money=bool(code))
    if number is None:
        return _denial(context, i)
    if number.form == "digits" and _is_suffixed(context, number.end):
        number.form, number.end = "ordinal", number.end + 1
    atom = _atom(number)
    if number.form not in _AMOUNTS:
        return atom
    if code and not (first == i - 1 and _is_name_sign(context, atom, first)):
        atom.unit, atom.first, atom.signed = code, first, True
    else:
        _share_of(context, atom)
        _minus(context, atom, free)
    _suffix(context, atom)
    per_after(context, atom)
    return atom


def _is_suffixed(context: Context, i: int) -> bool:
    """ "22nd": letters of an ordinal right behind the digits."""
    return context.tokens.norms[i] in context.language.words["ordinal_suffixes"] and context.tokens.glued(i)


def _atom(number: Number) -> Atom:
    unit = "fraction" if number.form == "fraction" else COUNT
    bound: Bound = "vague" if number.form == "vague" else "exact"
    return Atom(
        first=number.first, end=number.end, bare=number.end, lead=number.first, low=number.low, high=number.high,
        step=number.step, form=number.form, scale=number.scale, unit=unit, bound=bound,
    )  # fmt: skip


def _repeats(context: Context, before: Atom, atom: Atom) -> bool:
    """ "four (4)": the number in brackets is the one before; it only makes the span longer."""
    norms = context.tokens.norms
    if norms[atom.first - 1] != "(" or norms[atom.end] != ")" or before.end != atom.first - 1:
        return False
    same = before.low == atom.low and before.unit in (atom.unit, COUNT) and before.form != atom.form
    if same:
        before.end, before.bare, before.unit = atom.end + 1, atom.end + 1, atom.unit
    return same


def _share_of(context: Context, atom: Atom) -> None:
    """ "one in five", "two out of three": a share, not two counts."""
    found = context.language.one_in.after(context.tokens.norms, atom.end)
    if not found or atom.low is None or not 0 < atom.low <= 10 or atom.low % 1 or atom.unit != COUNT:
        return
    base = read_number(context.tokens, found[0], context.language)
    if base is None or base.low is None or not _is_base(context, atom.low, base.low, base):
        return
    atom.low = atom.high = (atom.low / base.low).quantize(Decimal("1e-15")).normalize()
    atom.end = atom.bare = base.end
    atom.unit, atom.form, atom.step = "fraction", "fraction", _SHARE_STEP


def _is_base(context: Context, over: Decimal, under: Decimal, base: Number) -> bool:
    """Whether shares are given of such a number: round, small, or anything for one; no year, no measure."""
    if base.form not in ("digits", "words") or under % 1 or not over < under or 1900 <= under <= 2100:
        return False
    usual = under <= 10 or under in _BASES or under % 100 == 0
    return (usual or over == 1) and unit_after(context.tokens, base.end, context.units) is None


# --- what stands before the number ----------------------------------------------------------------------------


def _money_sign(context: Context, i: int, free: int) -> tuple[str, int]:
    """The currency whose sign or code stands before token i, and where it begins: "US$ 5m", "Rs. 5 crore"."""
    tokens, last = context.tokens, i - 1
    if last < free or tokens.kinds[last] not in "wp":
        return "", i
    if tokens.norms[last] == "." and tokens.kinds[last - 1] == "w" and tokens.glued(last):
        last -= 1
    if tokens.kinds[last] == "p" and tokens.norms[last] not in context.units.marks:
        return "", i
    start = last
    while start > free and tokens.glued(start) and last - start < 3 and tokens.kinds[start - 1] in "wp":
        start -= 1
    for j in range(start, last + 1):
        sign = tokens.text[tokens.starts[j] : tokens.ends[last]].replace(".", "")
        code = context.units.signs.get(sign) or (None if sign.isalpha() else context.units.signs.get(sign.upper()))
        if code and (len(sign) > 1 or not sign.isalpha() or tokens.glued(i)) and not _behind_amount(context, j):
            return code, j
    return "", i


def _is_name_sign(context: Context, atom: Atom, sign: int) -> bool:
    """ "R5bn" and "N50,000" are money, "R2", "N95" and "COP28" are names."""
    norm = context.tokens.norms[sign]
    doubtful = context.tokens.kinds[sign] == "w" and (len(norm) == 1 or norm in context.language.words["rarely_units"])
    return doubtful and atom.scale == 1 and (atom.low is None or atom.low < 1000)


def _behind_amount(context: Context, i: int) -> bool:
    """ "10 $ 30": the sign belongs to the amount before it."""
    tokens = context.tokens
    return (
        i > 0
        and tokens.kinds[i - 1] == "n"
        and not tokens.glued(i + 1)
        and tokens.norms[i - 2] not in context.units.marks
    )


def _minus(context: Context, atom: Atom, free: int) -> None:
    """A minus in words, or a dash that is glued to the number and to nothing else."""
    tokens, i = context.tokens, atom.first - 1
    if i < free or atom.low is None or atom.high is None:
        return
    dash = tokens.norms[i] in ("-", "–") and tokens.raw(i) != "—" and tokens.glued(atom.first)
    dash = dash and (i == 0 or not tokens.glued(i) or tokens.norms[i - 1] in ("(", "<", ">", "=", "~"))
    dash = dash and not (i and tokens.kinds[i - 1] in ("n", "f") and tokens.norms[i] == "–")
    worded = tokens.norms[i] in context.language.words["minus"] and not context.language.before.before(tokens.norms, i)
    if dash or worded:
        atom.low, atom.high, atom.first, atom.lead = -atom.high, -atom.low, i, i


# --- what stands behind it ------------------------------------------------------------------------------------


def _suffix(context: Context, atom: Atom) -> None:
    """Per cent, money or measure behind the number, perhaps behind a hyphen ("25-acre")."""
    tokens, i = context.tokens, atom.end
    if tokens.norms[i] == "-" and tokens.kinds[i + 1] == "w" and tokens.glued(i):
        i += 1
    if (atom.scale >= 1000 or atom.form == "vague") and tokens.norms[i] in context.language.words["of"]:
        i += 1  # "hundreds of millions of dollars", "5 millions d'euros"
    if share := context.language.percent.after(tokens.norms, i):
        if tokens.kinds[i] != "w" or len(tokens.norms[i]) > 2 or tokens.glued(i) or share[0] > i + 1:
            atom.unit, atom.end = (PERCENT if share[1] == "percent" else POINT), share[0]
        return
    if found := unit_after(tokens, i, context.units):
        _take_unit(context, atom, i, *found)


def _take_unit(context: Context, atom: Atom, i: int, end: int, name: Name) -> None:
    """Give the atom the unit on tokens [i, end) if it may have it."""
    if atom.signed:  # "$5m Canadian": words behind may only say which of the sign's countries
        if context.tokens.kinds[i] == "w" and name.unit in (atom.unit, *context.units.shared.get(atom.unit, ())):
            atom.unit, atom.end = name.unit, end
    elif _may_be_unit(context, atom, i, end):
        atom.unit = "lb" if _is_weight(context, atom, i, end) else name.unit
        atom.end, atom.times, atom.step = end, name.times, atom.step * name.times
        atom.low, atom.high = (None if v is None else v * name.times for v in (atom.low, atom.high))
        _scale_behind(context, atom)


def _is_weight(context: Context, atom: Atom, i: int, end: int) -> bool:
    """Whether pounds are weighed: "a 500-pound bomb", "lost 25 pounds", "pounds of rice", but "pounds of aid"."""
    norms, words = context.tokens.norms, context.language.words
    if norms[i] not in words["pounds"] or end > i + 1:
        return False
    if norms[end] in words["of"]:
        return norms[end + 1] not in words["money_of"]
    near = norms[max(0, atom.first - 4) : atom.first]
    return norms[i - 1] == "-" or any(word in words["weighing"] for word in near)


def _scale_behind(context: Context, atom: Atom) -> None:
    """ "75 USD million"."""
    scale = context.language.scales.get(context.tokens.norms[atom.end], 0)
    if scale >= 1000 and context.kind(atom) == "currency" and atom.low is not None and atom.high is not None:
        atom.low, atom.high, atom.step = atom.low * scale, atom.high * scale, atom.step * scale
        atom.scale, atom.end = Decimal(scale), atom.end + 1


def _may_be_unit(context: Context, atom: Atom, i: int, end: int) -> bool:
    """Words that are more often something else ("won", "second", "real") need more than to stand there."""
    tokens, words = context.tokens, context.language.words
    norm = tokens.norms[i]
    if end > i + 1 or norm not in words["rarely_units"]:
        return True
    if tokens.glued(i) or tokens.norms[i - 1] == "-":
        return True
    big = atom.low is not None and atom.low >= 100
    return big and len(norm) > 2 and tokens.norms[end] not in context.language.nouns["stop"]


# --- denial ---------------------------------------------------------------------------------------------------


def _denial(context: Context, i: int) -> Atom | None:
    """ "no deaths", "nobody was killed", "none": the number 0."""
    norms, zero = context.tokens.norms, context.language.zero
    if found := zero["pronouns"].after(norms, i):
        return _nothing(i, found[0])
    found = zero["determiners"].after(norms, i)
    if not found:
        return None
    noun, end, plural = counted(context, found[0])
    if noun.split()[-1:] and noun.split()[-1] in context.language.words["reports"]:
        return _no_reports(context, i, end)
    single = found[0] > i + 1 or norms[i] in context.language.words["no_singular"]  # "not one", "ningún"
    if noun and (plural or single) and not any(word in context.language.idle for word in noun.split()):
        return _nothing(i, found[0])
    return None


def _no_reports(context: Context, i: int, end: int) -> Atom | None:
    """ "no immediate reports of casualties"."""
    of = context.tokens.norms[end] in context.language.words["of"]
    return _nothing(i, end + 1) if of and counted(context, end + 1)[2] else None


def _nothing(first: int, end: int) -> Atom:
    return Atom(first, end, Decimal(0), Decimal(0), Decimal(1), "denied", bare=end, lead=first)
