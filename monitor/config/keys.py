"""Every key of config.toml, and what may stand there. Law of this room: a table a table; a reader gives one value.

Secrets come from the environment or from a file that the config names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from monitor import settings as s
from monitor.config.records import FeedConfig, PollConfig, ReceiverConfig, Secret, WebConfig
from monitor.errors import ConfigError
from monitor.model import Bound, Value
from monitor.routing import MANNERS, ROUTE, SILENCE, Health, manners, route, silence
from monitor.settings import Keys, Place, Required
from monitor.watchlist import Entity, Figure, Threshold

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
    low, high = ends.get("low"), ends.get("high")
    if low is None and high is None:
        raise place.wrong("has no end", "write low, high or both, such as { low = 1, high = 5000 }")
    if low is not None and high is not None and low > high:
        raise place.wrong(f"runs from {low} down to {high}", f"write low = {high}, high = {low}")
    return low, high


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
    "direction": s.choice("up", "down", "both"),
    "plausible": plausible,
    "outlets": s.texts,
    "sample": s.word,
    "threshold": threshold,
}

HEALTH: Keys = {
    "heartbeat": s.duration,
    "ping": secret_url,
    "ping_every": s.duration,
    "keep": s.duration,
    "log": s.choice("text", "json"),
}

WEB: Keys = {"listen": s.text, "password": secret, "token": secret, "hosts": s.texts, "read_only": s.flag, "url": s.url}

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


def as_it_stands(raw: Any, place: Place) -> Any:
    """What another room checks."""
    return raw


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
    "site": as_it_stands,  # rules for single sites: extract/ knows what a selector is
}

# --- where a key belongs, for whoever wrote it in another table -------------------------------------------------

PLACES: Mapping[str, Collection[str]] = {
    "above the first [table]": ("contact", "sensitivity", "state"),
    "below [poll]": POLL,
    "below [[feeds]]": FEED,
    "below [[entities]]": ENTITY,
    "below [[figures]]": FIGURE,
    "below [[receivers]]": {*MANNERS, *(key for keys in RECEIVERS.values() for key in keys)},
    "below [[routes]]": ROUTE,
    "below [[silences]]": SILENCE,
    "below [health]": HEALTH,
    "below [web]": WEB,
}

HOMES: Mapping[str, str] = {
    key: where for where, keys in PLACES.items() for key in keys if sum(key in each for each in PLACES.values()) == 1
}
