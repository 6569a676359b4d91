"""Rules for single sites, as data: where the text, the headline and the date stand when the general laws fail.

    host = "paper.example"          # and its subdomains
    keep = [".story-text"]          # only what stands in these is text
    drop = [".inline-promo"]        # and nothing in these
    headline = "h1.title"
    date = "time.published"

Law: selectors are CSS; one that cannot be read is a clear error when the rules are loaded, never when a page is read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.errors import ConfigError
from monitor.model import Article
from monitor.watchlist import SiteRule

MARK = "monitor-keep"  # the name that kept elements get, read back from the boxes
_KEYS = ("host", "keep", "drop", "headline", "date")
_LINES = 5


def read_rules(text: str, where: str = "site rules") -> tuple[SiteRule, ...]:
    """The `[[site]]` tables of a TOML text. Raises `ConfigError` that names the host, the key and what is wrong."""
    try:
        tables = tomllib.loads(text).get("site", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not TOML: {error}. Write one [[site]] table for each host.") from error
    if not isinstance(tables, list):
        raise ConfigError(f"{where}: write [[site]] with two brackets, one table for each host.")
    return tuple(_rule(table, where) for table in tables)


def load_rules(path: Path) -> tuple[SiteRule, ...]:
    """The rules in a file; see `read_rules`."""
    return read_rules(path.read_text("utf-8"), str(path))


def rule_for(rules: Iterable[SiteRule], url: str) -> SiteRule | None:
    """The rule for a page's host, the longest name first."""
    host = (urlsplit(url).hostname or "").lower()
    fitting = [rule for rule in rules if host == rule.host or host.endswith("." + rule.host)]
    return max(fitting, key=lambda rule: len(rule.host), default=None)


def _rule(table: Mapping[str, Any], where: str) -> SiteRule:
    host = table.get("host")
    if not isinstance(host, str) or not host:
        raise ConfigError(f'{where}: a [[site]] table needs host = "paper.example".')
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"{where}: {host} has an unknown key {key!r}. Known are {', '.join(_KEYS)}.")
    keep, drop = (_selectors(table, key, host, where) for key in ("keep", "drop"))
    headline, date = ("".join(_selectors(table, key, host, where)[:1]) for key in ("headline", "date"))
    return SiteRule(host=host.lower(), keep=keep, drop=drop, headline=headline, date=date)


def _selectors(table: Mapping[str, Any], key: str, host: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(s, str) and s.strip() for s in listed):
        raise ConfigError(f'{where}: {host}: {key} must be a CSS selector or a list of them, like [".story-text"].')
    for selector in listed:
        _check(selector, key, host, where)
    return tuple(listed)


def _check(selector: str, key: str, host: str, where: str) -> None:
    try:
        LexborHTMLParser("<p>").css(selector)
    except (SelectolaxError, ValueError, RuntimeError) as error:
        raise ConfigError(f"{where}: {host}: {key} = {selector!r} is no CSS selector: {error}") from error


def apply_rule(tree: LexborHTMLParser, rule: SiteRule) -> bool:
    """Takes out what a rule drops and marks what it keeps; whether anything on the page is kept by it."""
    for selector in rule.drop:
        for node in tree.css(selector):
            node.decompose()
    kept = [node for selector in rule.keep for node in tree.css(selector)]
    for node in kept:
        node.attrs["data-module"] = MARK
    return bool(kept)


def text_at(tree: LexborHTMLParser, selector: str) -> str:
    """The text (or the machine time) of the first element that a selector finds."""
    node: LexborNode | None = tree.css_first(selector) if selector else None
    if node is None:
        return ""
    attributes = node.attributes
    return attributes.get("datetime") or attributes.get("content") or " ".join((node.text() or "").split())


def suggest(article: Article) -> str:
    """A rule for the page's host as TOML text, as the general laws read it: to be looked at by a person."""
    host = (urlsplit(article.url).hostname or "").removeprefix("www.")
    lines = ["[[site]]", f'host = "{host}"']
    selector = _selector(article.container)
    lines.append(f'keep = ["{selector}"]' if selector else "# keep: no element with a name of its own holds the text")
    doubtful = [b.text for b in article.blocks if b.kept and b.score < 1.0][:_LINES]
    lines += [f"# kept with doubt: {text[:80]}" for text in doubtful]
    return "\n".join(lines) + "\n"


def _selector(container: str) -> str:
    tag, _, names = container.partition(".")
    usable = [
        n for n in names.split(".") if n.replace("-", "").replace("_", "").isalnum() and not any(c.isdigit() for c in n)
    ]
    return ".".join((tag, *usable[:2])) if usable else (tag if tag in ("article", "main") else "")
