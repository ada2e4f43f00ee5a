"""GitHub: READMEs through the API, else as raw files, else from their pages; files as they are; and other pages."""

import posixpath
from dataclasses import replace
from urllib.parse import urlsplit

from ingest.documents import Document, Link, Page
from ingest.errors import FetchFailed
from ingest.extraction.charset import to_text
from ingest.extraction.html import Extracted
from ingest.extraction.html import extract as extract_html
from ingest.extraction.sniff import Kind, kind_of
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Asked, Pages
from ingest.sites import pdf, web
from ingest.sites.github.readme import (
    OTHER,
    File,
    document_of,
    from_api,
    from_raw,
    linked_path,
    moved_to,
    translation_paths,
)
from ingest.sites.github.urls import HOSTS, WEB_HOSTS, Place, place_of
from ingest.sites.ladder import telling
from ingest.status import Status
from ingest.urls.forms import host_of

API_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
NAMES = (
    "README.md", "readme.md", "README.rst", "README.txt", "README", "README.markdown", "docs/README.md",
    ".github/README.md",
)  # fmt: skip
README = "//article[contains(@class, 'markdown-body')]"
# Where the text of GitHub's other pages stands: what tells that a page has it, and its XPath.
CONTAINERS = (
    ("wiki-body", "//*[@id='wiki-body']"),
    ("issue-viewer-container", "//*[@data-testid='issue-viewer-container']"),
    ("js-discussion", "//*[contains(@class, 'js-discussion')]"),
)


def matches(url: str) -> bool:
    """Return whether a URL is one of GitHub's."""
    return host_of(url) in HOSTS


async def read(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Return a repository's or folder's README, with its version in the other language, or a file, or a page.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    place = place_of(link.url)
    if place is None:
        return await extract(parse, link, await pages.get(link.url))
    try:
        file = await _file(place, pages)
        found = await extract(_documents, link, place, file)
    except FetchFailed as first:
        try:
            return await extract(parse, link, await pages.get(place.web_url()))
        except FetchFailed as last:
            raise telling(first, last) from last
    return found if place.is_file else (*found, *await _translation(link, place, file, found[0], pages, extract))


def parse(link: Link, page: Page) -> tuple[Document, ...]:
    """Read one page of GitHub's: the API's answer, a raw file, the page of a repository, a wiki, an issue.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    place = place_of(link.url)
    kind = kind_of(page.body, page.content_type, urlsplit(page.final_url).path)
    if place and kind is Kind.JSON and not place.is_file:
        return _documents(link, place, from_api(page))
    if place and kind is not Kind.HTML:
        return _documents(link, place, from_raw(place, place.path or NAMES[0], page))
    html = to_text(page.body, page.content_type)
    if place and "markdown-body" in html:
        return (_shown(link, place, page, extract_html(html, page.final_url, README)),)
    for mark, container in CONTAINERS:
        if mark in html and place is None:
            return (_shown(link, None, page, extract_html(html, page.final_url, container)),)
    if place and not place.is_file:
        raise FetchFailed(Status.EMPTY, f"{place.repository} shows no README")
    return web.parse(link, page)


async def _file(place: Place, pages: Pages) -> File:
    if place.is_file:
        return await _followed(from_raw(place, place.path, await pages.get(place.raw_url())), place, pages)
    try:
        return from_api(await pages.get(place.api_url(), API_HEADERS, Asked.SERVICE))
    except FetchFailed as failure:
        if failure.status is Status.BLOCKED:
            pages.stop(place.api_url(), "GitHub's API allows no more requests")
        if failure.status is Status.GONE:  # the API would have found a README of any name
            raise
        return await _raw_readme(place, pages, failure)


async def _raw_readme(place: Place, pages: Pages, failure: FetchFailed) -> File:
    """Try the usual names; only "not there" is a reason to try another."""
    for name in NAMES:
        try:
            file = from_raw(place, posixpath.join(place.path, name), await pages.get(place.raw_url(name)))
        except FetchFailed as other:
            if other.status not in (Status.GONE, Status.NOT_IN_ARCHIVE):
                break
        else:
            return await _followed(file, place, pages)
    raise failure


async def _followed(file: File, place: Place, pages: Pages) -> File:
    """Follow a symbolic link, once."""
    if not (path := linked_path(file)):
        return file
    try:
        return from_raw(place, path, await pages.get(replace(place, path="").raw_url(path)))
    except FetchFailed:
        return file


async def _translation(
    link: Link, place: Place, file: File, readme: Document, pages: Pages, extract: Extractor
) -> tuple[Document, ...]:
    """Return the first file that the README names as its translation and that is one."""
    wanted = OTHER[readme.language]
    for path in await extract(translation_paths, file, wanted):
        found = Place(file.repository, place.ref or "HEAD", path, is_file=True)
        try:
            page = await pages.get(found.raw_url(), asked=Asked.FOLLOWED)
            other = await extract(document_of, link, place, from_raw(found, path, page), found.web_url())
        except FetchFailed:  # it is named but not there, or empty: the README itself is enough
            continue
        if other.language == wanted:
            return (other,)
    return ()


def _documents(link: Link, place: Place, file: File) -> tuple[Document, ...]:
    url = place.web_url(file.repository)
    if kind_of(file.page.body, file.page.content_type) is not Kind.PDF:
        return (document_of(link, place, file, url),)
    moved = moved_to(place, file.repository)
    return tuple(replace(one, url=url, site=file.repository, moved_to=moved) for one in pdf.parse(link, file.page))


def _shown(link: Link, place: Place | None, page: Page, found: Extracted) -> Document:
    """Return the text of one of GitHub's own pages as a document; it says which repository it is of."""
    parts = urlsplit(page.final_url if host_of(page.final_url) in WEB_HOSTS else link.url)
    site = "/".join(parts.path.split("/")[1:3])
    return Document(
        link=link,
        url=page.final_url,
        title=link.title or (site if place and not place.is_file else found.title),
        text=found.text,
        headings=found.headings,
        source=page.source,
        fetched=page.fetched,
        published=found.published,
        site=site,
        moved_to=moved_to(place, site) if place else page.moved_to,
    )
