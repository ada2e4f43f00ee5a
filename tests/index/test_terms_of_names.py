"""Names in a question, which texts in either language spell alike, and the scores they give."""

import numpy as np
import pytest

from index.terms import TermIndex
from index.terms.names import names_in

TEXTS = [
    "Haiku keeps the modules, and a pure function keeps the rest.",
    "dm-haiku 用纯函数管理模块。",
    "梯度沿着环传递，每个进程传一块。",
    "An install script, with numpy inside.",
]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is dm-haiku?", ["dm-haiku", "dm", "haiku"]),
        ("Does Spark run on a GPU? Compare both.", ["spark", "gpu"]),  # “Compare” begins a sentence
        ("How do I call it in C++ or .NET?", ["c++", ".net", "net"]),  # “I” carries no subject
        ("Is 1910.04940 a paper?", ["1910.04940", "1910", "04940"]),
        ("how to install numpy", []),
        ("怎样用 pip 安装 numpy？", ["pip", "numpy"]),
        ("梯度怎样传递？", []),
        ("", []),
    ],
)
def test_which_words_are_names(question: str, names: list[str]) -> None:
    """English names are marked by their spelling; in a Chinese question each word in Latin letters is one."""
    assert list(names_in(question)) == names


def test_weights_of_names_and_others() -> None:
    """A name counts as often as it is asked, another word in Latin letters as much as is wanted; Chinese does not."""
    found = names_in("compare JAX with numpy, and JAX with 飞桨 again please", 0.25)
    assert found == {"jax": 2.0, "compare": 0.25, "numpy": 0.25, "again": 0.25}


def test_names_score_in_both_languages() -> None:
    """A name finds English and Chinese texts alike, with the scores that BM25 gives its terms alone."""
    index = TermIndex.of(TEXTS)
    scores = index.name_scores("Which modules does Haiku keep?", others=0)
    assert np.flatnonzero(scores).tolist() == [0, 1]
    assert scores.tolist() == index.scores("haiku").tolist()


def test_other_words_weigh_less() -> None:
    """Words that are not spelt as names add to the scores by their weight."""
    index = TermIndex.of(TEXTS)
    whole = index.term_scores({"numpy": 1.0, "script": 1.0})
    assert index.name_scores("a numpy script", others=0.5) == pytest.approx(whole / 2)
    assert index.name_scores("一个 numpy script 的例子") == pytest.approx(whole)


def test_names_within_rows() -> None:
    """Outside the rows asked for, names score nothing, and inside what they score anywhere."""
    index = TermIndex.of(TEXTS)
    scores = index.name_scores("Is Haiku fast?", np.array([1, 2]))
    assert np.flatnonzero(scores).tolist() == [1]
    assert scores[1] == index.name_scores("Is Haiku fast?")[1]
