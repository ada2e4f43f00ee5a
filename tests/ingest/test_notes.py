"""The list owner's notes: their format, each mistake in one clear sentence, and those that ship."""

from pathlib import Path

import pytest

from ingest.documents import Link, Occurrence
from ingest.errors import NoteInvalid
from ingest.lists.link_list import read_list
from ingest.notes import SHIPPED_NOTES, read_note, read_notes
from ingest.status import Source
from ingest.urls import identity_of

NOTE = """---
url: https://e.example/engine/
title: 图引擎
topics: [系统, Graphs]
language: zh
kind: article
published: 2020-03
checked-against:
  - the page itself
---
## 中文
图引擎在多台机器上训练。

  它支持十亿个节点。
## English
The engine trains on many machines.
"""


def written(folder: Path, text: str, name: str = "engine.md") -> Path:
    """Write a note and return its path."""
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_a_note(tmp_path: Path) -> None:
    """A note stands for its link: the list's title, its own date, and its text with the article's language first."""
    note = read_note(written(tmp_path, NOTE))
    place = Occurrence((), "The list's title", "", "", "", 1)
    document = note.document(Link("http://www.e.example/engine", (place,)))

    assert note.identity == identity_of("http://www.e.example/engine")
    chinese, english = "图引擎在多台机器上训练。\n它支持十亿个节点。", "The engine trains on many machines."
    assert document.text == f"{chinese}\n\n{english}"
    assert (document.title, document.url) == ("The list's title", "http://www.e.example/engine")
    assert (document.source, document.published, document.fetched) == (Source.NOTE, "2020-03", None)
    assert note.document(Link("https://e.example/engine", ())).title == "图引擎"


def test_the_articles_own_language_comes_first(tmp_path: Path) -> None:
    """A note on an English page begins in English, whichever section comes first in the file."""
    note = read_note(written(tmp_path, NOTE.replace("language: zh", "language: en")))

    assert list(note.prose) == ["en", "zh"]


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("---\nurl", "\ufeff---\nurl")])
def test_files_from_windows(change: tuple[str, str], tmp_path: Path) -> None:
    """Other line ends and a byte order mark change nothing."""
    plain = read_note(written(tmp_path, NOTE))
    other = read_note(written(tmp_path, NOTE.replace(*change), "other.md"))

    assert (other.head, other.prose) == (plain.head, plain.prose)


@pytest.mark.parametrize(
    ("published", "expected"), [("2020", "2020"), ("2020-03", "2020-03"), ("2020-03-04", "2020-03-04"), ("", None)]
)
def test_dates(published: str, expected: str | None, tmp_path: Path) -> None:
    """A page's date is a year, a month or a day, or unknown."""
    note = read_note(written(tmp_path, NOTE.replace("published: 2020-03", f"published: {published}")))

    assert note.document(Link("https://e.example/engine", ())).published == expected


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\nurl", "url", "has no front matter; begin it with a block between two lines of ---"),
        ("\n---\n##", "\n##", "has no front matter; begin it with a block between two lines of ---"),
        ("title: 图引擎", "titel: 图引擎", r"has a wrong title \(field required\); mend it"),
        ("title: 图引擎", "title: ''", r"has a wrong title \(string should have at least 1 character\); mend it"),
        (
            "title: 图引擎",
            "title: 图引擎\nrating: 5",
            r"has a wrong rating \(extra inputs are not permitted\); mend it",
        ),
        ("url: https://", "url: ", r"has a wrong url \(value error, it must be a web address\); mend it"),
        ("https://e.example", "'http://[::1'", "cannot be read; save it as UTF-8 with valid YAML front matter"),
        (
            "https://e.example/engine/",
            "http://[::1",
            r"has a wrong url \(value error, it must be a web address\); mend",
        ),
        ("[系统, Graphs]", "a single topic", r"has a wrong topics \(input should be a valid tuple\); mend it"),
        ("language: zh", "language: fr", r"has a wrong language \(input should be 'en' or 'zh'\); mend it"),
        ("kind: article", "kind: book", r"has a wrong kind \(input should be 'article', .+\); mend it"),
        ("2020-03", "yesterday", r"has a wrong published \(.+\); mend it"),
        ("2020-03", "2020-11-31", "cannot be read; save it as UTF-8 with valid YAML front matter"),
        ("\n  - the page itself", " []", r"has a wrong checked-against \(.+at least 1 item.+\); mend it"),
        ("title:", "title: [", "cannot be read; save it as UTF-8 with valid YAML front matter"),
        ("## 中文", "## 汉语", "has a section “汉语”; name its two sections 中文 and English, each once"),
        ("## 中文", "## English", "has a section “English”; name its two sections 中文 and English, each once"),
        (
            "## English\nThe engine trains on many machines.\n",
            "",
            "lacks a section; give it both ## 中文 and ## English",
        ),
        ("The engine trains on many machines.", " ", "lacks a section; give it both ## 中文 and ## English"),
        ("## 中文", "Words.\n## 中文", "has text above its first section; move it into a section"),
    ],
)
def test_each_mistake_is_one_sentence(old: str, new: str, message: str, tmp_path: Path) -> None:
    """Whatever is wrong with a note, one sentence names the file, the fault and the remedy."""
    assert NOTE.count(old) >= 1
    path = written(tmp_path, NOTE.replace(old, new, 1))

    with pytest.raises(NoteInvalid, match=rf"^the note engine\.md {message}[^\n]*\.$"):
        read_note(path)


def test_notes_that_are_no_text(tmp_path: Path) -> None:
    """A note in another charset, or a folder that ends like a note, is refused in the same way."""
    (tmp_path / "gbk.md").write_bytes(NOTE.encode("gb18030"))
    (tmp_path / "folder.md").mkdir()

    for name in ("gbk", "folder"):
        with pytest.raises(
            NoteInvalid, match=rf"^the note {name}\.md cannot be read; save it as UTF-8 with valid YAML"
        ):
            read_note(tmp_path / f"{name}.md")


def test_a_folder_of_notes(tmp_path: Path) -> None:
    """Notes are found by the identity of their page; other files are left alone; two notes on one page are refused."""
    written(tmp_path, NOTE)
    written(tmp_path, "no note", "README.txt")
    assert list(read_notes(tmp_path)) == [identity_of("https://e.example/engine")]

    written(tmp_path, NOTE.replace("https://e.example/engine/", "http://www.e.example/engine#top"), "second.md")
    with pytest.raises(NoteInvalid, match=r"^second\.md and engine\.md are notes on one page; keep one of them\.$"):
        read_notes(tmp_path)
    with pytest.raises(NoteInvalid, match=r"^there is no folder of notes at .+absent; check --notes\.$"):
        read_notes(tmp_path / "absent")


def test_the_shipped_notes() -> None:
    """The 53 notes that ship are valid, one for each link of the shipped list, with text in both languages."""
    notes = read_notes(SHIPPED_NOTES)
    links = read_list(SHIPPED_NOTES.parent / "reading-list.md").links

    assert len(notes) == 53
    assert set(notes) == {identity_of(link.url) for link in links}
    assert all(len(note.prose["en"]) > 100 and len(note.prose["zh"]) > 60 for note in notes.values())
    assert all(next(iter(note.prose)) == note.head.language for note in notes.values())
