"""One module a kind of site; `read_link` picks it by the link's address."""

from ingest.documents import Document, Link
from ingest.fetching.fetch import Fetcher
from ingest.sites import github, web


async def read_link(link: Link, fetcher: Fetcher) -> tuple[Document, ...]:
    """Return the documents behind a link: one, or more where a page names its translation.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    if repository := github.repository_of(link.url):
        return await github.read(link, repository, fetcher)
    return await web.read(link, fetcher)
