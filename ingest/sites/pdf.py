"""PDF files: the text of their pages, with the offsets at which these begin."""

from urllib.parse import unquote, urlsplit

from ingest.documents import Document, Link, Page
from ingest.extraction.pdf.reading import read_pdf
from ingest.extraction.pdf.text import pdf_text


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
