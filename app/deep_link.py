"""Links that open an article at the quote: text fragments (WICG, "URL Fragment Text Directives"), a PDF at its page."""

import re
from collections.abc import Sequence
from itertools import accumulate
from urllib.parse import quote as percent_encode

from app.answers import Citation
from ingest.language import CJK
from ingest.status import Source
from ingest.urls import is_web_url

END_LENGTH = 12  # of either end of a quote: a Chinese character counts one, any other word two
# A browser finds whole words only, and where a Chinese word ends only a dictionary knows: a run of Chinese stays whole.
_TOKEN = re.compile(f"[{CJK}]+|[^\\s{CJK}]+")
ON_THE_PAGE = frozenset({Source.LIVE, Source.ARCHIVE, Source.WAYBACK})


def deep_link(citation: Citation) -> str:
    """Return the article's URL with the quote's place in it: a PDF's page, or text that stands there exactly once.

    `#page=` is a parameter of PDF open actions (RFC 8118, section 3).
    """
    document = citation.document
    if document.source not in ON_THE_PAGE or not is_web_url(document.url):
        return document.url
    if document.pages and "#" not in document.url:
        return f"{document.url}#page={document.page_at(citation.start) or 1}"
    line = citation.quote.split("\n")[0].strip()
    start, end = _ends(line)
    if document.text.count(start) != 1 or "#" in document.url:
        return document.url
    fragment = _encoded(start) if end is None else f"{_encoded(start)},{_encoded(end)}"
    return f"{document.url}#:~:text={fragment}"


def _ends(line: str) -> tuple[str, str | None]:
    """Return the first and last few words of a line, or the whole line when they would meet."""
    words = list(_TOKEN.finditer(line))
    first, last = _enough(words), words[-_enough(words[::-1])]
    if words[first - 1].end() >= last.start():
        return line, None
    return line[: words[first - 1].end()], line[last.start() :]


def _enough(words: Sequence[re.Match[str]]) -> int:
    """Return how many words, from the first, make up one end."""
    lengths = accumulate(len(word[0]) if re.match(f"[{CJK}]", word[0]) else 2 for word in words)
    return next((count for count, length in enumerate(lengths, 1) if length >= END_LENGTH), len(words))


def _encoded(text: str) -> str:
    return percent_encode(text, safe="").replace("-", "%2D")
