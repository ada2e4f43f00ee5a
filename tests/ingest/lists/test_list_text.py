"""A list as text and as a file: line numbers, front matter, line ends, what cannot be read, and what no text may do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import ListUnreadable
from ingest.lists.link_list import parse_list, read_list
from ingest.lists.text import MAX_LIST_BYTES
from ingest.urls import is_web_url

A, B = "https://e.example/a", "https://e.example/b"
LIST = f"""---
title: a list
---
# Graphs

para {A}/long and
[a]({A}) in its second line

[r][ref] and [ref] by reference

<div>
<a href="https://e.example/html">html</a>
</div>

```
[in code]({B})
```

    {B} indented

<!-- {B} -->

| x | y |
|---|---|
| 1 | [t](https://e.example/table) |

[ref]: https://e.example/reference "a tooltip"
"""
LINES = [
    (f"{A}/long", 6),
    (A, 7),
    ("https://e.example/reference", 9),
    ("https://e.example/reference", 9),
    ("https://e.example/html", 12),
    ("https://e.example/table", 25),
]


def lines_of(text: str) -> list[tuple[str, int]]:
    """Return URL and line of every occurrence, in the order of lines."""
    links = parse_list(text, "list.md").links
    return sorted(((link.url, one.line) for link in links for one in link.occurrences), key=lambda found: found[1])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_file(ending: str) -> None:
    """A link's line counts from the top of the file, front matter included, whatever ends lines; code holds no link."""
    assert lines_of(LIST.replace("\n", ending)) == LINES


def test_a_rule_is_no_front_matter() -> None:
    """A list between two rules across the page is not taken for front matter."""
    assert lines_of(f"---\n[a]({A})\n\n---\n[b]({B})") == [(A, 2), (B, 5)]
    assert lines_of(f"---\ntitle: {A}\n---") == []
    assert lines_of(f"---\ntitle: never closed\n\n[b]({B})") == [(B, 4)]


def test_a_file_with_byte_order_mark_and_bad_bytes(tmp_path: Path) -> None:
    """A byte order mark is not part of the first heading, and a byte that is not UTF-8 spoils one character."""
    path = tmp_path / "list.md"
    path.write_bytes(b"\xef\xbb\xbf# \xe5\x9b\xbe\xff\r\n[a](" + A.encode() + b")\r\n")
    found = read_list(path)

    assert found.name == "list.md"
    assert found.topics == (("图\ufffd",),)
    assert [link.url for link in found.links] == [A]


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    """A missing file, a folder, a giant and a list without a link are each refused with a remedy."""
    empty, giant = tmp_path / "empty.md", tmp_path / "giant.md"
    empty.write_text("# Only a heading\n[and](#an-anchor)\n", "utf-8")
    with giant.open("wb") as file:
        file.truncate(MAX_LIST_BYTES + 1)

    with pytest.raises(
        ListUnreadable, match=r"absent\.md cannot be read \(No such file or directory\); check the path\.$"
    ):
        read_list(tmp_path / "absent.md")
    with pytest.raises(ListUnreadable, match=r"cannot be read \(.+\); check the path\.$"):
        read_list(tmp_path)
    with pytest.raises(ListUnreadable, match=r"giant\.md is larger than 20 MB; split it into several lists\.$"):
        read_list(giant)
    with pytest.raises(ListUnreadable, match=r"empty\.md holds no web link; give a Markdown file with http"):
        read_list(empty)


@pytest.mark.parametrize(
    ("encode", "title"),
    [
        pytest.param(lambda text: text.encode("utf-8-sig"), "图引擎", id="UTF-8 with a mark"),
        pytest.param(lambda text: text.encode("utf-16"), "图引擎", id="UTF-16"),
        pytest.param(lambda text: text.encode("gb18030"), "图引擎", id="GB 18030"),
        pytest.param(
            lambda text: text.encode().replace("擎".encode(), b"\xe6\x93"), "图引\ufffd", id="a byte is missing"
        ),
        pytest.param(lambda text: text.encode("latin-1", "replace").replace(b"?", b"\xff"), "\ufffd" * 3, id="junk"),
    ],
)
def test_encodings_of_a_file(encode: Callable[[str], bytes], title: str, tmp_path: Path) -> None:
    """Fault 70: a list that is not UTF-8 is read as what it is, and bytes that are nothing spoil one character each."""
    path = tmp_path / "list.md"
    path.write_bytes(encode(f"[图引擎]({A}) 这是一个图计算引擎，用来处理很大的图。\n"))

    assert [(link.url, link.title) for link in read_list(path).links] == [(A, title)]


PIECES = (
    f"[a]({A})¦{A}，¦http://[¦//e.example¦www.e.example¦：//¦[x]: {B}\n¦[x]¦![i](u)¦<a href='{B}'>¦</a>"
    "¦\n<div>¦</div>\n¦<!--¦-->¦<![¦]]>¦<!x¦<?¦\n<pre>¦<code>¦<¦\n¦\n\n¦\r\n¦    ¦\t¦- ¦> ¦# ¦1. ¦```\n¦`"
    "¦| a |\n|---|\n¦---\n¦===\n¦**¦~~¦\\¦(¦)¦[¦]¦>¦'¦\"¦&#x¦&amp;¦中文¦：¦\0¦\u200b¦\ufeff¦%"
).split("¦")


@given(st.lists(st.sampled_from(PIECES), min_size=8, max_size=40).map("".join) | st.text(max_size=200))
@settings(derandomize=True, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever a file holds, the parser returns, every link can be fetched, and its line lies within the text."""
    found = parse_list(text, "list.md")

    assert all(is_web_url(link.url) for link in found.links)
    lines = [one.line for link in found.links for one in link.occurrences] + [one.line for one in found.skipped]
    assert all(1 <= line <= len(text.splitlines()) for line in lines)


@given(st.integers(0, 40), st.integers(0, 3), st.booleans())
@settings(derandomize=True, max_examples=60)
def test_the_line_of_a_link_anywhere(above: int, within: int, bare: bool) -> None:  # noqa: FBT001 - hypothesis passes it
    """A link is found on the line where it was written, below any number of lines and within any paragraph."""
    link = A if bare else f"[t]({A})"
    text = "\n" * above + "word\n" * within + link + " word\nword"

    assert lines_of(text) == [(A, above + within + 1)]


def test_bare_urls_where_the_first_rule_fails() -> None:
    """A text on which markdown-it's own rule for bare URLs raises is read with its second rule."""
    assert [url for url, _ in lines_of(f"e.examplewww.e.example[//e.ex<?{A} x")] == [A]


def test_a_title_cannot_steer_a_terminal() -> None:
    """Control characters of a title, an escape sequence's among them, are dropped; what looks like space is a space."""
    (link,) = parse_list("[a \x1b(Bred\x07 ti\u200btle\u00a0here](https://e.example/a)", "list.md").links
    assert link.title == "a (Bred title here"
