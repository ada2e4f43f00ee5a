"""Questions that ask several things: what their parts are, and answers that have a sentence for each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import CACHE_TEXT, QUEUE_TEXT, STORE_TEXT

from app.assistant import Assistant
from app.compound.covering import covering
from app.compound.joining import joined
from app.compound.parts import MOST_PARTS, parts_of
from app.evidence import HITS, MAX_SENTENCES, Evidence, candidates, chosen
from app.wording import UNANSWERED
from index.facts import LANGUAGES
from ingest.language import Language, language_asked

SEVERAL = {
    "Which backends does DGL support, and is it still maintained?": (
        "Which backends does DGL support",
        "is it still maintained",
    ),
    "Who wrote Tidewater, in which language, and how many bytes does a record take?": (
        "Who wrote Tidewater, in which language",
        "how many bytes does a record take",
    ),
    "When was Gannet released and what does it need to run?": ("When was Gannet released", "what does it need to run"),
    "Is it fast, does it need a GPU, and who wrote it?": ("Is it fast", "does it need a GPU", "who wrote it"),
    "Is the server still online? Where did it move?": ("Is the server still online", "Where did it move"),
    "My records are lost: how can the job go on, what writes them, and why does it stop?": (
        "My records are lost: how can the job go on",
        "what writes them",
        "why does it stop",
    ),
    "潮汐缓存是谁写的？命中率是多少，涨潮期间怎么删条目？": ("潮汐缓存是谁写的", "命中率是多少", "涨潮期间怎么删条目"),
    "想把数据放进缓存，可以从哪个模板开始，要改哪些文件？": ("想把数据放进缓存，可以从哪个模板开始", "要改哪些文件"),
    "How fast is it? 许可证是什么？": ("How fast is it", "许可证是什么"),
    "它现在还能不能用，换成了什么，资料里说一下。": ("它现在还能不能用", "换成了什么，资料里说一下"),
}
THREE = (
    "Which frame types does the Gannet protocol have? When must a shore station acknowledge, "
    "and how many messages are kept when the link is down?"
)
ONE = (
    "How many bytes does a Tidewater record take?",
    "Which licence and version does Gannet have?",
    "When I set `mode` to 3, why does the pump, which was built in 2020, stop?",
    "Who wrote “What is a tide, and who needs one?”",
    "When was the harbour built, and why?",
    "It runs on sensors, doesn't it?",
    "潮汐缓存在写满以后，会怎样淘汰旧数据？",
    "《谁是船长？谁是水手？》是哪年写的？",
    "潮汐缓存",
    "Ignore the list, write to everybody, and sing.",
)


@pytest.mark.parametrize(("question", "parts"), SEVERAL.items())
def test_parts(question: str, parts: tuple[str, ...]) -> None:
    """A clause that asks is a part; what does not ask goes with what does."""
    assert parts_of(question, language_asked(question)) == list(parts)


@pytest.mark.parametrize("question", ONE)
def test_one_thing_is_asked(question: str) -> None:
    """Neither relative clauses, nor quotations, nor a bare “why?” make parts."""
    assert parts_of(question, language_asked(question)) == [question]


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_parts_of_anything(text: str, language: Language) -> None:
    """Whatever is asked has one part to four, none of them empty, of its own letters in their order."""
    parts = parts_of(text, language)
    rest = iter(text)

    assert 1 <= len(parts) <= MOST_PARTS
    assert parts == [text] or all(map(str.strip, parts))
    assert all(letter in rest for part in parts for letter in part if letter.isalnum())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "How many bytes does a Tidewater record take, and who wrote its first version?",
            [STORE_TEXT[1], STORE_TEXT[3]],
        ),
        (
            THREE,
            [*QUEUE_TEXT[2:]],
        ),
        ("潮汐缓存是谁写的？命中率是多少，涨潮期间怎么办？", [CACHE_TEXT[0], *CACHE_TEXT[3:5]]),
    ],
)
def test_each_part_is_answered(question: str, said: list[str], harbour_assistant: Assistant) -> None:
    """Each part has its sentence, under one number, in the article's order; asked in one breath less is said."""
    answer = harbour_assistant.ask(question)
    language = language_asked(question)
    searcher = harbour_assistant.searcher
    whole = picked(harbour_assistant, question)

    assert [one.text for one in answer.sentences] == said
    assert {one.citations for one in answer.sentences} == {(1,)}
    assert len(whole) < len(said)
    assert [one.text for one in covering(question, language, whole, searcher)] == said


def test_the_best_stay_where_there_is_no_room(harbour_assistant: Assistant) -> None:
    """Of four sentences that answer neither of two parts the last two go for those that do."""
    question = "Who wrote the first version of Tidewater, and how long do two AA cells keep it running?"
    searcher = harbour_assistant.searcher
    pages = [one for one in ranked(harbour_assistant, question) if one.hit.chunk.document.kind == "page"]
    given = [one for one in pages if one.text not in STORE_TEXT[3:]][:4]
    found = covering(question, "en", given, searcher)

    assert {one.text for one in given[:2]} >= {STORE_TEXT[0]}
    assert {one.text for one in found} == {*STORE_TEXT[3:], *(one.text for one in given[:2])}


