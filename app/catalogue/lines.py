"""The list's own lines as citations: under which headings a link stands, its title, what stands beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.answers import Citation, Sentence
from index.records import LinkRow
from index.topics import SEPARATOR
from ingest.documents import Document, Link
from ingest.language import language_of
from ingest.lists.listing import display_title
from ingest.status import Source


def name_of(link: Link) -> str:
    """Return a link's title on the list; where it has none, its label and its address."""
    label = next((one.label for one in link.occurrences if one.label), "")
    return link.title or (f"{label} · {link.url}" if label else link.url)


def line_of(row: LinkRow) -> Document:
    """Return what the list says of a link as a document: its headings, its name, its remarks, a line each."""
    link = row.link
    paths = (SEPARATOR.join(path) for path in link.topics if path)
    remarks = (one.remark for one in link.occurrences if one.remark)
    text = "\n".join(dict.fromkeys((*paths, name_of(link), *remarks)))
    return Document(link, link.url, display_title(link), text, (), Source.STUB, kind="list", same_as=row.same_as)


@dataclass
class Lines:
    """The citations of an answer, one a link, numbered as they are asked for."""

    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, row: LinkRow) -> int:
        """Return the number under which a link's line is cited."""
        url = row.link.url
        if url not in self._numbers:
            self._numbers[url] = len(self._numbers) + 1
            document = line_of(row)
            text = document.text
            self.citations.append(Citation(self._numbers[url], document, 0, len(text), language_of(text)))
        return self._numbers[url]

    def named(self, rows: Iterable[LinkRow]) -> list[Sentence]:
        """Return a verbatim sentence a link: what the list calls it."""
        return [Sentence(name_of(row.link), (self.number(row),), "verbatim") for row in rows]

    def led(self, lead: str) -> Sentence:
        """Return what we say of all that is cited: it was counted, and stands nowhere."""
        return Sentence(lead, tuple(one.number for one in self.citations), "supported")
