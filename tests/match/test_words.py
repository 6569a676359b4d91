"""Stems, sentences, tokens, chunks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.match.reading import chunks
from monitor.match.words import LONGEST, sentences, stem, tokens
from monitor.quantities import read_quantities


@pytest.mark.parametrize(
    "forms",
    [
        ["kill", "kills", "killed", "killing"],
        ["close", "closed", "closing", "closes"],
        ["die", "died", "dies", "dying"],
        ["house", "houses"],
        ["injury", "injuries"],
        ["send", "sent", "sending", "sends"],
        ["cut", "cuts", "cutting"],
        ["evacuate", "evacuated", "evacuating"],
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One fell. Two rose.", 2),
        ("Gen. Otis of the U.S. Army said 4.5 million fled.", 1),
        ("It was 41. Then it was 58!", 2),
        ("“Four is a lie,” he said. Nobody answered.", 2),
        ("Headline without a stop", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, count: int) -> None:
    assert len(sentences(text, read_quantities(text))) == count


def test_a_measure_leaves_its_words_to_be_counted_in() -> None:
    text = "It has burned 5,300 acres."
    assert [t.low for t in tokens(text, read_quantities(text))] == ["it", "has", "burned", "#", "acres", "."]


@given(st.text(max_size=300))
def test_tokens_and_sentences_stand_in_order_inside_any_text(text: str) -> None:
    found = read_quantities(text)
    spans = [(t.start, t.end) for t in tokens(text, found)]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    parts = sentences(text, found)
    assert all(a[1] <= b[0] for a, b in pairwise(parts))


@given(st.lists(st.sampled_from(["41 dead, ", "Kunar and ", "1,200,000 ", "the ", "x" * 40]), max_size=900))
def test_what_runs_on_is_cut_where_it_lists_and_never_inside_a_number(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = read_quantities(text)
    parts = sentences(text, found)
    assert "".join(text[a:b] for a, b in parts).split() == text.split()
    assert all(b - a <= LONGEST + max((len(q.text) for q in found), default=0) for a, b in parts)
    assert not [q for q in found for _, b in parts if q.span[0] < b < q.span[1]]


def test_a_chunk_speaks_of_one_number() -> None:
    text = "Some 58 died, 20 were hurt and 7 are missing"
    run = tokens(text, read_quantities(text))
    told = [" ".join(t.text for t in run[a:b]) for a, b in chunks(run)]
    assert told == ["Some 58 died", "20 were hurt", "and 7 are missing"]
