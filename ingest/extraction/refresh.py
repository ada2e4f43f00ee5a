"""Pages that send their reader on by themselves: `<meta http-equiv="refresh">` (HTML Standard, 4.2.5.3)."""

import re
from urllib.parse import urldefrag, urljoin

from ingest.documents import Page
from ingest.errors import FetchFailed
from ingest.extraction.charset import to_text
from ingest.extraction.parsing import nodes, parsed
from ingest.urls import is_web_url

MAX_WAIT_S = 5
MAX_PAGE_BYTES = 200_000
"""Only so much is searched: a page that sends on says little else."""
_METAS = "//meta[@content][translate(@http-equiv, 'EFHRS', 'efhrs')='refresh'][not(ancestor::noscript)]"
_CONTENT = re.compile(
    r"\s*(\d{1,6})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=)?\s*(\"[^\"]*|'[^']*|.*)", re.IGNORECASE | re.DOTALL
)


def may_refresh(page: Page) -> bool:
    """Return quickly whether a page is worth asking `refresh_target` about."""
    return b"refresh" in page.body[:MAX_PAGE_BYTES].lower()


def refresh_target(page: Page) -> str | None:
    """Return the address to which a page sends its reader within `MAX_WAIT_S` seconds, or None."""
    try:
        tree = parsed(to_text(page.body[:MAX_PAGE_BYTES], page.content_type))
    except FetchFailed:
        return None
    targets = (_target(str(meta.get("content")), page.final_url) for meta in nodes(tree, _METAS))
    return next((target for target in targets if target), None)


def _target(content: str, base: str) -> str | None:
    found = _CONTENT.match(content)
    if not found or int(found[1]) > MAX_WAIT_S:
        return None
    try:
        target = urljoin(base, found[2].strip(" \t\r\n\"'"))
    except ValueError:
        return None
    is_other = urldefrag(target).url != urldefrag(base).url
    return target if is_other and is_web_url(target) else None
