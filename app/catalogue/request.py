"""What a question asks of the list itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ingest.language import Language

Cue = Literal["list", "heading", "none"]
"""What shows that the list is meant: it is named, a heading is spoken of, or nothing but what is asked for."""


class Ask(StrEnum):
    """What is asked for."""

    COUNT = "count"
    LIST = "list"
    TOPICS = "topics"
    ADDED = "added"
    DEAD = "dead"
    MOVED = "moved"
    UNREAD = "unread"


class Noun(StrEnum):
    """What a question calls what stands on the list."""

    ARTICLES = "articles"
    ENTRIES = "entries"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Request:
    """A question about the list.

    `target` is what the links are to be about, in the question's words (empty: all of them), `under` whether that is to
    be a heading; `when` is the question's wording of a time.
    """

    ask: Ask
    language: Language
    target: str = ""
    under: bool = False
    cue: Cue = "none"
    noun: Noun = Noun.LINKS
    when: str = ""
