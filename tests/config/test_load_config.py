"""config.toml: followed whole, or refused with line, key and what to write instead."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import Config, Secret, load_config
from monitor.errors import ConfigError
from monitor.model import Value
from monitor.settings import without_password, written

FIGURE = '[[figures]]\nid = "dead"\nlabel = "Deaths"\nunit = "count"\nnouns = ["deaths"]\n'
FEED = '[[feeds]]\nurl = "https://paper.example/rss"\n'


def config(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def loaded(folder: Path, text: str) -> Config:
    return load_config(config(folder, text))


def refusal(folder: Path, text: str) -> str:
    file = config(folder, text)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    return str(caught.value).removeprefix(str(file))


# --- what is refused, and in which words ------------------------------------------------------------------------

REFUSED = [
    # text, what the sentence says after the file's name
    ('contcat = "x"', ", line 1: contcat is no key that monitor knows; write contact instead."),
    ("[pol]\n", ", line 1: pol is no key that monitor knows; write poll instead."),
    ('interval = "5m"', ", line 1: interval is no key that monitor knows; write interval below [poll] instead."),
    ('intervall = "5m"', ", line 1: intervall is no key that monitor knows; write interval below [poll] instead."),
    ("hartbeat = '1d'", ", line 1: hartbeat is no key that monitor knows; write heartbeat below [health] instead."),
    ('[poll]\ncontact = "x"', "poll.contact is no key that monitor knows; write contact above the first [table]"),
    (FEED + 'nouns = ["a"]', "feeds[1].nouns is no key that monitor knows; write nouns below [[figures]] instead."),
    ("xyzzy = 1", ", line 1: xyzzy is no key that monitor knows; write one of contact, sensitivity,"),
    (FIGURE + 'nuons = ["a"]', ", line 6: figures[1].nuons is no key that monitor knows; write nouns instead."),
    ("[[figures]]\n" + 'id = "a"', ', line 1: figures[1] lacks `label`; write label = "Sappers to be sent".'),
    ('[[feeds]]\nurl = "ftp://a.example/x"', ", line 2: feeds[1].url is 'ftp://a.example/x'; write a web address,"),
    ('[[feeds]]\nurl = "https:///x"', ", line 2: feeds[1].url is 'https:///x'; write a web address,"),
    ('[[feeds]]\nurl = "https://a.example:http/"', ", line 2: feeds[1].url is 'https://a.example:http/'; write"),
    ('[[feeds]]\nurl = "https://a b.example/"', ", line 2: feeds[1].url is 'https://a b.example/'; write"),
    (FEED + 'kind = "rss"', ", line 3: feeds[1].kind is 'rss'; write one of feed, sitemap, page."),
    (FIGURE + FIGURE, ', line 7: figures[2].id is "dead", as is one before it; give it an id of its own.'),
    (
        FIGURE + 'entities = ["nis"]',
        ', line 6: figures[1].entities names the entity "nis", which the file does not have',
    ),
    (
        FIGURE + 'entities = ["kremlim"]\n[[entities]]\nid = "kremlin"\nnames = ["Kremlin"]',
        ', line 6: figures[1].entities names the entity "kremlim", which the file does not have; write kremlin',
    ),
    (FIGURE + 'part_of = "all"', ', line 6: figures[1].part_of names the figure "all", which the file does not have'),
    (
        FIGURE + 'baseline = "5,000"',
        ", line 6: figures[1].baseline is '5,000', no number; write a number without quotes",
    ),
    (FIGURE + "baseline = true", ", line 6: figures[1].baseline is True, no number"),
    (FIGURE + "baseline = nan", ", line 6: figures[1].baseline is NaN, no number"),
    (FIGURE + "baseline = { low = 9, high = 3 }", "runs from 9 down to 3; write low = 3, high = 9."),
    (FIGURE + "baseline = {}", "figures[1].baseline has no value; write low, high or both"),
    (
        FIGURE + 'baseline = { low = 9, bound = "atleast" }',
        "figures[1].baseline.bound is 'atleast'; write at_least instead.",
    ),
    (FIGURE.replace('"count"', '"EUU"'), ', line 4: figures[1].unit is "EUU", no currency that monitor knows; write'),
    (FIGURE.replace('"dead"', '"the dead"'), ", line 2: figures[1].id is 'the dead', no id; write letters, digits"),
    (
        FIGURE.replace('["deaths"]', '"deaths"'),
        ", line 5: figures[1].nouns is 'deaths', no list; write a list in brackets",
    ),
    ("[poll]\ninterval = 900", ', line 2: poll.interval is 900, no length of time; write "20s", "15m", "1h" or "3d".'),
    ('[poll]\ninterval = "0m"', ", line 2: poll.interval is '0m', no length of time"),
    ('[poll]\nmin_interval = "2h"\nmax_interval = "1h"', ", line 2: poll.min_interval is longer than max_interval"),
    (
        '[poll]\nallow = ["http://10.0.0.1"]',
        ", line 2: poll.allow holds 'http://10.0.0.1'; write an address, a network",
    ),
    ('[poll]\nallow = ["10.0.0.0/40"]', ", line 2: poll.allow holds '10.0.0.0/40'; write an address, a network"),
    ('sensitivity = "high"', ", line 1: sensitivity is 'high'; write one of fewer, balanced, more."),
    ("feeds = 3", ", line 1: feeds is no list of tables; write [[feeds]] in double brackets, once for each."),
    ("poll = 3", ", line 1: poll is no table; write keys below it"),
    ('[[receivers]]\nid = "a"\nkind = "mail"', ", line 3: receivers[1].kind is 'mail'; write email instead."),
    ('[[receivers]]\nid = "a"\nkind = "file"\nurl = "x"', ", line 4: receivers[1].url is no key that monitor knows"),
    ('[[receivers]]\nid = "a"\nkind = "file"', ', line 1: receivers[1] lacks `path`; write path = "alerts.jsonl".'),
    (
        '[[receivers]]\nid = "a"\nkind = "email"\nhost = "h"\nfrom = "a@b.example"\nto = ["c@d.eu"]\npassword = "x"',
        ', line 7: receivers[1].password is no secret kept elsewhere; write { env = "NAME" } or { file = "PATH" }',
    ),
    ("a = [", " is no valid TOML:"),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED, ids=[sentence[:60] for _, sentence in REFUSED])
def test_a_wrong_key_or_value_is_refused_with_line_key_and_remedy(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in refusal(tmp_path, text)


def test_a_config_that_is_not_there_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"There is no config at .*config.toml; write one \(monitor init URL\)"):
        load_config(tmp_path / "config.toml")


def test_a_config_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes('contact = "Müller"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="is no UTF-8 text"):
        load_config(tmp_path / "config.toml")


# --- what is followed -------------------------------------------------------------------------------------------


def test_an_empty_config_is_one_of_a_recording(tmp_path: Path) -> None:
    empty = loaded(tmp_path, "")
    assert (empty.feeds, empty.receivers, dict(empty.watchlist.figures), empty.watchlist.sensitivity) == (
        (),
        (),
        {},
        "balanced",
    )


LENGTHS = [("20s", 20), ("15m", 900), ("1h", 3600), ("3d", 259200), ("1h30m", 5400)]


@pytest.mark.parametrize(("text", "seconds"), LENGTHS)
def test_lengths_of_time_are_read(tmp_path: Path, text: str, seconds: int) -> None:
    assert loaded(tmp_path, f'[poll]\ninterval = "{text}"').poll.interval == timedelta(seconds=seconds)


def test_a_group_need_not_wait_but_no_length_of_time_is_guessed(tmp_path: Path) -> None:
    route = loaded(tmp_path, '[[routes]]\ngroup_wait = "0s"\ngroup_interval = "0m"').routes[0]
    assert (route.wait, route.interval) == (timedelta(0), timedelta(0))
    for key, text in (("group_wait", "0"), ("group_wait", ""), ("repeat", "0s")):
        said = refusal(tmp_path, f'[[routes]]\n{key} = "{text}"')
        assert f"routes[1].{key} is {text!r}, no length of time" in said


def test_no_rereading_at_all_can_be_asked_for(tmp_path: Path) -> None:
    assert loaded(tmp_path, "[poll]\nreread = []").poll.reread == ()


BASELINES = [
    ("5000", Value(low=Decimal(5000), high=Decimal(5000))),
    ("4.1", Value(low=Decimal("4.1"), high=Decimal("4.1"), step=Decimal("0.1"))),
    ("0", Value(low=Decimal(0), high=Decimal(0))),
    ("{ low = 10000, high = 12000 }", Value(low=Decimal(10000), high=Decimal(12000), bound="range")),
    ("{ low = 76000 }", Value(low=Decimal(76000), high=None, bound="at_least")),
    ("{ high = 15000 }", Value(low=None, high=Decimal(15000), bound="at_most")),
    ('{ low = 600, high = 600, bound = "about" }', Value(low=Decimal(600), high=Decimal(600), bound="about")),
    ('{ low = 76000, bound = "more_than" }', Value(low=Decimal(76000), high=None, bound="more_than")),
]


@pytest.mark.parametrize(("text", "value"), BASELINES)
def test_a_baseline_is_a_number_or_an_interval(tmp_path: Path, text: str, value: Value) -> None:
    assert loaded(tmp_path, FIGURE + f"baseline = {text}").watchlist.figures["dead"].baseline == value


UNITS = ["count", "percent", "EUR", "acre", "terabyte", "days", "mm", "km/h", "barrels per day", "doses", "°C"]


@pytest.mark.parametrize("unit", UNITS)
def test_any_measure_currency_or_counted_noun_is_a_unit(tmp_path: Path, unit: str) -> None:
    text = FIGURE.replace('"count"', f'"{unit}"')
    assert loaded(tmp_path, text).watchlist.figures["dead"].unit == unit


URLS = [
    "https://desk:secret@paper.example/rss",
    "http://paper.example:8080/rss?token=a%2Fb",
    "http://bücher.example/feed",
    "http://10.0.0.7/feed",
    "http://[::1]:8000/feed",
]


@pytest.mark.parametrize("url", URLS)
def test_credentials_ports_names_and_addresses_inside_are_valid_in_urls(tmp_path: Path, url: str) -> None:
    assert loaded(tmp_path, f'[[feeds]]\nurl = "{url}"').feeds[0].url == url


def test_a_feed_named_twice_is_one_feed_and_a_warning_without_its_password(tmp_path: Path) -> None:
    twice = '[[feeds]]\nurl = "https://desk:secret@paper.example/rss"\n' * 2
    found = loaded(tmp_path, twice)
    assert len(found.feeds) == 1
    assert "https://paper.example/rss is named twice" in found.warnings[0]
    assert "secret" not in found.warnings[0]


@pytest.mark.parametrize(
    "address", ["https://u:p@x@paper.example/", "https://u:p/w@paper.example/", "https://u@paper.example/"]
)
def test_no_part_of_a_password_is_shown(address: str) -> None:
    assert without_password(address) == "https://paper.example/"


def test_optional_help_for_a_figure_is_taken(tmp_path: Path) -> None:
    more = 'nature = "total"\nsince = 2026-01-31\nuntil = "2026-02-28"\nplausible = { high = 1e6 }\nid2 = 1\n'
    text = FIGURE + more.replace("id2 = 1\n", 'threshold = { percent = 5, direction = "up", outlets = 2 }\n')
    figure = loaded(tmp_path, text).watchlist.figures["dead"]
    assert (figure.nature, figure.since, figure.until) == ("total", date(2026, 1, 31), date(2026, 2, 28))
    assert figure.plausible == (None, Decimal("1E+6"))
    assert (figure.threshold.percent, figure.threshold.direction, figure.threshold.outlets) == (Decimal(5), "up", 2)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("plausible = {}", "has no end"),
        ("plausible = { low = 9, high = 1 }", "runs from 9 down to 1"),
        ('part_of = "dead"', "names the figure itself"),
        ('sum_of = ["dead"]', "names the figure itself"),
        ("since = 2026-03-02\nuntil = 2026-03-01", "is later than until"),
        ('direction = "upward"', "write one of up, down, both"),
    ],
)
def test_help_that_cannot_be_heeded_is_refused(tmp_path: Path, key: str, sentence: str) -> None:
    assert sentence in refusal(tmp_path, FIGURE + key)


def test_the_state_lies_beside_the_config_that_names_it(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'state = "var"').state == tmp_path / "var"


def test_rules_for_sites_are_taken_and_a_wrong_selector_is_refused(tmp_path: Path) -> None:
    site = '[[site]]\nhost = "paper.example"\nkeep = [".story"]\n'
    assert [rule.host for rule in loaded(tmp_path, site).watchlist.rules] == ["paper.example"]
    assert "paper.example: keep = '[[' is no CSS selector" in refusal(tmp_path, site.replace(".story", "[["))


# --- secrets ----------------------------------------------------------------------------------------------------

SLACK = '[[receivers]]\nid = "a"\nkind = "slack"\nurl = {{ {source} }}'


def test_a_secret_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "https://hooks.example/T0/B0/xyz")
    found = loaded(tmp_path, SLACK.format(source='env = "HOOK"'))
    assert found.receivers[0].settings["url"].reveal() == "https://hooks.example/T0/B0/xyz"


def test_a_secret_comes_from_a_file_beside_the_config(tmp_path: Path) -> None:
    (tmp_path / "hook").write_text("https://hooks.example/T0/B0/xyz\n", encoding="utf-8")
    found = loaded(tmp_path, SLACK.format(source='file = "hook"'))
    assert found.receivers[0].settings["url"].reveal() == "https://hooks.example/T0/B0/xyz"


def test_a_secret_that_is_not_there_is_named_where_it_is_needed_and_only_there(tmp_path: Path) -> None:
    text = SLACK.format(source='env = "NOT_SET_ANYWHERE"')
    assert "receivers[1].url names the environment variable NOT_SET_ANYWHERE, which is not set" in refusal(
        tmp_path, text
    )
    assert load_config(tmp_path / "config.toml", secrets=False).receivers[0].id == "a"


def test_a_wrong_secret_is_refused_without_being_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK", "hunter2-is-no-url")
    assert "hunter2" not in refusal(tmp_path, SLACK.format(source='env = "HOOK"'))


@given(st.text(min_size=1))
def test_a_secret_is_never_printed(text: str) -> None:
    assert {repr(Secret(text)), str(Secret(text)), f"{Secret(text)}"} == {"Secret(…)"}


# --- the other way round ----------------------------------------------------------------------------------------

plain = st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-(10**15), 10**15) | st.booleans()
words = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


@given(st.dictionaries(words, plain | st.lists(plain, max_size=3), max_size=4))
def test_what_is_written_is_read_back(table: dict[str, object]) -> None:
    import tomllib

    assert tomllib.loads(f"value = {written(table)}")["value"] == table
