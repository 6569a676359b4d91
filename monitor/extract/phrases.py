"""What the words of a block say about it: the set phrases of chrome in the languages we meet, as data.

Law: phrases are only evidence, as class names are (chrome.py). They are looked up word by word, by one word and by
two; `^` binds a phrase to the block's first words. Only the first and the last words of a long block are read.
"""

from __future__ import annotations

import re

_PHRASES = {
    "more": """
        ^read_more ^read_also ^read_the ^see_more ^see_also ^view_all ^show_more ^find_out ^learn_more
        ^watch_now ^watch ^listen ^load_more ^hear_more ^related ^more_on ^more_from ^also_read ^read_next
        ^weiterlesen ^lesen_sie ^mehr_zum ^mehr ^lire_aussi ^à_lire ^lire_la ^leer_más ^lee_también ^leia_mais
        ^leia_também ^leggi_anche ^lees_ook ^lees_meer ^läs_mer ^läs_också ^les_også ^czytaj ^čtěte ^devamını
        ^see ^read ^also ^click ^play ^view ^show ^download_the ^mehr_lesen ^auch_interessant ^siehe ^ver_más
        ^ver_también ^voir_aussi ^continua ^zobacz ^ayrıca ^подробнее ^читайте
    """,
    "sign": """
        sign_up signup signing_up you_agree cancel_any can_cancel
        supporting_us support_us our_journalism a_trial
        subscribe subscribed subscriber subscribers subscription subscriptions newsletter
        newsletters login log_in sign_in signed_in register unlimited_access free_trial your_inbox abonnieren
        abonnement abonnent abonnenten suscríbete suscripción suscriptores inscrivez inscrever iscriviti
        abbonati assine assinante anmelden registrieren prenumerera prenumerant abonner bliv_medlem membership
        become_a member_benefits email_address mailing_list cancel_anytime cancel_at jetzt_testen free_articles
        free_stories articles_left stories_used this_month account ^get_unlimited get_in upload_your affected_by
        ^are_you ^do_you send_us share_your
    """,
    "follow": """
        follow_us ^follow facebook twitter whatsapp instagram linkedin pinterest reddit flipboard telegram
        youtube tiktok podcast podcasts messenger mastodon bluesky threads snapchat rss ^share ^email ^tweet
        ^print ^save ^copy_link ^bookmark copy_link ^comment ^teilen ^drucken ^merken ^partager ^compartir
        ^condividi ^dela google_news
    """,
    "rights": """
        © all_rights rights_reserved copyright alle_rechte rechte_vorbehalten tous_droits todos_los terms_of
        terms_and privacy_policy privacy_statement may_not without_permission reserved impressum datenschutz
    """,
    "legal": """
        without_warranty or_liability any_responsibility no_part_of without_prior prior_written be_reproduced
        be_published or_redistributed redistributed automated_news feed_without accept_no no_responsibility
        no_liability ^disclaimer ^legal_disclaimer investment_advice financial_advice
    """,
    "ad": """
        ^advertisement ^advertisements ^ad ^ads ^advertise ^sponsored ^anzeige ^werbung ^publicité ^publicidad
        ^pubblicità ^reklama ^reklam ^annons ^story_continues ^article_continues ^continue_reading ^scroll
        ^promoted paid_for affiliate commission editor_independent our_partners partner_content earn_a ^skip
    """,
    "photo": """
        getty reuters afp photo photos photograph photography foto fotos credit image images picture pictured
        illustration shutterstock imago screenshot screengrab file_photo courtesy dpa epa alamy istock unsplash
        zuma ^photo ^image ^foto ^bild ^caption ^credit ^pictured symbolbild symbolfoto archivfoto archiv
        ap_photo handout
    """,
    "by": """
        ^by ^von ^par ^por ^di ^av ^door ^od ^written_by ^reported_by ^story_by ^staff ^editor ^reporter
        ^correspondent ^senior ^contributor staff_writer staff_reporter ^redaktion ^redacción ^author ^authors
        ^автор
    """,
    "updated": """
        ^updated ^published ^posted ^last_updated ^publié ^veröffentlicht ^aktualisiert ^actualizado ^publicado
        ^pubblicato ^uppdaterad ^publicerad ^opublikowano ^stand ^first_published ^mis_à ^modified ^date
        ^written ^erstellt
    """,
    "minutes": """
        min_read minute_read mins_read minutes_read min_ago mins_ago minutes_ago hour_ago hours_ago day_ago
        days_ago week_ago weeks_ago month_ago months_ago year_ago years_ago minuten_lesezeit lesezeit min_de
        hrs_ago hr_ago ^vor ^hace ^il_y reading_time
    """,
    "comments": """
        comments comment kommentare kommentar commentaires comentarios komentarze replies reply shares likes
        views discussion ^leave_a ^join_the ^add_your
    """,
    "cookie": """
        cookie cookies consent javascript ad_blocker adblocker ad_blocking your_browser browser we_use we_and
        our_privacy personal_data datenschutzerklärung einwilligung
    """,
    "price": """
        a_month per_month a_week per_week a_year per_year for_free free_shipping ^buy ^shop ^deal ^deals ^save
        ^only ^get ^win discount coupon promo_code off_at at_amazon best_price in_stock ^price gift_guide now_at
    """,
    "about": """
        been_edited syndicated_feed in_print ^about_us ^about_the ^about_this ^about_our ^about_me
        ^editor's ^editor’s ^editors_note ^editor's_note ^editor’s_note ^correction ^clarification
        ^disclaimer ^disclosure ^this_story ^this_article ^this_report ^this_post ^this_transcript ^the_views
        ^the_opinions ^opinions ^views ^transcripts ^transcript ^reporting_by ^additional_reporting
        ^with_reporting ^with_files ^contact ^contacts ^tel ^source ^sources ^via ^quelle ^quellen ^fuente
        ^fuentes ^fonte ^note ^editing_by ^our_standards ^to_contact ^associated_press was_originally
        originally_published originally_appeared first_appeared ^compiled contributed_to ^legal_disclaimer
        ^originally ^written_by ^produced_by ^edited_by feed_without ^legal ^media_contact
    """,
    "bio": """
        has_covered have_covered has_reported has_been_writing reporting_on_the is_a is_an is_the he_covers
        she_covers covers_the he_writes she_writes writes_about reporter_for writer_for editor_at editor_of
        journalist_based based_in previously_worked reach_him reach_her her_work his_work freelance bylines
        professor_of author_of_the is_senior graduated_from years_of_experience
    """,
    "click": """
        click_here tap_here click_to tap_to download_our our_app the_app app_store google_play scan_the
        ^download ^install ^swipe ^tap click_on this_link visit_our check_out
    """,
    "related": """
        ^related ^recommended ^trending ^popular ^latest ^most_read ^most_popular ^most_viewed ^you_may
        ^you_might ^top_stories ^in_this ^up_next ^next ^previous ^editor's_picks ^editors’_picks
        ^editors'_picks ^around_the ^what_to ^don't_miss ^don’t_miss ^must_read ^keep_reading ^topics ^topic
        ^tags ^filed_under ^categories ^see_also ^das_könnte ^meistgelesen ^lo_más ^te_puede ^sur_le ^more_in
        ^more_stories ^more_news ^more_like ^other_news ^themen ^schlagwörter ^schlagworte ^mehr_aus ^newsletter
        ^top ^featured ^news ^videos ^video ^in_other ^other ^explore ^etiquetas ^temas ^mots ^sujets ^tagged
        ^recent ^most ^meist ^suggested ^today's ^today’s ^hot ^trend ^spotlight ^find_us ^relacionadas
        ^relacionados ^latest_news ^breaking ^breaking_news ^news_of ^stocks_mentioned ^key_points
        ^key_takeaways ^highlights ^table_of ^contents ^listen_to ^watch_live ^live
    """,
}
NAMES: tuple[str, ...] = tuple(_PHRASES)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|©")
_FOLDED = bytes(ord(chr(i).lower()) if i < 128 and chr(i).isalnum() else 32 for i in range(256))
_HEAD, _TAIL = 9, 5
_BIO, _NAME, _LABEL = 300, 80, 200
# What points elsewhere or labels the page: with a colon, a bar, an arrow or a dash behind it, and without. Words that
# sentences begin with too do so only where no full stop ends the line ("More on the victims: 14 were children.").
_LEADS = (
    "read (?:more|also|next)|(?:also|must)[ -](?:read|see|watch)|see (?:also|more on)|don(?:'|’)t miss|"
    "related (?:stories|articles|news|coverage)|watch (?:now|live|more|also)|listen now|trending now|filed under|"
    "lire aussi|à lire(?: aussi)?|voir aussi|lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|"
    "lea también|lee también|te puede interesar|leia (?:também|mais)|veja também|leggi anche|lees ook|"
    "läs (?:mer|också)|les også|læs også|czytaj (?:też|także|więcej)|читайте также"
)
_WORDS = "related|watch|listen|trending|recommended|more (?:from|on|about) [^:|.]{2,40}|tags?|topics?|up next|explore"
_CALLS = (
    r"(?:story|article) continues (?:after|below)|advertisement\W*$|rate this (?:article|story)\b|"
    r"(?:have|got) a (?:\w+ )?(?:tip|story)\b.{0,12}\?|(?:enjoying|enjoyed|liked?) this (?:story|article)\s*\?|"
    r"we(?:(?:'|’)ll| will) (?:send|e-?mail) you\b|(?:sign up|subscribe) (?:for|to|now|today|here)\b|"
    r"click here (?:to|for)\b|follow us on\b|"
    r"(?:photo|picture|image|foto|bild)(?: credit| by)?:"
)
_MARK = r"(?:\s*[:|>»–—]|\s+-|-\s)"  # a hyphen inside a word is none
_POINTER = re.compile(rf"\W*(?:(?:{_LEADS}){_MARK}|{_CALLS})", re.I)
_POINTING = re.compile(rf"\W*(?:{_WORDS}){_MARK}", re.I)
_FULL_STOP = re.compile(r"[^.][.。][\"”’'»)\]]*$")
# What is said of an author by name. An agency or a ministry in the byline says things and counts them: that is no bio.
_TRADE = re.compile(
    r"(?:, [^,.]{2,60},)? (?:(?:is|was) (?:an?|the|our|currently|based|(?!\w+(?:ing|ed)\b|to\b|not\b)"
    r"(?:[\w’'-]+,? ){1,5}(?:at|for|of|with|in|on|who|and|based))\b|"
    r"(?:ist|est|es|è|é|är|er) (?:eine?|une?|una|um|uma|en|et|\w*(?i:journalist|redakt|report|correspon)\w*)\b|"
    r"(?:covers|writes|reports|contributed|joined|edits|hosts|makes|teaches|berichtet|schreibt|couvre|écrit|escribe|"
    r"scrive)\b|(?:reported|works|lives) (?:from|for|at|as|in)\b|(?:can|may) be\b|"
    r"has (?:covered|reported|written|worked|been (?:an?|the|with|writing|covering|reporting))\b)"
)
_COUNT = re.compile(r"(?<![\d-])(?!(?:19|20)\d\d\b)\d+(?![\d-])")  # neither a year nor of a telephone number
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_READER = re.compile(r"\b(?:you|yours?|vous|votre)\b", re.I)
# the paper itself, and its page (the country is written US)
_HOUSE = re.compile(
    r"\b(?:(?i:we|ours?)|us|(?i:this (?:article|story|report|post|page|site|website|newsletter|content|transcript|"
    r"interview|leader|column)|(?:views|opinions) expressed|originally (?:published|appeared)))\b"
)
# what was: chrome invites, offers and labels, and tells of nothing that happened
_PAST = re.compile(
    r"\s(?:said|says|told|was|were|had|did|been|would|could|shows?|rose|fell|grew|shrank|cut|put|hit|lost|won|led|made|took|"
    r"gave|went|came|met|paid|sold|bought|spent|built|held|kept|found|sent|shot|struck|sank|ran|began|broke|drew|"
    r"drove|fled|flew|fought|hurt|threw|wrote|saw|became|brought|caught|cost)\b|"
    r"\s\w{3,}ed(?=[.,;]|\s(?:\d|an?\b|the\b|in\b|on\b|at\b|by\b|to\b|from\b|for\b|with\b|after\b|when\b|its?\b|"
    r"their\b|his\b|her\b|that\b|more\b|nearly\b|about\b|over\b))"
)
_AND = re.compile(r"\s*[,;&/|]\s*|\s+(?:and|und|et|y|e|en|och)\s+")
DATE = re.compile(
    r"^(?:[^\W\d]+[,.]? )?(?:\d{1,2}[./ -](?:\d{1,2}|[^\W\d]{3,9})\.?,?[./ -]\d{2,4}|"
    r"[^\W\d]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? "
    r"\d{4}|\d{4} ?[-./年] ?\d{1,2} ?[-./月] ?\d{1,2})"
)


