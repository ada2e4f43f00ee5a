"""Links to the place of a quote: text fragments where they are safe, pages of PDFs, the plain address elsewhere."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from app.answers import Citation
from app.assistant import Assistant
from app.deep_link import deep_link
from ingest.documents import Document, Link
from ingest.status import Source

URL = "https://harbour.example/tides"
LONG = "The old lamp on the north pier burns for nine hours after the last boat has come home safely."
CHINESE = "退潮以后守灯人要沿着北边的码头走一圈，检查每一盏灯的灯芯和玻璃是否完好。"


def cited(text: str, quote: str, source: Source = Source.LIVE, url: str = URL) -> Citation:
    """Return a citation of a quote in a text."""
    document = Document(Link(URL, ()), url, "Tides", text, (), source)
    start = text.index(quote)
    return Citation(1, document, start, start + len(quote), "en")


def parts(link: str) -> list[str]:
    """Return the texts that a link's fragment asks the browser to look for."""
    address, _, fragment = link.partition("#:~:text=")
    assert address == URL
    assert fragment
    return [unquote(part) for part in fragment.split(",")]


def test_a_short_quote_is_named_whole() -> None:
    """A quote of up to twelve words stands in the fragment as it is."""
    quote = "The lamp burns for nine hours."

    assert parts(deep_link(cited(f"Before. {quote} After.", quote))) == [quote]


def test_a_long_quote_is_named_by_its_ends() -> None:
    """Of a longer one the fragment holds the first six words and the last six."""
    expected = ["The old lamp on the north", "last boat has come home safely."]

    assert parts(deep_link(cited(f"Before. {LONG} After.", LONG))) == expected


def test_chinese_is_cut_at_marks_only() -> None:
    """A browser finds whole words only, so a run of Chinese characters is never cut in two."""
    first, last = parts(deep_link(cited(f"在前面。{CHINESE}在后面。", CHINESE)))

    assert (first, last) == ("退潮以后守灯人要沿着北边的码头走一圈", "检查每一盏灯的灯芯和玻璃是否完好。")
    whole = "退潮以后守灯人要沿着北边的码头走一圈检查每一盏灯的灯芯和玻璃是否完好。"
    assert parts(deep_link(cited(whole, whole))) == [whole]


def test_no_sentence_of_the_shipped_list_is_cut_inside_a_word(shipped_assistant: Assistant) -> None:
    """The ends of every sentence stand in its quote, and next to each cut there is no half of a word."""
    cuts = 0
    for chunk in shipped_assistant.searcher.index.chunks:
        for number in range(len(chunk.sentences)):
            quote = chunk.sentence(number).split("\n")[0].strip()
            first, *rest = parts(deep_link(cited(quote, quote)))
            if not rest:
                assert first == quote
                continue
            (last,) = rest
            assert quote.startswith(first)
            assert quote.endswith(last)
            assert len(first) + len(last) < len(quote)
            for around in (quote[len(first) - 1 : len(first) + 1], quote[-len(last) - 1 :][:2]):
                assert not re.fullmatch(r"[\u4e00-\u9fff]{2}|[A-Za-z0-9]{2}", around), quote
                cuts += 1
    assert cuts > 200


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("north-east, then south", "north%2Deast%2C%20then%20south"),
        ("salt & pepper = 100%", "salt%20%26%20pepper%20%3D%20100%25"),
        ("why #1? a/b + c", "why%20%231%3F%20a%2Fb%20%2B%20c"),
        ("潮汐，灯", "%E6%BD%AE%E6%B1%90%EF%BC%8C%E7%81%AF"),
        ("“lamp” – 9 °C", "%E2%80%9Clamp%E2%80%9D%20%E2%80%93%209%20%C2%B0C"),
    ],
)
def test_marks_that_mean_something_are_encoded(quote: str, fragment: str) -> None:
    """A hyphen, comma or ampersand of the quote is not read as a part of the fragment's grammar."""
    assert deep_link(cited(f"x {quote} y", quote)) == f"{URL}#:~:text={fragment}"


def test_a_quote_that_stands_there_twice() -> None:
    """A place that the browser could not tell from another is not named."""
    assert deep_link(cited("All is well. Then a storm. All is well.", "All is well.")) == URL
    other_end = f"{LONG[:30]} is another lamp altogether. {LONG}"
    assert deep_link(cited(other_end, LONG)) == URL
    assert deep_link(cited(other_end, "is another lamp altogether.")) != URL


@pytest.mark.parametrize("source", list(Source))
def test_only_pages_are_searched_for_the_quote(source: Source) -> None:
    """What stands on the page itself is linked by its place; a note or the list's line is not on the page."""
    on_the_page = source in {Source.LIVE, Source.ARCHIVE, Source.WAYBACK}

    assert (deep_link(cited(LONG, LONG, source)) != URL) is on_the_page


@pytest.mark.parametrize("url", ["https://harbour.example/tides#low", "harbour.md#L19"])
def test_an_address_that_names_a_place_already(url: str) -> None:
    """An address with a fragment of its own, and one that is no web page, stay as they are."""
    assert deep_link(cited(LONG, LONG, url=url)) == url


def test_the_first_line_of_a_quote_is_looked_for() -> None:
    """A browser does not find text across blocks: of several lines the first one is named."""
    text = "  - lamps are lit\n- boats come in\n\nEnd."

    assert parts(deep_link(cited(text, "- lamps are lit\n- boats come in"))) == ["- lamps are lit"]


@pytest.mark.parametrize(
    ("quote", "page"), [("Lamps.", 1), ("The lamp burns", 2), ("burns for nine hours.", 2), ("All is well.", 4)]
)
def test_a_pdf_is_opened_at_the_page(quote: str, page: int) -> None:
    """A quote of a PDF is linked by the page on which it begins, also where it runs on over the page's end."""
    text = "Lamps.\n\nThe lamp burns for nine hours.\n\nAll is well."
    starts = (0, text.index("The"), text.index("hours"), text.index("All"))
    plain = cited(text, quote)
    citation = replace(plain, document=replace(plain.document, pages=starts))

    assert deep_link(citation) == f"{URL}#page={page}"


@pytest.mark.parametrize(
    ("source", "url"),
    [(Source.NOTE, URL), (Source.STUB, URL), (Source.LIVE, f"{URL}#page=7"), (Source.LIVE, "lamps.pdf")],
)
def test_a_pdf_that_cannot_be_opened_there(source: Source, url: str) -> None:
    """A note on a PDF, an address that names a place already, and one that is no web page stay as they are."""
    plain = cited(LONG, LONG, source, url)

    assert deep_link(replace(plain, document=replace(plain.document, pages=(0,)))) == url


def test_a_page_that_moved_is_linked_where_it_is() -> None:
    """The link goes to where the page was read, not to where the list thinks it is."""
    assert deep_link(cited(LONG, LONG, url="https://new.example/")).startswith("https://new.example/#:~:text=The%20old")
