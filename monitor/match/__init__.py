"""Which of an article's numbers, if any, is the value it gives for each figure that is followed.

    aliases -> reading (words, lexicon) -> evidence (descriptor) -> values -> choose (weights.json) -> claims (voices)

Law of this room: pure; figures are tied by one set of weights; every claim carries the evidence that made it.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.match.choose import slates, weights
from monitor.match.claims import claims
from monitor.match.compiled import Compiled
from monitor.match.descriptor import Descriptor, describe, nature_of
from monitor.match.reading import read
from monitor.model import Article, Claim, Standing
from monitor.watchlist import Watchlist

__all__ = ["Descriptor", "describe", "find_claims", "nature_of"]

_NOTHING: Mapping[str, Standing] = {}
_kept: list[Compiled] = []


def find_claims(
    article: Article, watchlist: Watchlist, standings: Mapping[str, Standing] = _NOTHING
) -> tuple[Claim, ...]:
    """Everything that `article` states about the figures of `watchlist`, given what stands for them now.

    A claim with role "current" has the probability that it is the figure's value in this article as its `score`: one
    above 0.5 is taken as read, one below is only worth a question. "previous" and "other_scope" never fire.
    """
    compiled = compile_watchlist(watchlist)
    reading = read(article, compiled.aliases)
    return claims(reading, slates(reading, compiled, standings), weights())


def compile_watchlist(watchlist: Watchlist) -> Compiled:
    """What is kept of a watchlist, made once: a daemon reads thousands of articles with one."""
    if not _kept or _kept[0].watchlist is not watchlist:
        _kept[:] = [Compiled(watchlist)]
    return _kept[0]
