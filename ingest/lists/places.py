"""Where a list's addresses stand in its text, found by asking the parser itself.

Markdown has many spellings for one address, and the same characters in code are none. So each spelling that may be an
address is replaced by a mark, the list is parsed, and the marks that come out as links' addresses were addresses.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from urllib.parse import urlsplit

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import unescapeAll

from ingest.lists.blocks import blocks_of
from ingest.lists.parts import LinkPart, clean
from ingest.lists.text import readable
from ingest.urls import MAX_LENGTH, identity_of, is_web_url

MAX_ENDS = 12  # of one address: behind a "?" or "#", any later end gives the same page
_START = re.compile(r"https?(?=[:&\\])|(?<![\w@/.:-])www(?=\.)", re.IGNORECASE)
_CLOSING = {"<": ">", '"': '"', "'": "'"}
_END = re.compile(r"(?=[^A-Za-z0-9/%=+$#-]|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """A slice of the list's text, from `start` up to `end`, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """An address on the list: its span, what it says, and which of `web_links` take it (several, for a definition).

    `echoes` are the spans of link texts that say nothing but the address.
    """

    span: Span
    url: str
    links: tuple[int, ...] = ()
    echoes: tuple[Span, ...] = ()


@dataclass
class _Search:
    """What is still to be tried, by where it starts, and what was found to be an address or to repeat one."""

    text: str
    urls: Container[str]
    ends: dict[int, list[int]]
    found: dict[int, Place] = field(default_factory=dict)
    echoes: dict[int, Span] = field(default_factory=dict)


def web_links(text: str) -> list[tuple[LinkPart, int]]:
    """Return every link to the web in a list's order, with its line (from 1); a page linked twice is there twice."""
    return [
        (part, block.line + part.row)
        for block in blocks_of(readable(text))
        for part in block.parts
        if isinstance(part, LinkPart) and is_web_url(part.url)
    ]


def places_of(text: str, pages: Container[str]) -> tuple[Place, ...]:
    """Return the places of all addresses that lead to certain pages, given by their identity."""
    links = web_links(text)
    search = _Search(
        text, {link.url for link, _ in links if identity_of(link.url) in pages}, dict(_candidates(text, pages))
    )
    while search.ends:
        _try(search)
    found = [search.found[start] for start in sorted(search.found)]
    spans = {**{start: place.span for start, place in search.found.items()}, **search.echoes}
    marked, marks = _marked(text, list(spans.values()))
    takers = web_links(marked)
    if len(takers) != len(links):
        return ()
    return tuple(_taken(place, takers, marks, search.echoes) for place in found)


def _candidates(text: str, pages: Container[str]) -> Iterator[tuple[int, list[int]]]:
    """Yield where a wanted address may start, with where it may end, the nearest first."""
    for found in _START.finditer(text):
        start = found.start()
        closing = _CLOSING.get(text[start - 1 : start], r"\s")  # only what is enclosed may hold spaces
        tail = re.split(rf"{closing}|\n", text[start : start + 3 * MAX_LENGTH], maxsplit=1)[0]
        ends = (end.start() for end in _END.finditer(tail) if end.start() > found.end() - start)
        if fitting := [start + end for end in ends if any(_leads(url, pages) for url in _readings(tail[:end]))]:
            yield start, fitting[:MAX_ENDS]


def _readings(written: str) -> tuple[str, str, str]:
    """Return what a spelling means as a Markdown destination, as a bare address, and as an HTML attribute."""
    if written.lower().startswith("www."):  # of bare addresses only
        written = f"http://{written}"
    return normalizeLink(unescapeAll(written)), normalizeLink(written), unescape(written).strip()


def _leads(url: str, pages: Container[str]) -> bool:
    return is_web_url(url) and identity_of(url) in pages


def _try(search: _Search) -> None:
    """Mark the next end of each candidate, and keep what the parser takes for an address."""
    spans = [Span(start, ends[0]) for start, ends in search.ends.items()]
    marked, marks = _marked(search.text, spans)
    for link, _ in web_links(marked):
        if span := marks.get(link.url):
            _keep(search, span, marks.get(link.title.rstrip("/")))
    for span in marks.values():
        search.ends[span.start].pop(0)
    settled = {*search.found, *search.echoes}
    search.ends = {start: ends for start, ends in search.ends.items() if ends and start not in settled}


def _keep(search: _Search, span: Span, title: Span | None) -> None:
    written = search.text[span.start : span.end]
    url = next((reading for reading in _readings(written) if reading in search.urls), None)
    if url is None:
        return
    search.found[span.start] = Place(span, url)
    if title and clean(search.text[title.start : title.end]).rstrip("/") == url.rstrip("/"):
        search.echoes[title.start] = title


def _marked(text: str, spans: Sequence[Span]) -> tuple[str, Mapping[str, Span]]:
    """Return the text with a mark in each span's place, and the spans by mark; one within another waits."""
    pieces, marks, done = [], {}, 0
    for number, span in enumerate(sorted(spans, key=lambda one: one.start)):
        if span.start < done:
            continue
        mark = f"{_origin(text[span.start : span.end])}/citeshelf-place-{number}-here"
        pieces += [text[done : span.start], mark]
        marks[mark], done = span, span.end
    return "".join([*pieces, text[done:]]), marks


def _origin(written: str) -> str:
    """Return scheme and host: where a bare address ends depends on its host."""
    parts = next(urlsplit(url) for url in _readings(written) if is_web_url(url))
    return f"{parts.scheme}://{parts.netloc}"


def _taken(
    place: Place, takers: Sequence[tuple[LinkPart, int]], marks: Mapping[str, Span], echoes: Mapping[int, Span]
) -> Place:
    """Say which links take an address, and which of their texts repeat it."""
    numbers = [number for number, (link, _) in enumerate(takers) if marks.get(link.url) == place.span]
    titles = [marks.get(takers[number][0].title.rstrip("/")) for number in numbers]
    repeating = tuple(title for title in titles if title and title.start in echoes)
    return replace(place, links=tuple(numbers), echoes=repeating)
