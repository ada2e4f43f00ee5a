"""The list owner's notes: a short digest of a link in both languages, which stands in when its page cannot be read.

A note is a Markdown file: YAML front matter (`url`, `title`, `topics`, `language`, `kind`, `checked-against`, and
`published` when known), then the sections `## 中文` and `## English`, the article's own language first.
"""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ingest.documents import Document, Link
from ingest.errors import NoteInvalid
from ingest.language import Language
from ingest.status import Source
from ingest.urls import identity_of, is_web_url

SHIPPED_NOTES = Path(__file__).parent / "data" / "notes"
SECTIONS: Mapping[str, Language] = {"中文": "zh", "English": "en"}
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_SECTION = re.compile(r"^## (.+?)\s*$", re.MULTILINE)


def _web_url(url: str) -> str:
    if not is_web_url(url):
        raise ValueError("it must be a web address")
    return url


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(_web_url)]
    title: str = Field(min_length=1)
    topics: tuple[str, ...]
    language: Language
    kind: Literal["article", "repository", "paper", "post", "page"]
    published: dt.date | int | Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")] | None = None
    checked_against: tuple[str, ...] = Field(alias="checked-against", min_length=1)


class Note:
    """One note: its front matter, and its prose by language."""

    __slots__ = ("head", "path", "prose")

    def __init__(self, path: Path, head: _Head, prose: Mapping[Language, str]) -> None:
        self.path = path
        self.head = head
        self.prose = prose

    @property
    def identity(self) -> str:
        """The key of the page it is about."""
        return identity_of(self.head.url)

    @property
    def text(self) -> str:
        """A paragraph in each language, the article's own first."""
        return "\n\n".join(self.prose.values())

    def document(self, link: Link) -> Document:
        """Return the note as the document of a link."""
        published = str(self.head.published) if self.head.published is not None else None
        return Document(link, link.url, link.title or self.head.title, self.text, (), Source.NOTE, None, published)


def read_notes(folder: Path) -> dict[str, Note]:
    """Return the notes in a folder by the identity of their pages.

    Raises:
        NoteInvalid: the folder is missing, a note does not follow the format, or two are about one page.
    """
    if not folder.is_dir():
        raise NoteInvalid(f"there is no folder of notes at {folder}", "check --notes")
    notes: dict[str, Note] = {}
    for path in sorted(folder.glob("*.md")):
        note = read_note(path)
        if other := notes.get(note.identity):
            raise NoteInvalid(f"{path.name} and {other.path.name} are notes on one page", "keep one of them")
        notes[note.identity] = note
    return notes


def read_note(path: Path) -> Note:
    """Read one note.

    Raises:
        NoteInvalid: it does not follow the format.
    """
    try:
        parts = _FRONT_MATTER.match(path.read_text("utf-8-sig"))
        if not parts:
            raise NoteInvalid(
                f"the note {path.name} has no front matter", "begin it with a block between two lines of ---"
            )
        head = _Head.model_validate(yaml.safe_load(parts[1]))
    except ValidationError as error:
        first = error.errors()[0]
        where = first["loc"][0] if first["loc"] else "front matter"
        raise NoteInvalid(f"the note {path.name} has a wrong {where} ({first['msg'].lower()})", "mend it") from error
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: no UTF-8, or a 31 November
        raise NoteInvalid(
            f"the note {path.name} cannot be read", "save it as UTF-8 with valid YAML front matter"
        ) from error
    return Note(path, head, _sections(path, parts[2], head.language))


def _sections(path: Path, body: str, first: Language) -> dict[Language, str]:
    pieces = _SECTION.split(body)
    found: dict[Language, str] = {}
    if pieces[0].strip():
        raise NoteInvalid(f"the note {path.name} has text above its first section", "move it into a section")
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if name not in SECTIONS or SECTIONS[name] in found:
            raise NoteInvalid(
                f"the note {path.name} has a section “{name}”", "name its two sections 中文 and English, each once"
            )
        found[SECTIONS[name]] = "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
    if set(found) != set(SECTIONS.values()) or not all(found.values()):
        raise NoteInvalid(f"the note {path.name} lacks a section", "give it both ## 中文 and ## English")
    return dict(sorted(found.items(), key=lambda section: section[0] != first))
