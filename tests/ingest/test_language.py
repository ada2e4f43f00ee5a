"""Which of the two languages a text is in, and a question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language import Language, characters_in, language_asked, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Graph engines train on many machines.", "en"),
        ("图引擎在多台机器上训练。", "zh"),
        ("用 PyTorch 和 TensorFlow 训练", "zh"),  # 4 characters against 2 words
        ("The word 图 means graph.", "zh"),  # 1 character against 4 words: a tie is Chinese
        ("The word 图 means a graph.", "en"),  # 1 against 5
        ("pip install dm-haiku && pip install jax 即可", "zh"),  # 2 against 7
        ("图", "zh"),
        ("", "en"),
        ("3.14 (42) !?", "en"),
        ("これは", "en"),  # kana alone are no Chinese characters
        ("㐀豈", "zh"),  # extension A and the compatibility block
    ],
)
def test_language(text: str, language: Language) -> None:
    """A text is Chinese when it has a Chinese character for each four Latin words, and one at all."""
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is Haiku?", "en"),
        ("Haiku 是什么？", "zh"),
        ("Who wrote 图引擎?", "zh"),
        ("What is 图?", "zh"),  # 1 character against 2 words: a tie is Chinese
        ("What is a 图?", "en"),  # 1 against 3; in a text it would be Chinese
        ("What does the article “图引擎” say about memory?", "en"),  # 3 against 7
        ("", "en"),
    ],
)
def test_language_of_a_question(question: str, language: Language) -> None:
    """A question is Chinese when it has a Chinese character for each two Latin words: one in English may quote."""
    assert language_asked(question) == language


@given(st.text(st.sampled_from("ab 图引。1-"), max_size=40))
@settings(derandomize=True, max_examples=300)
def test_languages_against_a_count_of_their_own(text: str) -> None:
    """Counted letter by letter, the rule gives the same; what is Chinese as a question is Chinese as a text."""
    words = sum(mark in "ab" and (at == 0 or text[at - 1] not in "ab") for at, mark in enumerate(text))
    characters = sum(mark in "图引" for mark in text)

    assert language_of(text) == ("zh" if characters and 4 * characters >= words else "en")
    assert language_asked(text) == ("zh" if characters and 2 * characters >= words else "en")


@pytest.mark.parametrize("text", ["", "a b\tc\n", "图 引擎\u3000和\u00a0内存\u2009。", "\x1c\x85\u2028 x"])
def test_characters(text: str) -> None:
    """White space of every kind does not count."""
    assert characters_in(text) == len("".join(text.split()))
