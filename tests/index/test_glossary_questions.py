"""Which words of a question the glossary knows, what it says they are called, and which texts that finds."""

from pathlib import Path

import numpy as np
import pytest

from index.terms import Glossary, TermIndex
from index.terms.expansion import Wordbook
from ingest.language import Language

LINES = """
graph neural network; GNN = 图神经网络
network = 网络
graph = 图结构
tide = 潮汐；潮水
map; mapping = 映射
C++ = C加加
mixed precision = 混合精度
reasoning = 推理
inference = 推理；推断
"""
TEXTS = [
    "图神经网络在图结构上传递消息。",
    "Graph neural networks pass messages along a graph.",
    "GNN 的消息传递",
    "The network is down, and so is the tide.",
    "网络断了，潮水退了。",
]


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    """A glossary of a few lines."""
    (tmp_path / "words.txt").write_text(LINES, "utf-8")
    return Glossary.read(tmp_path / "words.txt")


@pytest.fixture
def wordbook(glossary: Glossary) -> Wordbook:
    """The same, ready to be asked."""
    return Wordbook(glossary)


@pytest.fixture
def index(glossary: Glossary) -> TermIndex:
    """A few texts in both languages with that glossary."""
    return TermIndex.of(TEXTS, glossary)


GRAPH_ZH = ("图", "神经", "网络", "神经网", "神经网络")


@pytest.mark.parametrize(
    ("question", "language", "concepts"),
    [
        ("What is a Graph Neural Network?", "zh", [{GRAPH_ZH}]),  # neither a graph nor a network
        ("two graph-neural networks", "zh", [{GRAPH_ZH}]),
        ("a graph on the network", "zh", [{("图", "结构")}, {("网络",)}]),
        ("GNNs", "zh", [{GRAPH_ZH}]),
        ("GNN", "en", [{("graph", "neural", "network"), ("graph", "neural", "networks")}]),
        ("图神经网络与GNN", "zh", []),  # the question says both itself
        ("图神经网络与GNN", "en", [{("graph", "neural", "network"), ("graph", "neural", "networks")}]),
        ("什么是潮汐？", "zh", [{("潮水",)}]),
        ("tides", "zh", [{("潮汐",), ("潮水",)}]),
        ("Is it mapped?", "zh", [{("映射",)}]),
        ("C++17 mixed-precision", "zh", [{("混合", "精度")}, {("c", "加加")}]),
        ("推理", "zh", [{("推断",)}]),
        ("graphite, tidemark", "zh", []),  # a part of a word is no word
        ("", "zh", []),
    ],
)
def test_what_things_are_called(
    wordbook: Wordbook, question: str, language: Language, concepts: list[set[tuple[str, ...]]]
) -> None:
    """The longest wordings count, in every inflection; the question's own wording is not given back."""
    assert [set(one.wordings) for one in wordbook.expanded(question, language)] == concepts


@pytest.mark.parametrize(
    ("question", "language", "terms"),
    [
        ("GNN", "zh", 1),
        ("a graph neural network", "zh", 3),
        ("图神经网络", "en", 5),  # with its parts
        ("graph neural network, or GNN", "zh", 3),  # the longest first
    ],
)
def test_how_many_terms_name_a_thing(wordbook: Wordbook, question: str, language: Language, terms: int) -> None:
    """A thing has as many terms as its wording in the question, whatever its wordings in the other language have."""
    (concept,) = wordbook.expanded(question, language)
    assert concept.terms == terms


def test_a_translation_counts_as_much_as_what_it_stands_for(index: TermIndex) -> None:
    """The mean score of the translation's terms, times the number of the question's terms."""
    every = index.term_scores(dict.fromkeys(GRAPH_ZH, 1.0))
    assert index.glossary_scores("GNN", "zh") == pytest.approx(every / 5)
    assert index.glossary_scores("graph neural network", "zh") == pytest.approx(every * 3 / 5)


def test_chinese_words_find_english_forms(wordbook: Wordbook) -> None:
    """A Chinese word gives the English one in its regular forms, a word of two senses gives both."""
    (map_forms,) = wordbook.expanded("映射", "en")
    assert {("map",), ("maps",), ("mapped",), ("mapping",)} <= set(map_forms.wordings)
    (both,) = wordbook.expanded("推理", "en")
    assert {("reasoning",), ("inference",)} <= set(both.wordings)


def test_translations_find_texts_in_the_other_language(index: TermIndex) -> None:
    """An English question finds what a Chinese text calls by its Chinese name, and the other way round."""
    assert index.glossary_scores("How does a graph neural network learn?", "zh").argmax() == 0
    found = index.glossary_scores("图神经网络怎样学习？", "en")
    assert set(np.argsort(-found)[:2].tolist()) == {1, 2}  # one has its English name, the other GNN
    assert np.flatnonzero(index.glossary_scores("When is low tide?", "zh")).tolist() == [4]


def test_the_questions_own_words_do_not_count(index: TermIndex) -> None:
    """Texts that only repeat the question's own words score nothing by the glossary."""
    assert index.glossary_scores("When is low tide?", "zh")[3] == 0
    assert index.glossary_scores("GNN", "en")[2] == 0


def test_the_best_wording_counts_alone(glossary: Glossary) -> None:
    """A text scores for the one wording that fits it best, however many of them it holds."""
    index = TermIndex.of(["潮汐", "潮水", "潮汐和潮水", "别的"], glossary)
    one, other = index.term_scores({"潮汐": 1.0}), index.term_scores({"潮水": 1.0})
    assert index.glossary_scores("tide", "zh") == pytest.approx(np.maximum(one, other))


def test_the_best_phrase_counts_alone(glossary: Glossary) -> None:
    """So do phrases: the plural, of which a text with the singular has most words, adds nothing to the singular."""
    index = TermIndex.of(["a graph neural network", "some graph neural networks", "a network"], glossary)
    scores = index.glossary_scores("图神经网络", "en")
    assert scores[0] == pytest.approx(index.scores("graph neural network")[0] * 5 / 3)  # five terms for three
    assert scores[1] == pytest.approx(index.scores("graph neural networks")[1] * 5 / 3)


def test_concepts_add_up(index: TermIndex) -> None:
    """What a question names twice over, by two things, is the sum of both; nothing of one is left in the other."""
    both = index.glossary_scores("a network and the tide", "zh")
    assert both == pytest.approx(index.glossary_scores("network", "zh") + index.glossary_scores("tide", "zh"))
    assert both[4] > index.glossary_scores("network", "zh")[4] > 0


def test_glossary_scores_within_rows(index: TermIndex) -> None:
    """Outside the rows asked for nothing scores, inside all as anywhere."""
    scores = index.glossary_scores("a network and the tide", "zh", np.array([0, 1]))
    assert scores[0] == index.glossary_scores("a network and the tide", "zh")[0] > 0
    assert scores[4] == 0
