"""config.toml as records, checked: a wrong key names the file, the key and what to write instead.

Law of this room: it reads one file and environment variables or secret files that the config names; secrets are
held as `Secret`, whose `repr` and `str` never show them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from monitor import settings as s
from monitor.errors import ConfigError
from monitor.model import Bound, Value
from monitor.routing import MANNERS, Health, Manners, Route, Silence, check_names, manners, route, silence
from monitor.settings import Keys, Place, Required
from monitor.watchlist import Entity, Figure, Threshold, Watchlist

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A string that is never printed or logged; `reveal()` is for the one line that sends it."""

    value: str

    def reveal(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, kw_only=True)
class PollConfig:
    """How often and how patiently sources are asked."""

    interval: timedelta = 15 * MINUTE
    min_interval: timedelta | None = None
    max_interval: timedelta | None = None
    timeout: timedelta = timedelta(seconds=20)
    reread: tuple[timedelta, ...] = (15 * MINUTE, HOUR, 4 * HOUR, DAY, 3 * DAY)
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedConfig:
    """One source. `kind` None: the body decides. `select` is the CSS selector of a page's article links."""

    url: str
    outlet: str | None = None
    language: str | None = None
    kind: Literal["feed", "sitemap", "page"] | None = None
    select: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverConfig:
    """One place alerts go to; `settings` are the kind's own keys, checked by that receiver's file."""

    id: str
    kind: str
    settings: Mapping[str, Any]
    manners: Manners = field(default_factory=Manners)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where the board listens ("" for nowhere), who may come in, and the names by which it is known."""

    listen: str = "127.0.0.1:8080"
    password: Secret | None = None  # reads and acts
    token: Secret | None = None  # reads: for programs and feed readers
    hosts: tuple[str, ...] = ()  # names in addresses, beside localhost and bare IP addresses
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that config.toml says."""

    path: Path
    watchlist: Watchlist
    contact: str | None = None
    poll: PollConfig = field(default_factory=PollConfig)
    feeds: tuple[FeedConfig, ...] = ()
    receivers: tuple[ReceiverConfig, ...] = ()
    routes: tuple[Route, ...] = ()
    silences: tuple[Silence, ...] = ()
    health: Health = field(default_factory=Health)
    web: WebConfig = field(default_factory=WebConfig)
    warnings: tuple[str, ...] = ()
    state: Path | None = None  # None: state/ beside the working directory, unless --state says


# --- readers of our own ---------------------------------------------------------------------------------------


