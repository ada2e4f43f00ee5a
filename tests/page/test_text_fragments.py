"""Links to a quote, opened in a real browser: it scrolls to the quote, in English and in Chinese."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page

from app.answers import Citation
from app.deep_link import deep_link
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.reader import Index
from ingest.documents import Chunk
from ingest.language import Language
from ingest.status import Source

PAGES = 10  # in each language
FILLER = "".join(f"<p>{number} boats lay at the quay; 码头边停着 {number} 条船。</p>\n" for number in range(150))


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and prints nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that is served."""
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """The address of a server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_browser_goes_to_the_quote(
    language: Language, page: Page, folder: Path, address: str, shipped: tuple[Settings, Report]
) -> None:
    """Of ten articles each, one after another, a sentence from the middle is in sight once its link is open."""
    chunks = [one for one in Index.load(current(shipped[0].data)).chunks if one.language == language]
    by_article = {one.document.url: one for one in chunks if len(one.sentences) > 2}
    for number, chunk in enumerate(list(by_article.values())[:PAGES]):
        name = f"{language}-{number}.html"
        (folder / name).write_text(as_page(chunk), "utf-8")
        link = deep_link(cited(chunk, f"{address}/{name}"))
        assert "#:~:text=" in link
        page.goto("about:blank")
        page.goto(link)
        page.wait_for_function("window.scrollY > 0")
        inside = page.evaluate(
            "() => { const box = document.getElementById('quote').getBoundingClientRect();"
            " return box.bottom > 0 && box.top < window.innerHeight; }"
        )
        assert inside, link
    assert number == PAGES - 1


def cited(chunk: Chunk, url: str) -> Citation:
    """Return a citation of a chunk's middle sentence, as if the page had been read from a server."""
    document = replace(chunk.document, url=url, source=Source.LIVE)
    start, end = chunk.sentences[len(chunk.sentences) // 2]
    return Citation(1, document, start, end, chunk.language)


def as_page(chunk: Chunk) -> str:
    """Return a page in which an article stands far down, its sentences broken into lines and partly in bold."""
    text, paragraphs = chunk.document.text, []
    middle = chunk.sentences[len(chunk.sentences) // 2]
    for start, end in chunk.sentences:
        words = re.sub(r" ", "\n", escape(text[start:end]))
        first, space, rest = words.partition("\n")
        mark = ' id="quote"' if (start, end) == middle else ""
        paragraphs.append(f"<p{mark}><b>{first}</b>{space}{rest}</p>")
    return f"<!doctype html><meta charset=utf-8><title>Quay</title>{FILLER}{''.join(paragraphs)}{FILLER}"
