"""README files in their markup, as one HTML article."""

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
}


def readme_html(name: str, text: str) -> str:
    """Return a README as `<article>…</article>`; the file's ending tells Markdown, reStructuredText and plain text apart."""
    ending = name.lower().rpartition(".")[2]
    if ending in ("md", "markdown"):
        body = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    elif ending == "rst":
        body = publish_parts(text, writer="html5", settings_overrides=RST_SETTINGS)["html_body"]
    else:
        body = f"<pre>{escape(text)}</pre>"
    return f"<html><body><article>{body}</article></body></html>"
