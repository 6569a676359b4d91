"""Bounds: "at least", "nearly", "or more". Law: the longest phrase right before or behind the number wins, behind first.

A phrase that belongs to another word is none: "add up to 12", "handed over 1,150", "over three weeks".
"""

from __future__ import annotations

from monitor.model import Bound
from monitor.quantities.atoms import Atom, Context


def bind(context: Context, atom: Atom) -> None:
    """Give the atom the bound that is printed before or behind it, and open the end that it opens."""
    if atom.trap or atom.form == "denied" or atom.bound == "vague":
        return
    before, after = _before(context, atom), _after(context, atom)
    bound = after if after != "exact" else before
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
    if phrase in language.words["during"] and context.kind(atom) == "time":
        return before not in language.words["lasting"]
    return phrase in language.words["passed"] and norms[atom.end] in language.words["laws"]


def _after(context: Context, atom: Atom) -> Bound:
    """Behind the number, behind its unit, or behind its noun ("1.8 million people or more")."""
    norms, language = context.tokens.norms, context.language
    for i in dict.fromkeys((atom.bare, atom.end, atom.tail)):
        found = language.after.after(norms, i)
        if found and norms[found[0]] not in language.words["than"] and (i != atom.tail or i == atom.end or found[0] > i + 1):
            if i != atom.tail or i == atom.end:
                atom.end = max(atom.end, found[0])
            return found[1]
    return "exact"
