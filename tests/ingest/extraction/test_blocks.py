"""HTML trees as plain text: blocks, lines, cells, code, what is hidden, and where the headings are."""

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import _Element

from ingest.documents import Heading
from ingest.extraction.blocks import text_of, visible


def tree(html: str) -> _Element:
    """Parse HTML as `extract` does."""
    return lxml.html.document_fromstring(f"<body>{html}</body>", parser=lxml.html.HTMLParser(huge_tree=True))


def text(html: str) -> str:
    """Return the text of some HTML."""
    return text_of(tree(html))[0]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one<div>two</div>three</div>", "one\n\ntwo\n\nthree"),
        ("<p>a <b>bold</b>, <i>it</i>alic</p>", "a bold, italic"),
        ("<p>white \n\t space</p>", "white space"),
        ("line one<br>line two", "line one line two"),
        ("<ul><li>one</li><li>two</li></ul><p>three</p>", "one\ntwo\n\nthree"),
        ("<p>intro</p><ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>", "intro\none\ninner\ntwo"),
        ("<ul><li><p>one</p><p>more</p></li><li><p>two</p></li></ul>", "one\n\nmore\ntwo"),
        ("<p>one</p><ul><li></li></ul><p>two</p>", "one\n\ntwo"),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "term\nmeaning"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
        ("<table><tr><td><p>a</p></td><td> <div>b</div></td></tr></table>", "a | b"),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
        ("<pre>def f():\n    return 1  \n</pre>", "def f():\n    return 1"),
        ("<pre><code>a = 1\n\nb = 2</code></pre>", "a = 1\n\nb = 2"),
        ("<p>call <code>f(x)</code> now</p>", "call f(x) now"),
        ("<pre>one line</pre>after", "one line\n\nafter"),
        ("<p>图<b>引</b>擎</p>", "图引擎"),
        ("before<!-- comment -->after<?php echo ?> end", "beforeafter end"),
        ("", ""),
    ],
)
def test_layout(html: str, expected: str) -> None:
    """An empty line sets paragraphs apart, a line break items and rows, a bar cells; code keeps its lines."""
    assert text(html) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a</script>",
        "<style>p {}</style>",
        "<noscript>switch it on</noscript>",
        "<template>t</template>",
        "<svg><title>icon</title></svg>",
        "<iframe>frame</iframe>",
        "<button>Copy</button>",
        "<select><option>1</option></select>",
        "<div hidden><p>deep <b>inside</b></p></div>",
        "<span aria-hidden='true'>¶</span>",
        "<div style='color:red; display : none'>ad</div>",
        "<div style='DISPLAY:NONE !important'>ad</div>",
    ],
)
def test_what_nobody_sees(hidden: str) -> None:
    """Scripts, hidden elements and all within them leave no text; what stands behind them stays."""
    assert text(f"<p>seen {hidden}tail</p>").split() == ["seen", "tail"]


def test_what_scripts_make_visible() -> None:
    """Elements that are only transparent until a script has run are text: WeChat writes its articles so."""
    assert text("<div style='visibility: hidden; opacity: 0;' aria-hidden='false'>文章</div>") == "文章"


def test_headings() -> None:
    """A heading's offset, level and text are exact; one without text is none; one may wrap its text in blocks."""
    html = "<h1>Title</h1><p>text</p><h2></h2><h3><div>Deep <b>one</b></div></h3>more<ul><li><h4>In item</h4></li></ul>"
    found, headings = text_of(tree(html))

    assert found == "Title\n\ntext\n\nDeep one\n\nmore\nIn item"
    assert headings == (Heading(0, 1, "Title"), Heading(13, 3, "Deep one"), Heading(28, 4, "In item"))


def test_a_heading_that_is_never_closed() -> None:
    """A heading that swallows the paragraphs behind it is not taken for one, and loses none of them."""
    found, headings = text_of(tree("<h2>Title<div>one</div><div>two</div>"))

    assert (found, headings) == ("Title\n\none\n\ntwo", ())


def test_trafilatura_tags() -> None:
    """The tags that trafilatura makes of a page read like HTML's own."""
    root = lxml.html.fragment_fromstring(
        "<body><head rend='h3'>Part</head><p>text<lb></lb>more</p><list><item>one</item><item>two</item></list>"
        "<table><row><cell>a</cell><cell>b</cell></row></table><quote>said</quote><graphic src='x'></graphic></body>",
        parser=lxml.etree.XMLParser(),
    )

    assert text_of(root) == ("Part\n\ntext more\none\ntwo\na | b\n\nsaid", (Heading(0, 3, "Part"),))


def test_visible() -> None:
    """Zero-width and control characters vanish, letters are composed, line breaks and tabs stay."""
    assert visible("a\u200bb\u2060c\ufeff\x07d\u00ade\tf\n") == "abcde\tf\n"
    assert visible("e\u0301") == "é"


@pytest.mark.parametrize("tag", ["div", "span", "ul", "blockquote"])
def test_deep_nesting(tag: str) -> None:
    """Text 1900 elements deep is found: far deeper than Python's stack, and about as deep as libxml2 goes."""
    assert text(f"<{tag}>" * 1900 + "<h2>deep</h2>" + f"</{tag}>" * 1900 + "tail").split() == ["deep", "tail"]


TAGS = [
    "a", "b", "br", "button", "code", "dd", "div", "dl", "dt", "h1", "h2", "h6", "hr", "i", "li", "ol", "p", "pre",
    "script", "span", "table", "td", "tr", "ul",
]  # fmt: skip
PIECE = (
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS])
    | st.sampled_from(["<div hidden>", "<!-- c -->", "&amp;", "\n", " ", "text", "图。"])
    | st.text(st.characters(codec="utf-8", exclude_characters="<&\0"), max_size=4)
)


@given(st.lists(PIECE, max_size=40).map("".join))
@settings(derandomize=True, max_examples=250)
def test_any_html(html: str) -> None:
    """Headings are exact slices in order, blocks are never empty, and no invisible character is left."""
    found, headings = text_of(tree(html))

    assert all(found[one.start : one.start + len(one.text)] == one.text for one in headings)
    assert [one.start for one in headings] == sorted({one.start for one in headings})
    assert visible(found) == found
    assert found == found.strip("\n")
