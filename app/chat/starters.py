"""Start questions that a list's own topics suggest and its sources answer."""

from collections.abc import Iterator
from itertools import islice

from app.assistant import Assistant
from app.conversations.follow_ups import LISTED, SAID
from index.topics import SEPARATOR, within
from ingest.documents import Topic
from ingest.language import Language, language_of

HOW_MANY = 6


def start_questions(assistant: Assistant, topic: str = "") -> list[str]:
    """Return a few questions on a topic, or spread over the list, in the two languages in turn.

    None of them is refused; no model is asked before a person asks.
    """
    assistant = assistant.quoting()
    paths = [path for path in assistant.searcher.index.page_topics if not topic or within(topic, path)]
    found = (one for one in _questions(paths, topic) if not assistant.ask(one, topic or None).refused)
    return list(islice(found, HOW_MANY))


def _questions(paths: list[Topic], topic: str) -> Iterator[str]:
    if topic:
        name = topic.rpartition(SEPARATOR)[2]
        yield from (LISTED[language].format(name) for language in _languages(name))
    step = max(1, len(paths) // HOW_MANY)
    for number, path in enumerate(paths[::step]):
        languages = _languages(path[-1])
        chosen = languages if topic and len(paths) == 1 else (languages[number % len(languages)],)
        yield from (SAID[language].format(path[-1]) for language in chosen)


def _languages(name: str) -> tuple[Language, ...]:
    return ("zh",) if language_of(name) == "zh" else ("en", "zh")
