"""Bad input to the commands: one sentence with its remedy, status 1, no traceback, and the old index still answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Cli
from shelf import Shelf

from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.reader import Index

Harbour = tuple[Settings, Report]


@pytest.fixture
def data(harbour: Harbour) -> Iterator[Path]:
    """The small shelf's data folder, which a refused command may not change in any way."""
    folder = harbour[0].data
    files = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    yield folder
    assert files == {path: path.stat().st_mtime_ns for path in files}
    assert Index.load(current(folder)).manifest == harbour[1].built.manifest
    assert [path.name for path in (folder / "indexes").iterdir()] == [current(folder).name]


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ("", "the question is empty; type one."),
        ("  \t\u200b\u2060 ", "the question is empty; type one."),
        ("？！…—— ¿?", "the question is empty; type one."),
        ("🦜🦜", "the question is empty; type one."),
        ("why " * 25_000, "the question has 99,999 characters; ask in at most 2,000."),
        ("潮" * 100_000, "the question has 100,000 characters; ask in at most 2,000."),
    ],
)
def test_a_question_that_is_none(command: str, question: str, complaint: str, cli: Cli, data: Path) -> None:
    """A question without a letter or digit, or longer than 2,000 characters, is not asked."""
    ran = cli(command, question, "--data", data)

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint == complaint
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "holds no question"),
        ("\n \n\t\n", "holds no question"),
        ("What is Gannet?\n\n???\n", "line 3 of {path}: the question is empty"),
        ('What is Gannet?\n{"id": 1, "question": }\n', "line 2 of {path} is not a question"),
        ('{"id": 1, "topic": "Boats"}\n', "line 1 of {path} is not a question"),
        ('{"id": [1], "question": "What is Gannet?"}\n', "line 1 of {path} is not a question"),
        ('{"question": "What is Gannet?"} and more\n', "line 1 of {path} is not a question"),
        ('{"question": 12}\n', "line 1 of {path} is not a question"),
        ('{"id": "\\ud800", "question": "What is Gannet?"}\n', "line 1 of {path} is not a question"),
        ('{"id": ' + "9" * 5000 + ', "question": "What is Gannet?"}\n', "line 1 of {path} is not a question"),
        ('{"question": ' + "[" * 100_000 + "\n", "line 1 of {path} is not a question"),
        ("a" * 2001 + "\n", "line 1 of {path}: the question has 2,001 characters"),
        (b"What is Gannet?\n\xff\xfe\xfa\n", "the file of questions {path} cannot be read"),
    ],
)
def test_a_batch_with_a_bad_line(content: str | bytes, problem: str, cli: Cli, data: Path, tmp_path: Path) -> None:
    """A bad line is named before anything is answered."""
    path = tmp_path / "batch.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = cli("ask", "--batch", path, "--json", "--data", data)

    assert (ran.status, ran.out) == (1, "")
    assert problem.format(path=path) in ran.complaint


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_batch_that_is_no_file(name: str, cli: Cli, data: Path, tmp_path: Path) -> None:
    """A batch file that is missing, or a folder, is named."""
    ran = cli("search", "--batch", tmp_path / name, "--data", data)

    assert ran.status == 1
    assert ran.complaint == f"the file of questions {tmp_path / name} cannot be read; give a UTF-8 text file."


def test_an_unknown_topic(cli: Cli, data: Path) -> None:
    """A topic that the list does not have is refused with those it has."""
    ran = cli("search", "What is Gannet?", "--topic", "Airships", "--data", data)

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint == "the list has no topic “Airships”; choose one of: Storage, Queues, Boats."


@pytest.mark.parametrize("command", [["ask", "Why?"], ["search", "Why?"], ["links"]])
def test_a_missing_index(command: list[str], cli: Cli, tmp_path: Path) -> None:
    """Where nothing was built, every command that reads says to build."""
    ran = cli(*command, "--data", tmp_path / "empty")

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint == f"there is no index in {tmp_path / 'empty'}; run `citeshelf build` first."
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("nowhere.md", None, "the list {path} cannot be read (No such file or directory); check the path."),
        (".", None, "the list {path} cannot be read (Is a directory); check the path."),
        ("empty.md", b"", "the list {path} holds no web link; give a Markdown file with http or https links."),
        ("prose.md", b"# Tides\n\nWrite to <mailto:a@b.example> or see [below](#tides).\n", "holds no web link"),
        ("picture.md", bytes(range(256)) * 64, "holds no web link"),
    ],
)
def test_a_list_that_is_none(
    name: str, content: bytes | None, problem: str, cli: Cli, data: Path, tmp_path: Path
) -> None:
    """A list that is missing, a folder, or without a link is refused, and the index stays."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ran = cli("build", path, "--offline", "--data", data, "--json")

    assert (ran.status, ran.out) == (1, "")
    assert problem.format(path=path) in ran.complaint


def test_an_archive_that_is_none(cli: Cli, shelf: Shelf, data: Path, tmp_path: Path) -> None:
    """An archive that is missing, a folder, something else, empty, or damaged in its middle is named."""
    whole = shelf.archive.read_bytes()
    middle = len(whole) // 2
    (tmp_path / "text.warc.gz").write_text("These are not the pages you are looking for.")
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    (tmp_path / "damaged.warc.gz").write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    for name in ("nowhere.warc.gz", ".", "text.warc.gz", "empty.warc.gz", "damaged.warc.gz"):
        path = tmp_path / name
        ran = cli("build", shelf.list, "--archive", shelf.archive, path, "--offline", "--data", data)

        assert (ran.status, ran.out) == (1, ""), name
        assert f"the archive {path} " in ran.complaint


def test_notes_that_are_none(cli: Cli, shelf: Shelf, data: Path, tmp_path: Path) -> None:
    """A folder of notes that is missing, or holds a note without its front matter, is named."""
    missing = cli("build", shelf.list, "--notes", tmp_path / "nowhere", "--offline", "--data", data)
    (tmp_path / "bare.md").write_text("## English\nA keel.\n")
    bare = cli("build", shelf.list, "--notes", tmp_path, "--offline", "--data", data)

    assert (missing.status, bare.status) == (1, 1)
    assert missing.complaint == f"there is no folder of notes at {tmp_path / 'nowhere'}; check --notes."
    assert bare.complaint.startswith("the note bare.md has no front matter; ")


@pytest.mark.parametrize("auth", ["keeper", ":lamp", "keeper:", ""])
def test_a_name_and_password_that_are_none(auth: str, cli: Cli, data: Path) -> None:
    """`chat --auth` without a name or a password does not serve the page."""
    ran = cli("chat", "--auth", auth, "--data", data)

    assert ran.status == 1
    assert ran.complaint == "--auth needs a name and a password; write it as --auth USER:PASSWORD."


def test_the_old_index_still_answers(cli: Cli, data: Path) -> None:
    """After all these refusals the index answers as before."""
    assert "48 bytes" in cli("ask", "How many bytes does a Tidewater record take?", "--data", data).out
