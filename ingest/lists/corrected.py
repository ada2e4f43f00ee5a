"""Puts other addresses in the place of some of a list's, and makes sure that nothing else of the list has changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote, urlsplit

from ingest.lists.link_list import parse_list
from ingest.lists.places import Place, Span, places_of, web_links
from ingest.urls import identity_of

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&])")
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")  # as Python's surrogateescape reads such bytes


@dataclass(frozen=True, slots=True)
class Change:
    """An address of the list, the line (from 1) of the first link that takes it, and what is to stand in its place."""

    line: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A list's corrected text; `left` are changes that could not be made without changing something else."""

    text: str
    made: tuple[Change, ...]
    left: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A place with the new address as it is written there, and as link texts repeat it."""

    place: Place
    address: str
    echo: str


def corrected(text: str, pages: Mapping[str, str]) -> Correction:
    """Return a list's text with other addresses: `pages` gives the new one by the identity of the old one's page.

    The text may hold bytes that are no UTF-8, as lone surrogates. Titles, topics, remarks and lines stay what they are;
    so does every character outside the addresses and outside link texts that say nothing but the address.
    """
    corrector = _Corrector(_NOT_UTF_8.sub("\ufffd", text), pages)
    places = places_of(corrector.text, pages.keys())
    spelled = corrector.fitted(places, ())
    made = {one.place for one in spelled}
    return Correction(
        _written(text, spelled),
        tuple(corrector.change(place) for place in places if place in made),
        tuple(corrector.change(place) for place in places if place not in made),
    )


class _Corrector:
    """Tries spellings of new addresses until the list reads as before but for them."""

    def __init__(self, text: str, pages: Mapping[str, str]) -> None:
        self.text = text
        self._pages = pages
        self._links = web_links(text)
        self._said = _said(text)

    def change(self, place: Place) -> Change:
        """Return what is to happen at a place; a fragment stays, as it does when a browser is redirected."""
        new, old = self._pages[identity_of(place.url)], urlsplit(place.url)
        fragment = f"#{old.fragment}" if old.fragment and "#" not in new else ""
        return Change(self._links[place.links[0]][1], place.url, new + fragment)

    def fitted(self, places: Sequence[Place], done: tuple[_Spelled, ...]) -> tuple[_Spelled, ...]:
        """Add those places that leave the list what it is to those that are done; what does not fit is halved."""
        if len(places) == 1:
            trials = ((*done, one) for one in self._spellings(places[0]))
            return next((trial for trial in trials if self._holds(trial)), done)
        trial = (*done, *(next(self._spellings(place)) for place in places))
        if self._holds(trial):
            return trial
        half = len(places) // 2
        return self.fitted(places[half:], self.fitted(places[:half], done))

    def _spellings(self, place: Place) -> Iterator[_Spelled]:
        """Yield ways to write the new address, for Markdown and for HTML, the plainest first."""
        new = self.change(place).new
        escaped, entity = _MARKUP.sub(r"\\\1", new), new.replace("&", "&amp;")
        encoded = quote(new, safe="%/:=&?+$#@;,!-.")
        addresses = (new, entity, f"<{new}>", f'"{entity}"', encoded)
        echoes = (new, escaped, entity) if place.echoes else (new,)
        yield from (_Spelled(place, address, echo) for address, echo in product(addresses, echoes))

    def _holds(self, spelled: Sequence[_Spelled]) -> bool:
        """Return whether the list, so written, has the new addresses and says what it said."""
        text = _written(self.text, spelled)
        new = {number: self.change(one.place).new for one in spelled for number in one.place.links}
        expected = [(new.get(number, link.url), link.title, line) for number, (link, line) in enumerate(self._links)]
        found = [(link.url, link.title, line) for link, line in web_links(text)]
        return found == expected and _said(text) == self._said


def _said(text: str) -> tuple[object, ...]:
    """Return all that a list says but for its links' addresses."""
    parsed = parse_list(text, "")
    occurrences = [one for link in parsed.links for one in link.occurrences]
    return parsed.topics, parsed.prose, parsed.skipped, sorted(occurrences, key=lambda one: (one.line, repr(one)))


def _written(text: str, spelled: Sequence[_Spelled]) -> str:
    edits: list[tuple[Span, str]] = []
    for one in spelled:
        edits += [(one.place.span, one.address), *((echo, one.echo) for echo in one.place.echoes)]
    pieces, done = [], 0
    for span, new in sorted(edits, key=lambda edit: edit[0].start):
        pieces += [text[done : span.start], new]
        done = span.end
    return "".join([*pieces, text[done:]])
