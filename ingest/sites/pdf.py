"""PDF files: the text of their pages, with the offsets at which these begin."""

from urllib.parse import unquote, urlsplit

from ingest.documents import Document, Link, Page
from ingest.extraction.pdf.reading import read_pdf
from ingest.extraction.pdf.text import pdf_text
from ingest.extraction.sniff import Kind, kind_of
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Pages

ACCEPT = {"Accept": "application/pdf,*/*;q=0.5"}


def matches(url: str) -> bool:
    """Return whether a URL's path ends as that of a PDF does."""
    try:
        return urlsplit(url).path.lower().endswith(".pdf")
    except ValueError:
        return False


async def read(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Fetch and read one file; what turns out to be a web page is read as one.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    from ingest.sites import web  # it imports this module: either kind of page may answer for the other

    page = await pages.get(link.url, ACCEPT)
    kind = kind_of(page.body, page.content_type, urlsplit(page.final_url).path)
    return await extract(parse if kind is Kind.PDF else web.parse, link, page)


def parse(link: Link, page: Page) -> tuple[Document, ...]:
    """Read one file.

    Raises:
        FetchFailed: `extract_failed` or `too_large`.
    """
    found = pdf_text(read_pdf(page.body))
    name = unquote(urlsplit(page.final_url).path.rpartition("/")[2])
    return (
        Document(
            link=link,
            url=page.final_url,
            title=link.title or found.title or name,
            text=found.text,
            headings=found.headings,
            source=page.source,
            fetched=page.fetched,
            author=found.author,
            pages=found.pages,
            moved_to=page.moved_to,
            lacks=found.lacks,
        ),
    )
