"""What changed since another run: nothing against itself, else what became better, worse and otherwise different."""

import json
from pathlib import Path

import pytest
from made_runs import RIGHT, answer, failed, question, row, run

from eval.questions import QuestionsInvalid
from eval.report.changes import OTHER, WRONG, Changes
from eval.report.changes import RIGHT as NEWLY_RIGHT
from eval.report.terminal import summary
from eval.rows import read_run, write_run

OTHER_ANSWER = answer("Plato was named after a philosopher.")


def test_a_run_against_itself_shows_no_change(tmp_path: Path) -> None:
    """Read back from its file, no answer differs and no measure has changed."""
    made = run(row(question("a"), RIGHT, right=1.0), row(question("b"), answer()), failed(question("c")))
    changes = Changes.of(read_run(write_run(made, tmp_path)), made)
    assert changes.differing == 0
    assert changes.told.startswith("0 of 3 answers differ from made-abc1234")
    assert {(one.change, one.low, one.high) for one in changes.differences} == {(0.0, 0.0, 0.0)}
    assert not any(map(changes.verdict, changes.differences))


def test_differing_answers_are_sorted_by_what_became_of_them() -> None:
    """Newly wrong, newly right, otherwise different; an answer that only took longer is the same."""
    slower = RIGHT | {"timings_ms": {"search": 9.0, "answer": 9.0, "total": 18.0}}
    keys = {"worse": (1.0, 0.0), "better": (0.0, 1.0), "other": (1.0, 1.0)}
    before = [row(question(key), RIGHT, right=old) for key, (old, _) in keys.items()]
    after = [row(question(key), OTHER_ANSWER, right=new) for key, (_, new) in keys.items()]
    same = question("same")
    changes = Changes.of(
        run(*before, row(same, RIGHT, right=1.0)), run(*after, row(same, slower, 0.7, right=1.0), commit="new")
    )
    found = {title: [later.id for _, later in pairs] for title, pairs in changes.groups.items()}
    assert found == {WRONG: ["worse"], NEWLY_RIGHT: ["better"], OTHER: ["other"]}
    text = summary(changes.run, changes)
    assert "Newly wrong (1)\n  worse: What is worse?\n" in text
    assert "    - [https://a.example/plato] Plato scales" in text
    assert "    + [https://a.example/plato] Plato was named" in text


def test_only_questions_of_both_runs_are_compared() -> None:
    """Of other questions it is said so; one whose wording or facts changed counts as another."""
    before = run(*(row(question(key), RIGHT, right=1.0) for key in ("a", "b", "reworded")))
    after = run(
        row(question("a"), RIGHT, right=1.0),
        row(question("reworded", question="What is it, again?"), OTHER_ANSWER),
        row(question("new"), OTHER_ANSWER),
        commit="new",
    )
    changes = Changes.of(before, after)
    assert [later.id for _, later in changes.pairs] == ["a"]
    assert "1 are the same and compared, 2 are only in this run, 2 only in that." in changes.told
    assert changes.told.startswith("0 of 1 answers differ")
    assert {one.questions for one in changes.differences} == {1}


def test_a_verdict_needs_more_than_chance_and_knows_which_way_is_better() -> None:
    """Forty refused questions answered: false refusals fall, which is better; one of forty says nothing."""
    keys = [f"q{number}" for number in range(40)]
    pages = [(f"https://a.example/{key}",) for key in keys]
    asked = [question(key, urls=url) for key, url in zip(keys, pages, strict=True)]
    before = run(*(row(one, answer(), -0.1, false_refusal=1.0) for one in asked))
    after = run(*(row(one, RIGHT, right=1.0, nugget_recall=1.0) for one in asked), commit="new")
    verdicts = {one.measure: Changes.of(before, after).verdict(one) for one in Changes.of(before, after).differences}
    assert verdicts["false_refusal"] == verdicts["right"] == "better"
    assert verdicts["mrr"] == ""
    back = Changes.of(after, before)
    assert {back.verdict(one) for one in back.differences if one.change} == {"worse"}
    one_more = run(row(asked[0], RIGHT, right=1.0), *before.rows[1:], commit="new")
    little = Changes.of(before, one_more)
    assert not any(map(little.verdict, little.differences))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stored: stored["rows"][0]["answer"].update(sentences=5),
        lambda stored: stored["rows"][0]["answer"]["citations"][0].update(url=None),
        lambda stored: stored["questions"].pop("digest"),
        lambda stored: stored["environment"].pop("commit"),
        lambda stored: stored.pop("rows"),
    ],
)
def test_a_file_that_is_no_run_is_one_sentence(tmp_path: Path, spoil: object) -> None:
    """A run whose answers or description cannot be read is refused before anything is asked."""
    path = write_run(run(row(question("a"), RIGHT, right=1.0)), tmp_path)
    stored = json.loads(path.read_text("utf-8"))
    assert callable(spoil)
    spoil(stored)
    path.write_text(json.dumps(stored), "utf-8")
    with pytest.raises(QuestionsInvalid, match="is not a run of citeshelf-eval; give a file that it wrote"):
        read_run(path)
