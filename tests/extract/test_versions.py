"""Versions: what is an edit, what only looks like one, and which sentences are new."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.extract import changed_sentences, compare_versions, sentence_hashes, shared
from monitor.model import Article, Block

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXT = (
    "At least 41 people died in the quake. Rescue teams from three provinces are on their way.\n\nThe road is closed."
)


def article(text: str = TEXT, **more: Any) -> Article:
    return Article(
        url="https://a.example/1", outlet="A", fetched=NOW, title=more.pop("title", "Quake"), text=text, **more
    )


EDITED = TEXT.replace("41", "43")
CASES = [
    ("first", article(), ()),
    ("same", article(), (article(),)),
    ("same", article(TEXT.replace("\n\n", "\n").replace(" people", "\u00a0people")), (article(),)),
    ("edited", article(EDITED), (article(),)),
    ("edited", article(title="Quake kills 43"), (article(),)),
    ("older", article(), (article(), article(EDITED))),
    ("older", article(EDITED, modified=datetime(2026, 1, 1, tzinfo=UTC)), (article(modified=NOW),)),
    ("unwell", article("At least 41 people died."), (article(),)),
    ("unwell", article("", reason="consent"), (article(),)),
    ("unwell", article(EDITED, access="teaser"), (article(),)),
    ("first", article("", reason="consent"), ()),
]


@pytest.mark.parametrize(("wanted", "new", "versions"), CASES)
def test_a_page_is_compared_with_what_we_have(wanted: str, new: Article, versions: tuple[Article, ...]) -> None:
    assert compare_versions(new, versions) == wanted


def test_only_the_sentence_that_changed_is_new() -> None:
    assert changed_sentences(article(), article(EDITED)) == ("At least 43 people died in the quake.",)


def table(*rows: tuple[str, str]) -> Article:
    blocks = tuple(
        Block(kind="row", text=f"{label} | {n}", label=label, cells=(("Crop", label), ("August", n)), start=0)
        for label, n in rows
    )
    return article("\n".join(block.text for block in blocks), blocks=blocks)


def test_rows_are_matched_by_their_labels_not_by_position() -> None:
    old = table(("Corn", "15,105"), ("Wheat", "1,982"))
    new = table(("Rice", "220"), ("Wheat", "1,982"), ("Corn", "15,342"))
    assert changed_sentences(old, new) == ("Rice | 220", "Corn | 15,342")


def test_a_copy_with_one_number_changed_still_shares_the_rest() -> None:
    copy = article(EDITED.replace("\n\n", "\n"))
    assert shared(sentence_hashes(article()), sentence_hashes(copy)) == 0.5
    assert sentence_hashes(article()) - sentence_hashes(copy)


def test_short_sentences_are_no_evidence_of_a_copy() -> None:
    assert sentence_hashes(article("He said no. The road is closed.")) == frozenset()
