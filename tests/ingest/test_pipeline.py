"""Reading a whole list: where each link's text comes from, in which order, and that no link can harm another."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from loopback import Answer, Serve, client, reply, reset
from recordings import HTML, Recording, html, replaying, run, write_warc

from ingest.documents import Document, Link
from ingest.fetching.fetch import Fetcher
from ingest.fetching.politeness.pace import Pace
from ingest.lists.link_list import LinkList, parse_list
from ingest.lists.listing import entry
from ingest.notes import Note, read_notes
from ingest.pipeline import read_links
from ingest.plan import Outcome, Plan, Reading
from ingest.status import Source, Status
from ingest.urls import identity_of

URL = "https://e.example/engine"
LIST = parse_list(f"# Graphs\n\n[On the list]({URL}): fast\n", "list.md")
WORDS = "".join(f"<p>Paragraph {number} is about a graph engine and its memory.</p>" for number in range(12))
LONG = "All of it lies in one file. " * 10
GONE: Recording = (404, HTML, b"")


def page(word: str) -> Recording:
    """Return a page of which one word is known."""
    return html(f"<html><body><article><p>{word}.</p>{WORDS}</article></body></html>")


def earlier(url: str, word: str) -> Document:
    """Return a document of an earlier build, with the link as the list had it then."""
    return Document(Link(url, ()), url, "an old title", word, (), Source.LIVE, "2020-01-01")


def archive(path: Path, word: str, source: Source = Source.ARCHIVE) -> Fetcher:
    """Return a fetcher whose archive holds the page with a word."""
    return replaying(write_warc(path, {URL: page(word)}), source)


def failing(path: Path, recording: Recording = GONE) -> Fetcher:
    """Return a fetcher whose archive holds a failure."""
    return replaying(write_warc(path, {URL: recording}))


@pytest.fixture
def notes(tmp_path: Path) -> dict[str, Note]:
    """A note on the one page."""
    head = f"---\nurl: {URL}\ntitle: T\ntopics: []\nlanguage: en\nkind: page\nchecked-against: [it]\n---\n"
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(f"{head}## English\nThe note.\n## 中文\n笔记。\n", "utf-8")
    return read_notes(tmp_path / "notes")


def read(links: LinkList, plan: Plan) -> Reading:
    """Read a list, checking that each outcome is told once."""
    told: list[Outcome] = []
    reading = run(read_links(links, plan, told.append))
    assert sorted(one.link.url for one in told) == sorted(one.link.url for one in reading.outcomes)
    assert [outcome.link for outcome in reading.outcomes] == list(links.links)
    assert all(outcome.documents for outcome in reading.outcomes)
    return reading


def only(plan: Plan) -> Outcome:
    """Return what became of the one link."""
    (outcome,) = read(LIST, plan).outcomes
    return outcome


def test_the_order_of_sources(tmp_path: Path, notes: dict[str, Note]) -> None:
    """First comes what was kept, then a fetcher's page, the last good copy, an archive, the note, and last a stub."""
    key = identity_of(URL)
    kept, good = {key: [earlier(URL, "kept. " + LONG)]}, {key: [earlier(URL, "good")]}
    live, dead = archive(tmp_path / "1.warc.gz", "live", Source.LIVE), failing(tmp_path / "2.warc.gz")
    spare = archive(tmp_path / "3.warc.gz", "spare")
    gone = f"{URL} answered 404"

    def told(plan: Plan) -> tuple[str, Source, Status, str]:
        outcome = only(plan)
        return outcome.documents[0].text.split(".")[0], outcome.source, outcome.status, outcome.reason

    def standing(primary: Fetcher, **others: object) -> tuple[str, Source, Status, str]:
        return told(replace(Plan(primary=[primary], notes=notes), **others))

    everything = {"last_good": good, "fallback": [spare]}
    live_page, last = ("live", Source.LIVE, Status.OK, ""), f"kept from the last build ({gone})"
    assert standing(live, kept=kept, **everything) == ("kept", Source.LIVE, Status.OK, "")
    assert standing(live, **everything) == live_page
    assert told(Plan(primary=[live, dead], last_good=good)) == live_page
    assert told(Plan(primary=[dead, live], last_good=good)) == live_page
    assert standing(dead, **everything) == ("good", Source.LIVE, Status.OK_FALLBACK, last)
    read_from = f"read from an archive ({gone})"
    assert standing(dead, fallback=[dead, spare]) == ("spare", Source.ARCHIVE, Status.OK_FALLBACK, read_from)
    assert standing(dead, fallback=[dead]) == ("The note", Source.NOTE, Status.GONE, gone)
    assert standing(dead, notes={}) == ("On the list\nfast", Source.STUB, Status.GONE, gone)
    assert only(Plan(primary=[dead], last_good=good)).cause is Status.GONE


