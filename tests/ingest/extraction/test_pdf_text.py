"""Text of PDF files: paragraphs instead of lines, in the order of reading, with the offsets of the pages."""

import pytest
from papers import Put, column, pdf

from ingest.extraction.pdf.reading import read_pdf
from ingest.extraction.pdf.text import PdfText, pdf_text

TIDES = column(
    "The tide that fills the harbour at noon has left it again at",
    "six, and every boat that is not out by then lies on the mud",
    "until night.",
    "",
    "The keeper of the lamp knows the hours by heart, but he reads",
    "them aloud to whoever asks.",
)
TIDES_TEXT = (
    "The tide that fills the harbour at noon has left it again at six, and every boat that is not out by then lies on "
    "the mud until night.\n\n"
    "The keeper of the lamp knows the hours by heart, but he reads them aloud to whoever asks."
)


def read(*pages: list[Put], **said: str) -> PdfText:
    """Return what is read from a file with these pages."""
    return pdf_text(read_pdf(pdf(*pages, **said)))


def test_paragraphs() -> None:
    """Lines of a paragraph are joined by a space, paragraphs are set apart by an empty line."""
    assert read(TIDES).text == TIDES_TEXT


def test_an_indented_paragraph() -> None:
    """A paragraph that only an indentation marks is one, though the line before it is full."""
    above = column(
        "The tide fills the harbour at noon and leaves it again at six",
        "and the boats lie on the mud then. The keeper of lamps sleeps.",
    )
    indented = Put("He wakes again at nine, when the gulls come to the end of", 90, 696)

    assert (
        "sleeps.\n\nHe wakes again at nine, when the gulls come to the end of the pier to be fed."
        in read([*above, indented, Put("the pier to be fed.", 72, 684)]).text
    )


def test_a_paragraph_that_ends_with_a_short_line() -> None:
    """Where neither a gap nor an indentation parts two paragraphs, the short last line of the first one does."""
    lines = column(
        "The tide that fills the harbour at noon has left it again at",
        "six. The boats lie on the mud.",
        "The keeper of the lamp knows the hours by heart, but he reads",
        "them aloud.",
    )

    assert "lie on the mud.\n\nThe keeper of the lamp" in read(lines).text


def test_chinese_lines() -> None:
    """Chinese lines are joined without a space, and a line that mixes both keeps the words apart."""
    lines = column(
        "潮水在正午涨满港口，六点钟又退去，还没有", "出海的船只就要在泥里躺到夜里。守灯人使用", "harbour 的时刻表。"
    )

    assert read(lines).text == (
        "潮水在正午涨满港口，六点钟又退去，还没有出海的船只就要在泥里躺到夜里。守灯人使用 harbour 的时刻表。"
    )


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("the light of the har-", "bour", "harbour"),
        ("the lamp is a well-", "known one", "well-known"),
        ("and the ship GPT-", "4 came in", "GPT-4"),
        ("the Anglo-", "Saxon lamps", "Anglo-Saxon"),
    ],
)
def test_hyphens_at_line_ends(end: str, start: str, joined: str) -> None:
    """A word that a line's end cut is whole again; one that has its hyphen elsewhere, or a name, keeps it."""
    lines = column(
        f"A well-known story tells, as the old keepers say, of {end}",
        f"{start} which burns all night, says the keeper.",
    )

    assert f" {joined}" in read(lines).text


def test_two_columns() -> None:
    """Two columns are read one after the other, and a sentence that runs on into the second is not broken."""
    left = column(
        "The tide that fills the harbour", "at noon has left it again at six", "and every boat that is not out", x=60
    )
    right = column("by then lies on the mud until it", "is night. The keeper counts them", "from his window.", x=330)

    assert read([*left, *right]).text == (
        "The tide that fills the harbour at noon has left it again at six and every boat that is not out by then lies "
        "on the mud until it is night. The keeper counts them from his window."
    )


def test_code_and_lists_keep_their_lines() -> None:
    """Short lines that end on purpose stay lines, as code, and so do the items of a list."""
    lines = column(
        "The keeper's program, which is short, looks like this on paper:", "lamp = Lamp()", "lamp.light(hours=9)"
    )
    items = column("• the lamp is lit at dusk and burns on until the boats are home", "• the bell rings in fog", y=600)

    assert read([*lines, *items]).text == (
        "The keeper's program, which is short, looks like this on paper:\nlamp = Lamp()\nlamp.light(hours=9)\n\n"
        "• the lamp is lit at dusk and burns on until the boats are home\n• the bell rings in fog"
    )


@pytest.mark.parametrize("number", ["{}", "- {} -", "Page {} of 4", "第 {} 页", "{}/4", "Ann Bo {}", "{} Ann Bo"])
def test_running_titles_and_page_numbers(number: str) -> None:
    """What repeats at the edges of the pages is left out, whatever page number it holds, except on the first."""
    bodies = ["One lamp burns here.", "Two boats lie there.", "Three bells ring.", "Four gulls sleep."]
    head = Put("The Lamps of the North", 200, 760)
    pages = [[head, Put(number.format(page), 300, 30), *column(body)] for page, body in enumerate(bodies, 1)]
    found = read(*pages)

    first = [] if number[0] != "A" and number[-1] != "o" else [number.format(1)]
    assert sorted(found.text.split("\n\n")) == sorted([head.text, *first, *bodies])
    assert found.text.endswith("Two boats lie there.\n\nThree bells ring.\n\nFour gulls sleep.")


def test_numbers_at_the_edges_that_are_data() -> None:
    """Rows of numbers, and lines that differ only by a number within, are text wherever they stand."""
    pages = [
        column(f"{7 * page % 5} 4 {page}", f"Lamp number {page} burns.", f"{9 * page % 7}") for page in range(1, 5)
    ]

    assert read(*pages).text.split() == [word for page in pages for line in page for word in line.text.split()]


def test_a_stamp_in_the_margin() -> None:
    """A line that runs up the margin is no part of the text."""
    assert read([*TIDES, Put("Preprint, 12 May", 20, 300, 14, upright=False)]).text == TIDES_TEXT


def test_where_pages_begin() -> None:
    """Each page begins at its first word, within a sentence too; a page without text begins where the next one does."""
    first, last = column("The boats that are not out by then lie on the"), column("He sleeps.")
    found = read(first, column("mud until night."), [], last)

    assert found.text == "The boats that are not out by then lie on the mud until night.\n\nHe sleeps."
    assert [found.text[start:].split()[0] for start in found.pages] == ["The", "mud", "He", "He"]
    assert found.pages[0] == 0


def test_ligatures_and_compatibility_characters() -> None:
    """Ligatures and radicals that stand for characters become those; a superscript stays what it is."""
    found = read([Put("⼈的 eﬃcient ﬁle，x² 的值", 72, 720)])

    assert found.text == "人的 efficient file，x² 的值"
