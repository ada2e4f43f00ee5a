"""Any web page: its main text, or what a plain text, Markdown or PDF file holds."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from ingest.documents import Document, Link, Page
from ingest.errors import FetchFailed
from ingest.extraction.charset import to_text
from ingest.extraction.html import Extracted
from ingest.extraction.html import extract as extract_html
from ingest.extraction.readme import MARKUPS, ending_of, readme_html
from ingest.extraction.refresh import may_refresh, refresh_target
from ingest.extraction.sniff import Kind, kind_of
from ingest.extraction.soft_404.rule import refuse_wrong_page
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Asked, Pages
from ingest.fetching.shown import shown
from ingest.fetching.transport.content_coding import decoded
from ingest.sites import pdf
from ingest.status import Status

ACCEPT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.5"}
MAX_PAGE_BYTES = 20_000_000
"""Of a page when decoded; a PDF may be larger."""


async def read(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Fetch and extract one page; one that sends its reader on at once is followed, once.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    page = await pages.get(link.url, ACCEPT)
    target = await extract(refresh_target, page) if may_refresh(page) else None
    if target:
        is_same_host = urlsplit(target).hostname == urlsplit(page.final_url).hostname
        further = await pages.get(target, ACCEPT, Asked.NAMED if is_same_host else Asked.FOLLOWED)
        page = replace(further, url=page.url, moved_to=page.moved_to)
    return await extract(parse, link, page)


def parse(link: Link, page: Page) -> tuple[Document, ...]:
    """Extract one page.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    page, kind = _sniffed(page)
    if kind is Kind.PDF:
        return pdf.parse(link, page)
    if kind is Kind.EMPTY:
        status = Status.THIN if page.body else Status.EMPTY
        raise FetchFailed(status, f"{shown(link.url)} holds nothing to read")
    if kind not in (Kind.HTML, Kind.TEXT):
        given = "".join(filter(str.isprintable, page.content_type))[:60] or "no type given"
        raise FetchFailed(Status.UNSUPPORTED_TYPE, f"{shown(link.url)} is {kind.value}, no page ({given})")
    if len(page.body) > MAX_PAGE_BYTES:
        raise FetchFailed(Status.TOO_LARGE, f"{shown(link.url)} is larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    text = to_text(page.body, page.content_type)
    found = _read_html(link, page, text) if kind is Kind.HTML else _read_text(page, text)
    return (_document(link, page, found),)


def _sniffed(page: Page) -> tuple[Page, Kind]:
    """Tell what a page is; one that was stored compressed is unpacked, once."""
    path = urlsplit(page.final_url).path
    kind = kind_of(page.body, page.content_type, path)
    if kind is not Kind.GZIP:
        return page, kind
    page = replace(page, body=decoded(page.body, "gzip", MAX_PAGE_BYTES), content_type="")
    return page, kind_of(page.body, "", path.removesuffix(".gz"))


def _read_html(link: Link, page: Page, html: str) -> Extracted:
    try:
        found = extract_html(html, page.final_url)
    except FetchFailed as failure:
        if failure.status is not Status.EMPTY:
            raise
        refuse_wrong_page(html, "", link.url, page.final_url)  # what is empty without scripts may be a challenge
        raise FetchFailed(Status.THIN, f"{shown(link.url)} holds no text without its scripts") from failure
    refuse_wrong_page(html, found.text, link.url, page.final_url)
    return found


def _read_text(page: Page, text: str) -> Extracted:
    name = unquote(urlsplit(page.final_url).path.rpartition("/")[2])
    markup = "page.md" if "markdown" in page.content_type else name if ending_of(name) in MARKUPS else "page.txt"
    found = extract_html(readme_html(markup, text), page.final_url, "//article")
    return replace(found, title=next((heading.text for heading in found.headings if heading.level == 1), name))


def _document(link: Link, page: Page, found: Extracted) -> Document:
    return Document(
        link=link,
        url=page.final_url,
        title=link.title or found.title,
        text=found.text,
        headings=found.headings,
        source=page.source,
        fetched=page.fetched,
        published=found.published,
        author=found.author,
        site=found.site,
        moved_to=page.moved_to,
        lacks="its HTML has no end: some of it may be missing" if page.looks_cut else "",
    )
