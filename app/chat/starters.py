"""Start questions that a list's own topics suggest and its sources answer."""

from app.assistant import Assistant
from ingest.language import Language, language_of

HOW_MANY = 6
TEMPLATES: dict[Language, str] = {"en": "What do the sources say about {}?", "zh": "关于 {}，资料里是怎么说的？"}


def start_questions(assistant: Assistant) -> list[str]:
    """Return a few questions, one a topic, spread over the list, in the two languages in turn."""
    assistant = assistant.quoting()  # no model is asked before a person asks
    topics = assistant.searcher.index.page_topics
    step = max(1, len(topics) // HOW_MANY)
    found = []
    for number, topic in enumerate(topics[::step]):
        languages: tuple[Language, ...] = ("zh",) if language_of(topic[-1]) == "zh" else ("en", "zh")
        question = TEMPLATES[languages[number % len(languages)]].format(topic[-1])
        if not assistant.ask(question, topic[-1]).refused:
            found.append(question)
    return found[:HOW_MANY]
