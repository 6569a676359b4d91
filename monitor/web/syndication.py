"""Alerts as Atom and as JSON Feed, of all figures or of one: for a feed reader, for another desk's tools.

Law of this room: an alert's id is its fingerprint's, so it is the same in every feed and after every restart; what an
outlet wrote is text in XML and JSON, never markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from monitor.deliver.messages import alert_item
from monitor.deliver.wording import tame, web_link
from monitor.events import alert_event
from monitor.model import Alert
from monitor.watchlist import Figure
from monitor.web.board import Board

NEWEST = 100


def atom(request: Request) -> Response:
    """The newest alerts as Atom (RFC 4287)."""
    figure, alerts = _alerts(request)
    here, home = str(request.url.replace(query="")), str(request.base_url)
    updated = max((each.at for each in alerts), default=datetime(1970, 1, 1, tzinfo=UTC))
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(_title(figure))}</title><id>{escape(here)}</id><updated>{_time(updated)}</updated>\n"
        f'<author><name>monitor</name></author><link rel="self" href={quoteattr(here)}/>'
        f"<link href={quoteattr(home)}/>\n"
    )
    return Response(f"{head}{''.join(map(_entry, alerts))}</feed>\n", media_type="application/atom+xml")


def _entry(alert: Alert) -> str:
    item = alert_item(alert)
    link = f"<link href={quoteattr(item.url)}/>" if item.url else ""
    return (
        f"<entry><title>{escape(item.head)}</title><id>{_id(alert)}</id><updated>{_time(alert.at)}</updated>{link}"
        f'<category term={quoteattr(alert.figure)}/><content type="text">{escape(_text(alert))}</content></entry>\n'
    )


def json_feed(request: Request) -> Response:
    """The newest alerts as JSON Feed 1.1; `_monitor` holds the alert itself."""
    figure, alerts = _alerts(request)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(figure),
        "home_page_url": str(request.base_url),
        "feed_url": str(request.url.replace(query="")),
        "items": [_json_item(each) for each in alerts],
    }
    return JSONResponse(feed, media_type="application/feed+json")


def _json_item(alert: Alert) -> dict[str, object]:
    url = web_link(alert.url)
    return {
        "id": _id(alert),
        "title": alert_item(alert).head,
        "content_text": _text(alert),
        "date_published": _time(alert.at),
        "tags": [alert.figure],
        **({"url": url, "external_url": url} if url else {}),
        "_monitor": alert_event(alert),
    }


def _alerts(request: Request) -> tuple[Figure | None, list[Alert]]:
    """The figure asked for (None: all) and its alerts that nobody withdrew, newest first."""
    board: Board = request.app.state.board
    name = request.path_params.get("id")
    if name is not None and name not in board.figures:
        raise HTTPException(404, "There is no such figure in the config.")
    with board.state.reading() as store:
        found = store.alerts.newest(name, limit=NEWEST)
    return board.figures.get(name or ""), _kept(found)


def _kept(found: Iterable[tuple[Alert, dict[str, object]]]) -> list[Alert]:
    return [alert for alert, row in found if not row["retracted"]]


def _title(figure: Figure | None) -> str:
    return f"monitor: {tame(figure.label)}" if figure else "monitor: alerts"


def _text(alert: Alert) -> str:
    """The alert in words: difference, quote, who says so, title."""
    item = alert_item(alert)
    facts = [f"{name}: {text}" for name, text in item.facts]
    return "\n".join(filter(None, [item.detail, f"“{''.join(item.quote)}”", *facts, f"Title: {item.title}"]))


def _id(alert: Alert) -> str:
    """A name that lasts: the fingerprint as a UUID, where it has the length of one."""
    try:
        return f"urn:uuid:{UUID(hex=alert.fingerprint[:32])}"
    except ValueError:
        return f"urn:monitor:{escape(alert.fingerprint)}"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
