"""The article on a page, the whole article, nothing but the article.

    decode -> bytes to text      blocks -> body   which text is the article      metadata, dates   what the page says of itself
              plaintext -> the same for text dumps       versions, memory        what pages have in common

Law: `extract` never raises: any bytes give an article or a named reason. Only this room opens HTML.
"""

from __future__ import annotations

from monitor.extract.article import extract
from monitor.extract.memory import lessons
from monitor.extract.versions import changed_sentences, compare_versions, fingerprint, sentence_hashes

__all__ = ["changed_sentences", "compare_versions", "extract", "fingerprint", "lessons", "sentence_hashes"]
