"""`citeshelf links --fix`: a corrected copy, every byte but the addresses as it was, and never in place."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import ListNotCorrected
from app.health.fix import fixed, list_of, said
from app.health.report import Report, report_on
from app.sources import Request
from index.records import LinkRow
from ingest.errors import ListUnreadable
from ingest.lists.link_list import read_list
from ingest.status import Source, Status

LIST = (
    b"\xef\xbb\xbf# Quay\r\n\r\n"
    b"[Moved](http://tide.example/old) and [again](http://tide.example/old#deck)  \r\n"
    b"[Gone](http://gone.example/boat?a=1&b=2)\r\n\r\n"
    b"[Sold](http://sold.example/boat) \xff\xfe not UTF-8\r\n"
    b"```\nhttp://tide.example/old\r\n```\n"
    b"[Saved](<http://tide.example/saved boat>)\n"
)
SNAPSHOT = "https://web.archive.org/web/20190203040506/http://gone.example/boat?a=1&b=2"
FOUND = {
    "http://tide.example/old": {"status": Status.OK, "moved_to": "http://tide.example/new"},
    "http://gone.example/boat?a=1&b=2": {"status": Status.OK_FALLBACK, "cause": Status.GONE, "snapshot": SNAPSHOT},
    "http://sold.example/boat": {"status": Status.OK, "moved_to": "http://casino.test/boat"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The list."""
    found = tmp_path / "quay.md"
    found.write_bytes(LIST)
    return found


@pytest.fixture
def report(path: Path) -> Report:
    """What a build found out about its links: one has moved, one is gone and archived, one was sold."""
    rows = [LinkRow(link, Status.OK, "", Source.LIVE, link.url, None, 1) for link in read_list(path).links]
    return report_on([replace(row, **FOUND.get(row.link.url, {})) for row in rows], "quay.md", "2026-01-02")  # type: ignore[arg-type]


def test_every_other_byte_stays(path: Path, report: Report, tmp_path: Path) -> None:
    """BOM, line ends, trailing spaces, code and bytes that are no UTF-8 stay; what was sold stays too."""
    copy = tmp_path / "copy.md"
    path.chmod(0o640)
    correction = fixed(report, path, copy)

    expected = LIST.replace(b"(http://tide.example/old", b"(http://tide.example/new")
    assert copy.read_bytes() == expected.replace(b"http://gone.example/boat?a=1&b=2", SNAPSHOT.encode())
    assert path.read_bytes() == LIST
    assert copy.stat().st_mode & 0o777 == 0o640
    assert [change.line for change in correction.made] == [3, 3, 4]
    assert said(correction, path, copy) == (
        f"3 addresses of {path} replaced in {copy}; compare the two with\ngit diff --no-index {path} {copy}"
    )
    assert {one.name for one in tmp_path.iterdir()} == {"quay.md", "copy.md"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_every_encoding_stays(encoding: str, path: Path, report: Report, tmp_path: Path) -> None:
    """A list in another encoding keeps it."""
    text = "# 码头\r\n\r\n[搬走的船，还在](http://tide.example/old)\r\n\r\n港口的船都在这里。\r\n"
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    path.write_bytes((mark + text).encode(encoding))
    fixed(report, path, tmp_path / "copy.md")

    assert (tmp_path / "copy.md").read_bytes() == (mark + text.replace("/old", "/new")).encode(encoding)


@pytest.mark.parametrize("way", ["same", "symlink", "hardlink"])
def test_never_in_place(way: str, path: Path, report: Report, tmp_path: Path) -> None:
    """The list itself is refused under every name that it has."""
    target = path if way == "same" else tmp_path / "other.md"
    if way == "symlink":
        target.symlink_to(path)
    elif way == "hardlink":
        os.link(path, target)

    with pytest.raises(ListNotCorrected, match=r"is the list itself; name another file for the corrected copy\."):
        fixed(report, path, target)
    assert path.read_bytes() == LIST


@pytest.mark.parametrize("way", ["file", "folder", "dangling"])
def test_nothing_is_overwritten(way: str, path: Path, report: Report, tmp_path: Path) -> None:
    """What is there already is refused, whatever it is."""
    target = tmp_path / "there.md"
    if way == "file":
        target.write_text("mine")
    elif way == "folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "nowhere")

    with pytest.raises(ListNotCorrected, match=r"is there already; move it away or name another file\."):
        fixed(report, path, target)
    assert not target.is_file() or target.read_text() == "mine"


def test_a_folder_that_is_not_there(path: Path, report: Report, tmp_path: Path) -> None:
    """Where nothing can be written, the reason is said."""
    with pytest.raises(ListNotCorrected, match=r"cannot be written \(no such file or directory\); name another file\."):
        fixed(report, path, tmp_path / "no" / "copy.md")


def test_nothing_to_correct(path: Path, report: Report, tmp_path: Path) -> None:
    """When no link has a safe replacement no copy is written, and that is said."""
    well = replace(report, entries=report.entries[2:])
    correction = fixed(well, path, tmp_path / "copy.md")

    assert said(correction, path, tmp_path / "copy.md") == (
        f"nothing to correct in {path}; {tmp_path / 'copy.md'} was not written"
    )
    assert not (tmp_path / "copy.md").exists()


def test_what_is_left_is_said(path: Path, report: Report, tmp_path: Path) -> None:
    """An address that is part of what the list says, as a heading is, stays, and the command names its line."""
    path.write_bytes(b"# http://tide.example/old\n\n[Moved](http://tide.example/old)\n")
    words = said(fixed(report, path, tmp_path / "copy.md"), path, tmp_path / "copy.md").splitlines()

    assert words[0] == "line 1 left as it is: http://tide.example/old is part of what the list says"
    assert words[1].startswith("1 address of ")


def test_another_list(path: Path, report: Report, tmp_path: Path) -> None:
    """A list without a link in common is refused, one that is missing is said to be."""
    path.write_text("[Else](http://else.example/)\n")

    with pytest.raises(ListNotCorrected, match=r"has no link in common with quay\.md, .*; say .*: --list quay\.md\."):
        fixed(report, path, tmp_path / "copy.md")
    with pytest.raises(ListUnreadable, match="cannot be read"):
        fixed(report, tmp_path / "no.md", tmp_path / "copy.md")


def test_a_list_of_ones_own_by_the_shipped_name(report: Report) -> None:
    """The list that ships is not taken for another one of its name."""
    with pytest.raises(ListNotCorrected, match=r"from a reading-list\.md of your own; say .*: --list reading-list\.md"):
        list_of(replace(report, name="reading-list.md"), Request().list_path)
