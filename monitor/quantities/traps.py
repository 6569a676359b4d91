"""Numbers that count nothing: the calendar's, ordinals, labels, names, scores, odds, phones, marks of notes.

Law: a table of named tests, tried in order; each looks at a few neighbouring tokens, the words come from the language.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from monitor.quantities.atoms import Atom, Context
from monitor.quantities.dates import is_age, is_date, is_numeric_date, is_time, is_year, is_year_pair
from monitor.quantities.nouns import counts_things, is_plural
from monitor.quantities.units import COUNT

Test = Callable[[Context, Atom], bool]
_FORWARD = frozenset({"date", "label", "age"})  # "May 5 and 6": the second has what the first is called
_BACKWARD = frozenset({"date", "time", "age"})  # "5 to 7pm": the first has what the second is called
_FLAWS = frozenset({"version", "date", "damaged", "code", "ordinal"})


def mark_traps(context: Context, atoms: list[Atom]) -> None:
    """Name the trap of each atom that is one, and of the bare numbers that share it."""
    for atom in atoms:
        atom.trap = _trap(context, atom)
    for before, atom in pairwise(atoms):
        if before.trap in _FORWARD and not atom.trap and _shares(context, before, atom, atom):
            atom.trap = before.trap
    for atom, behind in pairwise(reversed(atoms)):
        if atom.trap in _BACKWARD and not behind.trap and _shares(context, behind, atom, behind):
            behind.trap = atom.trap


def _shares(context: Context, a: Atom, b: Atom, bare: Atom) -> bool:
    """ "December 14 to 15", "Articles 5 and 6", "from 5 to 7pm", "aged 5 to 12": only a joining word stands between."""
    norms, ranges = context.tokens.norms, context.language.ranges
    if bare.unit != COUNT or bare.scale != 1 or bare.form not in ("digits", "words") or b.first - a.end != 1:
        return False
    if norms[a.end] not in ranges["shared"] and norms[a.end] not in ("-", "–"):
        return False
    if (
        a.trap == "label"
        and norms[a.end] not in ranges["lists"]
        and not is_plural(context.language, norms[a.first - 1])
    ):
        return False  # "from paragraph two to five"
    return bare is a or not (counts_things(context, b) or norms[b.end] in context.language.traps["count_after"])


def _trap(context: Context, atom: Atom) -> str:
    for trap, test in _TRAPS:
        if test(context, atom):
            return trap
    return atom.form if atom.form in _FLAWS else ""


def _is_title(context: Context, atom: Atom) -> bool:
    """A number word with a capital amid small letters is part of a name: "the Six Nations", "the Group of Seven"."""
    tokens, i, j = context.tokens, atom.first, atom.end
    if atom.form != "words" or j != i + 1 or not i or not tokens.raw(i)[:1].isupper():
        return False
    if tokens.norms[i - 1] in context.language.words["of"] and tokens.raw(i - 2)[:1].isupper():
        return True
    return tokens.raw(i - 1).islower() and tokens.raw(j)[:1].isupper() and tokens.kinds[j] == "w"


def _is_name(context: Context, atom: Atom) -> bool:
    """ "KN-23", "F16", "A320", "737F": letters and digits make one name."""
    tokens, i = context.tokens, atom.first
    if not _is_plain(context, atom) or atom.unit == "magnitude":
        return False
    if tokens.glued(i) and tokens.kinds[i - 1] == "w" and not atom.signed:
        return True
    if tokens.norms[i - 1] == "-" and tokens.glued(i) and tokens.glued(i - 1) and tokens.kinds[i - 2] == "w":
        if i - 1 in context.ends:
            return False  # "€380m-420m", "30 mph-40 mph"
        return not (tokens.norms[i - 2] in context.language.numbers or tokens.norms[i - 2] in context.language.scales)
    return _letters_behind(context, atom)


def _is_plain(context: Context, atom: Atom) -> bool:
    return context.tokens.kinds[atom.first] == "n"


def _letters_behind(context: Context, atom: Atom) -> bool:
    return context.tokens.kinds[atom.end] == "w" and context.tokens.glued(atom.end)


def _is_label(context: Context, atom: Atom) -> bool:
    """ "Article 5", "No. 12", "Boeing 737", "Highway 61", "the S&P 500"."""
    tokens, traps, i = context.tokens, context.language.traps, atom.first - 1
    if atom.form not in ("digits", "words") or atom.unit != COUNT or atom.low is None or i < 0:
        return False
    if atom.scale > 1 and not tokens.glued(atom.first + 1):  # "Apt 4B", but "Resolution 3 million"
        return False
    dotted = tokens.norms[i] == "." and tokens.glued(i)
    i -= dotted
    if tokens.norms[i - 1] == "&" and tokens.glued(i):
        return True
    known = tokens.norms[i] in traps["dotted_labels" if dotted else "labels"]
    if not (known or (not dotted and _is_named(context, i))) or _is_verb(context, i):
        return False
    if tokens.norms[i] in traps["strict_labels"]:  # "no 10,000 builders" is a denial, "No 10" is none
        return dotted or (not tokens.raw(i).islower() and atom.low < 10_000)
    return not counts_things(context, atom)


def _is_named(context: Context, i: int) -> bool:
    """ "Camp 14", "on day 12", but not "in the camp 14 died"."""
    tokens, traps = context.tokens, context.language.traps
    if tokens.norms[i] not in traps["name_labels"]:
        return False
    return tokens.raw(i)[:1].isupper() or tokens.norms[i - 1] in traps["label_cues"]


def _is_verb(context: Context, i: int) -> bool:
    """ "the injured number 61"."""
    tokens, traps = context.tokens, context.language.traps
    if tokens.norms[i] not in traps["verb_labels"] or not tokens.raw(i).islower() or tokens.kinds[i - 1] != "w":
        return False
    return tokens.norms[i - 1] not in traps["label_before"]


def _is_address(context: Context, atom: Atom) -> bool:
    """ "10 Downing Street", "Nashville, TN 37210"."""
    tokens, streets = context.tokens, context.language.traps["streets"]
    if not atom.is_digits:
        return False
    state = tokens.raw(atom.first - 1) if atom.first else ""
    if len(tokens.norms[atom.first]) == 5 and len(state) == 2 and state.isalpha() and state.isupper():
        return not counts_things(context, atom)
    for j in range(atom.end, atom.end + 4):
        if tokens.kinds[j] != "w" or not tokens.raw(j)[:1].isupper():
            return False
        if j > atom.end and tokens.norms[j] in streets:
            return True
    return False


def _is_decade(context: Context, atom: Atom) -> bool:
    tokens, j = context.tokens, atom.end
    if tokens.norms[j] == "'" and tokens.glued(j):
        j += 1
    return _is_plain(context, atom) and tokens.norms[j] in context.language.traps["decades"] and tokens.glued(j)


def _is_score(context: Context, atom: Atom) -> bool:
    """ "3-2", "6-4": two whole numbers that fall, or that stand behind a word of games and votes."""
    tokens = context.tokens
    pair = context.pair(atom, "-–") if atom.is_digits else None
    if pair is None:
        return False
    a, b = (tokens.numerals[i] for i in pair)
    near = tokens.norms[max(0, pair[0] - 4) : pair[0]]
    falls = a.value >= b.value and a.step == 1 == b.step
    return falls or any(word in context.language.traps["scores"] for word in near)


def _is_phone(context: Context, atom: Atom) -> bool:
    """A leading nought, or several runs of digits beside each other."""
    tokens = context.tokens
    if not _is_plain(context, atom) or atom.unit != COUNT:
        return False
    norm, i = tokens.norms[atom.first], atom.first
    if (len(norm) > 1 and norm[0] == "0" and norm.isdecimal()) or _is_area_code(context, i):
        return True
    return sum(_beside(context, atom.first, step) for step in (-1, 1)) >= 2 or _is_phone_pair(context, atom)


def _is_area_code(context: Context, i: int) -> bool:
    """The numbers before the brackets and in them: "+1 (415) 555-2671"."""
    kinds, norms = context.tokens.kinds, context.tokens.norms
    if norms[i - 1] == "(" and norms[i + 1] == ")":
        return kinds[i + 2] == "n" and norms[i + 3] == "-" and kinds[i + 4] == "n"
    return norms[i - 1] == "+" and norms[i + 1] == "(" and kinds[i + 2] == "n"


def _is_phone_pair(context: Context, atom: Atom) -> bool:
    """ "(866) 532-1440", "call 555-1234"; "500-1000 people" is a range."""
    norms, pair = context.tokens.norms, context.pair(atom, "-")
    if pair is None or [len(norms[i]) for i in pair] != [3, 4]:
        return False
    before = norms[pair[0] - 1]
    return before in (")", "-", ":") or before in context.language.traps["calls"]


def _beside(context: Context, i: int, step: int) -> int:
    """How many more numerals stand beside token i in one direction, with a blank between them."""
    tokens, count = context.tokens, 0
    while count < 4 and 0 <= i + step < tokens.size and tokens.kinds[i + step] == "n":
        left, right = sorted((i, i + step))
        if tokens.text[tokens.ends[left] : tokens.starts[right]] != " ":
            break
        count, i = count + 1, i + step
    return count


def _is_coordinate(context: Context, atom: Atom) -> bool:
    """ "48.85\u00b0 N", "33 degrees south"."""
    return atom.unit == "degree" and context.tokens.norms[atom.end] in context.language.traps["compass"]


def _is_note(context: Context, atom: Atom) -> bool:
    """ "[12]" is a mark of a note."""
    norms = context.tokens.norms
    return norms[atom.first - 1] == "[" and norms[atom.end] == "]" and atom.end == atom.first + 1 and atom.is_digits


def _is_base(context: Context, atom: Atom) -> bool:
    """ "per 100,000 people": what a rate is counted on."""
    return context.language.bases.before(context.tokens.norms, atom.first - 1) is not None and atom.first > 0


def _is_rank(context: Context, atom: Atom) -> bool:
    norms, traps, i = context.tokens.norms, context.language.traps, atom.first - 1
    dashed = norms[i] == "-"
    i -= dashed
    if norms[i] not in traps["ranks"] or atom.unit != COUNT or atom.low is None or atom.low > 100:
        return False  # "deaths top 100" is a bound
    return dashed or i == 0 or norms[i - 1] in traps["rank_before"]


def _is_pronoun(context: Context, atom: Atom) -> bool:
    """ "the one", "one of the most", "one day"."""
    tokens, traps = context.tokens, context.language.traps
    if atom.end != atom.first + 1 or context.language.numbers.get(tokens.norms[atom.first]) != 1:
        return False
    if tokens.norms[atom.first] in context.language.words["article"]:
        return True
    if tokens.norms[atom.first - 1] in traps["idle_one_before"] and atom.first:
        return True
    return atom.unit == COUNT and context.language.phrases["idle_one_after"].after(tokens.norms, atom.end) is not None


def _is_idle_zero(context: Context, atom: Atom) -> bool:
    """ "five below zero", "net zero", "zero tolerance"."""
    norms, traps = context.tokens.norms, context.language.traps
    if atom.form != "words" or atom.high != 0 or atom.end != atom.first + 1:
        return False
    return norms[atom.first - 1] in traps["idle_zero_before"] or norms[atom.end] in traps["idle_zero_after"]


def _is_multiplier(context: Context, atom: Atom) -> bool:
    """ "three times as many", "five-fold"; "shot three times" is a count."""
    tokens, traps, j = context.tokens, context.language.traps, atom.end
    j += tokens.norms[j] == "-"
    if tokens.norms[j] in traps["folds"]:
        return True
    return tokens.norms[j] in traps["multiplied"] and tokens.norms[j + 1] in traps["compared"]


def _is_odds(context: Context, atom: Atom) -> bool:
    """ "3-to-1", "one-on-one"."""
    tokens, joins, i, j = context.tokens, context.language.traps["odds"], atom.first, atom.end
    ahead = tokens.norms[j] == "-" and tokens.norms[j + 1] in joins and tokens.norms[j + 2] == "-"
    return ahead or (tokens.norms[i - 1] == "-" and tokens.norms[i - 2] in joins and tokens.norms[i - 3] == "-")


def mark_magnitudes(context: Context, atoms: list[Atom]) -> None:
    """The magnitude of an earthquake is a measure of its own, though it is printed as a bare number."""
    norms, quakes = context.tokens.norms, context.language.traps["quakes"]
    for atom in atoms:
        if atom.unit == COUNT and atom.low is not None and atom.low < 11:
            i, j = atom.first - 1, atom.end + (norms[atom.end] == "-")
            i -= norms[i] == "-"
            if norms[i] in quakes or any(norm in quakes for norm in norms[j : j + 4]):
                atom.unit = "magnitude"


_TRAPS: tuple[tuple[str, Test], ...] = (
    ("decade", _is_decade),
    ("time", is_time),
    ("age", is_age),
    ("date", is_date),
    ("year", is_year_pair),
    ("date", is_numeric_date),
    ("year", is_year),
    ("odds", _is_odds),
    ("phone", _is_phone),
    ("name", _is_name),
    ("name", _is_title),
    ("score", _is_score),
    ("coordinate", _is_coordinate),
    ("note", _is_note),
    ("address", _is_address),
    ("label", _is_label),
    ("rank", _is_rank),
    ("base", _is_base),
    ("pronoun", _is_pronoun),
    ("pronoun", _is_idle_zero),
    ("multiplier", _is_multiplier),
)