def test_without_any_source(notes: dict[str, Note]) -> None:
    """Offline and without an archive, a link says so, and its note or its own line stands for it."""
    outcome = only(Plan(notes=notes))

    assert (outcome.status, outcome.reason) == (Status.NOT_IN_ARCHIVE, "offline, and no archive holds it")
    assert (outcome.documents[0].text, outcome.source) == ("The note.\n\n笔记。", Source.NOTE)
    assert only(Plan()).documents == (entry(LIST.links[0]),)


def test_documents_of_an_earlier_build_hang_on_the_link_of_today() -> None:
    """What is kept carries the link, topics and title that the list has now, under any way to write the address."""
    old = earlier("http://www.e.example/engine/", "kept")
    (document,) = only(Plan(kept={identity_of(old.url): [old]})).documents

    assert (document.link, document.title) == (LIST.links[0], "On the list")
    assert (document.url, document.fetched, document.text) == (old.url, "2020-01-01", "kept")


@pytest.mark.parametrize("with_note", [True, False])
def test_a_thin_page(with_note: bool, tmp_path: Path, notes: dict[str, Note]) -> None:  # noqa: FBT001 - a column
    """A page with next to no text is kept and told, and the note stands beside it."""
    thin = failing(tmp_path / "a.warc.gz", html("<p>Only a few words.</p>"))
    outcome = only(Plan(primary=[thin], notes=notes if with_note else {}))

    assert (outcome.status, outcome.reason) == (Status.THIN, "14 characters of text")
    assert outcome.documents[0].text == "Only a few words."
    assert [document.source for document in outcome.documents[1:]] == [Source.NOTE] * with_note


def test_the_lists_own_lines(tmp_path: Path) -> None:
    """The list itself gives each titled link's line, unless that stands for the link already, and its prose."""
    lines = [
        f"[Titled]({URL}): fast",
        "[Lost](https://e.example/lost)",
        "https://e.example/bare",
        "A paragraph of the list.",
    ]
    links = parse_list("\n\n".join(["# Graphs", *lines]), "list.md")
    pages = {URL: page("one"), "https://e.example/bare": page("two")}
    reading = read(links, Plan(primary=[replaying(write_warc(tmp_path / "a.warc.gz", pages))]))

    assert [document.text for document in reading.listing] == ["Titled\nfast", "A paragraph of the list."]
    assert [document.source for document in reading.documents] == [
        Source.ARCHIVE,
        Source.STUB,
        Source.ARCHIVE,
        Source.STUB,
        Source.STUB,
    ]


def test_no_link_harms_another(serve: Serve) -> None:
    """Whatever a server does on one link, all others are read; each link has one outcome, in the list's order."""
    deep = "<div>" * 2500 + WORDS
    good = reply(f"<html><body>{WORDS}</body></html>".encode())
    faults: dict[str, tuple[Answer, Status]] = {
        "/reset": (reset, Status.INCOMPLETE),
        "/gone": (reply(status=404), Status.GONE),
        "/loop": (reply(status=302, location="/loop"), Status.HTTP_ERROR),
        "/port": (reply(status=300, location="http://127.0.0.1:99999/"), Status.BLOCKED_URL),
        "/bomb": (reply(b"not gzip", content_encoding="gzip"), Status.BAD_ENCODING),
        "/empty": (reply(b""), Status.EMPTY),
        "/pdf": (reply(b"%PDF-1.4 rest"), Status.EXTRACT_FAILED),
        "/deep": (reply(deep.encode()), Status.OK),
        "/binary": (reply(b"<p>" + bytes(range(256)) * 3), Status.OK),
    }
    expected: dict[str, Status] = {}
    for number, (path, (_, status)) in enumerate(faults.items()):
        expected |= {f"/good{number}": Status.OK, path: status}
    server = serve(
        {path: answer for path, (answer, _) in faults.items()} | {path: good for path in expected if "good" in path}
    )
    links = parse_list("\n\n".join(f"[{path}]({server.url}{path})" for path in expected), "list.md")

    async def work() -> Sequence[Outcome]:
        async with client() as opened:
            fetcher = Fetcher(opened, Source.LIVE, Pace(waits=False))
            return (await read_links(links, Plan(primary=[fetcher]), lambda _: None)).outcomes

    outcomes = run(work())
    assert {outcome.link.title: outcome.status for outcome in outcomes} == expected
    assert [outcome.link.title for outcome in outcomes] == list(expected)
    assert all(outcome.source is Source.STUB for outcome in outcomes if outcome.status is not Status.OK)
