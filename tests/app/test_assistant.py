"""The way from a question to its answer: growing drafts, topics, and questions that cannot be asked."""

import pytest
from shelf import QUEUE

from app.answers import Answer
from app.assistant import Assistant
from app.errors import QuestionInvalid
from app.rebuild import Report
from app.settings import Settings
from index.errors import IndexMissing
from index.topics import UnknownTopic
from ingest.urls import identity_of

SEVERAL = ("Which graph frameworks scale to billions of nodes?", "RLzoo 支持哪些强化学习算法？", "Who develops Optuna?")


def test_an_answer_grows_sentence_by_sentence(shipped_assistant: Assistant) -> None:
    """Each draft has one sentence more than the one before and begins with it; the last is what `ask` returns."""
    longest = 0
    for question in SEVERAL:
        drafts = list(shipped_assistant.stream(question))
        longest = max(longest, len(drafts))
        for number, draft in enumerate(drafts, 1):
            assert draft.sentences == drafts[-1].sentences[:number]
            assert draft.citations == drafts[-1].citations
            assert draft.kind == "extractive"
        assert shipped_assistant.ask(question).sentences == drafts[-1].sentences
        assert [draft.timings.answer for draft in drafts] == sorted(draft.timings.answer for draft in drafts)
    assert longest > 1


def test_a_refusal_is_one_draft(shipped_assistant: Assistant) -> None:
    """A refused question yields its refusal at once."""
    (draft,) = shipped_assistant.stream("Who scored in the cup final?")

    assert draft.refused
    assert draft.reason == "no passage is near enough to the question"


@pytest.mark.parametrize(
    ("topic", "hosts"),
    [
        ("Queues", {"gannet.example/queue"}),
        ("queues ", {"gannet.example/queue"}),
        ("Storage / Queues", {"gannet.example/queue"}),
        ("Storage", {"gannet.example/queue", "tidewater.example/store", "tidewater.example/zh/cache"}),
    ],
)
def test_a_topic_holds_what_stands_under_its_heading(topic: str, hosts: set[str], harbour_assistant: Assistant) -> None:
    """Only links under the heading are searched, those under its subheadings too, whatever its case."""
    answer = harbour_assistant.ask("How many messages does Gannet keep?", topic)

    assert {identity_of(hit.chunk.document.link.url) for hit in answer.hits} == hosts
    assert any("4,000 messages" in one.text for one in answer.sentences)


def test_no_topic_is_no_filter(harbour_assistant: Assistant) -> None:
    """An empty topic, as a form sends it, searches everything."""
    everything = harbour_assistant.ask("What is Gannet?").hits

    assert harbour_assistant.ask("What is Gannet?", "").hits == everything
    assert len({hit.chunk.document.link.url for hit in everything}) > 1


def test_a_topic_that_is_not_on_the_list(harbour_assistant: Assistant) -> None:
    """An unknown topic, or half of a known one, is refused with the topics there are."""
    for topic in ("Airships", "Stor", "Boats / Queues"):
        with pytest.raises(UnknownTopic, match=rf"no topic “{topic}”; choose one of: Storage, Queues, Boats\."):
            harbour_assistant.ask("What is Gannet?", topic)


def test_a_question_is_checked_before_it_is_asked(harbour_assistant: Assistant) -> None:
    """The answer repeats the question as it was understood; one without a letter is not asked."""
    assert harbour_assistant.ask(" What\u200b is \n Gannet? ").question == "What is Gannet?"
    with pytest.raises(QuestionInvalid, match="the question is empty"):
        list(harbour_assistant.stream("?!"))


@pytest.mark.parametrize(
    ("question", "language"),
    [("What is 潮汐缓存?", "zh"), ("Tidewater 是什么", "zh"), ("What does the paper on 潮 say?", "en")],
)
def test_the_question_decides_the_language(question: str, language: str, harbour_assistant: Assistant) -> None:
    """Our own words are in the language of the question, whatever the sources are in."""
    assert harbour_assistant.ask(question).language == language


def test_the_answer_is_found_in_the_other_language(harbour_assistant: Assistant) -> None:
    """A Chinese question is answered by an English page when no Chinese one says it."""
    answer = harbour_assistant.ask("Gannet 的协议有哪几种帧？")

    assert not answer.refused
    assert [one.document.link.url for one in answer.citations] == [QUEUE]
    assert (answer.language, answer.citations[0].language) == ("zh", "en")


def test_opened_from_the_settings(harbour: tuple[Settings, Report], harbour_assistant: Assistant) -> None:
    """An assistant opened from settings answers like one put together by hand; without an index it says to build."""
    opened = Assistant.open(harbour[0].model_copy(update={"reranker": "none"}))

    assert said(opened.ask("What is Gannet?")) == said(harbour_assistant.ask("What is Gannet?"))
    with pytest.raises(IndexMissing, match="run `citeshelf build` first"):
        Assistant.open(harbour[0].model_copy(update={"data": harbour[0].data / "elsewhere"}))


def said(answer: Answer) -> list[str]:
    """Return the texts of an answer's sentences."""
    return [one.text for one in answer.sentences]
