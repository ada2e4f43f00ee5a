"""The list's own faults, 62 to 70, each with its number: what curators write, and what must come of it."""

import sys
from collections import Counter

import pytest

from ingest.lists.link_list import LinkList, parse_list
from ingest.lists.walk import SkippedLink

A, B = "https://e.example/a", "https://e.example/b"
TALL = "\n".join(f"{'  ' * level}- level {level}" for level in range(10))


def parsed(text: str) -> LinkList:
    """Parse a list called list.md."""
    return parse_list(text, "list.md")


def pairs(found: LinkList) -> list[tuple[str, str]]:
    """Return URL and title of every occurrence, in the order of links."""
    return [(link.url, one.title) for link in found.links for one in link.occurrences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"[x]({A}_(b(c)))", [(f"{A}_(b(c))", "x")], id="fault 62: balanced brackets"),
        pytest.param(f"({A}_(b))", [(f"{A}_(b)", "")], id="fault 62: brackets around a bare URL"),
        pytest.param("[x](<https://e.example/a b>)", [("https://e.example/a%20b", "x")], id="fault 62: spaces"),
        pytest.param(rf"[a \| b]({A})", [(A, "a | b")], id="fault 62: escaped bar"),
        pytest.param(f"| h |\n|---|\n| [a \\| b]({A}) |", [(A, "a | b")], id="fault 62: escaped bar in a table"),
        pytest.param(rf"[a \[b\]]({A}\_c)", [(f"{A}_c", "a [b]")], id="fault 62: escaped brackets and underscore"),
        pytest.param(f"[x]({A}?b=1&amp;c=2)", [(f"{A}?b=1&c=2", "x")], id="fault 62: an entity in the URL"),
        pytest.param(
            f"<{A}?b=1&amp;c=2> {A}?d=1&amp;e=2",
            [(f"{A}?b=1&c=2", ""), (f"{A}?d=1&e=2", "")],
            id="fault 62: an entity in a bare URL",
        ),
        pytest.param(f"[x][r], [r][], [r]\n\n[R]: {A}", [(A, "x"), (A, "r"), (A, "r")], id="fault 63: three kinds"),
        pytest.param(f"[x][r]\n\n[r]: <{A}>\n  'a title'", [(A, "x")], id="fault 63: a definition on two lines"),
        pytest.param("[x][none] [none][] [none]", [], id="fault 63: missing definition"),
        pytest.param(f"[x][none]({A})", [(A, "none")], id="fault 63: missing definition, then a link"),
        pytest.param(f"[r]: {A}", [], id="fault 63: a definition that nothing uses"),
        pytest.param(f"[r]: {A}\n[r]: {B}\n\n[r]", [(A, "r")], id="fault 63: the first of two definitions counts"),
        pytest.param(f"<{A}> {B}", [(A, ""), (B, "")], id="fault 64: autolink and bare URL"),
        pytest.param("see www.e.example/w.", [("http://www.e.example/w", "")], id="fault 64: www. without a scheme"),
        pytest.param(
            "见www.e.example/w，www.f.example。",
            [("http://www.e.example/w", ""), ("http://www.f.example", "")],
            id="fault 64: www. in Chinese text",
        ),
        pytest.param("awww.e.example README.md keras.io v1.2", [], id="fault 64: names with dots are no links"),
        pytest.param("<me@e.example> me@e.example tel:+12 [t](tel:+12)", [], id="fault 64: mail and telephone"),
        pytest.param(f"{A}，{A}。{A}；{A}）{A}》", [(A, "")] * 5, id="fault 65: Chinese punctuation"),
        pytest.param(f"（{A}）《{B}》“{A}”", [(A, ""), (A, ""), (B, "")], id="fault 65: between Chinese marks"),
        pytest.param("https://github.com/o/r代码", [("https://github.com/o/r", "")], id="fault 65: Chinese text"),
        pytest.param(
            "https://e.example/代码", [("https://e.example/%E4%BB%A3%E7%A0%81", "")], id="fault 65: in the path"
        ),
        pytest.param(f"text <a href='{A}'>t <b>b</b></a>", [(A, "t b")], id="fault 66: HTML within a line"),
        pytest.param(f"<div>\n<p><a\nhref={A}>t</a></p></div>", [(A, "t")], id="fault 66: HTML block"),
        pytest.param(f"<a href='{A}'>open [x]({B})", [(A, "open"), (B, "x")], id="fault 66: <a> that nothing closes"),
        pytest.param(f"<a name='top'> [x]({A})", [(A, "x")], id="fault 66: <a> that is no link"),
        pytest.param(f"[![alt](i.png)]({A})", [(A, "alt")], id="fault 66: image in a link"),
        pytest.param(f"<a href='{A}'><img alt='alt'></a>", [(A, "alt")], id="fault 66: image in an HTML link"),
        pytest.param(f"```\n{A}\n```\n~~~ md\n[x]({A})\n~~~", [], id="fault 67: fences"),
        pytest.param(f"    {A}\n\n`{A}` `` [x]({A}) ``", [], id="fault 67: indented and inline code"),
        pytest.param(f"```\n{A}", [], id="fault 67: a fence that nothing closes"),
        pytest.param(f"a <!-- {A} --> b\n\n<!--\n[x]({A})\n-->", [], id="fault 67: comments"),
        pytest.param(f"a <code>{A}</code>, <samp>[x]({A})</samp>", [], id="fault 67: code in HTML"),
        pytest.param(f"| a | b |\n|---|---|\n| [x]({A}) | {B} |", [(A, "x"), (B, "")], id="fault 68: table"),
        pytest.param(f"{TALL}\n{'  ' * 10}- [x]({A})", [(A, "x")], id="fault 68: a list ten deep"),
        pytest.param(f"{'> ' * 10}[x]({A})", [(A, "x")], id="fault 68: a quote ten deep"),
        pytest.param(f"1. a\n   > - [x]({A})", [(A, "x")], id="fault 68: a list in a quote in a list"),
        pytest.param(f"text[^1]\n\n[^1]: see [x]({A})", [(A, "x")], id="fault 68: footnote"),
        pytest.param(f"text[^1]\n\n[^1]: {A}", [(A, "")], id="fault 68: footnote of a URL alone"),
        pytest.param(f"[]({A})", [(A, "")], id="fault 69: no title"),
        pytest.param(f"[x]({A} [y]({B})", [(A, ""), (B, "y")], id="fault 69: unclosed"),
        pytest.param(f"[[wiki]] [[wiki|page]] [[x]({A})]", [(A, "x")], id="fault 70: wiki links"),
        pytest.param(f"\t- [x]({A})", [], id="fault 70: a tab makes code"),
        pytest.param(f"-\t[x]({A})\n\t-\t[y]({B})", [(A, "x"), (B, "y")], id="fault 70: tabs between"),
        pytest.param(f"[\u200bx\u00a0y\u2060]({A})", [(A, "x y")], id="fault 70: U+200B and NBSP in a title"),
        pytest.param(f"-\u00a0[x]({A})", [(A, "x")], id="fault 70: NBSP behind a bullet"),
        pytest.param("", [], id="fault 70: empty"),
    ],
)
def test_links(text: str, expected: list[tuple[str, str]]) -> None:
    """Links are found with their titles, in whatever way Markdown or HTML writes them, and nothing else is a link."""
    assert pairs(parsed(text)) == expected


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        pytest.param(f"# [T]({A})", [("T",)], id="fault 66: link in a heading"),
        pytest.param(f"- # T\n  [x]({A})", [("T",)], id="fault 66: heading in a list item"),
        pytest.param(f"T\n===\n[x]({A})", [("T",)], id="fault 66: Setext"),
        pytest.param(f"#标题\n[x]({A})\n##二 章\n[y]({B})", [("标题",), ("标题", "二 章")], id="fault 66: no space"),
        pytest.param(f"#tag #图 [x]({A})", [()], id="fault 66: tags are no heading"),
        pytest.param(f"<h2>T</h2>\n\n[x]({A})", [("T",)], id="fault 66: <h2>"),
        pytest.param(f"<h1>T</h1><h3>U</h3><p><a href='{A}'>x</a></p>", [("T", "U")], id="fault 66: in one block"),
        pytest.param(f"<div><h2><a href='{A}'>T</a></h2></div>", [("T",)], id="fault 66: a link in <h2>"),
        pytest.param(f"<h2></h2>\n\n[x]({A})", [()], id="fault 66: <h2> of nothing"),
        pytest.param(f"# T\n[x]({A})\n# T\n[y]({B})", [("T",), ("T",)], id="fault 70: duplicate headings"),
        pytest.param(f"\ufeff# T\r\n[x]({A})", [("T",)], id="fault 70: byte order mark and CRLF"),
        pytest.param(f"---\ntitle: {B}\n---\n# T\n[x]({A})", [("T",)], id="fault 70: front matter"),
        pytest.param(f"+++\ntitle = '{B}'\n+++\n# T\n[x]({A})", [("T",)], id="fault 70: front matter in TOML"),
        pytest.param(f"#\u00a0T\n\n[x]({A})", [("T",)], id="fault 70: NBSP behind the hash"),
    ],
)
def test_topics(text: str, topics: list[tuple[str, ...]]) -> None:
    """Headings of every make open a topic for the links below."""
    assert [topic for link in parsed(text).links for topic in link.topics] == topics


