"""A test is a document with what must be read from it: each format, encoding and fault that feeds come in."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

import pytest

from monitor.model import Failure
from monitor.poll.document import Document
from monitor.poll.feeds import read_source

URL = "http://news.example/feeds/all.xml"


@dataclass(frozen=True)
class Case:
    body: bytes | str
    titles: tuple[str, ...] = ("Bridge reopens",)
    links: tuple[str | None, ...] = ("http://news.example/a",)
    label: str = "application/xml"


ITEM = "<item><title>Bridge reopens</title><link>http://news.example/a</link></item>"

DOCUMENTS = {
    "RSS 0.91": Case(
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        f'<rss version="0.91"><channel><title>N</title><language>en</language>{ITEM}</channel></rss>'
    ),
    "RSS 1.0": Case(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="http://news.example/"><title>N</title></channel>'
        '<item rdf:about="http://news.example/a"><title>Bridge reopens</title><link>http://news.example/a</link></item>'
        "</rdf:RDF>"
    ),
    "RSS 2.0": Case(f'<rss version="2.0"><channel><title>N</title>{ITEM}</channel></rss>'),
    "Atom 1.0": Case(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>tag:1</id><title>Bridge reopens</title>'
        '<link href="http://news.example/a"/></entry></feed>'
    ),
    "Atom, many links": Case(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><link rel="self" href="/self"/><entry>'
        '<id>tag:1</id><title>Bridge reopens</title><link rel="self" href="http://news.example/self"/>'
        '<link rel="replies" href="http://news.example/replies"/><link rel="enclosure" href="http://news.example/mp3"/>'
        '<link rel="alternate" type="text/html" href="http://news.example/a"/>'
        '<link rel="edit" href="http://news.example/edit"/></entry></feed>'
    ),
    "Atom, xml:base": Case(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://base.example/x/"><title>N</title>'
        '<entry xml:base="2026/"><title>Bridge reopens</title><link href="a?b=1"/></entry></feed>',
        links=("http://base.example/x/2026/a?b=1",),
    ),
    "relative links, no base": Case(
        '<rss version="2.0"><channel><title>N</title>'
        "<item><title>one</title><link>/a</link></item><item><title>two</title><link>b</link></item>"
        "<item><title>three</title><link>//other.example/c</link></item></channel></rss>",
        titles=("one", "two", "three"),
        links=("http://news.example/a", "http://news.example/feeds/b", "http://other.example/c"),
    ),
    "JSON Feed 1.1": Case(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": ['
        '{"id": "1", "url": "/a", "title": "Bridge reopens", "content_text": "Words", '
        '"date_published": "2026-03-02T09:00:00Z"}]}'
    ),
    "news sitemap": Case(
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://news.example/a</loc><news:news>'
        "<news:publication><news:name>N</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-03-02T09:00:00Z</news:publication_date>"
        "<news:title>Bridge reopens</news:title></news:news></url></urlset>"
    ),
    "plain sitemap": Case(
        "<urlset><url><loc>http://news.example/a</loc><lastmod>2026-03-02</lastmod></url></urlset>", titles=("",)
    ),
    "permalink GUID in place of a link": Case(
        '<rss version="2.0"><channel><title>N</title><item><title>Bridge reopens</title>'
        "<guid>http://news.example/a</guid></item></channel></rss>"
    ),
    "no link at all": Case(
        '<rss version="2.0"><channel><title>N</title><item><title>Bridge reopens</title>'
        '<guid isPermaLink="false">1</guid><description>Words</description></item></channel></rss>',
        links=(None,),
    ),
    "links nobody can follow": Case(
        '<rss version="2.0"><channel><title>N</title><item><title>Bridge reopens</title>'
        "<link>javascript:alert(1)</link></item></channel></rss>",
        links=(None,),
    ),
    "credentials in a link": Case(
        '<rss version="2.0"><channel><title>N</title><item><title>Bridge reopens</title>'
        "<link>http://me:pw@news.example/a</link></item></channel></rss>"
    ),
    "an & that is not escaped": Case(
        f'<rss version="2.0"><channel><title>N & Co</title>{ITEM}<item><title>Fish & chips</title>'
        "<link>http://news.example/b?x=1&y=2</link></item></channel></rss>",
        titles=("Bridge reopens", "Fish & chips"),
        links=("http://news.example/a", "http://news.example/b?x=1&y=2"),
    ),
    "HTML entities in XML": Case(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>N&nbsp;&copy;</title>'
        "<item><title>Bridge&nbsp;reopens &mdash; at&hellip; last</title><link>http://news.example/a</link></item>"
        "</channel></rss>",
        titles=("Bridge reopens — at… last",),
    ),
    "never closed": Case(f'<rss version="2.0"><channel><title>N</title>{ITEM}'),
    "white space before the declaration": Case(
        f'\n\n  <?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{ITEM}</channel></rss>'
    ),
    "NUL and control bytes": Case(
        '<rss version="2.0"><channel><title>N</title><item><title>Bri\x00dge\x07 reo\x1bpens</title>'
        "<link>http://news.example/a</link></item></channel></rss>"
    ),
    "a PHP warning above the feed": Case(
        "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/feed.php</b> on line <b>3</b><br />\n"
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{ITEM}</channel></rss>',
        label="text/html",
    ),
    "an undeclared namespace": Case(
        '<rss version="2.0"><channel><title>N</title><item><title>Bridge reopens</title>'
        '<media:content url="http://news.example/p.jpg"/><dc:creator>Ann</dc:creator>'
        "<link>http://news.example/a</link></item></channel></rss>"
    ),
    "tags not nested as they should be": Case(
        f'<rss version="2.0"><channel><title>N</title><description><p>One<p>Two<br></description>{ITEM}</channel></rss>'
    ),
    "old RSS without a version": Case(f"<rss><channel><title>N</title>{ITEM}</channel></rss>"),
    "upper case": Case(f'<RSS version="2.0"><channel><title>N</title>{ITEM}</channel></RSS>'),
}


def read(case: Case) -> Document:
    body = case.body.encode() if isinstance(case.body, str) else case.body
    found = read_source(body, URL, content_type=case.label)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_its_entries_are_read(name: str) -> None:
    case = DOCUMENTS[name]
    found = read(case)
    assert tuple(each.title for each in found.entries) == case.titles
    assert tuple(each.url for each in found.entries) == case.links


def declared(encoding: str, text: str = "Мост открыт") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>N</title><item>'
        f"<title>{text}</title><link>http://news.example/a</link></item></channel></rss>"
    )


def bare(text: str) -> str:
    return declared("x", text).replace(' encoding="x"', "")


XML = "application/xml"
ENCODINGS = {
    "UTF-8 with a BOM": (b"\xef\xbb\xbf" + declared("UTF-8").encode(), XML, "Мост открыт"),
    "UTF-8 with a BOM that declares another": (b"\xef\xbb\xbf" + declared("latin-1").encode(), XML, "Мост открыт"),
    "UTF-16 with a BOM": (declared("UTF-16").encode("utf-16"), XML, "Мост открыт"),
    "UTF-16 big-endian with a BOM": (b"\xfe\xff" + declared("UTF-16").encode("utf-16-be"), XML, "Мост открыт"),
    "UTF-16 without a BOM": (declared("UTF-16").encode("utf-16-le"), XML, "Мост открыт"),
    "windows-1251 declared": (declared("windows-1251").encode("cp1251"), XML, "Мост открыт"),
    "KOI8-R declared": (declared("koi8-r").encode("koi8-r"), XML, "Мост открыт"),
    "Shift_JIS declared": (declared("Shift_JIS", "橋が再開").encode("shift_jis"), XML, "橋が再開"),
    "ISO-2022-JP declared": (declared("ISO-2022-JP", "橋が再開").encode("iso2022_jp"), XML, "橋が再開"),
    "GB2312 declared": (declared("gb2312", "大桥重新开放").encode("gb18030"), XML, "大桥重新开放"),
    "EUC-JP by header only": (bare("橋が再開").encode("euc_jp"), "text/xml; charset=EUC-JP", "橋が再開"),
    "windows-1251 by header only": (bare("Мост открыт").encode("cp1251"), 'text/xml; charset="cp1251"', "Мост открыт"),
    "header says latin-1, body is UTF-8": (bare("Brücke").encode(), "text/xml; charset=iso-8859-1", "Brücke"),
    "declared UTF-8, is windows-1252": (declared("utf-8", "“Brücke” €5").encode("cp1252"), XML, "“Brücke” €5"),
    "declared latin-1, is windows-1252": (declared("iso-8859-1", "“Brücke”").encode("cp1252"), XML, "“Brücke”"),
    "an encoding that does not exist": (declared("x-unknown-8", "Brücke").encode(), XML, "Brücke"),
    "text/xml without charset": (bare("Brücke").encode(), "text/xml", "Brücke"),
    "UTF-8 with one broken byte": (declared("utf-8", "Мост открыт").encode() + b"<!-- \xff -->", XML, "Мост открыт"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_title_comes_out_right(name: str) -> None:
    body, label, title = ENCODINGS[name]
    assert [each.title for each in read(Case(body, label=label)).entries] == [title]


TITLES = {
    "Fish &amp; chips": "Fish & chips",
    "Fish &amp;amp; chips": "Fish & chips",
    "<![CDATA[Fish &amp; chips]]>": "Fish & chips",
    "<![CDATA[<b>Bridge</b> reopens &mdash; at last]]>": "Bridge reopens — at last",
    "&lt;b&gt;Bridge&lt;/b&gt; reopens &amp;#8212; at last": "Bridge reopens — at last",
    "\n    Bridge\n\treopens  ": "Bridge reopens",
    "5 &lt; 6 and 7 &gt; 6": "5 < 6 and 7 > 6",
    "AT&amp;T &amp;lt;3": "AT&T <3",
    "": "",
}


@pytest.mark.parametrize("written", TITLES)
def test_a_title_becomes_plain_text(written: str) -> None:
    item = f"<item><title>{written}</title><link>/a</link></item>"
    body = f'<rss version="2.0"><channel><title>N</title>{item}</channel></rss>'
    assert [each.title for each in read(Case(body)).entries] == [TITLES[written]]


@pytest.mark.parametrize(
    ("kind", "written", "title"),
    [
        ("text", "Fish &amp; chips", "Fish & chips"),
        ("html", "&lt;b&gt;Bridge&lt;/b&gt; reopens", "Bridge reopens"),
        ("xhtml", '<div xmlns="http://www.w3.org/1999/xhtml"><b>Bridge</b> reopens</div>', "Bridge reopens"),
    ],
)
def test_an_atom_title_is_plain_text_whatever_its_type(kind: str, written: str, title: str) -> None:
    body = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title type="{kind}">{written}</title>'
        '<link href="/a"/></entry></feed>'
    )
    assert [each.title for each in read(Case(body)).entries] == [title]


DATES = {
    "Mon, 02 Mar 2026 09:00:00 GMT": "2026-03-02T09:00:00+00:00",
    "Mon, 02 Mar 2026 10:00:00 +0100": "2026-03-02T09:00:00+00:00",
    "2026-03-02T09:00:00Z": "2026-03-02T09:00:00+00:00",
    "2026-03-02 09:00": "2026-03-02T09:00:00+00:00",
    "Thu, 01 Jan 1970 00:00:00 GMT": "1970-01-01T00:00:00+00:00",
    "Tue, 31 Feb 2026 25:61:00 GMT": None,
    "Fri, 01 Jan 99999 00:00:00 GMT": None,
    "yesterday": None,
    "": None,
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_is_a_moment_or_nothing(written: str) -> None:
    body = ITEM.replace("</item>", f"<pubDate>{written}</pubDate></item>")
    (entry,) = read(Case(f'<rss version="2.0"><channel><title>N</title>{body}</channel></rss>')).entries
    assert (entry.published.isoformat() if entry.published else None) == DATES[written]


def test_a_body_shows_whether_it_is_whole() -> None:
    assert read(DOCUMENTS["RSS 2.0"]).complete
    assert not read(DOCUMENTS["never closed"]).complete


def test_the_longer_of_summary_and_content_is_the_text() -> None:
    body = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>N</title><item>'
        "<title>T</title><link>/a</link><description>Short.</description>"
        "<content:encoded><![CDATA[<p>One &amp; two.</p><p>Three.</p><script>x()</script>]]></content:encoded>"
        "</item></channel></rss>"
    )
    assert read(Case(body)).entries[0].text == "One & two.\nThree."


NO_FEEDS = {
    "": "empty",
    "   \n": "empty",
    "plain words": "not-a-feed",
    "<html><body>Not found</body></html>": "not-a-feed",
    '{"a": 1}': "not-a-feed",
    "[1, 2]": "not-a-feed",
    "<rss": "not-a-feed",
    "<svg xmlns='http://www.w3.org/2000/svg'/>": "not-a-feed",
}


@pytest.mark.parametrize("body", NO_FEEDS)
def test_what_is_no_feed_has_a_reason(body: str) -> None:
    found = read_source(body.encode(), URL)
    assert isinstance(found, Failure)
    assert found.reason == NO_FEEDS[body]


PAGES = {
    '<link rel="alternate" type="application/rss+xml" href="/feed">': "http://news.example/feed",
    "<LINK REL='Alternate' TYPE='application/atom+xml' HREF='atom.xml'/>": "http://news.example/feeds/atom.xml",
    '<base href="http://base.example/x/"><link rel=alternate type=application/feed+json href=f.json>': (
        "http://base.example/x/f.json"
    ),
    '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
    '<link rel="alternate" type="application/rss+xml" href="/feed">': "http://news.example/feed",
}


@pytest.mark.parametrize("head", PAGES)
def test_a_page_leads_to_its_feed(head: str) -> None:
    found = read_source(f"<!doctype html><html><head>{head}</head><body></body></html>".encode(), URL)
    assert isinstance(found, Document)
    assert found.elsewhere == PAGES[head]


LIST = """<html><body><nav><a href="/about">About</a></nav><main>
<h2><a href="/2026/bridge">The bridge reopens after a year of works</a></h2>
<h2><a href="/2026/bridge#c">12</a></h2><div class=teaser><a href="/2026/school"><img src=x></a>
<a href="/2026/school">School meals will cost more from May on</a></div>
<a href="http://other.example/x">Another site's story that has many words</a></main></body></html>"""