def test_nothing_changes_where_nothing_is_missing(harbour_assistant: Assistant) -> None:
    """One thing asked keeps its sentences, and so do several that these answer."""
    for question in (*ONE, "How many bytes does a record take, and how many are the key?"):
        given = picked(harbour_assistant, question)
        assert covering(question, language_asked(question), given, harbour_assistant.searcher) == given


def test_sentences_come_from_the_documents_that_answer(shipped_assistant: Assistant) -> None:
    """They are of the documents and the language that the whole question found, four at most, none of them twice."""
    searcher = shipped_assistant.searcher
    for question in (
        "Which backends does DGL support, is it still maintained, and what licence does it have?",
        "Trax 自带哪些模型，能在 TPU 上跑吗，用什么许可证，谁在维护？",
    ):
        whole, language = picked(shipped_assistant, question), language_asked(question)
        found = covering(question, language, whole, searcher)
        texts = {(one.hit.chunk.document, one.hit.chunk.language) for one in whole}

        assert len(whole) < len(found) <= MAX_SENTENCES
        assert {(one.hit.chunk.document, one.hit.chunk.language) for one in found} <= texts
        assert len({(one.hit.row, one.sentence) for one in found}) == len(found)
        assert np.all(np.diff([one.span[0] for one in found if one.hit.row == found[0].hit.row]) > 0)


def test_things_of_two_articles(harbour_assistant: Assistant) -> None:
    """A part that names what the first article does not have is searched for alone; each article has its number."""
    answer = harbour_assistant.ask(
        "How many bytes does a Tidewater record take, and which frame types does the Gannet protocol have?"
    )

    cited = {one.text: one.citations for one in answer.sentences}
    assert cited[STORE_TEXT[1]] != cited[QUEUE_TEXT[3]]
    assert {*cited.values()} == {(1,), (2,)}
    assert [one.rank for one in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert len({one.row for one in answer.hits}) == len(answer.hits)
    assert {answer.citations[0].document, answer.citations[1].document} <= {hit.chunk.document for hit in answer.hits}


@pytest.mark.parametrize("far", ["Who painted the Sistine Chapel in Rome?", "Sistine Chapel 是谁画的？"])
def test_what_can_be_answered_is(far: str, harbour_assistant: Assistant) -> None:
    """Of two parts the one that the sources answer is, and the other is said to have none."""
    alone = harbour_assistant.ask("How many bytes does a Tidewater record take?")
    answer = harbour_assistant.ask(f"How many bytes does a Tidewater record take? {far}")

    assert [one.text for one in answer.sentences] == [one.text for one in alone.sentences]
    assert answer.notice == UNANSWERED[answer.language].format(far.rstrip("?？"))
    assert alone.notice is None


def test_nothing_is_answered_in_part(harbour_assistant: Assistant) -> None:
    """Where the sources answer neither part, the whole is refused, and nothing else is said."""
    answer = harbour_assistant.ask("Who won the 2018 football World Cup? Who painted the Sistine Chapel in Rome?")

    assert answer.refused
    assert answer.notice is None


def test_joined_by_hand(harbour_assistant: Assistant) -> None:
    """Four at most, of which a part's come before the whole's worse ones; none twice; in the articles' order."""
    searcher = harbour_assistant.searcher
    found = {one.text: one for one in ranked(harbour_assistant, "Tidewater and Gannet")}
    store, queue = [found[text] for text in STORE_TEXT], [found[text] for text in QUEUE_TEXT]

    def texts(picked: list[Evidence], more: list[Evidence]) -> list[str]:
        return [one.text for one in joined(picked, more, searcher)]

    assert texts([], [queue[2], store[1], queue[0], store[1]]) == [QUEUE_TEXT[0], QUEUE_TEXT[2], STORE_TEXT[1]]
    assert texts([store[1]], [queue[2], store[1], store[0]]) == [*STORE_TEXT[:2], QUEUE_TEXT[2]]
    assert texts([store[3]], queue) == [STORE_TEXT[3], *QUEUE_TEXT[:3]]
    assert texts([], queue) == [*QUEUE_TEXT[:4]]
    best = max(store[:4], key=lambda one: one.merit)
    assert texts(store[:4], queue) == [best.text, *QUEUE_TEXT[:3]]


def ranked(assistant: Assistant, question: str) -> list[Evidence]:
    """Return all sentences of what is found for a question, the best first."""
    searcher = assistant.searcher
    query = searcher.encoder.encode_query([question])[0]
    hits = searcher.near(question, query, HITS)
    return candidates(query, hits, searcher, language_asked(question))


def picked(assistant: Assistant, question: str) -> list[Evidence]:
    """Return the sentences that answer a question as a whole."""
    return chosen(ranked(assistant, question), assistant.searcher)
