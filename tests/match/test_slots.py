"""What a figure's descriptor holds, and how a number's slots stand to it."""

from __future__ import annotations

import pytest

from monitor.match import describe, ellipsis
from monitor.match.compiled import Compiled
from monitor.match.evidence import evidence
from monitor.match.frames import Terms, mentions
from monitor.match.reading import read
from monitor.match.series import paired
from monitor.match.words import tokens
from monitor.quantities import read_quantities
from monitor.watchlist import Figure
from tests.match.desk import BANK, DEAD, article, desk


def figure(label: str, *nouns: str, unit: str = "count") -> Figure:
    return Figure(id="f", label=label, unit=unit, nouns=nouns or ("people",))


@pytest.mark.parametrize(
    ("label", "voice"),
    [
        ("Deaths in the market fire (prefecture's count)", {"prefectur"}),
        ("Miners missing, according to the company", {"company", "management", "firm", "operator", "employer"}),
        ("Strikers in the civil service, by the ministry's count", {"ministry"}),
        ("State debt of Zambria, IMF figure", {"imf"}),
        ("Nightclub fire: death toll", set()),
        ("Drones launched in one night (latest attack)", set()),
    ],
)
def test_a_figure_that_is_one_partys_count_names_its_voice(label: str, voice: set[str]) -> None:
    assert describe(figure(label)).voice == voice


@pytest.mark.parametrize(
    ("label", "nouns", "nature"),
    [
        ("Death toll", ["people killed"], "total"),
        ("Hostages still held", ["hostages"], "level"),
        ("Offer price per share", ["a share"], "price"),
        ("Deficit target", ["target"], "plan"),
    ],
)
def test_the_nature_of_a_figure_follows_from_its_words(label: str, nouns: list[str], nature: str) -> None:
    assert describe(figure(label, *nouns)).nature == nature


def test_a_figure_of_what_is_to_come_has_a_mood() -> None:
    assert describe(figure("Troops to leave by September", "troops")).moods
    assert "demand" in describe(figure("Ransom demanded", "ransom")).moods
    assert not describe(figure("People killed", "people killed")).moods


def terms(text: str, at: str, of: Figure = DEAD) -> Terms:
    followed = desk(of)
    compiled = Compiled(followed)
    reading = read(article("", text), compiled.aliases)
    mention = next(m for m in mentions(reading) if m.quantity.text == at)
    return evidence(mention, compiled.descriptors[of.id], reading)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("In Kunar 58 people were killed.", "58", "what:named"),
        ("In Kunar 58 men lost their lives.", "58", "what:both"),
        ("In Kunar 58 lorries were burned.", "58", "what:other"),
        ("In Kunar 610 people died and another 12 elsewhere, 622 in all.", "622", "what:carried"),
        ("The toll in Kunar rose to 58 from 41.", "41", "from:L1"),
        ("The toll in Kunar rose to 58 from 41.", "58", "time:new"),
        ("In Kunar 58 were dead or missing.", "58", "mixed:or"),
        ("The quake in Kunar could kill 1,000 people.", "1,000", "mood:possible"),
        ("Kunar counts 58 dead, including 12 children.", "12", "part:L1"),
        ("Nepal counts 58 dead.", "58", "who:absent"),
        ("Kunar and Nepal together count 58 dead.", "58", "mixed:names"),
        ("The wave in Kunar came at night. It killed 58 people.", "58", "who:focus"),
    ],
)
def test_a_slot_says_what_is_seen(text: str, at: str, expected: str) -> None:
    assert expected in terms(text, at)


@pytest.mark.parametrize(
    ("text", "own", "number"),
    [
        ("Halland and Skåne count 11 and 29 cases respectively", "Skåne", "29"),
        ("Tests in Tianjin, Dalian and Shenyang found 97, 136 and 41, respectively", "Tianjin", "97"),
        ("Tests in Tianjin, Dalian and Shenyang found 97, 136 and 41, respectively", "Dalian", "136"),
        ("It counted 9 and 26 in that order in Nikopol and Kherson", "Kherson", "26"),
    ],
)
def test_respectively_pairs_numbers_with_names_in_their_order(text: str, own: str, number: str) -> None:
    run = tokens(text, read_quantities(text))
    mine = {i for i, t in enumerate(run) if t.text == own}
    told = {t.text: paired(run, i, mine.__contains__) for i, t in enumerate(run) if t.quantity >= 0}
    assert [text for text, is_mine in told.items() if is_mine] == [number]


@pytest.mark.parametrize(
    ("text", "at", "form", "about"),
    [
        ("How many died in Kunar? Fifty-eight, said the doctor.", "Fifty-eight", "answer", "asked"),
        ("At dawn 41 were dead in Kunar. By noon, 58.", "58", "timed", "own"),
        ("In Kunar the dead are laid out in the school. It is 58 now.", "58", "leaning", "own"),
        ("Kunar buried its dead. That brings it to 58, the mayor said.", "58", "leaning", "own"),
        ("Kunar had 41 dead last night. Fifty-eight by now.", "Fifty-eight", "subject", "own"),
        ("Kunar buries its dead. We've got 58 now, a nurse said.", "58", "leaning", "own"),
        ("Kunar buries its dead. It’s 58, a nurse said.", "58", "leaning", "own"),
        ("In Kunar 40 lorries were sent. By noon, 58.", "58", "timed", "other"),
    ],
)
def test_a_number_that_leaves_unsaid_what_it_counts_leans_on_the_nearest_thing(
    text: str, at: str, form: str, about: str
) -> None:
    compiled = Compiled(desk(DEAD))
    reading = read(article("", text), compiled.aliases)
    mention = next(m for m in mentions(reading) if m.quantity.text == at)
    assert (ellipsis.form(mention), ellipsis.topic(mention, compiled.descriptors["dead"], reading)) == (form, about)
    assert f"what:bare-{about}" in terms(text, at)


@pytest.mark.parametrize("text", ["In Kunar 58 lorries were sent.", "The wave took the 58 houses of Kunar."])
def test_a_number_with_its_thing_leans_on_nothing(text: str) -> None:
    assert not [t for t in terms(text, "58") if t.startswith("what:bare")]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The company lost no more than 58 lorries.", "not"),
        ("More than 58 people died in Kunar.", "more"),
        ("The loss before tax came to 58 million.", "earlier"),
    ],
)
def test_a_bound_or_a_fixed_phrase_is_no_cue(text: str, cue: str) -> None:
    quantity = next(q for q in read_quantities(text) if q.low == 58 or q.high in (58, 58_000_000))
    assert not [t for t in terms(text, quantity.text) if t.startswith(f"{cue}:")]


def test_the_bank_of_the_desk_is_found_by_both_its_names() -> None:
    assert "who:own" in terms("Orlen will cut 3,800 jobs.", "3,800", BANK)
