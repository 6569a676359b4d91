"""What kind of answer a page is: an article, all of it or its teaser, or no article at all.

Law: only what the server sent to an ordinary reader is used; a wall is named and never got around. A page that is no
article says which it is (consent, error-page, script-only ...) and, where it leads on, where to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qs, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.blocks import Box, Piece
from monitor.extract.chrome import BIT
from monitor.extract.metadata import Metadata
from monitor.model import Access

_WALL_NAMES = re.compile(
    r"paywall[-_]*(?:modal|bar|overlay|offer|banner|cta|message|wall|prompt|popup)|regwall|leaky[-_]paywall|"
    r"piano[-_]offer|poool|subscriber[-_]only[-_]message|tp-modal|"
    r"abo-?box|subscribe[-_](?:wall|overlay|to-read)",
    re.I,
)
_WALL_WORDS = re.compile(
    r"\b(?:to (?:continue|keep) reading|(?:continue|keep) reading (?:this|the|with|for|your)|read the (?:full|"
    r"rest|whole) (?:story|article)|"
    r"this (?:article|content|story|page) is (?:only |exclusively )?(?:for|available (?:only )?to|"
    r"reserved for) (?:our )?(?:paying )?(?:subscribers|members)|"
    r"(?:subscribers?|members?)[- ]only|already (?:a )?(?:subscriber|subscribed|a member|have an account)|"
    r"subscribe (?:now )?to (?:read|continue|unlock|access)|"
    r"unlock (?:this|the full|unlimited)|you(?:'|’)?(?:ve| have) (?:reached|used|read) (?:your|all|\d)|"
    r"free articles? (?:left|remaining|this month)|"
    r"log ?in to (?:read|continue)|register (?:for free )?to (?:read|continue)|sign (?:in|up) to (?:read|"
    r"continue)|try unlimited access|"
    r"weiterlesen mit|jetzt weiterlesen|lesen sie (?:diesen artikel|weiter) mit|dieser (?:artikel|beitrag|"
    r"inhalt) ist (?:nur )?(?:für|abonnenten)|"
    r"sie sind bereits abonnent|réservé aux abonnés|il vous reste \d+ ?% de cet article|déjà abonné|"
    r"pour lire la suite|"
    r"(?:contenido|artículo) (?:exclusivo )?(?:solo )?para suscriptores|ya (?:eres|soy) suscriptor|"
    r"contenuto riservato agli abbonati|"
    r"exclusivo para assinantes|alleen voor abonnees|endast för prenumeranter|kun for abonnenter|"
    r"tylko dla subskrybentów)",
    re.I,
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|privacy|gdpr|your data|personal data|"
    r"datenschutz|einwilligung|zustimm\w+|vie privée|privacidad)\b",
    re.I,
)
_ACCEPT = re.compile(
    r"\b(?:accept|agree|reject|allow|continue|manage|akzeptier\w*|zustimmen|accepter|aceptar|accetta\w*|aceitar)\b",
    re.I,
)
# What an error page says of itself. "At least 500 killed" and "ships were forbidden to sail" are news: a bare code or
# word counts only as a whole part of the title, or beside a word for a page.
_ERROR_TITLE = re.compile(
    r"(?:(?:http )?(?:error|status|code|fehler|erreur)[ :-]*)?(?:40[0-9]|410|451|50[0-4]|52[0-6])(?: error)?|"
    r"(?:(?:40[0-9]|410|451|50[0-4]|52[0-6])[ :,-]+)?"
    r"(?:not found|forbidden|gone|access denied|bad gateway|(?:service )?(?:temporarily )?unavailable|"
    r"gateway time-?out|(?:internal )?server error|error|oops!?)",
    re.I,
)
_ERROR = re.compile(
    r"\b(?:page (?:was )?(?:not found|cannot be found|can(?:'|’)t be found|could not be found|doesn(?:'|’)t exist|"
    r"does not exist|unavailable)|(?:40[0-9]|410|50[0-4])[ :-]+(?:error|not found|forbidden|gone|bad gateway|"
    r"service unavailable)|(?:http )?error (?:40[0-9]|410|50[0-4])|access denied|bad gateway|service unavailable|"
    r"gateway time-?out|internal server error|something went wrong|(?:an|unexpected) error (?:has )?occurred|"
    r"seite (?:wurde )?nicht gefunden|page introuvable|página no encontrada|pagina non trovata|"
    r"página não encontrada|(?:page|article|story|content|site|link|url)(?: you \w+(?: \w+){0,3})?"
    r"(?: is| has been| was)? (?:no longer available|been removed|removed|temporarily unavailable|not available)|"
    r"(?:under|site) maintenance)\b",
    re.I,
)
_TITLE_PARTS = re.compile(r"\s+[|–—:·-]\s+|\s*[|]\s*|:\s+")
_ROBOT = re.compile(
    r"\b(?:are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|"
    r"just a moment\b(?: *[.…])|captcha|"
    r"unusual (?:traffic|activity) from|ddos protection by|enable javascript and cookies|"
    r"(?:complete|pass|performing)\b.{0,20}\bsecurity (?:check|verification)|"
    r"pardon our interruption|cf-challenge)\b",
    re.I,
)
_SCRIPT = re.compile(
    r"\b(?:enable|requires?|activate|turn on|need|aktivieren|activer|activar|"
    r"abilitare)\b.{0,40}\bjava ?script\b|\bjava ?script\b.{0,40}"
    r"\b(?:enabled?|required|disabled|aktiviert|activé|activado)\b",
    re.I,
)
_AGGREGATORS = ("news.google.", "msn.com", "flipboard.com", "smartnews.com", "newsbreak.com", "t.co", "apple.news")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]\s*url\s*=\s*[\"']?\s*([^\"'>\s]+)", re.I)
_LOCATION = re.compile(
    r"(?:window|document|top|self)?\.?location(?:\.href)?\s*(?:=|\.(?:replace|"
    r"assign)\()\s*[\"'](https?:\\?/\\?/[^\"']{8,600}|/[^\"'/][^\"']{3,600})[\"']"
)
_SHUT = re.compile(r"content-not-granted|leaky_paywall_message|poool-widget")
_OFFER = BIT["offer"] | BIT["wall"]
_LITTLE = 300  # characters of text below which a page has to explain itself
_TEASER = 900


def is_wall(piece: Piece) -> bool:
    """Whether a block is the wall's own text: an offer in a box that is named for it, or in its set phrases."""
    if len(piece.text) > 400:
        return False
    box: Box | None = piece.box
    for _ in range(4):
        if box is None:
            break
        if box.name and _is_wall_name(box.name):
            return True
        box = box.parent
    return len(piece.text) < 250 and _WALL_WORDS.search(piece.text) is not None


