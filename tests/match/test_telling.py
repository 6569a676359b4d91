"""Evidence is told in words: every term that has a weight, whatever it is called inside."""

from __future__ import annotations

import pytest

from monitor.match.choose import weights
from monitor.match.telling import told, told_together

WORDS = {
    "head:other": "another thing is counted",
    "from:L1": "words such as “up from” just before it",
    "polarity:denied": "it is denied",
    "mood:supposed": "it is only supposed",
    "who-best:nobody": "whom it is about is not named near it",
    "jump:half": "it is less than half of what stands",
    "jump:from-nought": "nought stands",
    "at:entry-later": "it stands in an older live entry",
    "bound:at_least": "it is told as “at least”",
    "year:past-chunk": "a past year is named beside it",
}


@pytest.mark.parametrize(("term", "words"), WORDS.items())
def test_a_term_is_told_in_words(term: str, words: str) -> None:
    assert told(term) == words


def test_every_term_that_is_weighed_has_words_of_its_own() -> None:
    terms = [term for term in weights() if not term.startswith("none")]  # of the rival "none" no claim is made
    bare = [term for term in terms if told(term) == term.replace(":", " ").replace("_", " ")]
    assert bare == []
    assert [words for words in map(told, terms) if ":" in words or "_" in words] == []


def test_what_two_terms_say_alike_is_said_once() -> None:
    terms = ("what:other", "head:other", "noun:R", "held:none")
    assert told_together(terms, 2) == "another thing is counted, the figure’s noun after it"
