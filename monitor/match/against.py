"""What weighs the more against a number the better its words fit: "Kent expects 300 evacuees" has all of a figure's
words and is still none of its values.

Law of this room: only slots that were resolved count (mood, polarity, time, role, period, part, who); sums of weights
cannot say "all fits, but".
"""

from __future__ import annotations

from monitor.match.frames import Terms

_SIGNS = frozenset((
    "mood:plan", "mood:forecast", "mood:demand", "mood:possible", "mood:supposed", "mood:normal", "mood:clashes",
    "polarity:denied", "time:old", "period:past", "period:other", "role:increment", "role:another", "slice:of-own",
    "slice:alone", "slice:group", "slice:site", "anew:other", "anew:best", "year:past-chunk", "stage:then",
    "who:place", "who:subject", "who:sum", "who:sentence-other",
))  # fmt: skip
_FIT = ("what:named", "what:both", "what:thing-only")


def against(terms: Terms) -> Terms:
    """The terms of a number that fits and against which a sign stands."""
    if not _SIGNS & terms.keys():
        return {}
    out: Terms = {"but:fits": 1.0} if any(t in terms for t in _FIT) else {}
    return out | {"but:own": 1.0} if "who:own" in terms else out
