"""The text of a WeChat article: from the page, or from the script that would have put it there."""

import html
import re

from lxml.etree import _Element

from ingest.documents import Heading
from ingest.extraction.blocks import text_of, visible
from ingest.extraction.tree import found as found_in
from ingest.extraction.tree import tree_of
from ingest.language import characters_in
from ingest.sites.weixin.script import strings

MIN_COVERAGE = 0.9  # of what a script holds; below, the page holds only a part of the text
CONTAINER = "//*[@id='js_content']"
_TAG = re.compile(
    r"<(?:p|section|div|span|br|a|img|strong|b|em|h[1-6]|ul|ol|li|pre|code|blockquote|table)\b[^<>]*>", re.IGNORECASE
)
_LINE_NUMBERS = ".//*[contains(@class, 'code-snippet__line-index')]"

Body = tuple[str, tuple[Heading, ...]]
"""A text and its headings."""


def body_of(tree: _Element, script: str, description: str) -> Body:
    """Return an article's text and headings; both empty where the page holds none.

    Some kinds of article (image sets, short texts, shared ones) hold their text only in a script; videos and audio
    have no more than a description.
    """
    shown = _shown(tree)
    scripted = max((_scripted(value) for value in strings(script, "content_noencode")), key=_length, default=("", ()))
    fullest = scripted if _length(shown) < MIN_COVERAGE * _length(scripted) else shown
    described = _plain(description)
    return described if _length(fullest) < _length(described) else fullest


def _shown(tree: _Element) -> Body:
    """Return the text that stands in the page, whose style hides it until a script has run.

    All of this element is the article: choosing among its parts lost up to 37 % of one, and the paragraphs of most.
    """
    found = found_in(tree, CONTAINER)
    if not found:
        return "", ()
    for hidden in ("style", "aria-hidden", "hidden"):
        found[0].attrib.pop(hidden, "")
    _tidy_code(found[0])
    return text_of(found[0])


def _tidy_code(content: _Element) -> None:
    """Drop the numbers beside code, and end its lines, each an element of its own, with line breaks."""
    for numbers in found_in(content, _LINE_NUMBERS):
        numbers.drop_tree()
    for block in content.iter("pre"):
        for line in block.findall("code")[:-1]:
            line.tail = "\n" + (line.tail or "").lstrip("\n")


def _scripted(value: str) -> Body:
    """Return the text of a string that holds HTML, HTML with its marks escaped once more, or plain lines."""
    if not _TAG.search(value) and _TAG.search(html.unescape(value)):
        value = html.unescape(value)
    if not _TAG.search(value):
        return _plain(value)
    tree = tree_of(value)
    _tidy_code(tree)
    return text_of(tree)


def _plain(value: str) -> Body:
    lines = (" ".join(line.split()) for line in visible(html.unescape(value)).split("\n"))
    return "\n\n".join(line for line in lines if line), ()


def _length(body: Body) -> int:
    return characters_in(body[0])
