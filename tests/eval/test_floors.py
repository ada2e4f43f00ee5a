"""Floors: what a score may not fall below, and that they only rise."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from repositories import git

from eval.__main__ import main
from eval.gate.floors import Floors, FloorsMissed, held, is_ceiling, read_floors
from eval.questions import SHIPPED, Question, QuestionsInvalid, digest, read_questions
from eval.rows import Row
from eval.scores.measures import MEASURES, Scores

FLOORS = SHIPPED.parent / "floors.json"
ROOT = Path(__file__).parents[2]


def row(key: str, scores: Scores, *, language: str = "en", held_out: bool = False) -> Row:
    """Return the row of a question with these scores, and with no other."""
    question = Question.model_validate(
        {
            "id": key,
            "question": f"{key}?",
            "language": language,
            "kind": "fact",
            "urls": [f"http://{key}.example/"],
            "article_language": "en",
            "nuggets": [["x"]],
            "held_out": held_out,
        }
    )
    return Row(question, {}, (), dict.fromkeys((one.name for one in MEASURES), None) | scores, None, None)


def rows(right: list[float], false_refusal: list[float] | None = None) -> list[Row]:
    """Return a row for each, their questions numbered."""
    refused = false_refusal or [0.0] * len(right)
    both = enumerate(zip(right, refused, strict=True))
    return [row(f"q{number}", {"right": one, "false_refusal": two}) for number, (one, two) in both]


def test_a_floor_worked_out() -> None:
    """A hundredth below, rounded down; where one question weighs more, that; ceilings the other way round."""
    few = Floors.of(rows([1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1]))
    # 3/7 = .4286: 42 hundredths, less ⌈100/7⌉ = 15. 1/7 = .1429: up to 15, and 15 more.
    assert few.groups["open"] == {"right": 0.27, "false_refusal": 0.3}
    assert few.groups["en→en"] == {"right": 0.27}

    many = Floors.of(rows([1.0] * 151 + [0.0] * 49, [1.0] * 3 + [0.0] * 197))
    # 151/200 = .755: 75, less 1, as 1/200 is less than a hundredth. 3/200 = .015: 2, and 1.
    assert many.groups["open"] == {"right": 0.74, "false_refusal": 0.03}
    # 58/200 is .29, which times 100 is 28.999999999999996: still 29, less 1.
    assert Floors.of(rows([1.0] * 58 + [0.0] * 142)).groups["open"]["right"] == 0.28
    # Nothing is below 0 or above 1.
    assert Floors.of(rows([0.0], [1.0])).groups["open"] == {"right": 0.0, "false_refusal": 1.0}


def test_one_question_may_turn_and_no_second() -> None:
    """Of 25 questions 20 right: 80 less 4; 19 are .76 and hold, 18 are .72 and do not."""
    floors = Floors.of(rows([1.0] * 20 + [0.0] * 5))

    assert floors.missed(rows([1.0] * 19 + [0.0] * 6)) == []
    assert floors.missed(rows([1.0] * 18 + [0.0] * 7)) == [
        "right 0.720 (floor 0.76)",
        "right of en→en 0.720 (floor 0.76)",
    ]
    # Refused wrongly: none of 25, so that the ceiling is 0 + 4.
    assert floors.missed(rows([1.0] * 20 + [0.0] * 5, [1.0] * 2 + [0.0] * 23)) == ["false_refusal 0.080 (ceiling 0.04)"]


def test_what_is_no_longer_measured_is_missed() -> None:
    """An answerer that cites nothing has no wrong citation, and is not let through for that."""
    cited = [row("a", {"citation_precision": 1.0}), row("b", {"citation_precision": 1.0})]
    floors = Floors.of(cited)

    assert floors.missed([row("a", {}), row("b", {})]) == ["citation_precision not measured (floor 0.50)"]


def test_held_out_questions_have_no_floor() -> None:
    """Neither do they set one, nor count for one, nor make the floors those of other questions."""
    counting = rows([1, 1, 0, 1])
    floors = Floors.of([*counting, row("aside", {"right": 0.0}, held_out=True)])

    assert floors == Floors.of(counting)
    assert floors.missed([*counting, row("another", {"right": 0.0}, held_out=True)]) == []


def test_floors_of_other_questions_are_refused(tmp_path: Path) -> None:
    """They say nothing of these answers; raising begins anew, even where the new ones are lower."""
    path = tmp_path / "floors.json"
    held(path, rows([1.0] * 4), to_raise=True)
    fewer = rows([0.0] * 3)

    with pytest.raises(FloorsMissed, match="are for other questions; write them anew with --raise-floors"):
        held(path, fewer, to_raise=False)
    assert held(path, fewer, to_raise=True) == f"floors written to {path}"
    assert read_floors(path) == Floors.of(fewer)


def test_raising_only_raises(tmp_path: Path) -> None:
    """The stricter of each two stays; a run below its floors raises none, and the file stays as it is."""
    path = tmp_path / "floors.json"
    held(path, rows([1.0] * 8 + [0.0] * 2, [0.0] * 10), to_raise=True)  # .7 and, as a ceiling, .1
    held(path, rows([1.0] * 9 + [0.0], [1.0] + [0.0] * 9), to_raise=True)  # .8, but .2
    assert read_floors(path).groups["open"] == {"right": 0.8, "false_refusal": 0.1}

    before = path.read_bytes()
    with pytest.raises(FloorsMissed, match=r"right 0.700 \(floor 0.80\), right of en→en 0.700"):
        held(path, rows([1.0] * 7 + [0.0] * 3), to_raise=True)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["floors.json"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no json", "is damaged; take it from the repository, or remove it"),
        ('{"questions": "a", "groups": {"open": {"right": 2}}}', "is damaged"),
        ('{"questions": "a", "groups": {"open": {"right": NaN}}}', "is damaged"),
        ('{"questions": "a", "groups": {"open": {"beauty": 0.5}}}', "a floor of beauty, which is no measure"),
        (None, "there are no floors in .*; write them with --raise-floors"),
    ],
)
def test_a_file_that_holds_no_floors(text: str | None, says: str, tmp_path: Path) -> None:
    """One sentence says so; what is damaged is not written over."""
    path = tmp_path / "floors.json"
    if text is not None:
        path.write_text(text, "utf-8")

    with pytest.raises(QuestionsInvalid, match=says):
        held(path, rows([1.0]), to_raise=text is not None)
    assert path.exists() == (text is not None)


def test_floors_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where their folder should be is one sentence."""
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(QuestionsInvalid, match=r"cannot be written \(.*\); name another place"):
        held(tmp_path / "file" / "floors.json", rows([1.0]), to_raise=True)


