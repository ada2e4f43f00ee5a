"""Any web page: its main text, unless it is a login, error or empty page in disguise."""

import re

from ingest.documents import Document, Link, Page, Status
from ingest.errors import FetchFailed
from ingest.extraction.charset import to_text
from ingest.extraction.html import Extracted
from ingest.extraction.html import extract as extract_html
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Pages

SOFT_404_CHARS = 200
_ERROR_TITLE = re.compile(
    r"\b404\b|not found|页面不存在|内容不存在|just a moment|access denied|安全验证|请登录|环境异常", re.IGNORECASE
)
_HTML = re.compile(r"<(!doctype|html|head|body|article|div|p|h1)\b", re.IGNORECASE)


async def read(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Fetch and extract one page.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    page = await pages.get(link.url, {"Accept": "text/html,application/xhtml+xml"})
    return await extract(parse, link, page)


def parse(link: Link, page: Page) -> tuple[Document, ...]:
    """Extract one page.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    if not page.body.strip():
        raise FetchFailed(Status.EMPTY, f"{link.url} is empty")
    html = to_text(page.body, page.content_type)
    if not _HTML.search(html[:4096]):
        raise FetchFailed(
            Status.UNSUPPORTED_TYPE, f"{link.url} is no HTML page ({page.content_type or 'no type given'})"
        )
    found = extract_html(html, page.final_url)
    if _is_error_page(found):
        raise FetchFailed(Status.SOFT_404, f"{link.url} answers with “{found.title[:60]}”")
    return (
        Document(
            link=link,
            url=page.final_url,
            title=link.title or found.title,
            text=found.text,
            headings=found.headings,
            source=page.source,
            fetched=page.fetched,
            published=found.published,
            moved_to=page.moved_to,
        ),
    )


def _is_error_page(found: Extracted) -> bool:
    return len(found.text) < SOFT_404_CHARS and bool(
        _ERROR_TITLE.search(found.title) or _ERROR_TITLE.search(found.text)
    )
