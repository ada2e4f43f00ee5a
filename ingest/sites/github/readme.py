"""READMEs and other text files of a repository: from GitHub's answers to documents."""

import base64
import json
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ingest.documents import Document, Link, Page
from ingest.errors import FetchFailed
from ingest.extraction.blocks import text_of
from ingest.extraction.charset import to_text
from ingest.extraction.readme import MARKUPS, ending_of, readme_html
from ingest.extraction.tree import tree_of
from ingest.language import Language
from ingest.sites.github.translations import translations
from ingest.sites.github.urls import API_HOST, RAW_HOST, Place
from ingest.status import Status

MAX_PATH_BYTES = 300
_ONE_PATH = re.compile(r"[\w./-]+")
OTHER: dict[Language, Language] = {"en": "zh", "zh": "en"}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found: its path in the repository, whose present full name is `repository`."""

    repository: str
    path: str
    body: bytes
    content_type: str
    page: Page

    @property
    def text(self) -> str:
        """The file as text; a worker's task, for finding its charset may take long."""
        return to_text(self.body, self.content_type)


def from_api(page: Page) -> File:
    """Return the README in an answer of the API ("Get a repository README", GitHub REST API 2022-11-28).

    Raises:
        FetchFailed: `extract_failed` when it holds none, or comes from another host.
    """
    try:
        answer = json.loads(page.body)
        body = base64.b64decode(answer["content"])
        path = str(answer.get("path") or answer["name"])
        owner, name = urlsplit(str(answer["html_url"])).path.split("/")[1:3]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unexpected(page) from error
    if urlsplit(page.final_url).hostname != API_HOST:
        raise _unexpected(page)
    if not body.strip():  # or larger than 1 MB, which the API leaves out
        raise FetchFailed(Status.EMPTY, f"{page.url} answered an empty README")
    return File(f"{owner}/{name}", path, body, "", page)


def from_raw(place: Place, path: str, page: Page) -> File:
    """Return a raw file; where its host redirected to tells the repository's present name.

    Raises:
        FetchFailed: `extract_failed` when a web page stands in its place: GitHub calls every raw text `text/plain`.
    """
    if "html" in page.content_type.lower():
        raise _unexpected(page)
    parts = urlsplit(page.final_url)
    owner_and_name = unquote(parts.path).split("/")[1:3]
    current = "/".join(owner_and_name) if parts.hostname == RAW_HOST else place.repository
    return File(current, path, page.body, page.content_type, page)


def linked_path(file: File) -> str | None:
    """Return where a symbolic link leads, which is one line as a raw file: a path; None for any other text."""
    target = file.body.strip().decode("utf-8", "replace") if len(file.body) <= MAX_PATH_BYTES else ""
    if not _ONE_PATH.fullmatch(target) or ending_of(target) not in MARKUPS:
        return None
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(file.path), target)).lstrip("/")
    return path if path != file.path else None


def translation_paths(file: File, language: Language) -> tuple[str, ...]:
    """Return the paths at which a README's version in a language may lie, the likeliest first."""
    return translations(file.repository, file.path, file.text, readme_html(file.path, file.text), language)


def document_of(link: Link, place: Place, file: File, url: str) -> Document:
    """Return a file's text as a document of a link.

    Raises:
        FetchFailed: `empty` when there is no text in it, `extract_failed` when it cannot be read.
    """
    text, headings = text_of(tree_of(readme_html(file.path, file.text)))
    if not text:
        raise FetchFailed(Status.EMPTY, f"{file.path[:100]} of {file.repository} holds no text")
    title = file.repository if not place.is_file else next((one.text for one in headings), file.path)
    return Document(
        link=link,
        url=url,
        title=link.title or title,
        text=text,
        headings=headings,
        source=file.page.source,
        fetched=file.page.fetched,
        site=file.repository,
        moved_to=moved_to(place, file.repository),
    )


def moved_to(place: Place, repository: str) -> str:
    """Return the address of a place under a repository's new name; an empty string where only its case differs."""
    return place.web_url(repository) if repository.lower() != place.repository.lower() else ""


def _unexpected(page: Page) -> FetchFailed:
    return FetchFailed(Status.EXTRACT_FAILED, f"{page.url} answered something that is no file of a repository")
