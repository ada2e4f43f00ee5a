"""GitHub repositories: the README through the API, else as a raw file, else from the repository's page."""

import base64
import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ingest.documents import Document, Link, Page, Status
from ingest.errors import FetchFailed
from ingest.extraction.charset import to_text
from ingest.extraction.html import Extracted
from ingest.extraction.html import extract as extract_html
from ingest.extraction.readme import readme_html
from ingest.extraction.worker import Extractor
from ingest.fetching.exchange import Pages

API = "https://api.github.com/repos"
RAW = "https://raw.githubusercontent.com"
API_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
NAMES = ("README.md", "readme.md", "README.rst", "README.txt", "README", "README.markdown", "docs/README.md")
NO_OWNERS = frozenset({
    "about", "collections", "customer-stories", "events", "explore", "features", "issues", "marketplace",
    "notifications", "orgs", "pricing", "pulls", "search", "settings", "site", "sponsors", "topics", "trending",
})  # fmt: skip
CONTAINER = "//article[contains(@class, 'markdown-body')]"
_REPOSITORY = re.compile(r"^/([\w.-]+)/([\w.-]+?)(?:\.git)?/?$")
_TRANSLATION = re.compile(r"\bREADME[._-](?:zh|cn|zh[._-]cn|en)\.(?:md|rst)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Readme:
    """A README as it was found; `repository` is the full name it has now."""

    name: str
    text: str
    repository: str
    page: Page


def repository_of(url: str) -> str | None:
    """Return `owner/name` when a URL is a repository's front page, else None."""
    parts = urlsplit(url)
    found = _REPOSITORY.match(parts.path)
    if (parts.hostname or "").removeprefix("www.") != "github.com" or not found or found[1].lower() in NO_OWNERS:
        return None
    return f"{found[1]}/{found[2]}"


def matches(url: str) -> bool:
    """Return whether a URL is a repository's front page."""
    return repository_of(url) is not None


async def read(link: Link, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    """Return the README and, when it names one, its version in the other language.

    Raises:
        FetchFailed: with the reason the first, best way failed.
    """
    repository = repository_of(link.url) or ""
    try:
        readme = await _from_api(repository, pages)
    except FetchFailed as first:
        try:
            readme = await _from_raw(repository, pages)
        except FetchFailed:
            return await _from_page(link, repository, pages, extract, first)
    return (await extract(_document, link, readme), *await _translation(link, readme, pages, extract))


def parse(link: Link, page: Page) -> tuple[Document, ...]:
    """Extract the README of a repository's page.

    Raises:
        FetchFailed: with the status that the link ends in.
    """
    found = extract_html(to_text(page.body, page.content_type), page.final_url, CONTAINER)
    return (_made(link, found, page, page.final_url),)


async def _from_api(repository: str, pages: Pages) -> _Readme:
    page = await pages.get(f"{API}/{repository}/readme", API_HEADERS)
    try:
        answer = json.loads(page.body)
        text = to_text(base64.b64decode(answer["content"]))
        name = str(answer["name"])
        owner, current = urlsplit(str(answer["html_url"])).path.split("/")[1:3]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unexpected(page) from error
    return _Readme(name, text, f"{owner}/{current}", page)


async def _from_raw(repository: str, pages: Pages) -> _Readme:
    failure: FetchFailed | None = None
    for name in NAMES:
        try:
            page = await pages.get(f"{RAW}/{repository}/HEAD/{name}")
        except FetchFailed as error:
            failure = failure or error
        else:
            current = "/".join(urlsplit(page.final_url).path.split("/")[1:3])
            return _Readme(name, to_text(page.body, page.content_type), current, page)
    raise failure or FetchFailed(Status.EXTRACT_FAILED, f"{repository} has no README")


async def _from_page(
    link: Link, repository: str, pages: Pages, extract: Extractor, first: FetchFailed
) -> tuple[Document, ...]:
    try:
        return await extract(parse, link, await pages.get(f"https://github.com/{repository}"))
    except FetchFailed:
        raise first from None


async def _translation(link: Link, readme: _Readme, pages: Pages, extract: Extractor) -> tuple[Document, ...]:
    for name in dict.fromkeys(_TRANSLATION.findall(readme.text)):
        if name.lower() == readme.name.lower():
            continue
        try:
            page = await pages.get(f"{RAW}/{readme.repository}/HEAD/{quote(name)}")
            text = to_text(page.body, page.content_type)
            return (await extract(_document, link, _Readme(name, text, readme.repository, page)),)
        except FetchFailed:  # it is named but not there, or empty: the README itself is enough
            continue
    return ()


def _document(link: Link, readme: _Readme) -> Document:
    address = f"https://github.com/{readme.repository}"
    url = address if readme.name.lower() in ("readme.md", "readme.rst") else f"{address}/blob/HEAD/{readme.name}"
    found = extract_html(readme_html(readme.name, readme.text), url, "//article")
    return _made(link, found, readme.page, url)


def _made(link: Link, found: Extracted, page: Page, url: str) -> Document:
    title = link.title or "/".join(urlsplit(url).path.split("/")[1:3])
    return Document(link, url, title, found.text, found.headings, page.source, page.fetched, None)


def _unexpected(page: Page) -> FetchFailed:
    return FetchFailed(Status.EXTRACT_FAILED, f"{page.url} answered something that is no README")
