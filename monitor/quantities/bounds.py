"""Bounds: "at least", "nearly", "or more". Law: the longest phrase right before or behind the number wins, behind
first; behind means behind the number, its unit or its noun ("1.8 million people or more").

A phrase that belongs to another word is none: "add up to 12", "handed over 1,150", "over three weeks".
"""

from __future__ import annotations

from monitor.model import Bound
from monitor.quantities.atoms import Atom, Context


def bind(context: Context, atom: Atom) -> None:
    """Give the atom the bound that is printed before or right behind it."""
    if atom.trap or atom.form == "denied" or atom.bound == "vague":
        return
    before = _before(context, atom)
    after = _behind(context, atom, atom.bare) or _behind(context, atom, atom.end)
    if after:
        atom.end = max(atom.end, after[0])
    if before == "exact" and context.tokens.norms[atom.bare - 1] in context.language.words["rounders"]:
        before = "about"  # "une centaine"
    _open(atom, after[1] if after else before)


def bind_late(context: Context, atom: Atom) -> None:
    """Give the atom the bound that stands behind its noun."""
    if atom.noun and not atom.trap and atom.bound in ("exact", "about") and atom.form != "denied":
        found = _behind(context, atom, atom.tail)
        if found and found[0] > atom.tail + 1:
            _open(atom, found[1])


def _open(atom: Atom, bound: Bound) -> None:
    """Set the bound, and open the end that it opens."""
    if atom.bound == "range" or bound == "exact":
        return
    atom.bound = bound
    if bound in ("at_least", "more_than"):
        atom.high = None
    elif bound in ("at_most", "less_than"):
        atom.low = None


def _before(context: Context, atom: Atom) -> Bound:
    norms, language, last = context.tokens.norms, context.language, atom.first - 1
    while last > 0 and norms[last] in language.words["determiners"]:
        last -= 1
    if last > 0 and norms[last] == "." and context.tokens.glued(last):
        last -= 1
    found = language.before.before(norms, last) if last >= 0 else None
    if found is None or _is_taken(context, atom, found[0], last):
        return "exact"
    atom.lead = found[0]
    return found[1]


def _is_taken(context: Context, atom: Atom, start: int, last: int) -> bool:
    """Whether the bound's words belong to the word before them, or to a stretch of time ("over three weeks")."""
    norms, language = context.tokens.norms, context.language
    phrase = " ".join(norms[start : last + 1])
    before = norms[start - 1] if start else ""
    if before in language.unless.get(phrase, ()):
        return True
    stretch = context.kind(atom) == "time" or norms[atom.end] in language.words["stretches"]
    if phrase in language.words["during"] and stretch:
        return before not in language.words["lasting"]
    return phrase in language.words["passed"] and norms[atom.end] in language.words["laws"]


def _behind(context: Context, atom: Atom, i: int) -> tuple[int, Bound] | None:
    """The bound that begins with token i; "over 30 years and over 300 jobs" has none behind the 30."""
    tokens, language = context.tokens, context.language
    found = language.after.after(tokens.norms, i)
    if found is None or tokens.norms[found[0]] in language.words["than"] or tokens.kinds[found[0]] == "n":
        return None
    return None if tokens.norms[found[0]] in language.numbers else found
