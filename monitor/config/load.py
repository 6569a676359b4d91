"""The whole file: read, checked key by key, then for what one key says of another. Law: used whole or refused whole."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from monitor import settings as s
from monitor.config.keys import HOMES, TOP
from monitor.config.records import Config, FeedConfig, PollConfig
from monitor.errors import ConfigError
from monitor.routing import check_names
from monitor.settings import Place
from monitor.watchlist import SiteRule, Watchlist


def load_config(path: Path, *, secrets: bool = True) -> Config:
    """Everything that the file says, checked; `secrets` False leaves them empty, for commands that send nothing.

    Raises `ConfigError`, a sentence with file, line, key and what to write instead.
    """
    text = read_text(path)
    place = Place(path, text, environ=os.environ if secrets else None, homes=HOMES)
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is no valid TOML: {error}; mend that line.") from None
    said = s.read_table(TOP, raw, place)
    feeds, warnings = once_each(said.get("feeds", ()), path)
    watchlist = Watchlist(
        figures=by_id(said.pop("figures", ()), place.at("figures")),
        entities=by_id(said.pop("entities", ()), place.at("entities")),
        sensitivity=said.pop("sensitivity", "balanced"),
        rules=site_rules(text, path) if said.pop("site", None) else (),
    )
    by_id(said.get("receivers", ()), place.at("receivers"))
    check_references(watchlist, place.at("figures"))
    receivers = [each.id for each in said.get("receivers", ())]
    known = {"figures": watchlist.figures, "entities": watchlist.entities, "receivers": receivers}
    check_names({key: said.get(key, ()) for key in ("routes", "silences")}, known, place)
    check_rhythm(said.get("poll", PollConfig()), place.at("poll"))
    state = path.parent / Path(said.pop("state")).expanduser() if "state" in said else None
    said |= {"path": path, "watchlist": watchlist, "feeds": feeds, "warnings": warnings, "state": state}
    return Config(**said)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(
            f"There is no config at {path}; write one (monitor init URL) or name one (--config)."
        ) from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}); name another file with --config.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is no UTF-8 text (byte {error.start}); save it as UTF-8.") from None


def site_rules(text: str, path: Path) -> tuple[SiteRule, ...]:
    """The [[site]] tables of the file."""
    from monitor.extract.sites import read_rules

    return read_rules(text, str(path))


def by_id(items: Iterable[Any], place: Place) -> dict[str, Any]:
    """The records by their ids, in the order of the file; an id may stand once."""
    found: dict[str, Any] = {}
    for index, item in enumerate(items):
        if item.id in found:
            raise place.at(index, "id").wrong(f'is "{item.id}", as is one before it', "give it an id of its own")
        found[item.id] = item
    return found


def check_references(watchlist: Watchlist, place: Place) -> None:
    """A figure may name only entities and figures that the file has."""
    for index, one in enumerate(watchlist.figures.values()):
        asked = [
            ("entities", one.entities, watchlist.entities),
            ("part_of", (one.part_of,) if one.part_of else (), watchlist.figures),
            ("sum_of", one.sum_of, watchlist.figures),
        ]
        if one.id in (one.part_of, *one.sum_of):
            raise place.at(index, "part_of" if one.part_of == one.id else "sum_of").wrong(
                "names the figure itself", "name the other figure, or leave it out"
            )
        if one.since and one.until and one.since > one.until:
            raise place.at(index, "since").wrong("is later than until", "write the earlier day here")
        for key, names, known in asked:
            for wanted in names:
                if wanted not in known:
                    kind = "entity" if key == "entities" else "figure"
                    hint = s.suggestion(wanted, known) if known else f'add [[{key}]] with id = "{wanted}"'
                    raise place.at(index, key).wrong(f'names the {kind} "{wanted}", which the file does not have', hint)


def check_rhythm(poll: PollConfig, place: Place) -> None:
    if poll.min_interval and poll.max_interval and poll.min_interval > poll.max_interval:
        raise place.at("min_interval").wrong("is longer than max_interval", "write the shorter of the two here")


def once_each(feeds: tuple[FeedConfig, ...], path: Path) -> tuple[tuple[FeedConfig, ...], tuple[str, ...]]:
    """Each feed URL once, and a warning for each that was named again (a fragment makes no other feed)."""
    kept: dict[str, FeedConfig] = {}
    warnings = []
    for feed in feeds:
        if kept.setdefault(feed.url.partition("#")[0], feed) is not feed:
            warnings.append(f"{path}: the feed {s.without_password(feed.url)} is named twice; it is polled once.")
    return tuple(kept.values()), tuple(warnings)
