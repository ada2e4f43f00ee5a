"""What counts as a fall of a quality, and between which answers."""

import pytest
from made_runs import run

from eval.gate.guard import Pair, Quality, changed, paired
from eval.questions import Question
from eval.rows import Row
from eval.scores.measures import MEASURES, Scores


def row(key: str, scores: Scores) -> Row:
    """Return the row of a question about a page of its own."""
    question = Question(
        id=key, question=f"{key}?", language="en", kind="fact", urls=(f"http://{key}.example/",), nuggets=(("x",),)
    )
    return Row(question, {}, (), dict.fromkeys((one.name for one in MEASURES), None) | scores, None, None)


@pytest.mark.parametrize(
    ("name", "was", "now", "fall", "worse"),
    [
        ("right", [1, 1, 0, 0], [1, 0, 0, 1], 0.0, ["b"]),  # 2/4 - 2/4; b fell, d rose
        ("false_refusal", [0, 0, 0, 1], [0, 1, 1, 1], 0.5, ["b", "c"]),  # 3/4 - 1/4: higher is worse
        ("false_refusal", [1, 1, 1, 1], [0, 0, 1, 1], -0.5, []),  # 2/4 - 4/4
        ("citation_precision", [1, 0.5, None, None], [None] * 4, 0.75, ["a", "b"]),  # .75 - 0: nothing is cited now
        ("false_refusal", [0, 0, 0, None], [None] * 4, 1.0, ["a", "b", "c"]),  # 1 - 0, the worst
        ("citation_precision", [1, 1, None, None], [1, 1, 0.4, None], 0.2, ["c"]),  # 1 - 2.4/3; c is new, below 1
        ("refusal_precision", [None, None, 0, 0], [None] * 4, 0.0, []),  # 0 - 0: wrong refusals that are gone
    ],
)
def test_a_fall_worked_out(
    name: str, was: list[float | None], now: list[float | None], fall: float, worse: list[str]
) -> None:
    """Means of what applies, on each side; what applied and no longer does counts as the worst."""
    pairs = [Pair(row(key, {name: one}), row(key, {name: two})) for key, one, two in zip("abcd", was, now, strict=True)]
    (found,) = changed([Quality(name, 0.1)], pairs)

    assert found.fall == pytest.approx(fall)
    assert found.is_too_far == (fall > 0.1)
    assert [pair.now.id for pair in found.worse()] == worse


def test_only_questions_that_both_have_are_compared() -> None:
    """A renamed question is the same; one with another text, page or fact to state is another."""
    one = row("a", {"right": 1.0})
    others = [
        one.question.model_copy(update=update)
        for update in (
            {"id": "renamed", "held_out": True},
            {"question": "b?"},
            {"nuggets": (("y",),)},
            {"urls": ("http://b.example/",)},
        )
    ]
    now = [Row(other, {}, (), one.scores, None, None) for other in others]
    before = run(one)

    assert [pair.now.id for pair in paired(before, now)] == ["renamed"]
