"""Start questions that a list's own topics suggest and its sources answer."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import get_args

from app.assistant import Assistant
from app.conversations.follow_ups import LISTED, SAID
from index.topics import SEPARATOR, within
from ingest.documents import Topic
from ingest.language import Language

HOW_MANY = 6


def start_questions(assistant: Assistant, language: Language, topic: str = "") -> list[str]:
    """Return a few questions on a topic, or spread over the list.

    They are in the reader's language, whatever that of the topics; where too few of those get an answer, further ones
    are in the other language. None is refused, and no model is asked before a person asks.
    """
    assistant = assistant.quoting()
    paths = [path for path in assistant.searcher.index.page_topics if not topic or within(topic, path)]
    languages = sorted(get_args(Language), key=lambda one: one != language)
    offered = chain.from_iterable(_questions(paths, topic, spoken) for spoken in languages)
    return list(islice((one for one in offered if not assistant.ask(one, topic or None).refused), HOW_MANY))


def _questions(paths: list[Topic], topic: str, language: Language) -> Iterator[str]:
    """Yield questions on all topics in one language, first on those that are spread over the list."""
    if topic:
        yield LISTED[language].format(topic.rpartition(SEPARATOR)[2])
    step = max(1, len(paths) // HOW_MANY)
    spread = chain.from_iterable(paths[start::step] for start in range(step))
    yield from (SAID[language].format(path[-1]) for path in spread)
