"""README files in their markup, as one HTML article: what a reader sees of them, without badges and pictures."""

import posixpath
import re
from collections.abc import Sequence
from html import escape

import lxml.html
from docutils.core import publish_parts
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from ingest.extraction.notebook import notebook_markdown
from ingest.extraction.tree import found, tree_of
from ingest.language import characters_in

MARKDOWN = ("md", "markdown", "mdown", "mkd")
MARKUPS = ("rst", "txt", *MARKDOWN)
MARKDOWN_SETTINGS = {"html": True, "linkify": False, "maxNesting": 100}  # deeper than 20, text is dropped otherwise
# A stranger's file: it may not read files, run code or stop the build (docutils, "Deploying Docutils Securely").
RST_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 5,
    "report_level": 5,
    "embed_stylesheet": False,
    "syntax_highlight": "none",
    "math_output": "LaTeX",  # the others recurse without end on some formulas
    "_disable_config": True,  # else a docutils.conf in the working directory may allow it all again
}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n){0,200}?---[ \t]*\n")
_LITERAL = re.compile(r'<pre class="literal-block">(.*?)</pre>', re.DOTALL)
# Where badges come from; each shows a number that was true on one day.
_BADGE = re.compile(
    r"//(?:[\w-]+\.)*(?:shields\.io|badge\.fury\.io|badgen\.net|travis-ci\.(?:org|com)|circleci\.com|codecov\.io|"
    r"coveralls\.io|appveyor\.com|codacy\.com|pepy\.tech|readthedocs\.org/projects)(?:/|$)|badge[^/]*\.svg|/badges?/",
    re.IGNORECASE,
)
_SUBSTITUTIONS = re.compile(r"\s*(?:\|[^|\s][^|]*\|_{0,2}\s*)+")
_PICTURES = ".//img | .//picture | .//video | .//source | .//svg"


def ending_of(name: str) -> str:
    """Return what stands behind the last dot of a file's name, in lower case, or an empty string."""
    return posixpath.splitext(name.lower())[1].removeprefix(".")


def readme_html(name: str, text: str) -> str:
    """Return a README as `<article>…</article>`; the file's ending tells its markup.

    Raises:
        FetchFailed: `extract_failed` for a notebook that is none.
    """
    ending = ending_of(name)
    if ending == "ipynb":
        ending, text = "md", notebook_markdown(text)
    if ending in MARKDOWN:
        body = MarkdownIt("gfm-like", MARKDOWN_SETTINGS).render(_FRONT_MATTER.sub("", text))
    elif ending == "rst":
        body = _rst(text)
    else:
        body = _plain(text)
    return _readable(f"<html><body><article>{body}</article></body></html>")


def _rst(text: str) -> str:
    try:
        body = str(publish_parts(text, writer="html5", settings_overrides=RST_SETTINGS)["html_body"])
    except RecursionError:  # lists a hundred deep
        return _plain(text)
    return _LITERAL.sub(r"<pre><code>\1</code></pre>", body)  # else trafilatura joins its lines


def _plain(text: str) -> str:
    """Take an empty line for the end of a paragraph; the lines of one belong together."""
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))


def _readable(html: str) -> str:
    """Drop comments, pictures and the links around them, badges, contents, and substitutions that were pictures."""
    root = tree_of(html)
    for paragraph in found(root, "//main//p"):  # docutils's
        if _SUBSTITUTIONS.fullmatch(paragraph.text_content()):
            paragraph.drop_tree()
    for block in found(root, "//p | //td | //th | //li | //div[not(.//p or .//div)] | //center"):
        _drop_badges(block)
    for block in found(root, "//ul | //ol"):
        _drop_contents(block)
    for picture in found(root, _PICTURES.replace(".//", "//")):
        link = picture.getparent()
        picture.drop_tree()
        if link is not None and link.tag == "a" and not link.text_content().strip() and not len(link):
            link.drop_tree()
    return str(lxml.html.tostring(root, encoding="unicode"))


def _drop_badges(block: HtmlElement) -> None:
    """Empty a block of links to badges when there is nothing else in it; a sentence keeps its link to a service."""
    links = [link for link in found(block, ".//a") if _BADGE.search(link.get("href", ""))]
    if links and _is_all(links, block):
        for link in links:
            link.drop_tree()


def _drop_contents(block: HtmlElement) -> None:
    """Drop a list of the README's own headings, which follow anyway."""
    links = [link for link in found(block, ".//a") if link.get("href", "").startswith("#")]
    if links and block.getparent() is not None and _is_all(links, block):
        block.drop_tree()


def _is_all(links: Sequence[HtmlElement], block: HtmlElement) -> bool:
    return sum(characters_in(link.text_content()) for link in links) == characters_in(block.text_content())
