"""What a PDF is called, who wrote it, and which of its lines are headings."""

import pytest
from papers import Put, column, pdf

from ingest.extraction.pdf.reading import read_pdf
from ingest.extraction.pdf.text import PdfText, pdf_text


def read(*pages: list[Put], **said: str) -> PdfText:
    """Return what is read from a file with these pages."""
    return pdf_text(read_pdf(pdf(*pages, **said)))


@pytest.mark.parametrize(
    ("said", "title", "author"),
    [
        ("The Lamps", "The Lamps", "Ann Bo"),
        ("灯塔的时刻", "灯塔的时刻", "王小明"),
        ("", "A Large Title in Two Lines", ""),
        ("Microsoft Word - lamps_final2.doc", "A Large Title in Two Lines", "user"),
        ("untitled", "A Large Title in Two Lines", "x" * 300),
        ("1234", "A Large Title in Two Lines", "Ann Bo"),
        ("x" * 300, "A Large Title in Two Lines", "Ann Bo"),
    ],
)
def test_titles_and_authors(said: str, title: str, author: str) -> None:
    """A file's own title counts when it is one, else the largest lines of the first page; so do full names."""
    page = [
        *column("A Large Title", "in Two Lines", y=740, size=20, leading=24),
        *column(*["The lamp burns for nine hours."] * 3, y=680),
    ]
    found = read(page, title=said, author=author)

    assert found.title == title
    assert found.author == (author if author in ("Ann Bo", "王小明") else "")


def test_headings() -> None:
    """Lines whose numbers follow one another are headings, and so are the names that papers use; nothing else is."""
    long = "The lamp on the northern pier burns for nine hours every night."
    parts = [
        "Abstract",
        "1 Introduction",
        "1.1 Boats",
        "2 The Method",
        "4 Boats and 3 Lamps",
        "2.2 Bells",
        "References",
    ]
    found = read(column(*(line for part in parts for line in (part, long, ""))))

    assert [(one.level, one.text) for one in found.headings] == [
        (2, "Abstract"),
        (2, "1 Introduction"),
        (3, "1.1 Boats"),
        (2, "2 The Method"),
        (2, "References"),
    ]
    assert all(found.text.startswith(one.text, one.start) for one in found.headings)


def test_a_single_number_is_no_heading() -> None:
    """One numbered line alone may be anything, a step or a row of a table."""
    assert (
        read(column("1 Lamp", "It burns for nine hours every night.", "", "3 Boats", "They lie there.")).headings == ()
    )