def secret(raw: Any, place: Place) -> Secret:
    """{ env = "NAME" } or { file = "PATH" } (beside the config, unless absolute); never the secret itself."""
    how = 'write { env = "NAME" } or { file = "PATH" }, so that the secret stands in no config'
    if not isinstance(raw, dict) or len(raw) != 1 or not ({"env", "file"} & raw.keys()):
        raise place.wrong("is no secret kept elsewhere", how)
    source = s.read_table({"env": s.word, "file": s.word}, raw, place)
    if place.environ is None:
        return Secret("")
    if "env" in source:
        value = place.environ.get(source["env"], "")
        if not value:
            raise place.wrong(f"names the environment variable {source['env']}, which is not set", "set it, or " + how)
        return Secret(value)
    path = place.file.parent / Path(source["file"]).expanduser()
    try:
        return Secret(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise place.wrong(f"names the file {path}, which cannot be read ({reason})", "mend the path") from None


def secret_url(raw: Any, place: Place) -> Secret:
    """A web address that is as good as a password, given plainly or kept elsewhere."""
    found = Secret(raw) if isinstance(raw, str) else secret(raw, place)
    if found.reveal() or isinstance(raw, str):
        try:
            s.url(found.reveal(), place)
        except ConfigError:  # its sentence quotes the address
            raise place.wrong("is no web address", 'write "https://…" with host and path') from None
    return found


def allowed(raw: Any, place: Place) -> tuple[str, ...]:
    """Addresses, networks or names inside that may be reached, each with an optional port."""
    import ipaddress

    for item in s.texts(raw, place):
        wrong = any(mark in item for mark in ("//", " ", "@"))
        try:
            ipaddress.ip_network(item, strict=False) if "/" in item else None
        except ValueError:
            wrong = True
        if wrong:
            how = 'write an address, a network or a name, such as "10.0.0.0/8" or "intranet:8080"'
            raise place.wrong(f"holds {s.shown(item)}", how)
    return s.texts(raw, place)


BOUNDS: tuple[Bound, ...] = ("exact", "about", "at_least", "more_than", "at_most", "less_than", "range", "vague")


def baseline(raw: Any, place: Place) -> Value:
    """What stands before any article: a number, or { low, high, bound } with an open end left out."""
    if not isinstance(raw, dict):
        value = s.number(raw, place)
        return Value(low=value, high=value, step=step(value))
    said = s.read_table({"low": s.number, "high": s.number, "bound": s.choice(*BOUNDS)}, raw, place)
    low, high = said.get("low"), said.get("high")
    if low is None and high is None:
        raise place.wrong("has no value", "write low, high or both, such as { low = 10000, high = 12000 }")
    if low is not None and high is not None and low > high:
        raise place.wrong(f"runs from {low} down to {high}", f"write low = {high}, high = {low}")
    implied: Bound = "at_least" if high is None else "at_most" if low is None else "exact" if low == high else "range"
    finest = min(step(end) for end in (low, high) if end is not None)
    return Value(low=low, high=high, bound=said.get("bound", implied), step=finest)


def step(value: Decimal) -> Decimal:
    """The visible precision of a number in a config: 1 for 5000, 0.1 for 4.1 (5000 may mean just that)."""
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def plausible(raw: Any, place: Place) -> tuple[Decimal | None, Decimal | None]:
    """The ends between which a value can be believed: { low, high }, either left out."""
    ends = s.read_table({"low": s.number, "high": s.number}, raw, place)
    return ends.get("low"), ends.get("high")


def threshold(raw: Any, place: Place) -> Threshold:
    """What a change must reach to be told."""
    return Threshold(**s.read_table(THRESHOLD, raw, place))


def unit(raw: Any, place: Place) -> str:
    """ "count", "percent", a currency, a measure by symbol or word; any other word is a counted noun."""
    word = s.word(raw, place)
    if len(word) == 3 and word.isupper():
        from monitor.quantities import unit_kind

        if unit_kind(word) == "count":
            raise place.wrong(
                f'is "{word}", no currency that monitor knows', 'write an ISO code such as "EUR", or "count"'
            )
    return word


# --- the keys of each table -----------------------------------------------------------------------------------

THRESHOLD: Keys = {
    "absolute": s.number,
    "percent": s.number,
    "direction": s.choice("up", "down"),
    "outlets": s.whole,
}

POLL: Keys = {
    "interval": s.duration,
    "min_interval": s.duration,
    "max_interval": s.duration,
    "timeout": s.duration,
    "reread": s.durations,
    "allow": allowed,
}

FEED: Keys = {
    "url": Required(s.url, '"https://…"'),
    "outlet": s.word,
    "language": s.word,
    "kind": s.choice("feed", "sitemap", "page"),
    "select": s.word,
}

ENTITY: Keys = {
    "id": Required(s.name, '"nis"'),
    "names": Required(s.texts, '["NIS", "National Intelligence Service"]'),
}

FIGURE: Keys = {
    "id": Required(s.name, '"sappers"'),
    "label": Required(s.word, '"Sappers to be sent"'),
    "unit": Required(unit, '"count" (or "percent", a currency such as "EUR", a measure such as "acre")'),
    "nouns": s.texts,
    "entities": s.texts,
    "context": s.texts,
    "exclude": s.texts,
    "baseline": baseline,
    "nature": s.choice("total", "level", "rate", "price", "plan"),
    "part_of": s.name,
    "sum_of": s.texts,
    "actor": s.word,
    "place": s.word,
    "actions": s.texts,
    "exclude_events": s.texts,
    "since": s.day,
    "until": s.day,
    "plausible": plausible,
    "outlets": s.texts,
    "sample": s.word,
    "threshold": threshold,
}

HEALTH: Keys = {"heartbeat": s.duration, "ping": secret_url, "ping_every": s.duration, "keep": s.duration}

WEB: Keys = {"listen": s.text, "password": secret, "token": secret, "hosts": s.texts, "read_only": s.flag}

RECEIVERS: Mapping[str, Keys] = {
    "email": {
        "host": Required(s.word, '"smtp.example.org"'),
        "port": s.port,
        "tls": s.choice("none", "starttls", "tls"),
        "username": s.word,
        "password": secret,
        "from": Required(s.word, '"monitor@example.org"'),
        "to": Required(s.texts, '["desk@example.org"]'),
    },
    "slack": {"url": Required(secret_url, '{ env = "SLACK_WEBHOOK_URL" }')},
    "webhook": {"url": Required(secret_url, '"https://…"'), "secret": secret},
    "file": {"path": Required(s.word, '"alerts.jsonl"')},
    "apprise": {"url": Required(secret, '{ env = "APPRISE_URL" }')},
}


def receiver(raw: Any, place: Place) -> ReceiverConfig:
    """One receiver, by the keys of its kind; those of a plug-in's kind are the plug-in's business."""
    kind = raw.get("kind") if isinstance(raw, dict) else None
    known = (*RECEIVERS, *plugged()) if isinstance(kind, str) and kind not in RECEIVERS else tuple(RECEIVERS)
    own = RECEIVERS.get(str(kind)) or ({key: setting for key in raw} if kind in known else {})
    head: Keys = {"id": Required(s.name, '"desk"'), "kind": Required(s.choice(*known), '"email"')}
    if kind is not None:
        s.choice(*known)(kind, place.at("kind"))  # before a key of no kind is called wrong
    said = s.read_table({**own, **MANNERS, **head}, raw, place)
    treated = manners(said)
    return ReceiverConfig(id=said.pop("id"), kind=said.pop("kind"), settings=said, manners=treated)


def plugged() -> tuple[str, ...]:
    """The kinds of receivers that other packages bring."""
    from importlib.metadata import entry_points

    return tuple(found.name for found in entry_points(group="monitor.receivers"))


def setting(raw: Any, place: Place) -> Any:
    """A plug-in's own key, as it stands; a secret kept elsewhere is fetched."""
    return secret(raw, place) if isinstance(raw, dict) and len(raw) == 1 and {"env", "file"} & raw.keys() else raw


def records(make: Any) -> s.Reader:
    """A list of tables, [[…]], each made into a record by `make`."""

    def read(raw: Any, place: Place) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise place.wrong("is no list of tables", f"write [[{place.name}]] in double brackets, once for each")
        return tuple(make(item, place.at(index)) for index, item in enumerate(raw))

    return read


def record(make: Any, keys: Keys) -> s.Reader:
    """A table as the record whose fields bear the names of its keys."""
    return lambda raw, place: make(**s.read_table(keys, raw, place))


def figure(raw: Any, place: Place) -> Figure:
    return Figure(**{"nouns": (), **s.read_table(FIGURE, raw, place)})


TOP: Keys = {
    "contact": s.word,
    "sensitivity": s.choice("fewer", "balanced", "more"),
    "state": s.word,
    "poll": record(PollConfig, POLL),
    "feeds": records(record(FeedConfig, FEED)),
    "entities": records(record(Entity, ENTITY)),
    "figures": records(figure),
    "receivers": records(receiver),
    "routes": records(route),
    "silences": records(silence),
    "health": record(Health, HEALTH),
    "web": record(WebConfig, WEB),
}


# --- the whole file -------------------------------------------------------------------------------------------


def load_config(path: Path, *, secrets: bool = True) -> Config:
    """Everything that the file says, checked; `secrets` False leaves them empty, for commands that send nothing.

    Raises `ConfigError`, a sentence with file, line, key and what to write instead.
    """
    text = read_text(path)
    place = Place(path, text, environ=os.environ if secrets else None)
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
