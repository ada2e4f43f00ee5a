"""arXiv papers: the abstract from the API, the text from the paper's HTML, else from its PDF."""

from dataclasses import replace
from urllib.parse import urlsplit

from ingest.documents import Document, Heading, Link, Page
from ingest.errors import FetchFailed
from ingest.extraction.charset import to_text
from ingest.extraction.passage import end_of
from ingest.extraction.pdf.reading import read_pdf
from ingest.extraction.pdf.text import pdf_text
from ingest.extraction.sniff import Kind, kind_of
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Asked, Pages
from ingest.sites import pdf, web
from ingest.sites.arxiv.latexml import paper_body
from ingest.sites.arxiv.paper import Paper, paper_in_feed, paper_on_page
from ingest.sites.ladder import telling
from ingest.status import Status
from ingest.urls.arxiv import page_url, paper_of, query_url

FULL_TEXTS = ("html", "pdf")
FRONT_MATTER_CHARS = 4000  # that title, authors and their addresses may take before the abstract
_TITLE = "Abstract"


def matches(url: str) -> bool:
    """Return whether a URL names a paper on arXiv."""
    return paper_of(url) is not None


async def read(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Return the paper: its abstract at least, followed by its text where that can be had.

    Its address is the page that the text is from, so that a quote can be found there: HTML, PDF or abstract.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    name = paper_of(link.url) or ""
    paper, page = await _described(name, pages, extract)
    for kind in FULL_TEXTS:
        url = page_url(kind, name)
        asked = Asked.NAMED if urlsplit(link.url).path.startswith(f"/{kind}/") else Asked.FOLLOWED
        try:
            return (await extract(_whole, link, paper, await pages.get(url, asked=asked)),)
        except FetchFailed as failure:  # the abstract stands alone
            if _refused(failure, url, pages):
                break
    return (_document(link, paper, page, page_url("abs", name)),)


def parse(link: Link, page: Page) -> tuple[Document, ...]:
    """Read one page of a paper: the API's answer, the abstract's page, the PDF, or the paper as HTML.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    kind = kind_of(page.body, page.content_type, urlsplit(page.final_url).path)
    if kind is Kind.PDF:
        return tuple(replace(one, site="arXiv", moved_to="") for one in pdf.parse(link, page))
    if b"<feed" in page.body[:1000]:
        return (_document(link, paper_in_feed(page.body), page, page_url("abs", paper_of(link.url) or "")),)
    html = to_text(page.body, page.content_type)
    if 'name="citation_abstract"' in html:
        return (_document(link, paper_on_page(html), page, page.final_url),)
    return tuple(replace(one, site="arXiv", moved_to="") for one in web.parse(link, page))


async def _described(name: str, pages: Pages, extract: Extractor) -> tuple[Paper, Page]:
    """Return what arXiv says of a paper, from its API or else from the page of its abstract."""
    try:
        page = await pages.get(query_url(name), asked=Asked.SERVICE)
        return await extract(paper_in_feed, page.body), page
    except FetchFailed as first:
        _refused(first, query_url(name), pages)
        url = page_url("abs", name)
        try:
            page = await pages.get(url)
            return await extract(_on_page, page), page
        except FetchFailed as last:
            _refused(last, url, pages)
            raise telling(first, last) from last


def _refused(failure: FetchFailed, url: str, pages: Pages) -> bool:
    """Leave a host alone that refuses: arXiv takes further tries for an attack."""
    if failure.status is Status.BLOCKED:
        pages.stop(url, "arXiv refuses requests")
    return failure.status is Status.BLOCKED


def _on_page(page: Page) -> Paper:
    return paper_on_page(to_text(page.body, page.content_type))


def _whole(link: Link, paper: Paper, page: Page) -> Document:
    """Return a paper with its text: the abstract first, and once."""
    if kind_of(page.body, page.content_type, urlsplit(page.final_url).path) is not Kind.PDF:
        text, headings = paper_body(to_text(page.body, page.content_type))
        return _document(link, paper, page, page.final_url, text, headings)
    found = pdf_text(read_pdf(page.body))
    cut = end_of(paper.abstract, found.text[: FRONT_MATTER_CHARS + 2 * len(paper.abstract)]) or 0
    cut += len(found.text[cut:]) - len(found.text[cut:].lstrip())
    headings = tuple(replace(one, start=one.start - cut) for one in found.headings if one.start >= cut)
    whole = _document(link, paper, page, page.final_url, found.text[cut:], headings)
    moved = len(whole.text) - len(found.text)
    pages = (0, *(max(0, start + moved) for start in found.pages[1:]))
    return replace(whole, pages=pages, lacks=found.lacks)


def _document(
    link: Link, paper: Paper, page: Page, url: str, text: str = "", headings: tuple[Heading, ...] = ()
) -> Document:
    before = f"{_TITLE}\n\n{paper.abstract}" + ("\n\n" if text else "")
    return Document(
        link=link,
        url=url,
        title=link.title or paper.title,
        text=before + text,
        headings=(Heading(0, 2, _TITLE), *(replace(one, start=one.start + len(before)) for one in headings)),
        source=page.source,
        fetched=page.fetched,
        published=paper.published,
        author=paper.authors,
        site="arXiv",
    )
