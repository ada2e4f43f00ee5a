"""Answers to questions about the list: what was counted in our own words, then a sentence a link, its line cited."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from app.answers import Answer, Sentence, Timings
from app.catalogue import wording
from app.catalogue.additions import additions, day_added
from app.catalogue.health import NOTHING_KNOWN, in_state, said_of
from app.catalogue.lines import Lines
from app.catalogue.names import bare
from app.catalogue.request import Ask, Request
from app.catalogue.resolver import Found, Resolver, heading_names
from app.catalogue.shelf import Shelf
from index.reader import Index
from index.records import LinkRow
from index.topics import SEPARATOR, within
from ingest.documents import Topic
from ingest.language import CJK

MOST_LINKS = 30  # that an answer shows
MOST_TOPICS = 100
SURE = 0.5  # above what searches reach: the list itself was asked, and answers
_NAME = re.compile(rf"[^\s{CJK}]+")  # one word in Latin letters: the list either has it or not


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Catalogue:
    """Answers questions about one index's list; `today` tells the day that "last week" goes by."""

    index: Index
    shelf: Shelf
    today: Callable[[], date] = _today

    @classmethod
    def of(cls, index: Index) -> "Catalogue":
        """Read the list of an index."""
        return cls(index, Shelf.of(index))

    def answer(self, request: Request, question: str, topic: str | None = None) -> Answer | None:
        """Return the answer to a request, from the links under a topic when one is given.

        None where the list's own words do not say what is meant: then the sources may.

        Raises:
            UnknownTopic: the list has no such topic.
        """
        shelf = self.shelf
        if topic:
            self.index.topic_rows.under(topic)
            shelf = shelf.only(topic)
        empty = Answer(question, request.language, "catalogue", (), (), (), Timings(0, 0))
        if request.ask is Ask.ADDED:
            return self._added(empty, request, shelf)
        if request.ask in (Ask.DEAD, Ask.MOVED, Ask.UNREAD):
            return self._health(empty, request, shelf)
        if request.ask is Ask.TOPICS or not request.target:
            return _whole(empty, request, shelf, topic or "")
        found = Resolver(shelf, self.index.terms.glossary).found(request)
        return _links(empty, request, found) if found else _nothing(empty, request)

    def _added(self, empty: Answer, request: Request, shelf: Shelf) -> Answer | None:
        found = additions(shelf.rows, request.when, self.index.manifest.built, self.today())
        if found is None:
            return None
        language = request.language
        if not found.rows:
            known = any(row.added for row in shelf.rows)
            none = wording.none_added(found.span, language, found.latest)
            return _refused(empty, none if known else wording.none_remembered(language))
        lead = wording.added_lead(len(found.rows), found.span, request.noun, language, found.latest)
        return _listed(empty, found.rows, lead, day_added)

    def _health(self, empty: Answer, request: Request, shelf: Shelf) -> Answer:
        manifest = self.index.manifest
        entries = in_state(request.ask, self.shelf.rows, shelf.rows, manifest.list_name, manifest.built)
        if not entries:
            unasked = sum(row.verdict in NOTHING_KNOWN for row in shelf.rows)
            return _refused(empty, wording.no_state(request.ask, unasked, len(shelf.rows), request.language))
        lead = wording.state_lead(request.ask, len(entries), request.language)
        facts = {one.url: said_of(one) for one in entries}
        return _listed(empty, [one.row for one in entries], lead, lambda row: facts[row.link.url])


def _links(empty: Answer, request: Request, found: Found) -> Answer:
    lead = wording.found_lead(
        heading_names(found.headings),
        bare(request.target),
        len(found.under),
        len(found.naming),
        request.noun,
        request.language,
    )
    return _listed(empty, found.rows, lead)


def _whole(empty: Answer, request: Request, shelf: Shelf, topic: str) -> Answer | None:
    """Return what all of the list, or of a topic, holds: the links when they are to be listed, else the topics."""
    paths = [path for path in shelf.topics if not topic or within(topic, path)]
    lead = wording.topics_lead(len(shelf.rows), len(paths), request.noun, request.language, topic)
    if not shelf.rows:
        return None
    return (
        _listed(empty, shelf.rows, lead) if request.ask is Ask.LIST or not paths else _topics(empty, paths, shelf, lead)
    )


def _topics(empty: Answer, paths: Sequence[Topic], shelf: Shelf, lead: str) -> Answer:
    """Return topics, each with how many links stand below it."""
    lines, counts = Lines(), []
    for path in paths[:MOST_TOPICS]:
        rows = shelf.under([path])
        name = wording.topic_line(SEPARATOR.join(path), len(rows), empty.language)
        counts.append(Sentence(name, (lines.number(rows[0]),), "supported"))
    return _finished(empty, lines, lead + wording.cut(len(counts), len(paths), empty.language), counts)


def _listed(empty: Answer, rows: Sequence[LinkRow], lead: str, fact: Callable[[LinkRow], str] | None = None) -> Answer:
    """Return an answer of a sentence a link, with what was found out about each where there is a fact to tell."""
    lines = Lines()
    sentences = lines.named(rows[:MOST_LINKS])
    if fact:
        sentences = [
            replace(one, text=f"{one.text} ({fact(row)})", support="supported")
            for one, row in zip(sentences, rows[:MOST_LINKS], strict=True)
        ]
    return _finished(empty, lines, lead + wording.cut(len(sentences), len(rows), empty.language), sentences)


def _finished(empty: Answer, lines: Lines, lead: str, sentences: Sequence[Sentence]) -> Answer:
    return replace(empty, sentences=(lines.led(lead), *sentences), citations=tuple(lines.citations), confidence=SURE)


def _nothing(empty: Answer, request: Request) -> Answer | None:
    """Refuse when the list is named and must have the thing by name; else the sources may answer."""
    is_name = request.ask is Ask.COUNT or request.under or _NAME.fullmatch(request.target)
    if request.cue != "list" or not is_name:
        return None
    return _refused(empty, wording.nothing_named(bare(request.target), request.language))


def _refused(empty: Answer, reason: str) -> Answer:
    return replace(empty, reason=reason)
