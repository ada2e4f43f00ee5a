"""Which of the two languages a text is in."""

import pytest

from ingest.language import Language, characters_in, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Graph engines train on many machines.", "en"),
        ("图引擎在多台机器上训练。", "zh"),
        ("用 PyTorch 和 TensorFlow 训练", "zh"),  # 4 characters against 2 words
        ("The word 图 means graph.", "en"),  # 1 character against 4 words
        ("PyTorch 图学习 DGL PyG", "zh"),  # 3 against 3: a tie is Chinese
        ("图", "zh"),
        ("", "en"),
        ("3.14 (42) !?", "en"),
        ("これは", "en"),  # kana alone are no Chinese characters
        ("㐀豈", "zh"),  # extension A and the compatibility block
    ],
)
def test_language(text: str, language: Language) -> None:
    """A text is Chinese when it has at least as many Chinese characters as Latin words, and one at all."""
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "a b\tc\n", "图 引擎\u3000和\u00a0内存\u2009。", "\x1c\x85\u2028 x"])
def test_characters(text: str) -> None:
    """White space of every kind does not count."""
    assert characters_in(text) == len("".join(text.split()))
