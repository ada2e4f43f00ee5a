"""The JSON of an answer: every sentence and quote is an exact slice, every number has its source, it all adds up."""

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from command_line import Contract
from hypothesis import given, settings
from hypothesis import strategies as st

from app.abstaining import scales
from app.answers import Answer
from app.assistant import Assistant
from app.contract import answer_json, search_json, topic_names
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from ingest.documents import Link, Occurrence

NAMES = ("Optuna", "TensorRT", "BERT", "PyTorch", "Angel", "Plato", "Haiku", "JAX", "Blink", "CogDL", "GPU")
ENGLISH = ("distributed", "training", "licence", "install", "fastest", "graph", "library", "company", "version")
CHINESE = ("图", "分布式", "训练", "安装", "开源", "清华", "腾讯", "飞桨", "推理", "多快", "哪家公司", "什么时候")
FRAMES = ("What is {}?", "How do {} work together?", "{} 是什么？", "{} 有什么区别？", "{}")
Question = st.builds(
    lambda words, frame: str(frame).format(" ".join(words)),
    st.lists(st.sampled_from([*NAMES, *ENGLISH, *CHINESE]), min_size=1, max_size=3, unique=True),
    st.sampled_from(FRAMES),
)


@pytest.fixture(scope="session")
def eager(shipped: tuple[Settings, Report], shipped_assistant: Assistant) -> Callable[[str], Answer]:
    """Asks an assistant on the shipped list that refuses little."""
    searcher = shipped_assistant.searcher
    scale = scales.load(current(shipped[0].data), searcher)
    return Assistant(searcher, scale, shipped[0].model_copy(update={"refusal": "eager"})).ask


@pytest.fixture(scope="session")
def texts(shipped_assistant: Assistant) -> dict[tuple[str, str], set[str]]:
    """The stored texts by url and title: one link can have several documents."""
    found: dict[tuple[str, str], set[str]] = {}
    for document in shipped_assistant.searcher.index.documents:
        found.setdefault((document.link.url, document.title), set()).add(document.text)
    return found


@settings(max_examples=80, derandomize=True, deadline=None)
@given(question=Question)
def test_everything_is_an_exact_slice(
    question: str,
    eager: Callable[[str], Answer],
    texts: dict[tuple[str, str], set[str]],
    contract: Contract,
    shipped_assistant: Assistant,
) -> None:
    """Quotes and passages are the stored text from start to end; each sentence stands in the quote that it cites."""
    answer = answer_json(eager(question), shipped_assistant.searcher.index.manifest)
    contract("ask", answer)
    for part, name in ((answer["citations"], "quote"), (answer["hits"], "text")):
        for one in part:
            slices = {text[one["start"] : one["end"]] for text in texts[one["url"], one["title"]]}
            assert one[name] in slices
    for one in answer["citations"]:
        spans = sorted([(one["start"], one["end"]), *((other["start"], other["end"]) for other in one["more"])])
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        whole = [text for text in texts[one["url"], one["title"]] if text[one["start"] : one["end"]] == one["quote"]]
        assert any(all(text[each["start"] : each["end"]] == each["quote"] for each in one["more"]) for text in whole)
    assert numbers_of(answer) == list(range(1, len(answer["citations"]) + 1))
    quotes = {one["number"]: [one["quote"], *(each["quote"] for each in one["more"])] for one in answer["citations"]}
    for sentence in answer["sentences"]:
        (number,) = sentence["citations"]
        assert any(sentence["text"] in quote for quote in quotes[number])
        assert f"{sentence['text']} [{number}]" in answer["text"]
    assert len({one["url"] for one in answer["citations"]}) == len(answer["citations"])


def numbers_of(answer: dict[str, Any]) -> list[int]:
    """Return the numbers that an answer's sentences cite, in reading order, each once."""
    return list(dict.fromkeys(number for sentence in answer["sentences"] for number in sentence["citations"]))


def test_hits_are_ranked_and_few_of_an_article(eager: Callable[[str], Answer], shipped_assistant: Assistant) -> None:
    """Hits are numbered from 1 by falling score, at most two of an article or of its lines on the list."""
    manifest = shipped_assistant.searcher.index.manifest
    answer = eager("Which graph frameworks are there?")
    hits = answer_json(answer, manifest)["hits"]

    assert [one["rank"] for one in hits] == list(range(1, 9))
    assert all(one["score"] >= other["score"] for one, other in pairwise(hits))
    articles = [(one["url"], hit.chunk.document.source) for one, hit in zip(hits, answer.hits, strict=True)]
    assert max(articles.count(one) for one in articles) <= 2


def test_the_same_question_gets_the_same_answer(eager: Callable[[str], Answer], shipped_assistant: Assistant) -> None:
    """Nothing but the timings differs between two answers to one question."""
    manifest = shipped_assistant.searcher.index.manifest
    first, second = (answer_json(eager("What is Blink?"), manifest, "7") for _ in range(2))
    times = first.pop("timings_ms"), second.pop("timings_ms")

    assert first == second
    assert first["id"] == "7"
    assert json.loads(json.dumps(first)) == first
    for one in times:
        assert one["total"] == pytest.approx(one["search"] + one["answer"], abs=0.02)
        assert one["search"] > 0


def test_a_search_is_what_an_answer_found(eager: Callable[[str], Answer], shipped_assistant: Assistant) -> None:
    """`search` and `ask` find the same passages for one question."""
    searcher = shipped_assistant.searcher
    answer = answer_json(eager("What is Blink?"), searcher.index.manifest)
    found = search_json("What is Blink?", searcher.search("What is Blink?", 8), 1.005, searcher.index.manifest)

    assert found["hits"] == answer["hits"]
    assert found["index"] == answer["index"]


def test_topics_are_written_as_paths() -> None:
    """A link's topics are its headings joined by " / ", each path once, and none where no heading is."""
    places = (("A", "B"), ("C",), ("A", "B"), ())
    link = Link("https://x.example", tuple(Occurrence(topic, "", "", "", "", 1) for topic in places))

    assert topic_names(link) == ["A / B", "C"]
