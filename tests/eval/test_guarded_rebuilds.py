"""`citeshelf-eval guard`: an index that answers worse does not take the place of one that answers better."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from orchard import APPLES, LIST, PEARS, write_orchard, write_questions

from app.assistant import Assistant
from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from eval.__main__ import main
from eval.rows import read_run
from index.errors import IndexMissing
from index.folder import current

ROOT = Path(__file__).parents[2]
WITHOUT_PEARS = LIST[: LIST.index("[Storing")]


@dataclass(frozen=True)
class Orchard:
    """A folder with list, notes, questions, index and a run."""

    folder: Path
    run: Path

    @property
    def data(self) -> Path:
        """The folder of its index."""
        return self.folder / "data"

    def guard(self, text: str = LIST, *more: str, questions: str = "questions.jsonl") -> int:
        """Guard a build of a list from the notes, and return the exit status."""
        return main(self.command(text, *more, questions=questions))

    def command(self, text: str, *more: str, questions: str = "questions.jsonl") -> list[str]:
        """Return the words of that command."""
        path = self.folder / "new.md"
        path.write_text(text, "utf-8")
        asked = ["--against", str(self.run), "--questions", str(self.folder / questions)]
        built = ["--notes", str(self.folder / "notes"), "--data", str(self.data), "--offline"]
        return ["guard", *asked, "--out", str(self.folder / "runs"), *built, *more, str(path)]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> Path:
    """The orchard's list, built and asked: all four answers are right."""
    folder = tmp_path_factory.mktemp("orchard")
    questions = write_orchard(folder)
    settings = Settings(data=folder / "data")
    rebuild(Request(folder / "list.md", folder / "notes", offline=True), settings)
    asked = ["--questions", str(questions), "--data", str(settings.data), "--out", str(folder / "earlier")]
    assert main(asked) == 0
    return folder


@pytest.fixture
def orchard(grown: Path, tmp_path: Path) -> Orchard:
    """The same, to change."""
    folder = copytree(grown, tmp_path / "orchard")
    (run,) = (folder / "earlier").glob("*.json")
    return Orchard(folder, run)


def state(folder: Path) -> list[tuple[str, int]]:
    """Return what lies in a folder and when it was written."""
    return sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.name != "build.lock")


def test_a_worse_index_is_refused(orchard: Orchard, capsys: pytest.CaptureFixture[str]) -> None:
    """Half of the answers lost: status 1, one sentence, the questions with both answers, and nothing has changed."""
    before = state(current(orchard.data).parent)

    assert orchard.guard(WITHOUT_PEARS) == 1
    said = capsys.readouterr()

    # Both questions about apples are right still, both about pears no longer: from 4/4 to 2/4.
    assert "right 1.000 → 0.500 on 4 questions, margin 0.02" in said.out
    assert "2 of 4 questions got worse:" in said.out
    assert (
        "pears-paper-0: What are Marabel pears wrapped in? (right 1.00 → 0.00)\n  - Marabel pears are wrapped"
        in said.out
    )
    assert "apples" not in said.out.partition("got worse:")[2].replace(APPLES, "").replace("Quillon apple", "")
    assert said.err.splitlines()[-1].startswith("citeshelf-eval: the new index answers worse (right 1.000 → 0.500")
    assert "`citeshelf build`" in said.err.splitlines()[-1]
    assert state(current(orchard.data).parent) == before
    assert not (orchard.folder / "runs").exists()


