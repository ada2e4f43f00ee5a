"""One module a kind of site, chosen by the link's address.

Each has `read(link, pages, extract)`, which asks for what it needs in its best order, and `parse(link, page)`, which
reads one page of the site however it was had: live, from an archive, from the Wayback Machine, saved by the user.
"""

from types import ModuleType

from ingest.documents import Document, Link, Page
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Pages
from ingest.sites import arxiv, github, web, weixin


async def read_link(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Return the documents behind a link: one, or more where a page names its translation.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    found: tuple[Document, ...] = await _site_of(link.url).read(link, pages, extract)
    return found


async def read_page(link: Link, page: Page, extract: Extractor) -> tuple[Document, ...]:
    """Return the documents on a page of a link's site that is already there.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    return await extract(_site_of(link.url).parse, link, page)


def _site_of(url: str) -> ModuleType:
    """Return the module for a URL; the last one takes any."""
    return next((site for site in (github, arxiv, weixin) if site.matches(url)), web)