@pytest.mark.parametrize(
    ("select", "links"),
    [
        (None, ["http://news.example/2026/bridge", "http://news.example/2026/school"]),
        ("h2 a", ["http://news.example/2026/bridge"]),
        (".teaser", ["http://news.example/2026/school"]),
    ],
)
def test_a_list_page_gives_its_links_once_with_their_words(select: str | None, links: list[str]) -> None:
    found = read_source(LIST.encode(), URL, kind="page", select=select)
    assert isinstance(found, Document)
    assert [each.url for each in found.entries] == links
    assert all(len(each.title.split()) > 5 for each in found.entries)


def test_a_sitemap_index_names_its_parts_newest_first() -> None:
    rows = "".join(
        f"<sitemap><loc>http://news.example/s{day}.xml</loc><lastmod>2026-03-0{day}</lastmod></sitemap>"
        for day in range(1, 6)
    )
    found = read_source(f"<sitemapindex>{rows}</sitemapindex>".encode(), URL)
    assert isinstance(found, Document)
    assert found.parts == tuple(f"http://news.example/s{day}.xml" for day in (5, 4, 3))


def test_a_thousand_entries_are_read_and_no_more_than_can_be_kept() -> None:
    items = "".join(f"<item><title>T{n}</title><link>/{n}</link></item>" for n in range(3000))
    found = read(Case(f'<rss version="2.0"><channel><title>N</title>{items}</channel></rss>'))
    assert len({each.key for each in found.entries}) == 2000


def test_gzip_magic_is_no_feed_by_itself() -> None:
    assert isinstance(read_source(gzip.compress(b"<rss/>"), URL), Failure)