@lru_cache(maxsize=512)
def _is_wall_name(name: str) -> bool:
    return _WALL_NAMES.search(name) is not None


def access_of(about: Metadata, walled: bool, text: str, boxes: Sequence[Box]) -> Access:
    """Full, a teaser (little text before a wall) or gated (the page says that it is not free)."""
    shut = any(box.bits & _OFFER and _SHUT.search(box.name) for box in boxes)
    if about.free is True and not shut:
        return "full"
    if about.free is False or shut or walled:
        if len(text) < _TEASER or _trails_off(text):
            return "teaser"
        return "gated" if about.free is False or shut else "full"
    return "full"


def _trails_off(text: str) -> bool:
    return text.rstrip().endswith(("...", "…", "[…]", "[...]"))


def why_none(
    tree: LexborHTMLParser, url: str, status: int, title: str, text: str, seen: str, body: bytes
) -> tuple[str, str | None]:
    """The reason why a page is no article ("" where it is one) and where it leads on to.

    `text` is what was kept, `seen` all the words of the page.
    """
    enough = len(text) >= _LITTLE
    if target := _leads_on(tree, url, body, enough):
        host = urlsplit(url).hostname or ""
        return ("aggregator" if any(a in host for a in _AGGREGATORS) else "redirect"), target
    head = (title + " " + seen[:600]).strip()
    if not enough and _ROBOT.search(head):
        return "robot-check", None
    if status >= 400 and not (status in (401, 402, 403) and enough):
        return "error-page", None
    if enough:
        return "", None
    host = urlsplit(url).hostname or ""
    if any(host == a or host.endswith("." + a) or host.startswith(a) for a in _AGGREGATORS):
        return "aggregator", _outside_link(tree, url)
    if _CONSENT.search(head) and _asks_consent(seen[:3000], host):
        return "consent", _continue(url)
    if _is_error(title) or (len(text) < 120 and _ERROR.search(seen[:300])):
        return "error-page", None
    if len(text) < 120 and (_SCRIPT.search(body[:400_000].decode("utf-8", "replace")) or _is_shell(seen, body)):
        return "script-only", None
    return ("", None) if text else ("no-text", None)


def _asks_consent(seen: str, host: str) -> bool:
    """Whether a page asks to be allowed cookies; a short item on a privacy fine does not."""
    words = [word.lower() for word in _CONSENT.findall(seen)]
    asks = any(word.startswith(("cookie", "consent", "einwillig", "zustimm")) for word in words)
    return len(words) > 1 and asks and (_ACCEPT.search(seen) is not None or "consent" in host)


