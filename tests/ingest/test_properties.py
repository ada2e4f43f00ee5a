"""No exception leaves the ingest, whatever lists, URLs and bytes hold."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.errors import ListUnreadable
from ingest.extraction.charset import to_text
from ingest.lists.link_list import parse_list, read_list
from ingest.urls import identity_of, is_web_url, short_name

QUICK = settings(derandomize=True, max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
A = "https://e.example/a"
MARKUP = (
    f"[a]({A})¦[b][r]¦[r]: {A}\n¦{A}，¦<{A}>¦www.e.example¦(https://e.example/(b)¦http://[::1¦<a href='{A}'>¦</a>"
    "¦<h2>¦</h2>¦<div>\n¦</div>¦<code>¦</code>¦<!--¦-->¦<![CDATA[¦]]>¦<?¦```\n¦`¦\n¦\n\n¦\r\n¦    ¦\t¦- ¦> ¦# ¦#标题\n"
    "¦1. ¦| a | b |\n|---|---|\n¦|¦---\n¦===\n¦**¦_¦~~¦\\¦(¦)¦[¦]¦![¦&amp;¦&#0;¦%zz¦中文，¦：\n\n¦\0¦\u200b¦\ufeff"
    "¦\u3000¦[^1]"
).split("¦")
URL_PIECES = [
    "http://", "https://", "HTTP:", "//", "/", "e.example", "例子.中国", "xn--", "[::1]", "[", "]", "@", ":", ":99999",
    ":80", "..", ".", "?", "a=b", "&", "&amp;", "=", "#", "#!/", "%zz", "%2F", "%00", "\\", ";", " ", "\n", "www.",
    "github.com/", "arxiv.org/abs/", "1910.04940v1", "mp.weixin.qq.com/s", "?__biz=M&mid=1", "javascript:", "\ud800",
]  # fmt: skip
MARKDOWN = st.lists(st.sampled_from(MARKUP) | st.text(max_size=8), max_size=40).map("".join)
ODD_URLS = st.lists(st.sampled_from(URL_PIECES) | st.text(max_size=6), max_size=10).map("".join)


@given(MARKDOWN)
@QUICK
def test_any_markdown(text: str) -> None:
    """Any text is a list: each of its links can be fetched, and is there once, with a title of one clean line."""
    found = parse_list(text, "list.md")

    assert all(is_web_url(link.url) for link in found.links)
    assert len({identity_of(link.url) for link in found.links}) == len(found.links)
    titles = [one.title for link in found.links for one in link.occurrences] + [
        part for path in found.topics for part in path
    ]
    assert all(title == " ".join(title.split()) and "\x1b" not in title for title in titles)


@given(st.binary(max_size=300) | MARKDOWN.map(str.encode) | MARKDOWN.map(lambda text: text.encode("gb18030", "ignore")))
@QUICK
def test_any_file(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Any bytes are a list, or are refused as unreadable."""
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(data)
    with suppress(ListUnreadable):
        assert read_list(path).links


@given(ODD_URLS)
@QUICK
@example("http://[")
@example("https://e.example:99999/")
def test_any_url(url: str) -> None:
    """Any text has an identity, which is that of itself if it can be fetched, and a short printable name."""
    assert is_web_url(url) in (True, False)
    assert short_name(url).isprintable()
    if is_web_url(url):
        assert identity_of(f"//{identity_of(url)}") == identity_of(url)


CHARSETS = st.sampled_from(
    ["", "text/html", "text/html; charset=", "text/html; charset=hex", 'charset="gbk"', "charset=utf-7;;", "\x00"]
)


@given(
    st.binary(max_size=400),
    CHARSETS | st.text(max_size=20),
    st.sampled_from([b"", b"<meta charset=utf-16>", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
@QUICK
def test_any_bytes_are_text(body: bytes, content_type: str, start: bytes) -> None:
    """Any bytes under any content type are text that UTF-8 can hold."""
    assert isinstance(to_text(start + body, content_type).encode(), bytes)