def test_an_equal_index_is_swapped_in(orchard: Orchard, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing lost: the new index answers, the build is summed up, and its run serves the next guard."""
    before, earlier = current(orchard.data), orchard.run.read_bytes()

    assert orchard.guard() == 0
    said = capsys.readouterr().out

    assert "right 1.000 → 1.000 on 4 questions" in said
    assert "0 of 4 questions got worse\n" in said
    assert "2 links: 2 not_in_archive" in said
    assert current(orchard.data) != before
    assert orchard.run.read_bytes() == earlier
    (written,) = (orchard.folder / "runs").glob("*.json")
    assert Orchard(orchard.folder, written).guard() == 0
    assert [row.scores["right"] for row in read_run(written).rows] == [1.0] * 4


def test_a_fall_by_the_margin_is_allowed(orchard: Orchard, capsys: pytest.CaptureFixture[str]) -> None:
    """Each quality has its own margin; 1.000 → 0.500 is not more than .5, and what got worse is shown all the same."""
    assert orchard.guard(WITHOUT_PEARS, "--quality", "right=0.5", "--quality", "nugget_recall=0.5") == 0
    assert "2 of 4 questions got worse:" in capsys.readouterr().out
    assert orchard.guard(WITHOUT_PEARS, "--quality", "right=0.5", "--quality", "nugget_recall=0.49") == 1
    assert "(nugget_recall 1.000 → 0.500 on 4 questions, margin 0.49)" in capsys.readouterr().err


def test_held_out_questions_decide_nothing(orchard: Orchard, capsys: pytest.CaptureFixture[str]) -> None:
    """What is held out is asked and told apart; it neither stops a swap nor shows its questions."""
    write_questions(orchard.folder / "aside.jsonl", held_out=PEARS)

    assert orchard.guard(WITHOUT_PEARS, questions="aside.jsonl") == 0
    said = capsys.readouterr().out
    assert "right 1.000 → 1.000 on 2 questions" in said
    assert "held-out, which decide nothing: right 1.000 → 0.000 on 2 questions" in said
    assert "Marabel" not in said


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--quality", "beauty"], "there is no quality beauty; use one of right, recall@5"),
        (["--quality", "sentences"], "there is no quality sentences; use one of"),
        (["--quality", "refusal_recall"], "refusal_recall applies to no answer of the earlier run; name another"),
        (["--against", "list.md"], "list.md is not a run of citeshelf-eval; give a file that it wrote"),
        (["--questions", "none.jsonl"], "none.jsonl cannot be read; give"),
        (["--questions", "others.jsonl"], "was asked none of these questions; give its own with --questions"),
    ],
)
def test_what_cannot_be_compared_is_not_built(
    more: list[str], says: str, orchard: Orchard, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read or encoded, one sentence says what is wrong and what to do."""
    text = (orchard.folder / "questions.jsonl").read_text("utf-8")
    (orchard.folder / "others.jsonl").write_text(text.replace("19", "twenty"), "utf-8")
    others = [line for line in (orchard.folder / "others.jsonl").read_text("utf-8").splitlines() if "twenty" in line]
    (orchard.folder / "others.jsonl").write_text("\n".join(others), "utf-8")
    more = [str(orchard.folder / one) if "." in one else one for one in more]
    before = state(orchard.data)

    assert orchard.guard(LIST, *more) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert says in said.err
    assert state(orchard.data) == before


@pytest.mark.parametrize("margin", ["-0.1", "1.5", "nan", "some"])
def test_a_margin_is_a_share(margin: str, orchard: Orchard, capsys: pytest.CaptureFixture[str]) -> None:
    """Any other is wrong usage."""
    for option in (["--margin", margin], ["--quality", f"right={margin}"]):
        with pytest.raises(SystemExit) as stopped:
            orchard.guard(LIST, *option)
        assert stopped.value.code == 2
        assert "a share must be from 0 to 1" in capsys.readouterr().err


def test_the_first_index_is_guarded_too(orchard: Orchard, tmp_path: Path) -> None:
    """Where there is no index yet, a worse one is not begun with; one that passes is."""
    data = tmp_path / "empty"

    assert orchard.guard(WITHOUT_PEARS, "--data", str(data)) == 1
    with pytest.raises(IndexMissing):
        current(data)
    assert orchard.guard(LIST, "--data", str(data)) == 0
    assert current(data).is_dir()


def test_a_run_that_cannot_be_written_stops_the_swap(orchard: Orchard, capsys: pytest.CaptureFixture[str]) -> None:
    """Where --out is a file, one sentence says so, and the old index answers on."""
    before = current(orchard.data)

    assert orchard.guard(LIST, "--out", str(orchard.run)) == 1
    assert "cannot be written (file exists)" in capsys.readouterr().err
    assert current(orchard.data) == before


def test_answers_command_no_terminal(orchard: Orchard, capsys: pytest.CaptureFixture[str]) -> None:
    """What a page said is shown without the marks that move a cursor or colour a line."""
    run = json.loads(orchard.run.read_text("utf-8"))
    for row in run["rows"]:
        for sentence in row["answer"]["sentences"]:
            sentence["text"] = f"\x1b[2J\u202e{sentence['text']}\n+ refused"
    orchard.run.write_text(json.dumps(run), "utf-8")

    assert orchard.guard(WITHOUT_PEARS) == 1
    said = capsys.readouterr().out
    assert "- Marabel pears are wrapped in blue tissue paper. + refused" in said
    assert not {"\x1b", "\u202e"} & set(said)


def test_an_interrupted_guard_changes_nothing(orchard: Orchard) -> None:
    """Ctrl+C while the new index is asked: status 1, one sentence, the old index, and nothing is left of the new."""
    write_questions(orchard.folder / "questions.jsonl", times=100)
    before = state(current(orchard.data).parent)
    command = [sys.executable, "-m", "eval", *orchard.command(LIST)]
    ran = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    assert ran.stderr
    with ran:
        assert any(line.startswith("asking 1/") for line in ran.stderr)
        ran.send_signal(signal.SIGINT)
        rest = ran.stderr.read()

    assert ran.returncode == 1
    assert "citeshelf-eval: interrupted; nothing that was there before has changed." in rest.splitlines()[-1]
    assert "Traceback" not in rest
    assert state(current(orchard.data).parent) == before
    assert not (orchard.folder / "runs").exists()


def test_what_is_guarded_is_what_will_answer(orchard: Orchard, cross_encoder: Path) -> None:
    """A reranker that the settings name orders the passages of the index that is held back, too."""
    seen: list[Assistant] = []
    settings = Settings(data=orchard.data, reranker=str(cross_encoder))
    rebuild(Request(orchard.folder / "list.md", orchard.folder / "notes", offline=True), settings, seen.append)

    assert seen[0].searcher.reranker is not None
