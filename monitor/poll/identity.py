"""What makes an entry the same one in the next round, in another feed, under another address.

Law of this room: the link is the identity; a GUID that is shared, changes or lies does no harm. Addresses are compared
without what does not matter to a reader (scheme, www, trackers, fragment, a slash at the end); what goes out on the
wire is always the address as it was given.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from monitor.model import Entry

TRACKERS = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|ref_src"
    r"|s_cid|cmpid|ns_\w+|at_(?:medium|campaign|custom\d|link\w*|format|ptr\w*|bbc_team|send_date)|wt_?mc|ocid"
    r"|__twitter_impression|smid|smtyp|guccounter|guce_\w+)",
    re.IGNORECASE,
)
ALIKE = 0.6  # of all words in two titles that are one headline, corrected


def address_key(url: str) -> str:
    """The name under which `url` is known: two addresses of one article have the same."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    try:
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        port = ""
    path = quote(unquote(parts.path), safe="/~!$&'()*+,;=:@").rstrip("/")
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name)]
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""  # a page made by script
    return f"{host}{port}{path}{'?' + urlencode(sorted(kept)) if kept else ''}{fragment}"


def _tracks(name: str) -> bool:
    return bool(TRACKERS.fullmatch(name))


def entry_key(url: str | None, guid: str | None, title: str, text: str) -> str:
    """The key of an entry: its link, else its GUID, else its own words. Those two are good within one feed only."""
    if url:
        return address_key(url)
    if guid:
        return f"guid:{guid}"
    words = f"{title}\n{text}".encode()
    return f"text:{hashlib.sha256(words).hexdigest()[:24]}"


def is_homepage(url: str) -> bool:
    """Whether `url` can be no article's own address: a broken site names its front page as every page's canonical."""
    parts = urlsplit(url)
    return not parts.path.strip("/") and not parts.query


def moved(known: Entry, entry: Entry) -> bool:
    """Whether an entry with a known GUID and a new link is the known article at a new address.

    Some systems give one GUID to many articles, others change the address with the headline: it is the same article
    only if it also bears the same date and nearly the same headline.
    """
    if known.published != entry.published:
        return False
    ours, theirs = _words(known.title), _words(entry.title)
    if known.published is None:
        return bool(ours) and ours == theirs
    return bool(ours) and len(ours & theirs) >= ALIKE * len(ours | theirs)


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold()))


def shares_words(known: Entry, entry: Entry) -> bool:
    """Whether two entries under one canonical address can be one article: a broken site gives all pages the same."""
    ours, theirs = _words(known.title), _words(entry.title)
    return not ours or not theirs or bool(ours & theirs)