# word -> the groups it alone belongs to, and those it belongs to before another word
_Table = dict[str, tuple[int, dict[str, int]]]


def _tables() -> tuple[_Table, _Table]:
    first: _Table = {}
    anywhere: _Table = {}
    for i, phrases in enumerate(_PHRASES.values()):
        for phrase in phrases.split():
            table = first if phrase.startswith("^") else anywhere
            word, _, second = phrase.lstrip("^").partition("_")
            alone, before = table.get(word, (0, {}))
            if second:
                before[second] = before.get(second, 0) | 1 << i
            table[word] = (alone if second else alone | 1 << i, before)
    return first, anywhere


_FIRST, _ANYWHERE = _tables()
_NEITHER: tuple[int, dict[str, int]] = (0, {})


def said(text: str) -> int:
    """The groups of set phrases, as bits, that the words of a block belong to."""
    if len(text) > 150:
        text = text[:72] + " \n " + text[-44:]
    words = _words(text)
    if not words:
        return 0
    bits, after = _FIRST.get(words[0], _NEITHER)
    if after and len(words) > 1:
        bits |= after.get(words[1], 0)
    if len(words) > _HEAD + _TAIL:
        words = words[:_HEAD] + words[-_TAIL:]
    if _ANYWHERE.keys().isdisjoint(words):
        return bits
    for i in [i for i, word in enumerate(words) if word in _ANYWHERE]:
        alone, after = _ANYWHERE[words[i]]
        bits |= alone
        if after and i + 1 < len(words):
            bits |= after.get(words[i + 1], 0)
    return bits


