"""What class names, ids and set phrases say about a block: chrome or article.

Law: data first. A name is judged once and remembered (class strings repeat thousands of times). Three tiers: HARD is
chrome, SOFT kills only short or linky blocks, HINT marks a body. `paywall` in a name marks the article and not the
offer (82 % of the text in such elements is article), so only its boxes are named here.
"""

from __future__ import annotations

import re
from functools import lru_cache

HARD, SOFT, NEUTRAL, HINT = 3, 2, 0, 1

_HARD = re.compile(
    r"""
    (?<![a-z])(?:nav|menu|navbar|navigation|breadcrumbs?|footer|colophon|sidebar|side-?bar|rail|right-?rail|offcanvas|off-canvas
      |masthead|topbar|top-?bar|site-?header|global-?header|skip-?links?|pagination|pager|sitemap|copyright|disclaimer
      |comments?|comment-?list|disqus|respond|replies|reader-?comments
      |share|sharing|social|socials|follow-?us|addthis|sharedaddy|
      related|recommend(?:ed|ations?)?|trending|popular|most-?read|most-?popular|most-?viewed|read-?more|readmore|more-?stories|more-?news
      |see-?also|also-?read|also-?like|up-?next|next-?up|prev-?next|post-?nav|latest|teasers?|carousel|slider|ticker|headlines
      |newsletter|signup|sign-?up|subscribe|subscription|subscriptions|donate|donation|membership|login|register|registration
      |ads?|advert|adverts|advertisement|advertorial|advertising|sponsor|sponsored|sponsors|promo|promos|promotion|outbrain|taboola|banner
      |cookie|cookies|consent|gdpr|cmp|onetrust|modal|popup|pop-up|overlay|lightbox|toast|tooltip
      |tags|tag-?list|tag-?cloud|topics|keywords|categories|author-?bio|author-?box|about-?author|byline-?bio
      |widget|widgets|toolbar|tools|utility|print-?only|visually-?hidden|screen-?reader|sr-?only|hidden
      |paywall-?(?:modal|bar|overlay|offer|banner|cta|message|wall|prompt|popup)|regwall|piano-?offer|poool-?widget
      |quiz|poll|survey|weather|stocks?|quotes-?bar|market-?data|horoscope|games?|puzzles?|shop|store|coupon|deals)(?![a-z])
    |leaky_paywall_message|yarpp|jp-relatedposts|relatedposts|relatedarticle|relatedcontent|related(?:stor|news|link|post)|mostread|wp-block-latest|sharebar|shareicons?|socialshare|sharebuttons?
    |newsletter|outbrain|taboola|breadcrumb|advertis|cookie-?(?:bar|banner|notice)|commentlist|sidebar|cl-readmore
    """,
    re.X,
)
_SOFT = re.compile(
    r"""(?<![a-z])(?:header|head|meta|info|aside|box|boxes|list|lists|links?|card|cards|grid|module|caption|credit|byline|author|date|time|timestamp|dateline
      |label|kicker|section-?name|category|tag|button|btn|cta|media|gallery|video|audio|player|embed|fact|facts|infobox|note|notes|teaser|item|items|thumb|image|figure|photo|bio|metadata|live-?promo)(?![a-z])""",
    re.X,
)
_HINT = re.compile(
    r"""article-?_*(?:body|text|content|copy)|body-?_*(?:text|copy|content)|entry-?content|post-?_*(?:content|body|text)|story-?_*(?:body|text|content)|storytext
      |articlebody|content__body|main-?_*(?:content|text)|rich-?text|news-?_*(?:text|body|content)|text-formatted|field--name-body|paragraph|content-?body|single-?content|single__content|paywall|premium-?content|article__?body|text-?block""",
    re.X,
)


@lru_cache(maxsize=8192)
def verdict(name: str) -> int:
    """HARD, SOFT, HINT or NEUTRAL for the class, id and other names of one element, joined by spaces."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()[:300]
    if _HINT.search(name):
        return HINT
    if _HARD.search(name):
        return HARD
    return SOFT if _SOFT.search(name) else NEUTRAL
