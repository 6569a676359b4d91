"""What class names, ids and set phrases say about a block: the vocabulary of chrome, as data.

Law: a name is only evidence. Each element's names are read once into a set of groups (bits) and remembered, since
class strings repeat thousands of times; what a group is worth is decided by the coefficients in weights.json.
`paywall` in a name marks the article and not the offer (82 % of the text in such elements is article), so the offer's
boxes are a group of their own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# group -> words of a class name, between separators; a trailing * lets the word go on
_WORDS = {
    "nav": "nav* menu* submenu breadcrumb* masthead topbar top-bar site-header page-header global-header skip* "
    "pagination pager hamburger offcanvas header-bar subnav megamenu sitemap navigation",
    "footer": "footer* foot colophon copyright legal site-info bottom-bar imprint impressum",
    "sidebar": "sidebar* side-bar rail secondary complementary right-col* rightcol* col-right left-col* side aside "
    "sticky-col* marginale",
    "comments": "comment* disqus* respond discussion* coral livefyre viafoura spot-im* conversation* replies reply "
    "reply* kommentar* reader-comment* reactions commento opinions opinie forum* komentar* commentaires "
    "comentarios",
    "share": "share* sharing social* follow* addthis* addtoany sharedaddy facebook twitter whatsapp pinterest "
    "linkedin copy-link bookmark* print email save* partage* compartir teilen socials sharebar*",
    "related": "related* recommend* most-* mostread* readmore* read-more* read-next also also-* see-also recirc* "
    "suggest* similar* relacion* lire-aussi yarpp* jp-relatedposts crp* dont-miss lees-ook leggi* zie-ook "
    "read-also readalso",
    "teasers": "trending* popular* more more-* up-next next-* prev-* previous-* latest* further* mehr-* meist* top- "
    "stories topstories more-stories morefrom* headlines other-* onward* relevant* post-nav* in-other* "
    "editors-pick* picks teaser* vervolg* continue-reading",
    "newsletter": "newsletter* signup* sign-up* optin* opt-in* mailing* mailchimp* email-form email-signup* briefing- "
    "signup nl-* mc4wp*",
    "offer": "subscribe* subscription* donat* member* login* log-in register* registration* signin sign-in join* "
    "support-us contribut* meter* upsell* abo abonn* offer* paywall-modal paywall-bar paywall-overlay "
    "paywall-offer paywall-banner paywall-cta paywall-message paywall-prompt paywall-popup paywall-wall "
    "regwall* leaky-paywall-message* piano-offer poool* trial pricing purchase checkout unlock* barrier*",
    "ad": "ad ads ad-* ads-* advert* sponsor* dfp* gpt* outbrain* taboola* adslot* ad_* adunit* adbox* werbung "
    "anzeige* reklam* mpu native-ad* revcontent mgid* zergnet*",
    "shop": "promo* banner* commercial* affiliate* product* shop* buy* deal* price* coupon* publicid* pub "
    "leaderboard* partner* amazon* ecommerce merch*",
    "cookie": "cookie* consent* gdpr* cmp* onetrust* privacy* modal* popup* pop-up* overlay* toast* lightbox* "
    "dialog* qc-cmp*",
    "tags": "tags* tag tag-* taglist* topics topic topic-* keyword* categories category* cats taxonomy* filed* "
    "post-tag* cloud* hashtags",
    "author": "author* byline* bio* contributor* writer* profile* journalist* autor* redacteur reporter* staff",
    "widget": "widget* toolbar* tool* utility* plugin* action* control* button* btn* cta* form* search* filter* "
    "dropdown* select* icon* feedback* rating* vote* like* counter*",
    "hidden": "hidden sr-only visually-hidden visuallyhidden screen-reader* print-only noscript invisible is-hidden "
    "hide",
    "caption": "caption* figcaption figure* media image* img photo* gallery* credit* video* player* audio* "
    "slideshow* thumb* picture* wp-caption* legend* featured-image podcast* listen* embed* carousel- "
    "caption bildunter* attribution",
    "meta": "meta* info date* time* timestamp* dateline* kicker* eyebrow* section-name label* published* pubdate "
    "updated* reading-time readtime views* location* rubric* overline* topline* flag source* entry-header "
    "post-header article-header article__header headline* title* heading* pagetitle",
    "intro": "lead lede standfirst* dek deck summary* subtitle* sub-title* subheadline* sub-headline* subhead* "
    "excerpt* intro* abstract* description* chapo* sapo vorspann* article-lead article__lead lead-text "
    "ingress* entradilla perex",
    "body": "article-body* articlebody* article__body article_body article-text articletext article-content* "
    "article__content article_content article-copy article-main article__main body-text bodytext body- "
    "copy body-content* body__* entry-content* entry__content post-content* post__content post-body* "
    "postbody post-text story-body* storybody story-text storytext story-content* story__body content- "
    "body* content__body contentbody main-content* main__content maincontent rich-text* richtext news- "
    "text news-body news-content newstext text-formatted field-name-body field--name-body single-content "
    "single__content paragraph* text-block textblock copy prose wysiwyg the-content article-section "
    "article-paragraph* articleparagraph* td-post-content c-article-content caas-body js-article-body "
    "articulo cuerpo texto corps articletextcontent artikel* texte testo",
    "article": "article* post post-* story* entry entry-* single* hentry news* content* main* page-content item-page "
    "read* detail* beitrag noticia*",
    "text": "text* p typo* font* serif* type* copy-* block-text",
    "card": "card* list* item items grid* tile* carousel* slider* swiper* slick* feed stream collection* listing* "
    "cards lists row-item col-item block-list archive* loop",
    "box": "box* infobox* factbox* fact* note* callout* pullquote* pull-quote* inset* interstitial* highlight* "
    "key-* takeaway* toc table-of-contents inline* aside-* breakout* sidebar-inline explainer* context* "
    "panel* accordion* faq* collapsible*",
    "ticker": "quiz* poll* survey* weather* stock* market* ticker* quote-bar horoscope* game* puzzle* score* "
    "fixture* standings* stats* lottery* crossword* schedule* calendar* event* jobs classified* obituar* "
    "map*",
    "live": "live* liveblog* timeline* key-events updates update",
    "note": "disclaimer* correction* editors-note editor-note notice* footnote* references* sources about about-* "
    "disclosure* endnote* terms trust* ethics* methodology",
    "wall": "content-not-granted paywall* premium* piano* gated locked subscriber* metered* plus-content free- content",
}
_TAGS = {
    "nav": "<nav>",
    "menu": "<nav>",
    "footer": "<nav>",
    "dialog": "<nav>",
    "aside": "<aside>",
    "header": "<header>",
    "main": "<main>",
    "article": "<article>",
    "li": "<li>",
    "dd": "<li>",
    "dt": "<li>",
    "figure": "<figure>",
    "figcaption": "<figcaption>",
    "form": "<form>",
    "td": "<td>",
    "th": "<td>",
    "blockquote": "<blockquote>",
    "section": "<section>",
    "ul": "<list>",
    "ol": "<list>",
    "dl": "<list>",
    "address": "<address>",
    "a": "<a>",
    "details": "<details>",
}
GROUPS: tuple[str, ...] = (*_WORDS, *dict.fromkeys(_TAGS.values()))
BIT = {group: 1 << i for i, group in enumerate(GROUPS)}
# what a box that holds a good part of the page's text is never taken for, whatever its names say
CHROME = sum(BIT[g] for g in GROUPS if g not in ("body", "article", "wall", "live", "<article>", "<main>", "<section>"))


class _Keys(NamedTuple):
    """Words that begin alike; each with whether a part of a name must end with it, and its group's bit."""

    texts: tuple[str, ...] = ()
    ends: tuple[bool, ...] = ()
    bits: tuple[int, ...] = ()

    def found(self, text: str) -> int:
        """The groups of those that a text begins with."""
        if not text.startswith(self.texts):  # nearly all
            return 0
        found = 0
        for word, ends, bit in zip(*self, strict=True):
            if text.startswith(word) and not (ends and text[len(word) : len(word) + 1] not in ("", "-")):
                found |= bit
        return found


