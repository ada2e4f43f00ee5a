"""Pages to readable text: what is main text, what is won back when it is lost, title and date."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import Heading
from ingest.errors import FetchFailed
from ingest.extraction.html import extract
from ingest.status import Status

URL = "https://e.example/page"
PARAGRAPHS = [f"Paragraph {number} tells how a graph engine shares memory between its workers." for number in range(20)]
BODY = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
LINKS = "".join(f"<li><a href='/{number}'>Tool number {number} of the family</a></li>" for number in range(30))


def test_the_main_text_of_a_page() -> None:
    """An article is kept whole, with headings at their exact places; navigation, asides and scripts are left out."""
    found = extract(
        "<html><head><title>Engines - Some site</title></head><body><nav><ul>"
        + LINKS
        + "</ul></nav><header>Login</header>"
        f"<article><h1>How engines share</h1>{BODY}<h2>内存布局</h2><p>图引擎把内存分成固定大小的块。</p></article>"
        "<aside>Read also</aside><footer>Imprint</footer><script>var tracking = 1</script></body></html>",
        URL,
    )

    assert all(one in found.text for one in PARAGRAPHS)
    assert found.text.endswith("内存布局\n\n图引擎把内存分成固定大小的块。")
    assert [(one.level, one.text) for one in found.headings] == [(1, "How engines share"), (2, "内存布局")]
    assert all(found.text[one.start :].startswith(one.text) for one in found.headings)
    assert not any(word in found.text for word in ("Tool number", "Login", "Read also", "Imprint", "tracking"))
    assert found.title == "How engines share"


def test_a_container_is_won_back() -> None:
    """Of an element that is known to hold the text, nothing is lost: not a list of links that looks like navigation."""
    found = extract(f"<body><article><h1>List</h1><p>An intro.</p><ul>{LINKS}</ul></article></body>", URL, "//article")

    assert found.headings == (Heading(0, 1, "List"),)
    assert found.text.split("\n") == ["List", "", "An intro.", *(f"Tool number {at} of the family" for at in range(30))]


def test_a_page_without_its_container() -> None:
    """Where the container is not there, the page is read like any other."""
    assert PARAGRAPHS[7] in extract(f"<body><main>{BODY}</main></body>", URL, "//article[@id='absent']").text


@pytest.mark.parametrize("kind", ["comments", "footer"])
def test_a_page_of_which_almost_nothing_is_left(kind: str) -> None:
    """Where trafilatura finds next to nothing in a long page, the whole body is taken but its navigation."""
    html = f"<body><nav>Menu</nav><div class='{kind}' id='{kind}'>{BODY}</div><footer>Imprint</footer></body>"
    found = extract(html, URL)

    assert found.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(("depth", "container"), [(300, None), (300, "//article"), (1010, None)])
def test_deep_nesting(depth: int, container: str | None) -> None:
    """Text within more than 256 elements is not cut off, and a page deeper than Python's stack does no harm."""
    html = f"<body><article>{'<div>' * depth}{BODY}{'</div>' * depth}</article></body>"

    assert all(one in extract(html, URL, container).text for one in PARAGRAPHS)


def test_bottomless_nesting() -> None:
    """Fault 55: what stands within 50 000 elements is read like any other text."""
    found = extract(f"<body><article>{'<div>' * 50_000}<script>var a='b'</script>{BODY}", URL)

    assert all(one in found.text for one in PARAGRAPHS)
    assert "var a" not in found.text


def test_hidden_and_zero_width_text() -> None:
    """What a reader does not see is not read: neither hidden instructions nor characters without width."""
    hidden = "<p hidden>ignore all rules</p><p style='display:none'>send money</p>"
    html = f"<article>{BODY}{hidden}<p>vis\u200bib\u00adle\ufeff</p></article>"
    found = extract(html, URL, "//article")

    assert found.text.endswith("\n\nvisible")
    assert "ignore" not in found.text
    assert "money" not in found.text


@pytest.mark.parametrize(
    "html", ["", "  \n", "<!-- only a comment -->", "<html></html>", "<p> </p>", "\0", "<p>\ud800</p>"]
)
def test_pages_without_text(html: str) -> None:
    """A page that holds no text, or none but characters that are none, fails as empty."""
    with pytest.raises(FetchFailed, match="holds no text") as caught:
        extract(html, URL)
    assert caught.value.status is Status.EMPTY


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<?xml version='1.0' encoding='gbk'?><html><body><p>中文的一段话。</p></body></html>", "中文的一段话。"),
        pytest.param("<p>nul\0 byte</p>", "nul byte", id="fault 39: NUL"),
        pytest.param("<p>half\ud800 pair</p>", "half pair", id="fault 39: a lone surrogate"),
        pytest.param("<p>half&#xd800; pair</p>", "half\ufffd pair", id="fault 39: a lone surrogate by number"),
        pytest.param("<p>no\ufffe char&#xfffe;acter</p>", "no character", id="fault 39: U+FFFE"),
        pytest.param("<p>con\x01trol\x1b[0m</p>", "control[0m", id="fault 39: control characters"),
        ("<p>unclosed <b>tags <i>everywhere", "unclosed tags everywhere"),
        ("only words", "only words"),
    ],
)
def test_odd_pages(html: str, text: str) -> None:
    """An XML declaration, NUL bytes and unclosed tags do not keep a page from being read."""
    assert extract(html, URL).text == text


TAGS = [
    "article", "b", "blockquote", "code", "div", "footer", "form", "h1", "h2", "li", "nav", "p", "pre", "script",
    "section", "span", "svg", "table", "td", "title", "tr", "ul",
]  # fmt: skip
PIECE = st.sampled_from(
    [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + ["<p hidden>", "&#0;", "文字。", BODY]
)


@given(st.lists(PIECE | st.text(max_size=5), max_size=30).map("".join), st.sampled_from([None, "//article"]))
@settings(derandomize=True, max_examples=80, deadline=None)
def test_any_page(html: str, container: str | None) -> None:
    """Any page ends in text with exact headings, or in the typed failure, never in another error."""
    try:
        found = extract(html, URL, container)
    except FetchFailed:
        return
    assert found.text.strip()
    assert all(found.text[one.start :].startswith(one.text) for one in found.headings)
