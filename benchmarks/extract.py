"""Adapter and floors for benches of article text.

`page_text(html, url)` is what a bench of `f(html, url) -> str` calls: the real `extract`, bytes and all. The
memory variant learns from every page it is shown, as the store does for a host.
"""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.extract import extract
from monitor.model import Page

_THEN = datetime(2026, 1, 1, tzinfo=UTC)


def page_text(html: str, url: str) -> str:
    """The text of one page, without any memory of its site."""
    return extract(_page(html, url)).text


def _page(html: str, url: str) -> Page:
    headers = {"content-type": "text/html; charset=utf-8"}
    body = html.encode("utf-8", "replace")
    return Page(url=url, final_url=url, outlet="", fetched=_THEN, status=200, headers=headers, body=body)