def _tables() -> tuple[dict[str, _Keys], dict[str, _Keys]]:
    """Words of one part by their first three characters, and longer ones by their first part."""
    short: dict[str, _Keys] = {}
    long: dict[str, _Keys] = {}
    for group, words in _WORDS.items():
        for word in words.split():
            text = _SEPARATOR.sub("-", word.rstrip("*"))
            first, dash, _ = text.partition("-")
            table, head = (long, first) if dash else (short, text[:3])
            texts, ends, bits = table.get(head, _NONE)
            table[head] = _Keys((*texts, text), (*ends, not word.endswith("*")), (*bits, BIT[group]))
    return short, long


_NONE = _Keys()
_SEPARATOR = re.compile(r"[-_.]+")
_SHORT, _LONG = _tables()
# not the element's own nature: layout switches, responsive variants; and a post's own list of tags and categories
_LAYOUT = ("has-", "no-", "with-", "without-", "is-", "not-", "u-", "js-")
_VARIANT = re.compile(r"[:\[\]/%@]")
_TAGGED = re.compile(r"(?:tag|category|type|status|format|author|topic|postid|post)-")
_POST = re.compile(r"(?<!\S)(?:hentry|type-post|status-publish|h-entry)(?!\S)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=1024)
def groups(tag: str, names: str) -> int:
    """The groups, as bits, that an element's tag and names (class, id, role ...) put it in."""
    bits = BIT.get(_TAGS.get(tag, ""), 0)
    if "-" in tag:
        bits |= _word(tag)
    if not names:
        return bits
    words = names.split()[:40]
    if len(names) > 40 and _POST.search(names):
        words = [name for name in words if not _TAGGED.match(name)]
    for name in words:
        bits |= _word(name)
    return bits


@lru_cache(maxsize=4096)
def _word(name: str) -> int:
    """The groups of one class name: its parts, and runs of parts, are looked up; a long prefix may match."""
    if name.startswith(_LAYOUT) or _VARIANT.search(name):
        return 0
    text = name[:60]
    if not text.islower():
        text = _CAMEL.sub("-", text).lower()
    if "_" in text or "." in text or "--" in text:
        text = text.replace("_", "-").replace(".", "-").strip("-")
        while "--" in text:
            text = text.replace("--", "-")
    bits = start = 0
    for part in text.split("-"):
        bits |= _part(part)
        if part in _LONG:
            bits |= _LONG[part].found(text[start:])
        start += len(part) + 1
    return bits


@lru_cache(maxsize=2048)
def _part(part: str) -> int:
    """The groups of one part of a class name: sites differ in the names, and share the parts."""
    return _SHORT.get(part[:3], _NONE).found(part)
