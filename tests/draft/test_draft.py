"""What is offered of a page: numbers by the names that a desk would give them, those that matter first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config import load_config
from monitor.draft import config_text, figures_text, missing, propose
from monitor.draft.naming import called
from monitor.draft.proposals import names_of, slug_of
from monitor.model import Article, Block
from monitor.quantities import read_quantities
from monitor.watchlist import Figure, Watchlist


def article(title: str, *paragraphs: str, outlet: str = "Herald") -> Article:
    blocks = (Block(kind="headline", text=title), *(Block(kind="paragraph", text=text) for text in paragraphs))
    at = datetime(2026, 3, 1, tzinfo=UTC)
    url = f"https://{outlet.lower()}.example/1"
    return Article(url=url, outlet=outlet, fetched=at, title=title, text="\n".join(paragraphs), blocks=blocks)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The flood took out between forty and sixty houses.", "houses destroyed"),
        ("Some 40 people have been injured.", "people injured"),
        ("The blast killed at least three people.", "people killed"),
        ("At least four dead in the collision", "dead"),
        ("The maker will eliminate 900 positions.", "positions cut"),
        ("The plan could cost up to 700 jobs.", "jobs cut"),
        ("It has 700 jobs on offer.", "jobs"),
        (
            "He asked for 800 road building and bridge repair specialists.",
            "road building and bridge repair specialists",
        ),
        ("The bank lowered its benchmark rate to 9.25 percent.", "benchmark rate"),
        ("Consumer prices rose 4.6 percent year on year.", "Consumer prices"),
        ("Its shares have lost 18% this year.", "shares"),
        ("The other fire burns thirty miles north.", ""),
        ("They closed 2.7% lower.", ""),
        ("The derailment happened 130 km northeast of Lisbon.", ""),
        ("The treaty gives Germany at least 1.4 billion euros.", ""),
        ("Output fell to 4 million tonnes in May.", "Output"),
        ("The fire has burned 7,000 acres.", "area burned"),
        ("Death toll of Velden flood rises to 58", "Death toll"),
        ("The death toll of Sunday's flood in Velden has risen to 58, the ministry said.", "death toll"),
        ("The toll has reached at least 12.", "toll"),
        ("Injuries rose to 1,200 by noon.", "Injuries"),
        ("The number of homes destroyed has climbed to 300.", "homes destroyed"),
        ("The number of people without power in the valley fell to 9,000.", "people without power"),
        ("Deaths rose by 12.", ""),
        ("The mayor, who has seen many deaths, was 58.", ""),
        ("The bridge was 58 and the toll had doubled.", ""),
    ],
)
def test_a_number_is_called_by_what_was_done_to_what(text: str, name: str) -> None:
    assert called(text, read_quantities(text)[0]) == name


def test_a_tally_is_called_by_its_name_across_what_is_said_between_commas() -> None:
    text = "The death toll, earlier put at 41, has reached 58."
    assert [(str(each.low), called(text, each)) for each in read_quantities(text)] == [("41", ""), ("58", "death toll")]


def test_a_death_toll_is_what_a_figure_of_the_dead_follows() -> None:
    page = article("Death toll of Velden flood rises to 58", "The death toll in Velden has risen to 58, up from 41.")
    (found,) = propose([page])
    assert (found.value.low, found.about) == (58, "Velden")
    for noun, left in (("dead", 0), ("injured", 1)):
        figure = Figure(id="a", label="A", unit="count", nouns=(noun,))
        assert len(missing([found], Watchlist(figures={"a": figure}, entities={}))) == left


def test_what_is_in_the_headline_comes_first_what_is_said_by_the_way_last_and_a_figure_s_past_not_at_all() -> None:
    page = article(
        "Brask Motors to cut 900 jobs",
        "Brask Motors works in 31 countries.",
        "Its rival Ostra employs 12,000 engineers.",
        "In 2019 Brask Motors said that it would cut 4,000 jobs.",
    )
    assert propose([page])[0].label == "Jobs cut, Brask Motors"
    assert [one.nouns[0] for one in propose([page])] == ["jobs cut", "engineers", "countries"]


def test_one_number_under_several_names_is_one_figure_with_its_evidence() -> None:
    pages = [
        article("Velden sends 250 divers", "The Velden port sends 250 divers.", outlet="Herald"),
        article("Velden port: 250 rescue swimmers on their way", "Velden sends them at noon.", outlet="Wire"),
    ]
    (one,) = propose(pages)
    assert (one.nouns, one.outlets) == (["divers", "rescue swimmers"], 2)
    text = config_text([one])
    assert "# Herald: Velden sends 250 divers\n#   https://herald.example/1\n# Wire: " in text


def test_ones_and_twos_count_only_where_somebody_was_hurt() -> None:
    page = article("Two killed at Velden", "The blast killed two people and closed three roads.")
    assert [one.nouns[0] for one in propose([page])] in (["killed"], ["people killed"])


def test_a_number_is_of_the_event_named_before_it() -> None:
    page = article(
        "Velden Fire grows",
        "The Velden Fire destroyed 60 houses. The Ostra Fire is bigger. It has destroyed 90 barns.",
        "Crews at the Velden Fire wait.",
    )
    about = {one.nouns[0]: one.about for one in propose([page])}
    assert about == {"houses destroyed": "Velden Fire", "barns destroyed": "Ostra Fire"}


def test_names_are_those_that_recur_and_no_sentence_s_first_word() -> None:
    page = article(
        "Brask cuts deep", "Brask said so (Atlas Wire) -- again. Workers at Brask wait. Workers told Daily Keel."
    )
    assert list(names_of(page)) == ["Brask"]


def test_an_id_has_no_accents() -> None:
    assert slug_of("Córdoba – la vieja") == "cordoba-la-vieja"


def test_what_a_config_follows_is_not_suggested_and_ids_stay_apart(tmp_path: Path) -> None:
    page = article("Velden: 250 divers and 40 boats", "Velden sent 250 divers and 40 boats to the Velden dam.")
    file = tmp_path / "c.toml"
    file.write_text(
        '[[entities]]\nid = "v"\nnames = ["Velden"]\n'
        '[[figures]]\nid = "boats"\nlabel = "Divers"\nunit = "count"\nnouns = ["divers"]\nentities = ["v"]\n',
        encoding="utf-8",
    )
    watchlist = load_config(file).watchlist
    found = missing(propose([page]), watchlist)
    assert [one.nouns[0] for one in found] == ["boats"]
    added = figures_text(found, tuple(watchlist.figures), {each.id: each.names for each in watchlist.entities.values()})
    file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")
    figures = load_config(file).watchlist.figures
    assert (list(figures), figures["boats-2"].entities) == (["boats", "boats-2"], ("v",))


@pytest.mark.parametrize("hostile", ['Ve"l]]\nden', "Velden\\", "\u202eVelden\x00"])
def test_whatever_a_page_says_the_config_is_valid(tmp_path: Path, hostile: str) -> None:
    page = article(f"{hostile} sends 250 divers", f'Then {hostile} sent 250 "divers" to {hostile}.', outlet=hostile)
    (tmp_path / "c.toml").write_text(config_text(propose([page])), encoding="utf-8")
    assert load_config(tmp_path / "c.toml").watchlist.figures
