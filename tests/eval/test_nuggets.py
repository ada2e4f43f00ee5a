import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.nuggets import found_in, holds

HELD = (
    ("Plato needs MPI.", "MPI"),
    ("plato needs mpi", "MPI"),
    ("Plato 需要MPI库", "MPI"),
    ("在 GPU 上运行", "在GPU上"),
    ("于2019年 12月 发布", "2019年12月"),
    ("１５倍", "15 倍"),
    ("1,000,000 nodes", "1000000"),
    ("1\u202f000 nodes", "1,000"),
    ("four GPUs", "GPU"),
    ("in batches", "batch"),
    ("the GPU's memory", "GPU"),
    ("two A100s", "A100"),
    ("40 percent faster", "40%"),
    ("快了 40 per cent的", "40%"),
    ("快了 40 \uff05", "40%"),
    ("8x faster", "8 x"),
    ("8\u00d7 faster", "8x"),
    ("100 GB of memory", "100GB"),
    ("It is 3. Then", "3"),
    ("on 5-10 machines", "5"),
    ("real\u2011time", "real-time"),
    ("don\u2019t", "don't"),
    ("named \u201cMagi\u201d", '"Magi"'),
    ("em\u00adbed\u200bding", "embedding"),
    ("call experiment(dataset)", "experiment("),
    ("10⁵ passages", "10^5"),
    ("naïve Bayes", "naïve"),
    ("共三层", "三层"),
    ("10万节点", "10 万"),
    ("3，100 和 200", "100"),
    ("24, 100 or 200", "100"),
    ("in 2019,100 nodes", "100"),
)
NOT_HELD = (
    ("MPICH", "MPI"),
    ("15 x", "5"),
    ("1.5 x", "5"),
    ("1.5 x", "1"),
    ("1,500 nodes", "500"),
    ("10k nodes", "10"),
    ("10 million nodes", "10"),
    ("10-million nodes", "10"),
    ("10 millions", "10"),
    ("10 million个", "10"),
    ("10万节点", "10"),
    ("110万节点", "10万"),
    ("十八倍", "八倍"),
    ("三点五倍", "五倍"),
    ("一百五十个", "五十个"),
    ("百分之四十五", "百分之四十"),
    ("3千万", "千万"),
    ("twenty-eight times", "eight times"),
    ("140%", "40%"),
    ("4.40%", "40%"),
    ("40", "40%"),
    ("the 1990s", "1990"),
    ("written in CS", "C"),
    ("PyTorch 1.7.1", "PyTorch 1.7"),
    ("A100", "100"),
    ("10⁵ passages", "105"),
    ("café", "caf"),
    ("24, 100 or 200", "24100"),
    ("24，100", "24100"),
    ("anything", "\u200b"),
)


@pytest.mark.parametrize(("text", "wording"), HELD)
def test_a_fact_is_found_however_it_is_set(text: str, wording: str) -> None:
    """Case, width, spacing, plural, unit, percent and invisible characters make no other fact."""
    assert holds(text, (wording,))


@pytest.mark.parametrize(("text", "wording"), NOT_HELD)
def test_part_of_a_word_or_number_is_another_fact(text: str, wording: str) -> None:
    """A word or a number stands whole, in digits and in Chinese or English numerals."""
    assert not holds(text, (wording,))


def test_any_wording_of_a_fact_will_do() -> None:
    """One of several is enough, and none is not."""
    assert holds("快八倍", ("8 times", "8 倍", "八倍"))
    assert not holds("快九倍", ("8 times", "8 倍", "八倍"))


def test_a_fact_named_twice_is_found_once() -> None:
    """Nuggets alike are one fact."""
    assert found_in("MPI", [("MPI",), ("Plato",), ("MPI",)]) == [("MPI",)]


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_number_holds_itself_alone(number: int, other: int) -> None:
    """With separators or without, among Latin words and Chinese; no other number is found in it."""
    for text in (f"has {number:,} nodes", f"有{number}个节点", f"({number})."):
        assert holds(text, (str(other),)) == (number == other)
        assert holds(text, (f"{number:,}",))


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=20), st.text(max_size=5))
def test_any_text_can_be_looked_through(text: str, wording: str) -> None:
    """No characters are an error, and what holds is held by the same text in another width and case."""
    if holds(text, (wording,)):
        assert holds(f"{text} ", (wording,))
