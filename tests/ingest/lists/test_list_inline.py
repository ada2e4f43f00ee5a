"""Links within one block: what is a link, what it is called, and in which row of the block it stands."""

import pytest
from markdown_it import MarkdownIt

from ingest.lists.html import html_runs
from ingest.lists.inline import parts_of
from ingest.lists.parts import LinkPart, Part, clean

A, B = "https://e.example/a", "https://e.example/b"


def links_in(markdown: str) -> list[tuple[str, str, int]]:
    """Return (URL, title, row) of the links in one paragraph."""
    parser = MarkdownIt("gfm-like", {"html": True})
    (inline,) = [token for token in parser.parse(markdown) if token.type == "inline"]
    parts = parts_of(inline.children or [])
    return [(part.url, part.title, part.row) for part in parts if isinstance(part, LinkPart)]


@pytest.mark.parametrize(
    ("markdown", "url", "title"),
    [
        (f"[graph engine]({A})", A, "graph engine"),
        (f"[图引擎]({A} 'tooltip')", A, "图引擎"),
        (f"[**bold** and `code`]({A})", A, "bold and code"),
        (rf"[a \| b \[c\]]({A})", A, "a | b [c]"),
        (f"[a &amp; b]({A}?x=1&amp;y=2)", f"{A}?x=1&y=2", "a & b"),
        (f"[\u200bzero\u00a0width\u2060]({A})", A, "zero width"),
        (f"[two\nlines]({A})", A, "two lines"),
        (f"[![a logo](https://e.example/logo.png)]({A})", A, "a logo"),
        (f"[![](https://e.example/logo.png)]({A})", A, ""),
        (f"[]({A})", A, ""),
        (f"[{A}/]({A})", A, ""),
        (f"<{A}>", A, ""),
        (f"[half written]({A}", A, ""),
        (f"[round]({A}_(b))", f"{A}_(b)", "round"),
        ("[spaced](<https://e.example/a b>)", "https://e.example/a%20b", "spaced"),
        ("[中文](https://e.example/路)", "https://e.example/%E8%B7%AF", "中文"),
        ("[anchor](#part)", "#part", "anchor"),
        (f'<a href="{A}">see <b>this</b></a>', A, "see this"),
        (f"<A\nHREF='{A}'>upper</A>", A, "upper"),
        (f'<a class="x" href=" {A}?x=1&amp;y=2 ">entity</a>', f"{A}?x=1&y=2", "entity"),
        (f'<a href="{A}"><img alt="logo" src="x.png"></a>', A, "logo"),
        (f'<a href="{A}">never closed', A, "never closed"),
    ],
)
def test_one_link(markdown: str, url: str, title: str) -> None:
    """A link has the destination a browser would go to, and its visible text as title unless that is the URL."""
    assert links_in(markdown) == [(url, title, 0)]


@pytest.mark.parametrize(
    "markdown",
    [
        f"`{A}`",
        f"``[a]({A})``",
        f"text <!-- [a]({A}) {A} --> text",
        f"![only a picture]({A})",
        f"[a] ({A[:5]})",
        "README.md and keras.io",
        "write to someone@e.example",
        "<a name='top'>an anchor</a>",
    ],
)
def test_what_is_no_link(markdown: str) -> None:
    """Code, comments, pictures, text in brackets and names with a dot are no links."""
    assert links_in(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "urls"),
    [
        (f"看{A}，很好", [A]),
        (f"{A}；{B}。", [A, B]),
        (f"（{A}）和（{B}）", [A, B]),
        (f"{A}、{B}、{A}", [A, B, A]),
        (f"**{A}** *{B}*", [A, B]),
        (f"{A}, {B}. ({A})", [A, B, A]),
        ("https://github.com/o/r代码https://github.com/o/s", ["https://github.com/o/r", "https://github.com/o/s"]),
    ],
)
def test_bare_urls_beside_punctuation(markdown: str, urls: list[str]) -> None:
    """A bare URL ends at Chinese or English punctuation, and the next one behind it is not lost."""
    assert [url for url, _, _ in links_in(markdown)] == urls


def test_rows_within_a_paragraph() -> None:
    """Each link knows its own row, also where the same URL, or one that begins like it, stands above."""
    rows = links_in(f"x {A}/long\ny [t]({A})  \n<b>z</b>\n<a\nhref='{B}'>w</a> {A}")

    assert rows == [(f"{A}/long", "", 0), (A, "t", 1), (B, "w", 3), (A, "", 4)]


def html_parts(html: str, row: int = 0) -> list[Part]:
    """Return the parts of all runs of HTML."""
    return [part for run in html_runs(html, row) for part in run.parts]


def test_html_block() -> None:
    """A block of HTML gives its anchors with their rows and the text between; code, scripts and comments give none."""
    html = f"""<p>
before <a href="{A}">one</a> between
<!-- <a href="{B}">commented</a> --><code><a href="{B}">code</a></code>
<script>'<a href="{B}">script</a>'</script><pre><a href="{B}">pre</a></pre>
<a href="{B}">two</a> after</p>"""
    parts = html_parts(html, row=10)

    assert [part for part in parts if isinstance(part, LinkPart)] == [LinkPart(A, "one", 11), LinkPart(B, "two", 14)]
    assert clean("".join(part for part in parts if isinstance(part, str))) == "before between after"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<div><a href='{A}'>one <a href='{B}'>two</a></div>", [(A, "one"), (B, "two")]),
        (f"<div><a href='{A}'>one</div>", [(A, "one")]),
        (f"<div><![if x]><a href='{A}'>one</a><![x[ ]]></div>", [(A, "one")]),
        (f"<!--[if IE]><a href='{B}'>old</a><![endif]--><a href='{A}'>one</a>", [(A, "one")]),
        (f"<a href>none</a><a href=''>none</a><a href={A}>one</a>", [(A, "one")]),
    ],
)
def test_broken_html(html: str, expected: list[tuple[str, str]]) -> None:
    """Anchors that nobody closed, and marked sections as Word writes them, lose no link."""
    links = [part for part in html_parts(html) if isinstance(part, LinkPart)]

    assert [(link.url, link.title) for link in links] == expected


def test_clean() -> None:
    """Cleaned text is in NFC, has single spaces and no invisible characters but the joiner that emoji need."""
    assert clean(" e\u0301\u200b a\u00a0\n b\ufeff ") == "é a b"
    assert clean("👩\u200d💻") == "👩\u200d💻"
