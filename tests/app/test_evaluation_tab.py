"""The Evaluation tab against the evaluation itself: the same figures, whatever lies in the folder, nothing else."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import html

from app.chat.evaluation.page import evaluation_html
from app.evaluation import runs as reading
from app.evaluation.changes import changes_between
from app.evaluation.figures import HEADLINES, Figures, Group, figures_of
from app.evaluation.runs import read_runs
from eval.questions import Kind
from eval.report.figures import HEADLINES as REPORTED
from eval.rows import Run, write_run
from eval.statistics.paired import differences
from eval.statistics.summary import by_direction, by_kind, grouped, mean_of, percentile
from ingest.language import Language

sys.path.append(str(Path(__file__).parents[1] / "eval"))
from made_runs import PAGE, RIGHT, answer, edge, failed, hostile, question, row, run

LANGUAGES: tuple[Language, ...] = get_args(Language)


def made(commit: str, date: str, lucky: int) -> Run:
    """Return a run of questions of many kinds; of every `lucky` one is wrong."""
    rows = []
    for number in range(40):
        language = "zh" if number % 3 else "en"
        asked = question(
            f"q{number}-{language}",
            language=language,
            kind=list(Kind)[number % 4],
            urls=(f"{PAGE}/{number // 2}",),
            held_out=number % 5 == 0,
        )
        share = 0.0 if number % lucky == 0 else 1.0
        rows.append(
            row(asked, RIGHT, 0.1, **{"right": share, "nugget_recall": share / (1 + number % 2), "recall@5": 1.0})
        )
    rows += [failed(question("broken")), row(question("far", urls=(), kind="far"), answer(), -0.1, right=1.0)]
    found = run(*rows, commit=commit)
    return replace(found, environment=found.environment | {"date": date})


BEFORE, AFTER = made("aaa1111", "2026-01-02T03:04:05+00:00", 3), made("bbb2222", "2026-02-02T03:04:05+00:00", 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two runs."""
    write_run(BEFORE, tmp_path)
    write_run(AFTER, tmp_path)
    return tmp_path


def figures(folder: Path) -> Figures:
    """Return the figures of a folder's newest run."""
    return figures_of(read_runs(folder).kept[0])


def as_told(groups: tuple[Group, ...]) -> dict[str, tuple[Any, ...]]:
    """Return groups' numbers by their names."""
    return {
        one.name: (one.questions, *(mean and (mean.value, mean.low, mean.high, mean.questions) for mean in one.means))
        for one in groups
    }


def reported(rows: list[Any]) -> tuple[Any, ...]:
    """Return what the evaluation itself makes of rows."""
    means = (mean_of(rows, measure) for measure in REPORTED)
    return len(rows), *(mean and (mean.value, mean.low, mean.high, mean.questions) for mean in means)


def test_figures_are_the_evaluations(folder: Path) -> None:
    """Means, intervals, numbers and times are those of the report, for each part, direction and kind."""
    found = figures(folder)
    opened = [one for one in AFTER.rows if not one.question.held_out]
    held = [one for one in AFTER.rows if one.question.held_out]

    assert HEADLINES == REPORTED
    assert as_told(found.parts) == {"open": reported(opened), "held-out": reported(held)}
    kinds = {name: reported(rows) for name, rows in grouped(opened, by_kind).items()}
    assert as_told(found.kinds) == kinds
    assert len(kinds) > 4
    directions = {name.removesuffix("∅"): reported(rows) for name, rows in grouped(opened, by_direction).items()}
    assert as_told(found.directions) == directions
    assert (found.half_ms, found.most_ms) == (percentile(AFTER.rows, 0.5), percentile(AFTER.rows, 0.95))
    assert found.failures == 1


def test_changes_are_the_evaluations(folder: Path) -> None:
    """The comparison has the evaluation's differences and their intervals, and names the questions that moved."""
    newer, older = read_runs(folder).kept
    found = changes_between(older.run, newer.run)
    ours = [
        (one.measure, one.before, one.after, one.change, one.low, one.high, one.questions) for one in found.headlines
    ]
    theirs = [one for one in differences(BEFORE.rows, AFTER.rows) if one.measure in HEADLINES]

    assert found.shared == 42
    assert sorted(ours) == sorted(
        (one.measure, one.before, one.after, one.change, one.low, one.high, one.questions) for one in theirs
    )
    moved = [
        (now.question.id, now.scores["right"], was.scores["right"])
        for was, now in zip(BEFORE.rows, AFTER.rows, strict=True)
    ]
    assert [one.id for one in found.newly_right] == [key for key, now, was in moved if (now or 0) > (was or 0)]
    assert [one.id for one in found.newly_wrong] == [key for key, now, was in moved if (now or 0) < (was or 0)]
    assert found.newly_right
    assert found.newly_wrong