def test_headings_without_links() -> None:
    """Fault 70: a heading without links is a topic of the list; one that stands twice is one topic."""
    assert parsed(f"# T\n## Empty\n# T\n<h2>Also empty</h2>\n\n# Last\n[x]({A})").topics == (
        ("T",),
        ("T", "Empty"),
        ("T", "Also empty"),
        ("Last",),
    )


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("[x]()", ""),
        ("[x](#part)", "#part"),
        ("[x](docs/a.md)", "docs/a.md"),
        ("[x](/a)", "/a"),
        ("[x](//e.example/a)", "//e.example/a"),
        ("[x](https;//e.example)", "https;//e.example"),
        ("[x](http:/e.example)", "http:/e.example"),
        ("[x](javascript:alert(1))", "javascript:alert(1)"),
        ("<a href='javascript:alert(1)'>x</a>", "javascript:alert(1)"),
        ("[x](data:text/html,hi)", "data:text/html,hi"),
        ("[x](file:///etc/hosts)", "file:///etc/hosts"),
        ("[x](ftp://e.example/a)", "ftp://e.example/a"),
        ("[x](https://name:word@e.example/)", "https://name:word@e.example/"),
        ("[x](https://e.example:99999/)", "https://e.example:99999/"),
        ("[x](http://[)", "http://%5B"),
    ],
)
def test_what_is_no_web_page(written: str, url: str) -> None:
    """Fault 69: a destination that is no web page is reported with its line, and the links around it are read."""
    found = parsed(f"[one]({A})\n\n{written} [two]({B})")

    assert found.skipped == (SkippedLink(url, 3),)
    assert [link.url for link in found.links] == [A, B]


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param("- [A title]({}) and a remark\n", id="a list"),
        pytest.param("[t]({}) ", id="one paragraph"),
        pytest.param("{}，", id="bare URLs without a space"),
        pytest.param("A paragraph about {} and nothing else.\n\n", id="prose"),
        pytest.param("<p><a href='{}'>t</a></p>\n", id="HTML"),
    ],
)
def test_a_large_list_takes_work_in_proportion(shape: str) -> None:
    """Fault 70: ten times the list takes about ten times the work, whatever it is made of (10 MB: half a minute)."""

    def calls(count: int) -> int:
        text = "".join(shape.format(f"{A}{number}") for number in range(count))
        done = Counter[str]()
        sys.setprofile(lambda _frame, event, _what: done.update([event]))
        try:
            found = parsed(text)
        finally:
            sys.setprofile(None)
        assert len(found.links) == count
        return done.total()

    assert calls(2000) < 12 * calls(200)