def _words(text: str) -> list[str]:
    if text.isascii() and "'" not in text:  # the pattern's own words, three times as fast
        return text.encode().translate(_FOLDED).decode().split()
    return _TOKEN.findall(text.lower())


def authors(byline: str) -> tuple[str, ...]:
    """The full names in a byline, folded: a block that begins with one may be about the author."""
    return tuple(name for name in _AND.split(byline.casefold()) if " " in name)


def why_aside(text: str, names: tuple[str, ...]) -> str:
    """Why a short block among paragraphs is none of them, though it looks like them; "" for all others."""
    return "points elsewhere" if is_pointer(text) else "about the author" if _is_bio(text, names) else ""


def is_pointer(text: str) -> bool:
    """Whether a short block points its reader to something else, or is a label of the page and no sentence."""
    if len(text) >= _LABEL:
        return False
    return _POINTER.match(text) is not None or (_POINTING.match(text) is not None and not _FULL_STOP.search(text))


def _is_bio(text: str, names: tuple[str, ...]) -> bool:
    if not names or len(text) > _BIO:
        return False
    folded = text[:_NAME].casefold()
    told = any(folded.startswith(name) and _TRADE.match(text, len(name)) for name in names)
    return told and not _COUNT.search(text)


def is_report(text: str) -> bool:
    """Whether a line tells what happened, in a whole English sentence, and is no word to the reader or of the paper:
    set phrases of chrome are ordinary words in it ("Save the Children said ...", "Only 14 survived.")."""
    if not _FULL_STOP.search(text) or not _PAST.search(text):
        return False
    return not is_address(text) and not _HOUSE.search(_QUOTED.sub("", text))


def is_address(text: str) -> bool:
    """Whether a line, but for what it quotes, speaks to its reader."""
    return _READER.search(_QUOTED.sub("", text)) is not None
