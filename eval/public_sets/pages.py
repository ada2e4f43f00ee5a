"""Passages as what the product reads: a Markdown list of links, and a recording of the pages behind them."""

import html
import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from eval.question_sets import Passage
from eval.questions import QuestionsInvalid
from ingest.archives.writer import writing
from ingest.fetching.exchange import Exchange
from ingest.urls import identity_of, is_web_url

DOMAIN = "passages.example"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
_BACKTICKS = re.compile("`+")


def url_of(passage: str) -> str:
    """Return the address of a passage by its id.

    Each is on a host of its own: two pages of one host with the same few words are an error page to a build. The word
    before the id keeps one like ".." from being a path.
    """
    host = f"{sha256(passage.encode()).hexdigest()[:8]}.{DOMAIN}"
    return f"https://{host}/passage-{quote(passage, safe='')}"


def check_addresses(passages: Sequence[Passage]) -> None:
    """See to it that each passage has a page of its own.

    Raises:
        QuestionsInvalid: an id is too long for an address, or two ids are one address.
    """
    seen: dict[str, str] = {}
    for one in passages:
        url = url_of(one.id)
        if not is_web_url(url):
            raise QuestionsInvalid(f"the passage {one.id[:60]} has an id that is too long", "shorten it")
        other = seen.setdefault(identity_of(url), one.id)
        if other != one.id:
            raise QuestionsInvalid(f"the passages {other} and {one.id} have one address", "give them other ids")


def write_list(passages: Sequence[Passage], path: Path) -> None:
    """Write a list that links all passages under their titles; those without one come first, under no heading."""
    ordered = sorted(passages, key=lambda one: bool(_line(one.title)))
    lines: list[str] = []
    for title, group in groupby(ordered, lambda one: _line(one.title)):
        lines += ["", f"# {_verbatim(title)}", ""] if title else []
        lines += [f"- {_link(title, url_of(one.id))}" for one in group]
    path.write_text("\n".join([*lines, ""]), "utf-8")


def write_pages(passages: Sequence[Passage], path: Path) -> None:
    """Record all passages as HTML pages in a WARC file.

    Raises:
        ArchiveNotWritten: the disk is full or read-only.
    """
    with writing(path) as archive:
        for one in passages:
            archive.write(Exchange(url_of(one.id), (), 200, "OK", HTML, _page(one)))


def _page(passage: Passage) -> bytes:
    """Return a page that holds only the text, line by line.

    Of 1,158 sections of manuals `<div>` keeps the lines of all and every letter of 1,156, for trafilatura drops a line
    that comes again; `<p>` keeps those of 1,155, `<pre>` of all, but joins the lines of 523. The title stands on the
    list alone: on a short page one like "Not found" would mean an error.
    """
    lines = "\n".join(f"<div>{html.escape(line)}</div>" for line in passage.text.split("\n") if line.strip())
    page = f'<!doctype html><html lang="{passage.lang}"><body><article>\n{lines}\n</article></body></html>'
    return page.encode("utf-8", "replace")


def _link(title: str, url: str) -> str:
    return f"[{_verbatim(title)}]({url})" if title else f"<{url}>"


def _verbatim(title: str) -> str:
    """Return a title as inline code, in which Markdown means nothing, with a fence that is not in it."""
    fence = "`" * (max(map(len, _BACKTICKS.findall(title)), default=0) + 1)
    return f"{fence} {title} {fence}"


def _line(title: str) -> str:
    return " ".join(title.split())
