"""`citeshelf-eval review` as its users run it: a process of its own, with typed lines on its stdin."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from candidates_made import ARTICLE, PAPER, candidate, hit, write_candidates

from app.cli import main as cli
from app.rebuild import Report
from app.settings import Settings
from eval.__main__ import main
from eval.harmless import in_one_line
from eval.questions import Kind, Question, read_questions
from eval.reviewing.candidates import read_candidates
from eval.reviewing.review import is_held_out
from eval.reviewing.shown import candidate_text

COMMAND = (sys.executable, "-m", "eval", "review")
OTHER = '{"id":"mine","question":"What is Plato?","language":"en","kind":"near"}'
ACCEPTED = ("accept", "yes", "number", "2", "en", "8 times | eightfold", "", "", "yes")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one run of the command did."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Two files, and the command that takes lines from the one to the other."""

    candidates: Path
    questions: Path

    @property
    def command(self) -> list[str]:
        """The command line."""
        return [*COMMAND, str(self.candidates), "--questions", str(self.questions)]

    @property
    def left(self) -> list[str]:
        """The ids of the candidates that are left."""
        return [one.id for one in read_candidates(self.candidates)]

    def review(self, *typed: str, options: tuple[str, ...] = (), ending: bool = True) -> Reviewed:
        """Run the command with lines to read."""
        done = subprocess.run(
            [*self.command, *options],
            input="\n".join(typed) + ("\n" if ending else ""),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Reviewed(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three candidates, and no question yet."""
    candidates = [
        candidate("a1"),
        candidate("a2", question="Which trees does Blink pack?"),
        candidate("a3", question="Who sings?", reason="not in the sources"),
    ]
    found = Desk(tmp_path / "candidates.jsonl", tmp_path / "mine.jsonl")
    write_candidates(found.candidates, *candidates)
    return found


def test_accept_drop_and_later(desk: Desk) -> None:
    """What is accepted becomes a question as it was typed, what is dropped is gone, the rest stays as it was."""
    last = desk.candidates.read_bytes().splitlines(keepends=True)[-1]
    ran = desk.review(*ACCEPTED, "drop", "later")

    assert ran.status == 0
    assert ran.out.splitlines()[-1].endswith(f"1 accepted, 1 dropped, 1 left in {desk.candidates}")
    (found,) = read_questions(desk.questions)
    assert found == Question(
        id="user-how-much-faster-than-nccl-is-en",
        question="How much faster than NCCL is Blink?",
        language="en",
        kind=Kind.NUMBER,
        urls=(PAPER,),
        article_language="en",
        nuggets=(("8 times", "eightfold"),),
        held_out=is_held_out("user-how-much-faster-than-nccl-is-en"),
    )
    assert desk.candidates.read_bytes() == last


def test_what_is_there_stays_byte_for_byte(desk: Desk) -> None:
    """Lines of one's own keep their order, spacing and line ends; the new one comes behind, on a line of its own."""
    before = b"\xef\xbb\xbf  " + OTHER.replace(",", " , ").encode() + b"\r\n\r\n" + OTHER.replace("mine", "m2").encode()
    desk.questions.write_bytes(before)
    desk.questions.chmod(0o640)
    desk.review(*ACCEPTED, "quit")

    assert desk.questions.read_bytes().startswith(before + b"\n{")
    assert [one.id for one in read_questions(desk.questions)][:2] == ["mine", "m2"]
    assert desk.questions.stat().st_mode & 0o777 == 0o640


def test_a_question_without_an_answer(desk: Desk) -> None:
    """Who says that the sources do not answer is asked for no source and no fact."""
    desk.review("later", "later", "accept", "", "far", "far-singer-en", "yes")

    (found,) = read_questions(desk.questions)
    assert (found.id, found.kind, found.answerable, found.nuggets) == ("far-singer-en", Kind.FAR, False, ())
    assert desk.left == ["a1", "a2"]


def test_a_follow_up_keeps_its_history(desk: Desk) -> None:
    """A candidate with questions before it is a follow-up unless somebody says otherwise, who then loses them."""
    before = candidate("b1", question="And on a DGX-1?", history=["How fast is \x1b[1mBlink\x1b[0m?"])
    write_candidates(desk.candidates, before, before | {"id": "b2", "question": "And its authors?"})
    ran = desk.review(*("accept", "", "", "1 2", "", "8 times", "", "", ""), *("a", "", "fact", *ACCEPTED[3:]))

    first, second = read_questions(desk.questions)
    assert (first.kind, first.history, first.urls) == (Kind.FOLLOW_UP, ("How fast is Blink?",), (ARTICLE, PAPER))
    assert (second.kind, second.history) == (Kind.FACT, ())
    assert ran.out.count("What was asked before it is left out.") == 1


def test_an_injection_says_what_it_wants(desk: Desk) -> None:
    """A question that smuggles in an order is stored with what only an answer that obeyed would hold."""
    desk.review("accept", "no", "injection", "", "I am a pirate", "", "pirate-en", "")

    (found,) = read_questions(desk.questions)
    assert (found.kind, found.forbidden) == (Kind.INJECTION, ("I am a pirate",))


def test_wrong_answers_are_asked_again(desk: Desk) -> None:
    """Words that are no choice, numbers that are no hit, no source, no fact, ids that are taken or odd: asked again."""
    desk.questions.write_text(OTHER, "utf-8")
    ran = desk.review(
        *("what", "accept", "maybe", "yes", "c", "fact", "", "7", "0", "file:///etc", "2,", "fr", "en"),
        *("", "8 times", "zebras", "", "no", "mine", "Ä", "-x", "mine-2", "no"),
        *("later", "later"),
    )

    assert ran.out.count("Please type one of these words") == 4  # what, maybe, c (catalogue or comparison?), fr
    assert ran.out.count("Please name at least one.") == 1
    assert ran.out.count("is neither a number above nor an address.") == 3
    assert ran.out.count("no right source states “zebras”") == 1
    assert ran.out.count("Please give one of small letters") == 3
    assert '"nuggets":[["8 times"]]' in ran.out
    assert desk.questions.read_text("utf-8") == OTHER  # it was not to be written
    assert desk.left == ["a1", "a2", "a3"]


def test_addresses_are_looked_up_in_the_index(desk: Desk, shipped: tuple[Settings, Report]) -> None:
    """An address must be on the index's list, however it is written; facts are looked for in all that the page says."""
    repository = "https://github.com/Angel-ML/angel"
    stranger = hit("https://stranger.example/", "A stranger", "8 times")
    ours = candidate("c1")
    ours["answer"]["hits"].append(stranger)
    write_candidates(desk.candidates, ours)
    ran = desk.review(
        *("accept", "", "", "3", "https://nowhere.example/a", "http://www.github.com/angel-ml/Angel/ 2", ""),
        *("JDK 1.8 | Java 8", "spanning trees", "moon", "", "no", "", ""),
        options=("--data", str(shipped[0].data)),
    )

    assert "https://stranger.example/ is not on the index's list." in ran.out
    assert "https://nowhere.example/a is not on the index's list." in ran.out
    assert ran.out.count("no right source states") == 1
    (found,) = read_questions(desk.questions)
    assert found.urls == (repository, PAPER)
    assert found.nuggets == (("JDK 1.8", "Java 8"), ("spanning trees",))


@pytest.mark.parametrize("asked", ["How much faster than NCCL is Blink?", "Who painted the Night Watch?"])
def test_what_the_product_answers_is_a_candidate(
    asked: str, desk: Desk, shipped: tuple[Settings, Report], capsys: pytest.CaptureFixture[str]
) -> None:
    """What `ask --json` prints, an answer or a refusal, is the answer of a candidate as it stands."""
    assert cli(["ask", asked, "--json", "--data", str(shipped[0].data)]) == 0
    answer = json.loads(capsys.readouterr().out)
    write_candidates(desk.candidates, candidate("real", question=asked, answer=answer))

    (found,) = read_candidates(desk.candidates)
    assert found.answer.refused is answer["refused"]
    assert in_one_line(answer["hits"][0]["title"]) in candidate_text(found)


def test_an_index_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    """A folder that is named and has no index is one sentence; without a name one can review all the same."""
    ran = desk.review(options=("--data", str(tmp_path)))

    assert ran.status == 1
    assert ran.err == f"citeshelf-eval: there is no index in {tmp_path}; run `citeshelf build` first.\n"


@pytest.mark.slow
@pytest.mark.parametrize("typed", [0, 1, 6, len(ACCEPTED) - 1, len(ACCEPTED)])
def test_the_end_of_input_at_any_prompt(desk: Desk, typed: int) -> None:
    """Input that ends anywhere before the last answer leaves both files as they were; behind it, all is done."""
    before = desk.candidates.read_bytes()
    ran = desk.review(*ACCEPTED[:typed], ending=bool(typed))
    assert ran.status == 0

    if typed < len(ACCEPTED):
        assert desk.candidates.read_bytes() == before
        assert not desk.questions.exists()
    else:
        assert len(read_questions(desk.questions)) == 1
        assert desk.left == ["a2", "a3"]


@pytest.mark.slow
@pytest.mark.parametrize("typed", [0, 4, len(ACCEPTED)])
def test_an_interrupt_midway(desk: Desk, typed: int) -> None:
    """Ctrl-C is one sentence and status 1; what was written stays, what was not is still a candidate."""
    prompts = ("What becomes of it?", "", "", "", "Language of the first source?")
    waited_for = prompts[typed] if typed < len(ACCEPTED) else "Candidate 2 of 3"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(desk.command, **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write("".join(f"{line}\n" for line in ACCEPTED[:typed]).encode())
        process.stdin.flush()
        out = b""
        while waited_for.encode() not in out or not out.endswith(b": "):
            piece = os.read(process.stdout.fileno(), 4096)
            assert piece, out
            out += piece
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert err.decode() == "citeshelf-eval: interrupted; the same command goes on where it stopped.\n"
    done = typed == len(ACCEPTED)
    assert desk.questions.exists() is done
    assert desk.left == (["a2", "a3"] if done else ["a1", "a2", "a3"])


def test_stopped_between_the_two_files(desk: Desk) -> None:
    """A question that was written, and whose candidate was not yet removed, is not written twice."""
    before = desk.candidates.read_bytes()
    desk.review(*ACCEPTED, "quit")
    written = desk.questions.read_bytes()
    desk.candidates.write_bytes(before)  # as a power cut would leave it
    ran = desk.review("", "quit")

    assert "is already in" in ran.out
    assert desk.questions.read_bytes() == written
    assert desk.left == ["a2", "a3"]


def test_a_question_that_cannot_be_written(desk: Desk) -> None:
    """When the file of questions cannot be written, that is one sentence, and the candidate is still one."""
    (desk.questions.parent / f".{desk.questions.name}.part").mkdir()  # in the way of what is written first
    ran = desk.review(*ACCEPTED, "quit")

    assert ran.status == 1
    assert (
        ran.err
        == f"citeshelf-eval: {desk.questions} cannot be written (is a directory); name another place, or free some.\n"
    )
    assert desk.left == ["a1", "a2", "a3"]


def test_the_same_question_again(desk: Desk) -> None:
    """A question that is there in the same words is said and dropped when that is confirmed, else reviewed."""
    twin = {"id": "t-en", "question": "how  much FASTER than NCCL is Blink？", "language": "en", "kind": "near"}
    desk.questions.write_text(json.dumps(twin), "utf-8")
    ran = desk.review("no", *ACCEPTED, "quit")

    assert f"The question is already in {desk.questions} as t-en." in ran.out
    assert [one.id for one in read_questions(desk.questions)] == ["t-en", "user-how-much-faster-than-nccl-is-en"]


def test_strangers_cannot_steer_the_terminal(desk: Desk) -> None:
    """Escape sequences, invisible and turning marks, forged prompts: none of them comes through."""
    evil = (
        "\x1b[2J\x1b]0;owned\x07Blink\x9b31m\u202e \x00fast\r\x08\x1bP1$r\x1b\\?\n\nWhat becomes of it? accept [red]x"
    )
    worse = candidate("e1", question=evil, comment=evil, history=[evil])
    worse["answer"] |= {"text": evil, "hits": [hit(PAPER, evil, evil)]}
    write_candidates(desk.candidates, worse)
    ran = desk.review("accept", "yes", "follow-up", "1", "en", "fast", "", "evil-en", "yes")

    unwanted = [mark for mark in ran.out if (not mark.isprintable() and mark != "\n")]
    assert unwanted == []
    assert "owned" not in ran.out
    assert "[red]x" in ran.out  # it is no markup, either
    assert sum(line.startswith("What becomes of it?") for line in ran.out.splitlines()) == 1
    (found,) = read_questions(desk.questions)
    assert found.question == "Blink fast? What becomes of it? accept [red]x"
    assert found.history == (found.question,)


def test_typed_control_characters_and_broken_bytes(desk: Desk) -> None:
    """An arrow key typed by mistake, or bytes that are no text, do not reach the file of questions."""
    typed = [*ACCEPTED]
    typed[5] = "8\x1b[D times"
    line = "\n".join(typed).encode().replace(b" times", b" \xff times")
    done = subprocess.run(desk.command, input=line + b"\n", capture_output=True, timeout=60, check=False)

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stdout
    assert "no right source states “8 \ufffd times”" in done.stdout.decode()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("no json", "line 2 of {} is no JSON object"),
        ("[]", "line 2 of {} is no JSON object"),
        ("{}", "line 2 of {} has a wrong id"),
        (json.dumps(candidate("a b")), "line 2 of {} has a wrong id"),
        (json.dumps(candidate("d", question=" \x1b[0m")), "line 2 of {} has a wrong question"),
        (json.dumps(candidate("d", reason="boring")), "line 2 of {} has a wrong reason"),
        (json.dumps(candidate("d", vote=-1)), "line 2 of {} has a wrong vote"),
        (json.dumps(candidate("d", answer={"hits": 5})), "line 2 of {} has a wrong answer.kind"),
        (json.dumps(candidate("d"))[:-40], "line 2 of {} is no JSON object"),
        (json.dumps(candidate("ok")), "line 2 of {} repeats the id ok"),
    ],
)
def test_a_bad_line_is_named(desk: Desk, line: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is no candidate is one sentence with its number, and nothing is changed."""
    write_candidates(desk.candidates, candidate("ok"))
    with desk.candidates.open("a", encoding="utf-8") as file:
        file.write(line)
    before = desk.candidates.read_bytes()

    assert main(["review", str(desk.candidates), "--questions", str(desk.questions)]) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith(f"citeshelf-eval: {says.format(desk.candidates)}; ")
    assert complaint.count("\n") == 1
    assert desk.candidates.read_bytes() == before


@pytest.mark.parametrize("wrong", ["candidates", "questions", "folder"])
def test_files_that_a_review_cannot_use(desk: Desk, wrong: str, tmp_path: Path) -> None:
    """Before anything is asked, a file that is missing or wrong is one sentence."""
    paths: dict[str, Callable[[], Desk]] = {
        "candidates": lambda: Desk(tmp_path / "none.jsonl", desk.questions),
        "questions": lambda: Desk(desk.candidates, desk.candidates),
        "folder": lambda: Desk(desk.candidates, tmp_path / "none" / "q.jsonl"),
    }
    ran = paths[wrong]().review()

    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("citeshelf-eval: ")
    assert ran.err.count("\n") == 1
