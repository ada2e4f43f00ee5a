"""A damaged index: whichever file it is, the command says so in one sentence, and the next build mends it."""

import shutil
from pathlib import Path

import pytest
from command_line import Cli
from shelf import Shelf

from app.rebuild import Report
from app.settings import Settings
from index.folder import current

Harbour = tuple[Settings, Report]
FILES = [
    "manifest.json",
    "vectors.faiss",
    "sentences.npy",
    "documents.jsonl",
    "documents.lines.npy",
    "chunks.jsonl",
    "chunks.lines.npy",
    "chunks.npy",
    "hashes.npy",
    "topics.json",
    "topics.npy",
    "links.jsonl",
    "links.lines.npy",
    "terms/glossary.txt",
    "terms/params.index.json",
    "terms/vocab.index.json",
    "terms/data.csc.index.npy",
    "terms/indices.csc.index.npy",
    "terms/indptr.csc.index.npy",
]


@pytest.fixture
def copy(harbour: Harbour, tmp_path: Path) -> Path:
    """A data folder of its own with the small shelf's index."""
    return Path(shutil.copytree(harbour[0].data, tmp_path / "data"))


def damage(path: Path, how: str) -> None:
    """Cut a file short, flip a bit in its middle, empty it or remove it."""
    whole = path.read_bytes()
    middle = len(whole) // 2
    if how == "removed":
        path.unlink()
    else:
        flipped = whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
        path.write_bytes({"cut": whole[:middle], "flipped": flipped, "emptied": b""}[how])


@pytest.mark.parametrize("how", ["cut", "flipped", "emptied", "removed"])
@pytest.mark.parametrize("name", FILES)
def test_each_damaged_file_is_noticed(name: str, how: str, copy: Path, cli: Cli) -> None:
    """A file that was changed in any way is noticed before anything is answered from it."""
    damage(current(copy) / name, how)
    ran = cli("links", "--data", copy)

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint.startswith("the index ")
    assert ran.complaint.endswith("; run `citeshelf build` again.")


@pytest.mark.parametrize("content", [b"", b"gone", b"../../elsewhere", b"\n", b"a\0b", b"\xff\xfe"])
def test_a_pointer_to_nowhere(content: bytes, copy: Path, cli: Cli) -> None:
    """When the file that names the index names none, the command says to build again."""
    (copy / "CURRENT").write_bytes(content)
    ran = cli("ask", "What is Gannet?", "--data", copy)

    assert (ran.status, ran.out) == (1, "")
    assert str(copy) in ran.complaint
    assert "; run `citeshelf build` " in ran.complaint


def test_all_kinds_of_files_are_covered(copy: Path) -> None:
    """The files damaged here are all that an index has, but for its recipe."""
    folder = current(copy)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert found == {*FILES, "recipe.json"}


def test_ask_and_doctor_notice_it_too(copy: Path, cli: Cli) -> None:
    """A damaged index is not asked; doctor finds it with the same remedy."""
    damage(current(copy) / "vectors.faiss", "flipped")
    complaint = cli("ask", "What is Gannet?", "--data", copy).complaint
    assert "vectors.faiss" in complaint
    assert complaint.endswith("damaged; run `citeshelf build` again.")
    ran = cli("doctor", "--data", copy)

    assert (ran.status, ran.err) == (1, "")
    assert "damaged\n      run `citeshelf build` again\n" in ran.out


def test_a_build_mends_it(copy: Path, cli: Cli, shelf: Shelf) -> None:
    """A build over a damaged index makes everything anew; afterwards it answers."""
    damage(current(copy) / "manifest.json", "cut")
    options = ("--notes", shelf.notes, "--archive", shelf.archive, "--offline", "--json")
    report = cli("build", shelf.list, *options, "--data", copy).json

    assert report["reused"] == 0
    assert report["embedded"] > 0
    assert "48 bytes" in cli("ask", "How many bytes does a Tidewater record take?", "--data", copy).out
