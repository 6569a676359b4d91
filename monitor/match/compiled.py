"""A watchlist compiled once: the automaton of its names, a descriptor a figure, and which figures an article may mean.

Law of this room: an article asks few figures, however many are followed. A figure is asked if the article names one of
its entities, or holds two of its own words; words that fit a crowd of figures single out none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from monitor.match.aliases import Aliases
from monitor.match.descriptor import Descriptor, describe
from monitor.match.gates import gate_of
from monitor.match.reading import Reading
from monitor.watchlist import Watchlist

_CROWD = 40


class Compiled:
    """What match/ keeps of a watchlist between articles."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist
        called = {e.id: e.names for e in watchlist.entities.values()}
        for figure in watchlist.figures.values():
            called |= figure.own_names
        self.aliases = Aliases((name, key) for key, names in called.items() for name in names)
        self.descriptors = {f.id: describe(f, watchlist) for f in watchlist.figures.values()}
        self.gates = {f.id: gate_of(f) for f in watchlist.figures.values()}
        self._order = {f: i for i, f in enumerate(watchlist.figures)}
        self._by_entity: dict[str, list[str]] = {}
        self._by_word: dict[str, list[str]] = {}
        self._free = [f for f, d in self.descriptors.items() if not d.groups]
        for figure in watchlist.figures.values():
            for entity in self.descriptors[figure.id].groups:
                self._by_entity.setdefault(entity, []).append(figure.id)
            for word in _own(self.descriptors[figure.id]):
                self._by_word.setdefault(word, []).append(figure.id)

    def asked(self, reading: Reading) -> list[Descriptor]:
        """The figures that the article can speak of, in the order of the config."""
        ids = {f for e in reading.present for f in self._by_entity.get(e, ())}
        ids.update(self._free if len(self._free) <= _CROWD else self._worded(reading, self._free))
        strangers = self._worded(reading, None)
        if len(strangers) <= _CROWD:
            ids.update(strangers)
        return [self.descriptors[f] for f in sorted(ids, key=self._order.__getitem__)]

    def _worded(self, reading: Reading, among: Iterable[str] | None) -> set[str]:
        """Figures of whose own words the article holds two; a word of a crowd says nothing."""
        words = frozenset(stem for sentence in reading.sentences for stem in sentence.stems)
        hits: Counter[str] = Counter()
        for word in words & self._by_word.keys():
            figures = self._by_word[word]
            if len(figures) <= 4 * _CROWD:
                hits.update(figures)
        found = {f for f, n in hits.items() if n >= 2}
        return found if among is None else found & set(among)


def _own(d: Descriptor) -> frozenset[str]:
    return d.words | d.qualifiers | frozenset(s for phrase in d.context for s in phrase)
