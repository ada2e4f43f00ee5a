"""Links that open an article at the quote: text fragments (WICG, "URL Fragment Text Directives")."""

import re
from urllib.parse import quote as percent_encode

from app.answers import Citation
from ingest.documents import Source
from ingest.language import CJK
from ingest.urls import is_web_url

WORDS = 6
CHARACTERS = 12  # the same in Chinese
_TOKEN = re.compile(f"[{CJK}]|[^\\s{CJK}]+")
ON_THE_PAGE = frozenset({Source.LIVE, Source.ARCHIVE, Source.WAYBACK})


def deep_link(citation: Citation) -> str:
    """Return the article's URL, with the quote's place in it where the quote stands on the page exactly once."""
    document = citation.document
    if document.source not in ON_THE_PAGE or not is_web_url(document.url):
        return document.url
    line = citation.quote.split("\n")[0].strip()
    start, end = _ends(line)
    if document.text.count(start) != 1 or "#" in document.url:
        return document.url
    fragment = _encoded(start) if end is None else f"{_encoded(start)},{_encoded(end)}"
    return f"{document.url}#:~:text={fragment}"


def _ends(line: str) -> tuple[str, str | None]:
    """Return the first and last few words of a line, or the whole line when it is short."""
    words = list(_TOKEN.finditer(line))
    most = CHARACTERS if re.match(f"[{CJK}]", line) else WORDS
    if len(words) <= 2 * most:
        return line, None
    return line[: words[most - 1].end()], line[words[-most].start() :]


def _encoded(text: str) -> str:
    return percent_encode(text, safe="").replace("-", "%2D")
