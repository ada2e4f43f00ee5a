"""What a build remembers of each link from one build to the next."""

from dataclasses import replace

from app.link_rows import link_rows, text_hash
from index.records import LinkRow
from ingest.documents import Document, Link, Occurrence
from ingest.lists.link_list import LinkList
from ingest.plan import Outcome, Reading
from ingest.status import Source, Status, Verdict

LINK = Link("https://e.example/a", (Occurrence(("T",), "A", "", "", "", 3),))
THEN, NOW = "2026-01-01T00:00:00+00:00", "2026-02-02T00:00:00+00:00"


def page(text: str, source: Source = Source.LIVE) -> Document:
    """Return a document of the link."""
    return Document(LINK, LINK.url, "A", text, (), source, THEN)


def row(outcome: Outcome, before: LinkRow | None = None, now: str | None = NOW) -> LinkRow:
    """Return the link's row."""
    reading = Reading(LinkList("list.md", (LINK,), (), (), ()), (outcome,), ())
    (found,) = link_rows(reading, [before] if before else [], now)
    return found


def test_a_page_that_was_asked_for() -> None:
    """A first build knows when it asked, and calls nothing changed."""
    found = row(Outcome(LINK, Status.OK, "", (page("one"),), robots=Verdict.DENIED))

    assert (found.checked, found.robots, found.changed) == (NOW, Verdict.DENIED, False)
    assert found.text_hash == text_hash([page("one")]) != ""


def test_a_page_that_was_kept() -> None:
    """What an earlier build found out stays until the page is asked for again."""
    before = row(Outcome(LINK, Status.OK, "", (page("one"),), robots=Verdict.ALLOWED), now=THEN)
    kept = row(Outcome(LINK, Status.OK, "", (page("one"),), asked=False), before)

    assert kept == before


def test_a_changed_text() -> None:
    """Another text is a change; a note in a page's place is none."""
    before = row(Outcome(LINK, Status.OK, "", (page("one"),)), now=THEN)
    changed = row(Outcome(LINK, Status.OK, "", (page("two"),)), before)
    noted = row(Outcome(LINK, Status.GONE, "", (page("two", Source.NOTE),)), before)

    assert (changed.changed, noted.changed) == (True, False)
    assert (noted.text_hash, changed.checked) == ("", NOW)


def test_what_stands_in_is_told() -> None:
    """A dead link whose snapshot stands in keeps its verdict, and names the snapshot."""
    snapshot = replace(
        page("then", Source.WAYBACK), url="https://web.archive.org/web/20200101000000/https://e.example/a"
    )
    found = row(Outcome(LINK, Status.OK_FALLBACK, "", (snapshot,), cause=Status.GONE))

    assert (found.verdict, found.snapshot) == (Status.GONE, snapshot.url)
    assert row(Outcome(LINK, Status.OK, "", (page("one"),))).verdict is Status.OK


def test_offline_nobody_was_asked() -> None:
    """An offline build leaves the date of the last check as it was."""
    before = row(Outcome(LINK, Status.OK, "", (page("one"),)), now=THEN)

    assert row(Outcome(LINK, Status.OK, "", (page("one"),)), before, now=None).checked == THEN


def test_a_dead_link_stays_dead_offline() -> None:
    """An offline build, which asks nobody, does not forget that a link is dead."""
    kept = Outcome(LINK, Status.OK_FALLBACK, "", (page("one"),), cause=Status.GONE)
    offline = replace(kept, cause=Status.NOT_IN_ARCHIVE)

    assert row(offline, row(kept), now=None).verdict is Status.GONE
    assert row(offline, row(Outcome(LINK, Status.OK, "", (page("one"),))), now=None).verdict is Status.NOT_IN_ARCHIVE
