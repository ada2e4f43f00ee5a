"""Questions that may come next, made without a language model: of the same thing, of its neighbours, of its topic."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from urllib.parse import urlsplit

from app.assistant import Assistant
from app.comparison.aspects import GENERAL
from app.comparison.names import Mention, Names
from app.comparison.naming import FORGES, bare, pattern_of, units
from app.comparison.recognition import compared
from app.conversations.turn import Card, Near, Turn
from index.terms import spelt_alike
from index.topics import SEPARATOR
from ingest.language import Language

MOST = 3
TRIED = 2  # aspects that are asked to see whether the sources tell of them: an answer costs half a second
NAMING = 4  # other things that are looked at
COMPARE: Mapping[Language, str] = {"en": "How do {} and {} differ?", "zh": "{} 和 {} 有什么区别？"}
LISTED: Mapping[Language, str] = {"en": "Which articles are on {}?", "zh": "有哪些关于 {} 的文章？"}
_WORD = re.compile(r"[A-Za-z][\w.+#-]*", re.ASCII)
SAID: Mapping[Language, str] = {"en": "What do the sources say about {}?", "zh": "关于 {}，资料里是怎么说的？"}
WHAT: Mapping[Language, str] = {"en": "What is {}?", "zh": "{} 是什么？"}


class FollowUps:
    """Makes follow-ups for the answers of one assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant.quoting()
        self._names = Names(assistant.searcher.index)
        self._told: dict[str, bool] = {}

    def after(self, turn: Turn) -> tuple[str, ...]:
        """Return at most three questions in the turn's language, none of which was asked or would be refused."""
        if turn.error or turn.stopped:
            return ()
        asked = {units(one) for one in (turn.question, turn.understood or "")}
        offered = (one for one in dict.fromkeys(self._offers(turn)) if units(one) not in asked)
        return tuple(islice(offered, MOST))

    def _offers(self, turn: Turn) -> Iterator[str]:
        thing = self._thing(turn)
        if thing and turn.kind == "extractive" and not turn.refused:
            yield from islice(self._aspects(thing.text, turn.language), 1)
        others = [(one, source) for one, source in self._others(turn) if not thing or not one.about & thing.about]
        sources: tuple[Card | Near, ...] = (*turn.cards, *turn.near)
        if thing and turn.kind != "comparison":
            beside = (one for one, source in others if _is_beside(source, sources[0]))
            questions = (COMPARE[turn.language].format(thing.text, one.text) for one in beside)
            yield from islice((one for one in questions if compared(one, self._names)), 1)
        topics = [path for one in sources for path in one.topics]
        offer = SAID if turn.kind == "catalogue" else LISTED
        yield from (offer[turn.language].format(path.split(SEPARATOR)[-1]) for path in topics[:1])
        yield from (WHAT[turn.language].format(one.text) for one, _ in others[:1])

    def _thing(self, turn: Turn) -> Mention | None:
        """Return what the question names, or else what the first source is called."""
        named = [one for one in self._names.mentions(spelt_alike(turn.answer.asked)) if one.titled]
        return next(chain(named, (one for one, _ in self._called(turn.cards[:1]))), None)

    def _others(self, turn: Turn) -> list[tuple[Mention, Card | Near]]:
        return list(islice(self._called((*turn.cards[1:], *turn.near)), NAMING))

    def _called(self, sources: Iterable[Card | Near]) -> Iterator[tuple[Mention, Card | Near]]:
        """Yield what sources are called by their repository or their topic, as they spell it, each once."""
        seen = set[tuple[str, ...]]()
        for source in sources:
            for name in _names_of(source):
                found = self._names.mentions(_spelling(name, source))
                if len(found) == 1 and found[0].titled and units(found[0].text) == units(name) not in seen:
                    seen.add(units(name))
                    yield found[0], source

    def _aspects(self, name: str, language: Language) -> Iterator[str]:
        """Yield questions on the thing that the sources answer, of the first few that are tried."""
        for aspect in GENERAL[language][1 : 1 + TRIED]:
            question = aspect.question.format(name)
            if question not in self._told:
                self._told[question] = not self._assistant.ask(question).refused
            if self._told[question]:
                yield question


def _names_of(source: Card | Near) -> Iterator[str]:
    """Yield the name of a source's repository, and its headings that are one Latin word."""
    address = urlsplit(source.url)
    if (address.hostname or "").removeprefix("www.") in FORGES:
        yield from address.path.strip("/").split("/")[1:2]
    yield from (name for path in source.topics if _WORD.fullmatch(name := bare(path.split(SEPARATOR)[-1])))


def _spelling(name: str, source: Card | Near) -> str:
    text = source.text if isinstance(source, Near) else " ".join(one.quote for one in source.passages)
    found = pattern_of(name).search(text)
    return found[0] if found else name


def _is_beside(source: Card | Near, other: Card | Near) -> bool:
    """Say whether two sources stand under one heading that is not the list's only one at its level."""
    mine, theirs = ({_parent(path) for path in one.topics} | set(one.topics) for one in (source, other))
    return any(SEPARATOR in path for path in mine & theirs)


def _parent(path: str) -> str:
    return path.rpartition(SEPARATOR)[0]
