"""Links as sources write them, made whole; and the links that lead from an HTML page to its feed."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit, urlunsplit

LONGEST = 4_000  # characters of one address
HEAD = 512 * 1024  # characters of a page in which its feed is looked for


def absolute(base: str, reference: str) -> str | None:
    """The address that `reference` means at `base`, without credentials; None for what nobody could fetch."""
    reference = "".join(reference.split())
    if not reference or len(reference) > LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base, reference))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


class _Head(HTMLParser):
    """Finds <link rel=alternate> of a feed's type and <base>; goes on to the page's end, since many are put there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("link", "base"):
            return
        said = {name: (value or "").strip() for name, value in attrs}
        if tag == "base":
            self.base = self.base or said.get("href", "")
        elif "alternate" in said.get("rel", "").lower().split() and said.get("type", "").lower() in FEED_TYPES:
            self.feeds.append(said.get("href", ""))


def feed_of(text: str, url: str) -> str:
    """Where the HTML page in `text` says that its feed is, or ""; not a feed of comments, if there is another."""
    head = _Head()
    head.feed(text[:HEAD])
    base = absolute(url, head.base) or url
    found = [each for each in (absolute(base, href) for href in head.feeds) if each and each != url]
    return next((each for each in found if "comment" not in each.lower()), found[0] if found else "")
