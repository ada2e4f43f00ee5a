"""Terms of a text, and BM25 over them beside Lucene's formula written out."""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexCorrupt
from index.terms import STOP_WORDS, TermIndex, proper_names, terms_of

K1, B = 1.5, 0.75
TEXTS = [
    "dm-haiku is a library for JAX; Haiku keeps modules, JAX keeps functions pure.",
    "XGBoost grows trees, and more trees, and more trees.",
    "环形规约把梯度切成小块，梯度沿着环传递。",
    "Ring all-reduce moves gradients in a ring: 环形规约。",
    "The paper is arXiv 1910.04940, version 2.",
]
QUESTIONS = [
    "What is Haiku?",
    "更快的梯度规约",
    "trees trees ring",
    "arXiv 1910.04940 与 JAX",
    "梯度 in a ring, with C++",
]
WORDS = st.sampled_from(["ring", "tree", "jax", "gpu", "mesh"])


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("dm-haiku", ["dm-haiku", "dm", "haiku"]),
        ("XGBoost", ["xgboost", "xg", "boost"]),
        ("DataLoader and PyTorch", ["dataloader", "data", "loader", "pytorch", "py", "torch"]),
        ("1910.04940", ["1910.04940", "1910", "04940"]),
        ("v2.10.3", ["v2.10.3", "2.10.3", "v2", "10"]),
        ("C++ and C#, or F#. C++17", ["c++", "c#", "f#", "c++", "17"]),
        (".NET, .gitignore; Next .Then", [".net", "net", ".gitignore", "gitignore", "next", ".then", "then"]),
        (
            "Node.js, torch.nn.functional.",
            ["node.js", "node", "js", "torch.nn.functional", "torch", "nn", "functional"],
        ),
        ("snake_case x-y __init__", ["snake_case", "snake", "case", "x-y", "init"]),
        ("--no-cache-dir", ["no-cache-dir", "no", "cache", "dir"]),
        ("Spark\u2019s shuffle don\u2019t can't O'Neil", ["spark", "shuffle", "o'neil"]),
        ("\uff27\uff30\uff35 ﬁne Straße", ["gpu", "fine", "strasse"]),
        ("non\u2011breaking", ["non-breaking", "non", "breaking"]),
        ("café Привет", ["café", "привет"]),
        ("How does the ring work?", ["ring", "work"]),
        ("ring, Ring; RING", ["ring", "ring", "ring"]),
        (" \n—？！", []),
        ("", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    """Names stay whole and in parts, spellings of one letter are one, words without a subject are left out."""
    assert terms_of(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("梯度下降", ["梯度", "下降"]),
        ("神经网络", ["神经", "网络", "神经网", "神经网络"]),  # a long word also in its parts
        ("飞桨", ["飞", "桨", "飞桨"]),  # no word of the dictionary: characters and their pairs
        ("环", ["环"]),
        ("什么是环？", ["环", "是环"]),
        ("读JAX写", ["读", "jax", "写"]),
        ("\uff2a\uff21\uff38的梯度", ["jax", "梯度"]),
    ],
)
def test_chinese_terms(text: str, terms: list[str]) -> None:
    """Chinese is cut into the dictionary's words; where there is none, pairs keep a name findable."""
    assert terms_of(text) == terms


@pytest.mark.parametrize("name", ["飞桨", "昇思", "魔搭", "林晚舟"])
def test_names_that_no_dictionary_has(name: str) -> None:
    """A Chinese name that jieba does not know is found where it stands, before texts that have its characters apart."""
    apart = "，".join(name)
    found = TermIndex.of([f"{apart}各有一章。", f"我们用{name}做实验。", "别的事情。"]).scores(f"{name}是什么？")
    assert found.argmax() == 1
    assert found[2] == 0


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text())
def test_terms_of_anything(text: str) -> None:
    """Any text has terms: none empty, none with a space or a capital in it, the same ones when it is written twice."""
    terms = terms_of(text)
    assert all(term and not any(mark.isspace() for mark in term) for term in terms)
    assert [term.casefold() for term in terms] == terms
    assert terms_of(f"{text} {text}") == terms + terms


