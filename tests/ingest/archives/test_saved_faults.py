"""The folder of saved pages: what is broken, too large, hidden or elsewhere is listed or left out."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from saved_folder import SAVED_FROM, URL, mhtml, page, save

from ingest.archives import saved_files
from ingest.archives.saved_pages import read_saved
from ingest.errors import SavedPagesUnreadable

GOOD = "z.html"
NO_ADDRESS = "it does not say which page it is"
BROKEN = {
    "empty.html": (b"", NO_ADDRESS),
    "bytes.html": (bytes(range(256)) * 20, NO_ADDRESS),
    "nowhere.html": (page("<p>no head</p>").encode(), NO_ADDRESS),
    "script.html": (page('<link rel="canonical" href="javascript:alert(1)">').encode(), NO_ADDRESS),
    "relative.html": (page('<link rel="canonical" href="/engine">').encode(), NO_ADDRESS),
    "bracket.html": (page('<link rel="canonical" href="http://[">').encode(), NO_ADDRESS),
    "late.html": (page("<p></p>" * 5000 + SAVED_FROM).encode(), NO_ADDRESS),
    "bytes.mhtml": (bytes(range(256)) * 20, "no part of it is a page"),
    "empty.mht": (b"", "no part of it is a page"),
    "picture.mhtml": (mhtml("").replace(b"text/html", b"image/png"), "no part of it is a page"),
    "paper.pdf": (b"%PDF-1.4", NO_ADDRESS),
    "bytes.warc": (bytes(range(256)), "is not a readable WARC file"),
    "empty.warc.gz": (b"", "holds no recorded page"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_files_that_cannot_be_used(name: str, tmp_path: Path) -> None:
    """A file that holds no page, or does not say which, is listed with the reason; the others are used."""
    content, reason = BROKEN[name]
    save(tmp_path / name, content)
    save(tmp_path / GOOD, page())
    saved = read_saved(tmp_path)

    assert [unused for unused, _ in saved.unused] == [name]
    assert re.search(reason, saved.unused[0][1])
    assert saved.page_of(URL) is not None


@given(st.binary(max_size=400))
@settings(derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["a.html", "a.mhtml", "a.warc"])
def test_any_bytes(name: str, tmp_path: Path, content: bytes) -> None:
    """Whatever bytes a file holds after a good beginning, looking through the folder ends well."""
    whole = {"a.html": page().encode(), "a.mhtml": mhtml(page()), "a.warc": b"WARC/1.1\r\n"}[name]
    save(tmp_path / name, whole[: len(content) * 3] + content)
    saved = read_saved(tmp_path)

    assert saved.page_of(URL) or saved.unused or saved.unmatched([URL])


def test_a_file_of_many_nested_parts(tmp_path: Path) -> None:
    """Parts within parts beyond any depth are refused."""
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000))
    save(tmp_path / "a.mhtml", nested)

    assert [name for name, _ in read_saved(tmp_path).unused] == ["a.mhtml"]


def test_a_large_file(tmp_path: Path) -> None:
    """A file beyond the bound is not opened."""
    path = save(tmp_path / "a.html", page())
    os.truncate(path, saved_files.MAX_BYTES + 1)

    assert read_saved(tmp_path).unused == (("a.html", "it is larger than 64 MB"),)


def test_links_out_of_the_folder(tmp_path: Path) -> None:
    """Neither a link to a file elsewhere nor one to a folder is followed; one within the folder is."""
    outside = save(tmp_path / "outside" / "secret.html", page())
    inside = tmp_path / "saved"
    inside.mkdir()
    (inside / "a.html").symlink_to(outside)
    (inside / "b").symlink_to(outside.parent)
    (inside / "c.html").symlink_to(inside / "c.html")
    (inside / "d.html").symlink_to(tmp_path / "nothing")
    saved = read_saved(inside)

    assert saved.page_of(URL) is None
    assert dict(saved.unused)["a.html"] == "it is a link that leads out of the folder"
    assert [name for name, _ in saved.unused] == ["a.html", "c.html", "d.html"]
    (inside / "real.htm.txt").write_bytes(outside.read_bytes())
    (inside / "e.html").symlink_to(inside / "real.htm.txt")
    assert read_saved(inside).page_of(URL) is not None


def test_what_is_no_file(tmp_path: Path) -> None:
    """A pipe that is called a page is not waited for."""
    os.mkfifo(tmp_path / "a.html")

    assert read_saved(tmp_path).unused == (("a.html", "it is no file"),)


def test_what_browsers_save_beside_a_page(tmp_path: Path) -> None:
    """The frames that a browser saved in a page's own folder, hidden files and other files are left out."""
    save(tmp_path / "a.html", page())
    for name in ("a_files/frame.html", ".hidden/b.html", "._a.html", "a_files/style.css", "notes.txt", "a.png"):
        save(tmp_path / name, page())
    save(tmp_path / "other_files" / "c.html", page(SAVED_FROM.replace("engine", "other")))
    saved = read_saved(tmp_path)

    assert saved.unused == ()
    assert saved.unmatched([]) == ("a.html", "other_files/c.html")


def test_many_files(tmp_path: Path) -> None:
    """Files beyond the bound are not looked at, which is said."""
    for number in range(5):
        save(tmp_path / f"{number}.html", page(SAVED_FROM.replace("engine", str(number))))
    saved = read_saved(tmp_path, most=3)

    assert saved.unused == (("3.html", "there are more than 3 files"),)
    assert saved.unmatched([]) == ("0.html", "1.html", "2.html")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A name whose bytes are no text is told as far as it can be."""
    raw = os.path.join(os.fsencode(tmp_path), b"\xff\xfe.html")  # noqa: PTH118 - pathlib takes no bytes
    with open(raw, "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
        file.write(page().encode())
    saved = read_saved(tmp_path)

    assert saved.page_of(URL) is not None
    assert saved.unmatched([]) == ("??.html",)


@pytest.mark.parametrize("name", ["missing", "file"])
def test_no_folder(name: str, tmp_path: Path) -> None:
    """A folder that is missing, or no folder, is the user's to put right."""
    (tmp_path / "file").touch()

    with pytest.raises(SavedPagesUnreadable, match=r"the folder of saved pages .+ cannot be read .+; give a folder"):
        read_saved(tmp_path / name)