def test_a_question_that_was_changed_is_not_compared(folder: Path) -> None:
    """All that a question is scored by must be the same, also what the tab does not show."""
    path = folder / f"{BEFORE.name}.json"
    written = json.loads(path.read_text("utf-8"))
    written["rows"][0]["question"]["nuggets"] = [["something else"]]
    path.write_text(json.dumps(written), "utf-8")
    newer, older = read_runs(folder).kept

    assert changes_between(older.run, newer.run).shared == 41


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_two_runs(folder: Path, language: Language) -> None:
    """The newest is shown first; the other one when chosen; the index in use is marked; each bar says its number."""
    (folder / f"{AFTER.name}.html").touch()
    runs = read_runs(folder)
    page = html.fromstring(evaluation_html(runs, None, AFTER.index["hash"], language))
    rows = page.xpath("//table[@class='cs-runs']/tbody/tr")

    assert [one.xpath("string(th)") for one in rows] == ["2026-02-02 03:04", "2026-01-02 03:04"]
    assert [one.get("aria-current") for one in rows] == ["true", None]
    assert all(one.xpath("td/span") for one in rows)
    assert page.xpath("//h3/text()")[0] == "2026-02-02 03:04 · made · bbb2222"
    assert str(folder / f"{AFTER.name}.html") in page.text_content()
    for cell in page.xpath("//table[@class='cs-figures']//td[*[local-name()='svg']]"):
        value = cell.xpath("string(span[1])")
        assert cell.xpath("string(.//*[local-name()='title'])").endswith(f": {value}")
        assert cell.xpath("string(.//*[@class='cs-share']/@width)") == f"{float(value):.2%}" or float(value) not in (
            0,
            1,
        )
    older = html.fromstring(evaluation_html(runs, f"{BEFORE.name}.json", "another", language))
    assert older.xpath("//h3/text()")[0] == "2026-01-02 03:04 · made · aaa1111"
    assert older.xpath("//table[@class='cs-changes']") == []
    assert not older.xpath("//table[@class='cs-runs']//td/span")


def test_a_chosen_name_is_no_path(folder: Path) -> None:
    """What a browser sends as its choice is only compared with the names that were found."""
    outside = folder.parent / "outside.json"
    outside.write_bytes((folder / f"{BEFORE.name}.json").read_bytes())
    found = read_runs(folder).named(f"../{outside.name}")

    assert found is not None
    assert found.run.environment.commit == "bbb2222"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"commit": "3a54545", "index": {"hash": "1"}, "settings": {}, "rows": []}',
        b'{"questions": {"name": "x", "number": 1}, "index": {"hash": "1"}, "rows": [], "environment": {"date": 3}}',
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_no_run_is_named(content: bytes, folder: Path, language: Language) -> None:
    """It is named in a sentence with what to do; the runs beside it are shown all the same."""
    (folder / "<img src=x>.json").write_bytes(content)
    runs = read_runs(folder)
    page = html.fromstring(evaluation_html(runs, None, "", language))

    assert runs.unreadable == ("<img src=x>.json",)
    assert len(runs.kept) == 2
    (sentence,) = page.xpath("//p[@class='cs-error']")
    assert "<img src=x>.json" in sentence.text_content()
    assert "make eval" in sentence.text_content()
    assert page.xpath("//img") == []


def test_other_files_are_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hidden files, folders, links to nowhere and other kinds of files are no runs; one too large is not read."""
    (folder / ".half.json").write_text("{")
    (folder / "notes.txt").write_text("{")
    (folder / "folder.json").mkdir()
    (folder / "gone.json").symlink_to(folder / "nowhere")
    assert (len(read_runs(folder).kept), read_runs(folder).unreadable) == (2, ())

    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert len(read_runs(folder).unreadable) == 2


def test_a_run_that_is_written_anew_is_read_anew(folder: Path) -> None:
    """What was kept of a file holds only as long as the file is the same."""
    first = read_runs(folder).kept[0]
    assert read_runs(folder).kept[0] is first
    path = write_run(replace(AFTER, rows=AFTER.rows[:10]), folder)
    os.utime(path, ns=(1, 1))

    assert len(read_runs(folder).kept[0].run.rows) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_run_the_command_is_told(tmp_path: Path, language: Language) -> None:
    """A folder that is empty or not there gives one sentence with the command."""
    for place in (tmp_path, tmp_path / "nowhere"):
        page = html.fromstring(evaluation_html(read_runs(place), None, "", language))
        assert page.xpath("string(p/code)") == "make eval"
        assert str(place) in page.text_content()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["nothing", "answerable", "unanswerable", "failures", "held-out", "unsure"])
def test_a_run_that_lacks_a_part(kind: str, language: Language, tmp_path: Path) -> None:
    """A run without open questions, without an answer, or without any question has a page."""
    write_run(edge(kind), tmp_path)
    page = html.fromstring(evaluation_html(read_runs(tmp_path), None, "", language))

    assert len(page.xpath("//table[@class='cs-figures']")) == (0 if kind == "nothing" else 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_run_is_text(language: Language, tmp_path: Path) -> None:
    """Whatever a question, a kind, a name or a hash holds, no element, link or attribute comes of it."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)} `x`"
    asked = question("q", question=evil, urls=(evil,))
    for name, share in (("a", 0.0), ("b", 1.0)):
        found = run(row(asked, RIGHT, right=share), commit="c")
        path = write_run(found, tmp_path)
        written = json.loads(path.read_text("utf-8"))
        path.unlink()
        written["rows"][0]["question"] |= {"kind": evil, "language": evil, "article_language": evil}
        written["questions"]["name"] = written["index"]["hash"] = written["environment"]["commit"] = evil
        written["environment"]["date"] = name + evil
        (tmp_path / f"{name}.json").write_text(json.dumps(written), "utf-8")
    write_run(replace(hostile(), questions=run().questions), tmp_path)
    page = html.fromstring(evaluation_html(read_runs(tmp_path), None, evil, language))

    assert page.xpath("//script | //img | //a | //@onerror | //@onclick") == []
    assert len(page.xpath("//table[@class='cs-runs']/tbody/tr")) == 3
    assert evil.split("`", maxsplit=1)[0] in page.text_content()


def test_a_score_that_is_no_number_is_refused(folder: Path) -> None:
    """JSON as Python writes it may hold NaN, of which no mean can be taken."""
    path = folder / f"{AFTER.name}.json"
    written = json.loads(path.read_text("utf-8"))
    written["rows"][0]["scores"]["right"] = float("nan")
    path.write_text(json.dumps(written), "utf-8")

    assert read_runs(folder).unreadable == (path.name,)
