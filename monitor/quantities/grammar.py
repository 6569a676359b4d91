"""The grammar: from tokens to quantities. Law: each step only looks at tokens near a number and never goes back.

    tokens -> atoms (number, scale, money, measure) -> traps -> ranges -> bounds -> noun and "per" -> readings
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from monitor.model import Bound
from monitor.quantities.language import Language
from monitor.quantities.tokens import Tokens
from monitor.quantities.units import COUNT, PERCENT, POINT, Units, unit_after
from monitor.quantities.words import Number, read_number


@dataclass(slots=True)
class Atom:
    """A number with all that was found about it so far; it stands on tokens [first, end)."""

    first: int
    end: int
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    form: str
    scale: Decimal
    bare: int = 0  # the token behind the number itself, before its unit
    unit: str = COUNT
    bound: Bound = "exact"
    noun: str = ""
    per: str = ""
    trap: str = ""
    signed: bool = False  # a money sign stands before it


@dataclass(frozen=True, slots=True)
class Context:
    """What every rule may look at."""

    tokens: Tokens
    language: Language
    units: Units


def find_atoms(context: Context) -> list[Atom]:
    """All numbers of a text with their units, from left to right, not overlapping."""
    tokens, openers = context.tokens, context.language.openers
    kinds, norms = tokens.kinds, tokens.norms
    atoms: list[Atom] = []
    i = 0
    while i < tokens.size:
        kind = kinds[i]
        if kind == "n" or kind == "f" or (kind == "w" and norms[i] in openers):
            atom = _atom_at(context, i)
            if atom is not None:
                if not (atoms and _repeats(context, atoms[-1], atom)):
                    atoms.append(atom)
                i = max(i + 1, atom.end)
                continue
        i += 1
    return atoms


def _atom_at(context: Context, i: int) -> Atom | None:
    between = context.tokens.norms[i - 1] in context.language.ranges["between"]
    number = read_number(context.tokens, i, context.language, between=between)
    if number is None:
        return _denial(context, i)
    atom = _plain(number)
    if number.form in ("digits", "words", "mixed", "fraction", "vague"):
        _share_of(context, atom)
        _prefix(context, atom)
        _suffix(context, atom)
    return atom


def _plain(number: Number) -> Atom:
    atom = Atom(
        first=number.first, end=number.end, low=number.low, high=number.high, step=number.step, form=number.form,
        scale=number.scale, bare=number.end,
    )  # fmt: skip
    if number.form == "vague":
        atom.bound = "vague"
    elif number.form == "fraction":
        atom.unit = "fraction"
    elif number.form == "mixed":
        atom.form = "words"
    return atom


def _repeats(context: Context, before: Atom, atom: Atom) -> bool:
    """ "four (4)": the number in brackets is the one before; it only makes the span longer."""
    norms = context.tokens.norms
    if norms[atom.first - 1] == "(" and norms[atom.end] == ")" and before.end == atom.first - 1:
        same = before.low == atom.low and before.unit in (atom.unit, COUNT) and before.form != atom.form
        if same:
            before.end, before.bare, before.unit = atom.end + 1, atom.end + 1, atom.unit
        return same
    return False


def _share_of(context: Context, atom: Atom) -> None:
    """ "one in five", "two out of three": a share, not two counts."""
    found = context.language.one_in.after(context.tokens.norms, atom.end)
    if not found or atom.low is None or atom.low % 1 or not 0 < atom.low <= 10 or atom.unit != COUNT:
        return
    base = read_number(context.tokens, found[0], context.language)
    if base is None or base.form not in ("digits", "words") or base.low % 1 or not atom.low < base.low <= 1000:
        return
    if base.low > 10 and base.low % 5 and base.low != 12:
        return
    if unit_after(context.tokens, base.end, context.units) and atom.low > 1:
        return
    atom.low = atom.high = (atom.low / base.low).quantize(Decimal("1e-15")).normalize()
    atom.end = atom.bare = base.end
    atom.unit, atom.form, atom.step = "fraction", "fraction", Decimal("0.01")


# --- money, measure, per cent ---------------------------------------------------------------------------------


def _prefix(context: Context, atom: Atom) -> None:
    """A money sign or code before the amount ("US$ 5m", "Rs. 5 crore", "EUR 125"), then a minus sign."""
    tokens, i = context.tokens, atom.first - 1
    if i < 0:
        return
    if tokens.norms[i] == "." and tokens.kinds[i - 1] == "w" and tokens.glued(i):
        i -= 1
    start = i
    while start > 0 and tokens.glued(start) and i - start < 3 and tokens.kinds[start - 1] in ("w", "p"):
        start -= 1
    for j in range(start, i + 1):
        sign = tokens.text[tokens.starts[j] : tokens.ends[i]].replace(" ", "")
        code = context.units.signs.get(sign)
        if code and (len(sign) > 1 or not sign.isalpha() or tokens.glued(atom.first)):
            atom.unit, atom.first, atom.signed = code, j, True
            return
    _sign(context, atom)


def _sign(context: Context, atom: Atom) -> None:
    tokens, i = context.tokens, atom.first - 1
    minus = tokens.norms[i] == "-" and tokens.glued(atom.first) and not tokens.glued(i) and tokens.kinds[i - 1] not in "nf"
    if (minus or tokens.norms[i] in context.language.words["minus"]) and atom.low is not None and atom.high is not None:
        atom.low, atom.high, atom.first = -atom.low, -atom.high, i


def _suffix(context: Context, atom: Atom) -> None:
    """Per cent, money or measure behind the number; "m", "t", "p" are settled by what else is there."""
    tokens, units = context.tokens, context.units
    i = atom.end
    if tokens.norms[i] == "-" and tokens.kinds[i + 1] == "w":
        i += 1
    if share := context.language.percent.after(tokens.norms, i):
        atom.unit, atom.end = (PERCENT if share[1] == "percent" else POINT), share[0]
        return
    found = unit_after(tokens, i, units)
    if found is None:
        return
    end, name = found
    kind = units.units[name.unit].kind
    if atom.signed and (kind != "currency" or name.unit not in (atom.unit, *units.shared.get(atom.unit, ()))):
        return
    if not _may_be_unit(context, atom, i, end, name.unit):
        return
    atom.unit, atom.end = name.unit, end
    if name.part > 1:
        atom.low, atom.high = (None if v is None else v / name.part for v in (atom.low, atom.high))
        atom.step /= name.part


_WORDS_TOO = frozenset({"won", "real", "sol", "second", "kip", "dong", "stone", "st", "l", "ac", "mi", "c", "leu", "colon"})


def _may_be_unit(context: Context, atom: Atom, i: int, end: int, unit: str) -> bool:
    """Words that are more often something else ("won", "second") need more than to stand there."""
    norm = context.tokens.norms[i]
    if norm not in _WORDS_TOO or end > i + 1:
        return True
    if norm == "won":
        return atom.low is not None and atom.low >= 100 and context.tokens.norms[end] not in context.language.words["the"]
    return context.tokens.glued(i) or norm == "stone"


# --- denial ---------------------------------------------------------------------------------------------------


def _denial(context: Context, i: int) -> Atom | None:
    """ "no deaths", "nobody was killed": the number 0."""
    norms, zero = context.tokens.norms, context.language.zero
    if found := zero["pronouns"].after(norms, i):
        return _zero(i, found[0], "denied")
    found = zero["determiners"].after(norms, i)
    if found and context.tokens.kinds[found[0]] == "w" and norms[found[0]] not in context.language.idle:
        if context.language.before.after(norms, i) is None and norms[found[0]] not in context.language.nouns["stop"]:
            return _zero(i, found[0], "no")
    return None


def _zero(first: int, end: int, form: str) -> Atom:
    nothing = Decimal(0)
    return Atom(first, end, nothing, nothing, Decimal(1), form, Decimal(1), end)


# --- ranges ---------------------------------------------------------------------------------------------------


def join_ranges(context: Context, atoms: list[Atom]) -> list[Atom]:
    """Two numbers that are the ends of one interval become one atom."""
    joined: list[Atom] = []
    for atom in atoms:
        if joined and _is_range(context, joined[-1], atom):
            joined[-1] = _merge(context, joined[-1], atom)
        else:
            joined.append(atom)
    return joined


def _is_range(context: Context, a: Atom, b: Atom) -> bool:
    if a.bound in ("range", "vague") or a.trap or b.trap or None in (a.low, b.low) or b.bound == "vague":
        return False
    if not _join_word(context, a, b):
        return False
    low = _inherited(a, b)
    kind_a, kind_b = a.unit, b.unit
    same = kind_a == kind_b or (kind_a == COUNT and b.unit != COUNT) or (b.unit == COUNT and a.signed)
    return same and low is not None and b.low is not None and low < b.low


def _inherited(a: Atom, b: Atom) -> Decimal | None:
    """ "3-4 thousand": the lower end shares the scale of the upper one, if it is the smaller number without it."""
    if a.low is None or b.low is None:
        return None
    if a.scale == 1 and b.scale > 1 and a.form == "digits" and 0 < a.low < b.low / b.scale:
        return a.low * b.scale
    if a.scale == 1 and b.scale > 1 and a.form == "words" and 0 < a.low < b.low / b.scale and a.low < 20:
        return a.low * b.scale
    return a.low


def _join_word(context: Context, a: Atom, b: Atom) -> bool:
    """Whether the tokens between two numbers say "from here to there"."""
    tokens, language = context.tokens, context.language
    norms, gap = tokens.norms, b.first - a.end
    before = norms[a.first - 1]
    if gap == 1 and norms[a.end] in ("-", "–", "~"):
        spaced = not tokens.glued(a.end) and not tokens.glued(b.first)
        em = tokens.raw(a.end) == "—"
        return not (em and spaced)
    if before in language.ranges["between"]:
        return gap == 1 and norms[a.end] in language.ranges["between_joins"]
    if gap == 1 and norms[a.end] in language.ranges["choices"]:
        return a.form == b.form or a.unit == b.unit
    found = language.joins.after(norms, a.end)
    if not found or found[0] != b.first:
        return False
    if before in language.ranges["from"]:
        return norms[a.first - 2] in language.ranges["from_range"]
    return before not in language.ranges["moves"]


def _merge(context: Context, a: Atom, b: Atom) -> Atom:
    low = _inherited(a, b)
    step = a.step * b.scale if low != a.low else a.step
    lead = context.tokens.norms[a.first - 1]
    opened = a.first - 1 if lead in context.language.ranges["between"] or lead in context.language.ranges["from"] else a.first
    return Atom(
        first=opened, end=b.end, low=low, high=b.high, step=min(step, b.step), form=b.form, scale=b.scale, bare=b.bare,
        unit=b.unit if b.unit != COUNT else a.unit, bound="range", signed=a.signed or b.signed,
    )  # fmt: skip


# --- bounds ---------------------------------------------------------------------------------------------------


def bind(context: Context, atom: Atom) -> None:
    """Give the atom the bound that is printed before or behind it; behind wins over "about" before."""
    if atom.trap or atom.form in ("denied", "no") or atom.bound in ("vague",):
        return
    before = _bound_before(context, atom)
    after = _bound_after(context, atom)
    bound = after or before
    if atom.bound == "range":
        return
    if bound and bound != "exact":
        atom.bound = bound  # type: ignore[assignment]
        if bound in ("at_least", "more_than"):
            atom.high = None
        elif bound in ("at_most", "less_than"):
            atom.low = None


def _bound_before(context: Context, atom: Atom) -> str:
    norms, first = context.tokens.norms, atom.first - 1
    while first >= 0 and norms[first] in ("the", "a", "an") and first > 0:
        first -= 1
    if first >= 0 and norms[first] == "." and context.tokens.glued(first):
        first -= 1
    found = context.language.before.before(norms, first) if first >= 0 else None
    if found is None:
        return ""
    if found[1] == "more_than" and norms[found[0]] == "over" and context.units.units[atom.unit].kind == "time":
        return "more_than" if norms[found[0] - 1] in context.language.words["lasting"] else ""
    return found[1]


def _bound_after(context: Context, atom: Atom) -> str:
    found = context.language.after.after(context.tokens.norms, atom.bare)
    if found is None and atom.end != atom.bare:
        found = context.language.after.after(context.tokens.norms, atom.end)
        if found:
            atom.end = max(atom.end, found[0])
    elif found:
        atom.bare = found[0]
        atom.end = max(atom.end, found[0])
    return found[1] if found else ""


# --- noun and per ---------------------------------------------------------------------------------------------


def name(context: Context, atom: Atom) -> None:
    """Give the atom its "per" and the noun phrase that it counts."""
    _per(context, atom)
    atom.noun = noun_after(context, atom.end)


def _per(context: Context, atom: Atom) -> None:
    norms, shares = context.tokens.norms, context.language.shares
    i = atom.end
    while norms[i] == "-":
        i += 1
    if norms[i] in shares["per"]:
        i += 1 + (norms[i + 1] == "-")
        if norms[i] in shares["per_units"]:
            atom.per, atom.end = norms[i], i + 1


_LONGEST_NOUN = 6


def noun_after(context: Context, i: int) -> str:
    """The noun phrase from token i on, lower case; "" where a clause goes on without one."""
    tokens, nouns = context.tokens, context.language.nouns
    kinds, norms = tokens.kinds, tokens.norms
    i = _skip(context, i)
    taken: list[str] = []
    while len(taken) < _LONGEST_NOUN:
        if kinds[i] == "n" and not taken and norms[i + 1] == "-" and kinds[i + 2] == "w":
            i += 3  # "three 12-seat vans"
            continue
        if kinds[i] != "w" or norms[i] in nouns["stop"]:
            break
        word = norms[i].removesuffix("'s") if norms[i].endswith("'s") else norms[i]
        if taken and _ends_phrase(nouns, taken[-1], word):
            break
        taken.append(word)
        if norms[i].endswith("s'"):
            break
        i += 1
        if norms[i] == "-" and tokens.glued(i) and kinds[i + 1] == "w" and tokens.glued(i + 1):
            taken[-1] += "-" + norms[i + 1]
            i += 2
    return " ".join(taken)


def _skip(context: Context, i: int) -> int:
    """Past "more", "of the", "-": what may stand between a number and its noun."""
    norms, nouns = context.tokens.norms, context.language.nouns
    start = i
    while norms[i] in nouns["skip"] and i - start < 4:
        if norms[i] in context.language.words["of"] and norms[i + 1] in nouns["partitive"]:
            return i  # "12 of the dead": a part, not a count of the dead
        i += 1
    return i


def _is_plural(nouns: dict[str, frozenset[str]] | object, word: str) -> bool:
    irregular = nouns["irregular"]  # type: ignore[index]
    return word in irregular or (word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3)


def _ends_phrase(nouns: object, last: str, word: str) -> bool:
    """A plural ends its phrase unless another plural follows ("58 soldiers died", "five States soldiers")."""
    if not _is_plural(nouns, last):
        return word.endswith(("ed", "ing")) and False
    return not _is_plural(nouns, word)
