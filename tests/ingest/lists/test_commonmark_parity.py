"""The links of a list are those that another author's parser (mistune) finds, and what our stated rules add or take.

Our rules on top of CommonMark and GitHub's tables: a bare URL or `www.` is a link up to Chinese punctuation, also where
a Markdown link was not closed; code in HTML holds none; images are no links; "#标题" is a heading.
"""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import mistune
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.lists.link_list import parse_list
from ingest.lists.parts import clean
from ingest.lists.places import web_links

LIST = """Some words.

# Engines [one](https://e.example/1) and *more*

* [two **bold**](https://e.example/2_(x) "a tooltip"): says why
* [three](<https://e.example/3 x>)
  1. <https://e.example/4>
     > quoted [four `code`][ref] and [Ref][] and [ref]

Setext [five \\[5\\]](https://e.example/5?a=1&amp;b=2)
---

| name | where |
|------|-------|
| 图 | [six \\| 6](https://e.example/6) |

<p align="center"><a href="https://e.example/7">seven</a></p>

## 中文标题

[![logo](logo.png) eight](https://e.example/8/路径) `[no](https://e.example/no)` ![no](https://e.example/no.png)

```
[no](https://e.example/no)
```

    [no](https://e.example/no)

<!-- [no](https://e.example/no) -->

- [ ] [nine](https://e.example/9 'x')
- text
  continued [ten

  not a link](https;//e.example/no)

[ref]: https://e.example/ref
"""


class _Anchors(HTMLParser):
    """Collects the links and headings of rendered HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.headings: list[str] = []
        self._open: list[list[str]] = []
        self._href = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href = dict(attrs).get("href") or ""
        if tag == "a" or re.fullmatch(r"h[1-6]", tag):
            self._open.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")

    def handle_data(self, data: str) -> None:
        for texts in self._open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" or re.fullmatch(r"h[1-6]", tag):
            text = clean("".join(self._open.pop()))
            if tag == "a" and self._href.startswith("http"):
                url = unquote(self._href)
                self.links.append((url, "" if text == url else text))
            elif tag != "a":
                self.headings.append(text)


render = mistune.create_markdown(escape=False, plugins=["table"])


def theirs(text: str) -> _Anchors:
    """Return what mistune finds."""
    return _Anchors(str(render(text)))


def ours(text: str) -> list[tuple[str, str]]:
    """Return the links that we find, with their titles."""
    return [(unquote(part.url), part.title) for part, _ in web_links(text)]


def test_a_list_of_many_kinds() -> None:
    """Both find the same links with the same titles and the same headings, in the same order."""
    expected = theirs(LIST)

    assert len(expected.links) == 12
    assert sorted(ours(LIST)) == sorted(expected.links)
    assert [topic[-1] for topic in parse_list(LIST, "list.md").topics] == expected.headings


URLS = st.builds(
    "https://e.example/{}{}".format, st.integers(1, 99), st.sampled_from(["", "_(b)", "?a=1&amp;b=2", "#x"])
)
WORDS = st.sampled_from(["word", "图", "*em*", "**b**", "`code`", r"a \] b", "a & b", "![i](p.png)", "a_b", "<b>x</b>"])
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
SHAPES = [
    "[{}]({})",
    "[{}](<{} x>)",
    "[{}]({} 'tip')",
    "[![{}](i.png)]({})",
    "![{}]({})",
    "`[{}]({})`",
    "<!-- {} {} -->",
]
LINKS = st.builds(str.format, st.sampled_from(SHAPES), TEXTS, URLS) | URLS.map("<{}>".format)
LINES = st.lists(TEXTS | LINKS, min_size=1, max_size=4).map(" ".join)
LEAVES = LINES | st.builds("{} {}".format, st.sampled_from(["#", "###"]), LINES) | LINES.map("```\n{}\n```".format)


def nested(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Put blocks into lists and quotes."""
    items = st.lists(blocks, min_size=1, max_size=3)
    bullets = items.map(lambda many: "\n".join("- " + one.replace("\n", "\n  ") for one in many))
    return bullets | blocks.map(lambda one: "> " + one.replace("\n", "\n> "))


@given(st.lists(st.recursive(LEAVES, nested, max_leaves=6), min_size=1, max_size=4).map("\n\n".join))
@settings(derandomize=True, max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_list(text: str) -> None:
    """However links, code, comments, headings, lists and quotes are put together, both find the same."""
    expected = theirs(text)

    assert ours(text) == expected.links
