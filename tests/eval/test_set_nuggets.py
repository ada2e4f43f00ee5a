"""What an answer to a public set's question must state."""

from typing import Any

import pytest

from eval.public_sets.wanted import nuggets_of
from eval.question_sets import Passage, Query
from eval.questions import QuestionsInvalid

LONG = Passage("long", "The pump runs dry at noon. It must be primed by hand. Then it runs.", "en")
"""Its second sentence holds "primed by hand"; no sentence holds all of what follows it."""


@pytest.mark.parametrize(
    ("query", "nuggets"),
    [
        ({"answers": ("by hand", "manually"), "answers_query_lang": ("手动",)}, (("by hand", "manually", "手动"),)),
        ({"answers": ("by hand",), "gold_sentences": ("It must be primed by hand.",)}, (("by hand",),)),
        (
            {"answers": ("Prime it.",), "gold_sentences": ("It must be primed by hand.", "Then it runs.")},
            (("It must be primed by hand.",), ("Then it runs.",)),
        ),
        ({"answers": (LONG.text[27:],)}, (("It must be primed by hand.", "Then it runs."),)),
        (
            {"answers": ("Ask the mechanic.",)},
            (("The pump runs dry at noon.", "It must be primed by hand.", "Then it runs."),),
        ),
        ({}, (("The pump runs dry at noon.", "It must be primed by hand.", "Then it runs."),)),
    ],
    ids=[
        "in a sentence",
        "not its sentence",
        "gold sentences",
        "longer than a sentence",
        "in other words",
        "no answer",
    ],
)
def test_nuggets_of_what_a_set_says(query: dict[str, Any], nuggets: tuple[tuple[str, ...], ...]) -> None:
    """Spans are wordings of one fact; gold sentences a fact each; of a longer answer any sentence will do."""
    assert nuggets_of(Query("q", "How is it started?", "en", **query), [LONG]) == nuggets


def test_an_answer_of_short_sentences_has_nuggets() -> None:
    """Sentences too short to be quoted are left out, unless there are no others."""
    for text, wordings in (("Yes. It is off. No.", ("It is off.",)), ("Yes. No.", ("Yes.", "No."))):
        assert nuggets_of(Query("q", "Is it on?", "en", answers=(text,)), [Passage("few", text, "en")]) == (wordings,)


def test_without_answer_and_text_there_is_no_nugget() -> None:
    """A question of which nothing is known cannot be scored."""
    with pytest.raises(QuestionsInvalid, match="the question q has no answer, and its passage no text"):
        nuggets_of(Query("q", "Does it run?", "en", answers=(" ",)), [Passage("none", " ", "en")])
