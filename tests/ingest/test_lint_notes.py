from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ingest.lint_notes import main

LIST = "# Graphs\n\n[Plato grows](https://example.org/plato)\n"
ENGLISH = " ".join(
    f"Plato handles graph number {number} on {number + 2} servers without a pause." for number in range(13)
)
CHINESE = "".join(f"柏拉图用{number}台服务器处理第{number}张大图。" for number in range(10, 18))


def _note(
    folder: Path, *, title: str = "Plato grows", english: str = ENGLISH, url: str = "https://example.org/plato"
) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "plato.md").write_text(
        f"---\nurl: {url}\ntitle: {title}\ntopics: [Graphs]\nlanguage: en\nkind: article\n"
        "checked-against:\n  - the article\n---\n"
        f"## English\n{english}\n## 中文\n{CHINESE}\n",
        "utf-8",
    )
    return folder


def _lint(tmp_path: Path, notes: Path, *more: str) -> int:
    (tmp_path / "list.md").write_text(LIST, "utf-8")
    return main(["--list", str(tmp_path / "list.md"), "--notes", str(notes), *more])


def test_the_shipped_notes_have_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    """All 53 links have a note of the right lengths, titles and topics."""
    assert main([]) == 0
    assert capsys.readouterr().out == "53 notes: no fault\n"


def test_a_good_note_passes(tmp_path: Path) -> None:
    """The format described in docs/notes.md is accepted."""
    assert _lint(tmp_path, _note(tmp_path / "notes")) == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": "Plato shrinks"}, "its title is not the list's"),
        ({"english": "Too short."}, "2 words of en, not 120 to 300"),
        ({"url": "https://example.org/aristotle"}, "https://example.org/plato has no note"),
        ({"url": "https://example.org/aristotle"}, "plato.md is about a page that the list does not link"),
    ],
)
def test_each_fault_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], says: str
) -> None:
    """A fault is one line, and the exit status is 1."""
    assert _lint(tmp_path, _note(tmp_path / "notes", **change)) == 1
    assert says in capsys.readouterr().out


def test_copied_words_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence that shares six words in a row with a recorded page is named."""
    page = b"<p>They say that plato handles graph number 3 on 5 servers without a pause.</p>"
    with (tmp_path / "pages.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "https://example.org/plato", "response", payload=BytesIO(page), length=len(page), http_headers=headers
            )
        )

    assert _lint(tmp_path, _note(tmp_path / "notes"), "--archive", str(tmp_path / "pages.warc.gz")) == 1
    assert "plato.md copies: 3 on 5 servers without a" in capsys.readouterr().out
