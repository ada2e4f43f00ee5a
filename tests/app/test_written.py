"""What a model wrote: its marks find their sentences, and nothing that a browser would follow is left."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.written import cited_sentences

Sentences = list[tuple[str, list[int]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One [1]. Two [2].", [("One.", [1]), ("Two.", [2])]),
        ("One. [1] Two. [2]", [("One.", [1]), ("Two.", [2])]),
        ("One.[1][2] Two.", [("One.", [1, 2]), ("Two.", [])]),
        ("One [1, 2]. Two [3，1].", [("One.", [1, 2]), ("Two.", [3, 1])]),
        ("One\n[1]\n\nTwo\n[2]", [("One", [1]), ("Two", [2])]),
        ("他说：“好。”[1]然后走了。[2]", [("他说：“好。”", [1]), ("然后走了。", [2])]),
        ("第一句。【1】第二句\uff3b2\uff3d！", [("第一句。", [1]), ("第二句！", [2])]),
        ("He asked “why?” [1] Then he left. [2]", [("He asked “why?”", [1]), ("Then he left.", [2])]),
        ("- One [1]\n- Two [2]\n", [("One", [1]), ("Two", [2])]),
        ("1. One [1].\n2) Two [2].\n", [("One.", [1]), ("Two.", [2])]),
        ("**One** is a name [1].\n\n## Two\n[2]\n", [("One is a name.", [1]), ("Two", [2])]),
        ("[1] One. Two [2].", [("One.", [1]), ("Two.", [2])]),
        ("", []),
        (" \n [1] ", []),
        ("...", []),
    ],
)
def test_numbers_belong_to_the_sentence_that_they_follow(text: str, expected: Sentences) -> None:
    """However a model writes its marks, before the stop, behind it or on their own line, they keep their sentence."""
    assert cited_sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![x](https://evil.example/?q=secret) Small [1].", [("Small.", [1])]),
        ("They [are small](https://evil.example) [1].", [("They are small.", [1])]),
        ("They are small [1](https://evil.example/1).", [("They are small.", [1])]),
        ("See https://evil.example/a?b=c, or not [1].", [("See , or not.", [1])]),
        ("See www.evil.example/now. Then go [1].", [("See .", []), ("Then go.", [1])]),
        ("看 https://evil.example/a。然后走[1]。", [("看 。", []), ("然后走。", [1])]),
        ("（见https://evil.example/a）都很小[1]。", [("（见）都很小。", [1])]),
        ("A <b>bold</b> word<img src=x onerror=y> [1].", [("A bold word.", [1])]),
        ("<script>alert(1)</script> [1]", [("alert(1)", [1])]),
        ("<think>Hm. [2]</think>One [1].", [("One.", [1])]),
        ("<think>Hm. I am still", []),
    ],
)
def test_what_is_foreign_goes(text: str, expected: Sentences) -> None:
    """Images, addresses, tags and thoughts are left out; a link leaves its text, and the words around stay."""
    assert cited_sentences(text) == expected


def test_comparisons_are_no_tags() -> None:
    """Signs of less and more are text, not the ends of a tag."""
    text = "It holds if a < 48 and b > 16, or a <= b [1]."

    assert cited_sentences(text) == [("It holds if a < 48 and b > 16, or a <= b.", [1])]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("ab1 .。!\n[]()<>*#-,，https://www【】！“”"), max_size=60))
def test_whatever_is_written(text: str) -> None:
    """No text makes it fail, leaves a mark or an address in a sentence, or makes an empty one."""
    for said, numbers in cited_sentences(text):
        assert said == said.strip()
        assert said
        assert all(0 <= number <= 999 for number in numbers)
        assert not re.search(r"\[\d{1,3}\]|https?://\w", said)
