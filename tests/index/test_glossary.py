"""The glossary's file: what a line may be, which mistakes are named how, and the one that ships."""

from pathlib import Path

import pytest

from index.errors import GlossaryInvalid, IndexCorrupt
from index.terms import Glossary, TermIndex, shipped
from index.terms.glossary import MOST_LINES, NAME, Entry

WORDS = """# a list of our own

tide table; almanac = 潮汐表；潮时表
 Keel plate  ;keel plate;  =  \uff27\uff30\uff35 龙骨板;龙骨板；
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A glossary of a list's owner."""
    path = tmp_path / "words.txt"
    path.write_text(WORDS, "utf-8-sig")
    return path


def test_lines_of_a_file(own: Path) -> None:
    """Comments and empty lines are skipped, either semicolon parts wordings, spaces and spellings are made one."""
    assert Glossary.read(own).entries == (
        Entry(("tide table", "almanac"), ("潮汐表", "潮时表")),
        Entry(("Keel plate", "keel plate"), ("GPU 龙骨板", "龙骨板")),
    )


def test_an_owners_file_extends_another(own: Path) -> None:
    """The entries of both count, those that both have once."""
    mine = Glossary.read(own)
    both = shipped().extended(mine).extended(mine)
    assert both.entries == (*shipped().entries, *mine.entries)


def test_what_is_written_is_read_again(tmp_path: Path, own: Path) -> None:
    """A glossary that was saved is the same when it is read."""
    whole = shipped().extended(Glossary.read(own))
    whole.save(tmp_path / "saved.txt")
    assert Glossary.read(tmp_path / "saved.txt") == whole


@pytest.mark.parametrize(
    ("line", "complaint", "remedy"),
    [
        ("tide table 潮汐表", "has 0 equals signs", "write English = 中文, with one"),
        ("tide = 潮汐 = 潮水", "has 2 equals signs", "write English = 中文, with one"),
        ("tide table =", "has nothing on one side", "write English = 中文, wordings apart by semicolons"),
        ("; = 潮汐表", "has nothing on one side", "write English = 中文, wordings apart by semicolons"),
        ("潮汐表 = tide table", "has the Chinese “潮汐表” on the left", "write English = 中文"),
        ("tide table = almanac", "has “almanac” without Chinese on the right", "write English = 中文"),
        ("tide = 潮汐；潮", "has the single character “潮”, which is part of other words", "write a longer word"),
        ("!!; tide = 潮汐", "has the wording “!!”", "give it one to 12 words or characters"),
        (f"tide = {'潮' * 13}", f"has the wording “{'潮' * 13}”", "give it one to 12 words or characters"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, complaint: str, remedy: str) -> None:
    """A line that does not follow the format is named by its number and text, with the remedy."""
    path = tmp_path / "words.txt"
    path.write_text(f"# ours\n\n{line}\ntide = 潮汐\n", "utf-8")
    with pytest.raises(GlossaryInvalid) as caught:
        Glossary.read(path)
    assert caught.value.problem == f"line 3 of the glossary {path} (“{line}”) {complaint}"
    assert caught.value.remedy == remedy


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder, and one in another charset are refused in one sentence."""
    (tmp_path / "gbk.txt").write_bytes("tide = 潮汐".encode("gbk"))
    for name in ("nowhere.txt", "", "gbk.txt"):
        with pytest.raises(GlossaryInvalid, match=r"cannot be read; give a text file in UTF-8\.$"):
            Glossary.read(tmp_path / name)


def test_a_file_too_long(tmp_path: Path) -> None:
    """A file of too many lines, perhaps no glossary at all, is refused before its lines are read."""
    path = tmp_path / "log.txt"
    path.write_text("x\n" * (MOST_LINES + 1))
    with pytest.raises(GlossaryInvalid, match=rf"has {MOST_LINES + 1} lines; keep it to {MOST_LINES}\.$"):
        Glossary.read(path)


def test_an_index_keeps_its_glossary(tmp_path: Path, own: Path) -> None:
    """What an index was made with is what it answers by, with no file of the owner's; else the shipped one is."""
    texts = ["每个港口都有一本潮汐表。", "每个港口都有一盏灯。"]
    TermIndex.of(texts).save(tmp_path / "without")
    TermIndex.of(texts, Glossary.read(own)).save(tmp_path / "with")
    own.unlink()
    without, kept = (TermIndex.load(tmp_path / name, 2) for name in ("without", "with"))
    assert [score > 0 for score in kept.glossary_scores("Where is the almanac?", "zh")] == [True, False]
    assert without.glossary_scores("Where is the almanac?", "zh").tolist() == [0, 0]
    assert kept.glossary_scores("Where is the GNN?", "zh").tolist() == [0, 0]


def test_a_damaged_glossary_is_refused(tmp_path: Path) -> None:
    """A glossary beside an index that is cut short within a line stops the reader, as any of its files would."""
    TermIndex.of(["ring"]).save(tmp_path / "terms")
    (tmp_path / "terms" / NAME).write_text("ring =", "utf-8")
    with pytest.raises(IndexCorrupt, match=r"terms is damaged; run `citeshelf build` again\.$"):
        TermIndex.load(tmp_path / "terms", 1)


def test_the_shipped_glossary() -> None:
    """It has hundreds of entries, no two alike, English on the left and Chinese on the right."""
    entries = shipped().entries
    assert 400 <= len(entries) == len(set(entries))
    assert len({entry.en[0].casefold() for entry in entries}) == len(entries)
