"""HTML to a tree: nothing of the text is lost, however deep it stands and whatever characters it holds."""

import time

import pytest

from ingest.errors import FetchFailed
from ingest.extraction.blocks import text_of
from ingest.extraction.parsing import MAX_DEPTH, first, nodes, parsed
from ingest.status import Status


def text(html: str) -> str:
    return text_of(parsed(html))[0]


@pytest.mark.parametrize("deep", ["<div>", "<b>", "<blockquote>", "<table><tr><td>", "<ul><li>", "<unknown>"])
@pytest.mark.parametrize("depth", [200, 300, 2100, 50_000])
def test_no_depth_loses_text(deep: str, depth: int) -> None:
    """Fault 55: libxml2 ends at 256 or 2048 elements within each other; here text in the depth and behind it stays."""
    closing = "".join(f"</{tag}" for tag in reversed(deep.split("<")[1:]))
    html = f"<body><p>before</p>{deep * depth}<p>deep</p><p>beside</p>{closing * depth}<p>behind</p></body>"
    started = time.perf_counter()

    assert text(html).split() == ["before", "deep", "beside", "behind"]
    assert time.perf_counter() - started < 10


def test_the_depth_of_a_shallow_tree() -> None:
    """A tree that had to be made shallow is no deeper than anything that walks it can bear."""
    tree = parsed("<body>" + "<div>" * 50_000 + "text")
    (deepest,) = (node for node in tree.iter() if node.text == "text")

    assert len(list(deepest.iterancestors())) <= MAX_DEPTH + 2


def test_code_in_the_depth() -> None:
    """Neither scripts nor styles become text where their element cannot be opened."""
    assert text("<div>" * 5000 + "<script>var a = '<b>'</script><style>b { }</style>word") == "word"


def test_many_faults_before_the_depth() -> None:
    """Hundreds of other faults in a page do not hide that it is too deep."""
    assert text("<p>x</wrong>" * 3000 + "<div>" * 5000 + "end").endswith("end")


def test_what_the_depth_keeps() -> None:
    """Attributes above the depth are kept, escaped as they were."""
    tree = parsed('<body><a href="/x?a=1&amp;b=2" title="&lt;b&gt;">link</a>' + "<div>" * 5000 + "deep &amp; &lt;p&gt;")

    assert first(tree, "//a").get("href") == "/x?a=1&b=2"
    assert first(tree, "//a").get("title") == "<b>"
    assert text_of(tree)[0].endswith("deep & <p>")


def test_nodes() -> None:
    """All nodes that a path names are found, or the first, or None."""
    tree = parsed("<p>1<p>2")

    assert [node.text for node in nodes(tree, "//p")] == ["1", "2"]
    assert first(tree, "//p").text == "1"
    assert first(tree, "//h1") is None


@pytest.mark.parametrize("html", ["", " \n", "\0", "\ud800", "<!-- a -->"])
def test_nothing(html: str) -> None:
    """Nothing at all, or nothing that could stand in a tree, is no tree."""
    with pytest.raises(FetchFailed, match="holds no text") as caught:
        parsed(html)
    assert caught.value.status is Status.EMPTY