def _is_error(title: str) -> bool:
    parts = [title.strip(), *(part.strip(" .!") for part in _TITLE_PARTS.split(title))]
    return any(_ERROR_TITLE.fullmatch(part) for part in parts) or _ERROR.search(title) is not None


def _leads_on(tree: LexborHTMLParser, url: str, body: bytes, enough: bool) -> str | None:
    """Where a page without text of its own sends its reader at once."""
    if enough:
        return None
    if b"refresh" in body or b"REFRESH" in body or b"Refresh" in body:
        for node in tree.css("meta[http-equiv]"):
            attributes = node.attributes
            if (attributes.get("http-equiv") or "").lower() == "refresh" and (
                m := _REFRESH.match(attributes.get("content") or "")
            ):
                target = _join(url, m[1])
                if target and target.split("#")[0] != url.split("#")[0]:
                    return target
    if len(body) < 60_000 and (m := _LOCATION.search(body.decode("utf-8", "replace"))):
        target = _join(url, m[1].replace("\\/", "/"))
        return target if target and target.split("#")[0] != url.split("#")[0] else None
    return None


def _outside_link(tree: LexborHTMLParser, url: str) -> str | None:
    """The one link of an aggregator's page that leads to another house."""
    host = urlsplit(url).hostname or ""
    found = []
    for node in tree.css("a[href], c-wiz[data-n-au], [data-n-au]"):
        href = node.attributes.get("data-n-au") or node.attributes.get("href") or ""
        target = _join(url, href)
        other = urlsplit(target).hostname if target else None
        if other and other.split(".")[-2:] != host.split(".")[-2:] and urlsplit(target or "").path not in ("", "/"):
            found.append(target)
    return found[0] if found and len(set(found)) <= 3 else None


def _continue(url: str) -> str | None:
    """Where a consent page would send its reader back to, by its own address."""
    query = parse_qs(urlsplit(url).query)
    for key in ("continue", "redirect", "redirect_uri", "return", "returnurl", "next", "url", "done", "dest"):
        for value in query.get(key, []):
            if value.startswith(("http://", "https://")):
                return value
    return None


def _join(url: str, href: str) -> str | None:
    try:
        target = urljoin(url, href.strip())
        return target if urlsplit(target).scheme in ("http", "https") and urlsplit(target).hostname else None
    except ValueError:
        return None


def _is_shell(seen: str, body: bytes) -> bool:
    """Nearly no words, and scripts that would bring them."""
    return len(seen) < 400 and body.count(b"<script") >= 1 and len(body) > 4 * len(seen)


# --- corrections ----------------------------------------------------------------------------------------------

_CORRECTION = re.compile(
    r"^[\W_]*(?:(?:editor(?:'|’)?s(?:'|’)? )?(?:note|update)?[\s:,(–—-]*)?"
    r"(?:corrections?(?: and clarifications?)?|clarification|retraction|erratum|corrected(?: version)?|"
    r"berichtigung|korrektur|richtigstellung|"
    r"rectificatif|correctif|fe de errores|corrección|rettifica|errata corrige|correção|erramos|rectificatie|"
    r"correctie|rättelse|rettelse|sprostowanie)"
    r"\b[\s:.,(–—-]",
    re.I,
)
_CORRECTED = re.compile(
    r"\b(?:(?:an? |the )?(?:earlier|previous|original|first|initial) (?:version|edition|headline|"
    r"draft) of (?:this|the) (?:article|story|report|post|page)|"
    r"this (?:article|story|report|post|headline|item) (?:has been|was|is being|had been) (?:corrected|"
    r"amended|retracted|withdrawn|updated to correct)|"
    r"(?:has been|was) (?:amended|corrected) (?:on|to)\b|(?:corrects?|removes? incorrect|corrected) (?:to|the|"
    r"in|figure|number|spelling|name|paragraph|headline|day|date|byline|title)\b.{0,80}|"
    r"in einer (?:früheren|ersten) (?:version|fassung)|une version précédente|una versión (?:anterior|previa)|"
    r"uma versão anterior|"
    r"una versione precedente|eerdere versie|tidigare version)",
    re.I,
)


def is_correction(text: str) -> bool:
    """Whether a block is a correction notice or a retraction."""
    if len(text) > 900:
        return False
    return _CORRECTION.match(text) is not None or (_CORRECTED.search(text) is not None and len(text) < 600)