def test_every_stop_word_is_left_out() -> None:
    """No stop word is a term, in small letters or capitals."""
    assert {"the", "which", "什么"} < STOP_WORDS
    assert terms_of(" ".join(STOP_WORDS)) == terms_of(" ".join(STOP_WORDS).upper()) == []


def lucene(texts: Sequence[str], question: str) -> list[float]:
    """Lucene's BM25, summed over terms: ln(1 + (N - n + .5) / (n + .5)) · f / (f + k1 (1 - b + b l / average l))."""
    counts = [Counter(terms_of(text)) for text in texts]
    average = sum(count.total() for count in counts) / len(counts)
    scores = []
    for count in counts:
        score = 0.0
        for term in terms_of(question):
            holding = sum(term in other for other in counts)
            rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            often = count[term]
            score += rarity * often / (often + K1 * (1 - B + B * count.total() / average))
        scores.append(score)
    return scores


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_lucenes(question: str) -> None:
    """Every text's score is what the formula gives."""
    expected = lucene(TEXTS, question)
    assert max(expected) > 0.5
    found = TermIndex.of(TEXTS).scores(question)
    assert found.dtype == np.float32
    assert found.tolist() == pytest.approx(expected, abs=1e-5)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1), min_size=1, max_size=8), st.lists(WORDS))
def test_scores_are_lucenes_on_any_texts(texts: list[list[str]], question: list[str]) -> None:
    """Whatever texts and questions repeat or lack, scores are what the formula gives."""
    joined = [" ".join(words) for words in texts]
    expected = lucene(joined, " ".join(question))
    assert TermIndex.of(joined).scores(" ".join(question)).tolist() == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("question", ["", "the and what", "kangaroo", "袋鼠"])
def test_unknown_terms_score_zero(question: str) -> None:
    """A question that shares no term scores zero everywhere."""
    assert TermIndex.of(TEXTS).scores(question).tolist() == [0.0] * len(TEXTS)


@pytest.mark.parametrize("texts", [[], [""], ["", "ring", "！"]])
def test_texts_without_terms(texts: list[str]) -> None:
    """No texts, or texts without a term, are no trouble: they score zero."""
    found = TermIndex.of(texts).scores("ring")
    assert [score > 0 for score in found] == [text == "ring" for text in texts]


def test_an_index_on_file_is_the_same_index(tmp_path: Path) -> None:
    """Saved and loaded, it gives the same scores to the last bit."""
    made = TermIndex.of(TEXTS)
    made.save(tmp_path / "terms")
    loaded = TermIndex.load(tmp_path / "terms", len(TEXTS))
    for question in QUESTIONS:
        assert np.array_equal(loaded.scores(question), made.scores(question))


@pytest.mark.parametrize("kept", [None, 0, 10])
@pytest.mark.parametrize(
    "part", ["data.csc.index.npy", "indptr.csc.index.npy", "vocab.index.json", "params.index.json"]
)
def test_a_damaged_index_is_refused(tmp_path: Path, part: str, kept: int | None) -> None:
    """Whichever file is missing or cut short, the folder is named and the remedy given."""
    folder = tmp_path / "terms"
    TermIndex.of(TEXTS).save(folder)
    whole = (folder / part).read_bytes()
    (folder / part).unlink()
    if kept is not None:
        (folder / part).write_bytes(whole[:kept])
    with pytest.raises(IndexCorrupt, match=r"terms is damaged; run `citeshelf build` again\.$"):
        TermIndex.load(folder, len(TEXTS))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("腾讯的柏拉图和飞桨", ["腾讯", "柏拉图", "飞桨"]),  # a make, a person, a word of no dictionary
        ("训练和推理", []),
        ("Haiku and Trax", []),
    ],
)
def test_chinese_names_are_told_from_words(text: str, names: list[str]) -> None:
    """What jieba calls a name, or does not know, is one; common words and what is not Chinese are none."""
    assert [text[start:end] for start, end in proper_names(text)] == names
