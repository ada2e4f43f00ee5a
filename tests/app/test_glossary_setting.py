"""The list owner's glossary, from the command line and the settings to the index that answers by it."""

from pathlib import Path

import pytest
from command_line import Cli
from shelf import Shelf

from app.settings import Settings, read_settings
from index.folder import current
from index.reader import TERMS, Index
from index.terms import Glossary, shipped
from index.terms.glossary import NAME

WORDS = "tide cache; slack water = 潮汐缓存\n"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """The owner's file."""
    path = tmp_path / "words.txt"
    path.write_text(WORDS, "utf-8")
    return path


def built(cli: Cli, shelf: Shelf, data: Path, *options: object) -> Index:
    """Build the small shelf and return its index."""
    ran = cli(
        "build", shelf.list, "--notes", shelf.notes, "--archive", shelf.archive, "--offline", "--data", data, *options
    )
    assert ran.status == 0, ran.err
    return Index.load(current(data))


def found(index: Index) -> set[str]:
    """Return the titles of what a word of the owner's finds in the other language."""
    scores = index.terms.glossary_scores("Is slack water fast?", "zh")
    return {chunk.document.title for chunk, score in zip(index.chunks, scores, strict=True) if score > 1}


def test_an_owners_glossary_is_kept_with_the_index(words: Path, shelf: Shelf, tmp_path: Path, cli: Cli) -> None:
    """With `--glossary` the owner's words extend the shipped ones; the index answers by them when the file is gone."""
    data = tmp_path / "data"
    index = built(cli, shelf, data, "--glossary", words)
    whole = (*shipped().entries, *Glossary.read(words).entries)
    words.unlink()

    assert found(index) == {"潮汐缓存怎样淘汰旧数据"}
    assert f"{TERMS}/{NAME}" in index.manifest.files
    assert Glossary.read(current(data) / TERMS / NAME) == Glossary(whole)
    assert cli("search", "Is slack water fast?", "--data", data).status == 0


def test_a_glossary_by_setting(
    words: Path, shelf: Shelf, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CITESHELF_GLOSSARY names it for every build; without one the shipped glossary is what the index keeps."""
    without = built(cli, shelf, tmp_path / "without")
    assert found(without) == set()
    monkeypatch.setenv("CITESHELF_GLOSSARY", str(words))
    index = built(cli, shelf, tmp_path / "with")
    assert found(index) == {"潮汐缓存怎样淘汰旧数据"}
    assert index.manifest.corpus != without.manifest.corpus  # it finds other passages: it is another index
    assert Glossary.read(current(tmp_path / "without") / TERMS / NAME) == shipped()


def test_a_glossary_in_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """citeshelf.toml names it, with a tilde too."""
    monkeypatch.chdir(tmp_path)
    Path("citeshelf.toml").write_text('glossary = "~/words.txt"\n', "utf-8")
    assert read_settings().glossary == Path("~/words.txt").expanduser()
    assert Settings().glossary == Path("~/words.txt").expanduser()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read; give a text file in UTF-8."),
        ("tide\n", "(“tide”) has 0 equals signs; write English = 中文, with one."),
    ],
)
def test_a_wrong_glossary_stops_the_build(
    content: str | None, complaint: str, shelf: Shelf, tmp_path: Path, cli: Cli
) -> None:
    """A glossary that is not there or not right is one sentence, before anything is fetched or written."""
    path = tmp_path / "mine.txt"
    if content:
        path.write_text(content, "utf-8")
    ran = cli("build", shelf.list, "--offline", "--glossary", path, "--data", tmp_path / "data", "--json")

    assert (ran.status, ran.out) == (1, "")
    assert ran.complaint.endswith(complaint)
    assert "mine.txt" in ran.complaint
    assert not (tmp_path / "data").exists()
