"""README files in their markup, as one HTML article."""

import re
from html import escape

from docutils.core import publish_parts
from markdown_it import MarkdownIt

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
_LITERAL = re.compile(r'<pre class="literal-block">(.*?)</pre>', re.DOTALL)


def readme_html(name: str, text: str) -> str:
    """Return a README as `<article>…</article>`; the file's ending tells Markdown, reStructuredText and text apart."""
    ending = name.lower().rpartition(".")[2]
    if ending in ("md", "markdown"):
        body = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    elif ending == "rst":
        body = _rst(text)
    else:
        body = _plain(text)
    return f"<html><body><article>{body}</article></body></html>"


def _rst(text: str) -> str:
    try:
        body = str(publish_parts(text, writer="html5", settings_overrides=RST_SETTINGS)["html_body"])
    except RecursionError:  # lists a hundred deep
        return _plain(text)
    return _LITERAL.sub(r"<pre><code>\1</code></pre>", body)  # else trafilatura joins its lines


def _plain(text: str) -> str:
    """Take an empty line for the end of a paragraph; the lines of one belong together."""
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
