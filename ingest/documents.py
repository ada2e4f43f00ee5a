"""The vocabulary of ingestion: a link is read as pages, a page becomes documents, a document is cut into chunks."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

from ingest.language import Language, language_of
from ingest.status import Source, Status

Topic = tuple[str, ...]
"""The headings above a link, outermost first."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a link on the list.

    `label` is what stands before an untitled link ("Haiku："), `remark` the rest of the link's own line or list item,
    `notes` the paragraphs that follow until the next link or heading, `line` the 1-based line of the link.
    """

    topic: Topic
    title: str
    label: str
    remark: str
    notes: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A URL of the list, as it stands there first, with every place where it stands."""

    url: str
    occurrences: tuple[Occurrence, ...]

    @property
    def title(self) -> str:
        """The first title that the list gives it, or an empty string."""
        return next((one.title for one in self.occurrences if one.title), "")

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic it stands under, in the list's order."""
        return tuple(dict.fromkeys(one.topic for one in self.occurrences))


@dataclass(frozen=True, slots=True)
class Page:
    """What a server, or an archive in its place, answered for a URL; `body` is decompressed.

    `final_url` is where all redirects ended, `moved_to` where the permanent ones led (empty when there was none).
    `looks_cut` says that it is HTML without an end, although all has come that the server said would.
    """

    url: str
    final_url: str
    content_type: str
    body: bytes
    fetched: str
    source: Source
    moved_to: str = ""
    looks_cut: bool = False


@dataclass(frozen=True, slots=True)
class FailedLink:
    """Why a link's page could not be read; `retryable` says whether a later build may succeed."""

    link: Link
    status: Status
    reason: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a document's text: where it starts (character offset), its level (1–6), its text."""

    start: int
    level: int
    text: str


@dataclass(frozen=True)
class Document:
    """Readable text of one link; dates are ISO 8601 or None when unknown.

    `pages` are the offsets at which the pages of a PDF begin, the first page's first; `author` wrote it, `site` is
    the publication or account it appeared in; `moved_to` is where permanent redirects led; `same_as` is the URL of the
    link whose article this one repeats almost word for word; `lacks` says in words what of the page was not read.
    `note` is the list owner's note on the page, in both languages, where there is one and this is the page itself.
    """

    link: Link
    url: str
    title: str
    text: str
    headings: tuple[Heading, ...]
    source: Source
    fetched: str | None = None
    published: str | None = None
    kind: Literal["page", "list"] = "page"
    author: str = ""
    site: str = ""
    pages: tuple[int, ...] = ()
    moved_to: str = ""
    same_as: str = ""
    lacks: str = ""
    note: str = ""

    @cached_property
    def language(self) -> Language:
        """The language of most of its text."""
        return language_of(self.text)

    def page_at(self, offset: int) -> int | None:
        """Return the number, from 1, of the PDF page on which an offset lies; None where there are no pages."""
        return bisect_right(self.pages, offset) or None

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the text; equal hashes are never embedded twice."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Chunk:
    """An exact slice of a document, with the headings it stands under and the spans of its sentences.

    `sentences` are (start, end) offsets into the document's text; what lies between them is white space.
    """

    document: Document
    start: int
    end: int
    headings: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The slice itself."""
        return self.document.text[self.start : self.end]

    @property
    def language(self) -> Language:
        """The language of most of the slice."""
        return language_of(self.text)

    def sentence(self, index: int) -> str:
        """Return one of its sentences."""
        start, end = self.sentences[index]
        return self.document.text[start:end]