def test_raising_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """`--raise-floors` alone is wrong usage."""
    with pytest.raises(SystemExit) as stopped:
        main(["--raise-floors"])
    assert stopped.value.code == 2
    assert "--raise-floors needs --floors FILE" in capsys.readouterr().err


def test_the_shipped_floors_are_for_the_shipped_questions() -> None:
    """Whoever changes an open question measures anew: `make eval ARGS=--raise-floors`."""
    open_ones = [one for one in read_questions(SHIPPED) if not one.held_out]

    assert read_floors(FLOORS).questions == digest(open_ones)


def versions(path: Path, repository: Path) -> Iterator[Floors]:
    """Yield a file of floors as each commit that changed it left it, the oldest first, and as it is now.

    Where there is no history, or only its end, the rest is held to what there is.
    """
    git_here = ["git", "-C", str(repository)]
    name = path.relative_to(repository).as_posix()
    log = [*git_here, "log", "--first-parent", "--reverse", "--format=%H", "--", name]
    found = subprocess.run(log, capture_output=True, text=True, check=False).stdout.split()
    for commit in found:
        shown = subprocess.run([*git_here, "show", f"{commit}:{name}"], capture_output=True, check=False)
        if shown.returncode == 0:  # else the commit removed it
            yield TypeAdapter(Floors).validate_json(shown.stdout)
    yield read_floors(path)


def lowered(floors: Iterator[Floors]) -> list[str]:
    """Return the bounds that some version has laxer than an earlier one for the same questions, or has no more."""
    strictest: dict[str, Floors] = {}
    found = []
    for one in floors:
        if before := strictest.get(one.questions):
            now = {(bound.group, bound.measure): bound.value for bound in one.bounds()}
            for bound in before.bounds():
                value = now.get((bound.group, bound.measure))
                lax = value is None or (value > bound.value if is_ceiling(bound.measure) else value < bound.value)
                found += [f"{bound.measure} of {bound.group}: {bound.value} → {value}"] * lax
            strictest[one.questions] = before.raised_to(one)
        else:
            strictest[one.questions] = one
    return found


def test_the_shipped_floors_only_rose() -> None:
    """In no commit did a floor fall, or vanish, while the questions stayed the same."""
    assert lowered(versions(FLOORS, ROOT)) == []


def test_a_floor_that_fell_is_found_in_the_history(committed: Path) -> None:
    """Raised, for other questions, lowered again, a ceiling raised, one left out: the last three are found."""
    path = committed / "floors.json"
    history = [
        ("a", {"right": 0.5, "false_refusal": 0.1}),
        ("a", {"right": 0.6, "false_refusal": 0.1}),
        ("b", {"right": 0.1, "false_refusal": 0.9}),
        ("a", {"right": 0.55, "false_refusal": 0.1}),
        ("b", {"right": 0.1, "false_refusal": 0.95}),
    ]
    for questions, bounds in history:
        path.write_text(json.dumps({"questions": questions, "groups": {"open": bounds}}), "utf-8")
        git(committed, "add", "floors.json")
        git(committed, "commit", "-m", "floors")
    path.write_text(json.dumps({"questions": "b", "groups": {"open": {"right": 0.1}}}), "utf-8")

    assert lowered(versions(path, committed)) == [
        "right of open: 0.6 → 0.55",
        "false_refusal of open: 0.9 → 0.95",
        "false_refusal of open: 0.9 → None",
    ]


def test_without_a_history_there_is_what_there_is(tmp_path: Path) -> None:
    """An unpacked archive has no commits, and nothing in it fell."""
    path = tmp_path / "floors.json"
    held(path, rows([1.0]), to_raise=True)

    assert list(versions(path, tmp_path)) == [read_floors(path)]
