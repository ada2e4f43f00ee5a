"""Builds: what they read, keep and encode again, and that the old index stays until the new one is whole."""

import shutil
from pathlib import Path

import pytest
from shelf import CACHE, KEEL, LIST, LOST, PAGES, QUEUE, STORE, Shelf, page, write_warc

from app.assistant import Assistant
from app.rebuild import Report, rebuild
from app.settings import Settings
from app.sources import Request
from index.folder import current
from index.reader import Index
from ingest.errors import ListUnreadable
from ingest.status import Source

Harbour = tuple[Settings, Report]


@pytest.fixture
def mine(harbour: Harbour, tmp_path: Path) -> Settings:
    """Settings with a data folder of their own that holds the small shelf's index."""
    return Settings(data=Path(shutil.copytree(harbour[0].data, tmp_path / "data")))


def sources(report: Report) -> dict[str, str]:
    """Return where each link's text came from."""
    return {outcome.link.url: outcome.source.value for outcome in report.reading.outcomes}


def test_a_build_from_an_archive_and_notes(harbour: Harbour) -> None:
    """Recorded pages are read as pages, a link without one gets its note, and one without either its own line."""
    settings, report = harbour
    index = Index.load(current(settings.data))

    assert sources(report) == {STORE: "archive", CACHE: "archive", QUEUE: "archive", LOST: "stub", KEEL: "note"}
    assert report.by_status == {"ok": 3, "not_in_archive": 2}
    assert report.without_text == ("A page that nobody recorded",)
    assert report.unused_notes == ()
    assert report.documents == 5
    # Those five, the lines of the four links with a title and a text, and the harbour master's paragraph.
    assert len(index.documents) == 10
    assert sum(document.source is Source.STUB for document in index.documents) == 6
    assert set(report.seconds) == {"read", "index", "total"}
    assert report.seconds["total"] == pytest.approx(report.seconds["read"] + report.seconds["index"])


def test_a_build_of_nothing_new_encodes_nothing(mine: Settings, shelf: Shelf, harbour: Harbour) -> None:
    """The same pages again: every vector is taken over, and the index is equal to the old one but for its date."""
    old = harbour[1].built
    again = rebuild(Request(shelf.list, shelf.notes, (shelf.archive,), offline=True), mine)

    assert (again.built.embedded, again.built.reused) == (0, old.embedded + old.reused)
    assert again.built.manifest.corpus == old.manifest.corpus
    different = {name for name, digest in again.built.manifest.files.items() if old.manifest.files[name] != digest}
    assert different == set()
    assert current(mine.data).name != current(harbour[0].data).name


def test_the_last_good_copy_outlives_its_archive(mine: Settings, shelf: Shelf) -> None:
    """Offline and without the archive, what an earlier build read is kept, and every link says so."""
    report = rebuild(Request(shelf.list, shelf.notes, offline=True), mine)

    assert sources(report) == {STORE: "archive", CACHE: "archive", QUEUE: "archive", LOST: "stub", KEEL: "note"}
    assert report.by_status == {"ok_fallback": 3, "not_in_archive": 2}
    kept = next(outcome for outcome in report.reading.outcomes if outcome.link.url == STORE)
    assert kept.reason.startswith("kept from the last build (")
    assert kept.documents[0].fetched == "2024-03-09T10:11:12Z"
    assert report.built.embedded == 0


def test_a_removed_link_loses_its_passages(mine: Settings, shelf: Shelf, tmp_path: Path, harbour: Harbour) -> None:
    """What is no longer on the list is in no document, passage or link report; the rest is not encoded again."""
    shorter = tmp_path / "shorter.md"
    shorter.write_text(LIST.replace(f"[The Gannet queue]({QUEUE})\n", ""), "utf-8")
    report = rebuild(Request(shorter, shelf.notes, (shelf.archive,), offline=True), mine)
    index = Index.load(current(mine.data))

    assert report.built.embedded == 0
    assert index.manifest.chunks < harbour[1].built.manifest.chunks
    assert QUEUE not in {chunk.document.link.url for chunk in index.chunks}
    assert QUEUE not in {row.link.url for row in index.links}
    assert not any("Gannet" in document.text for document in index.documents)
    assert ("Harbour", "Storage", "Queues") not in index.topics


def test_a_changed_page_is_encoded_where_it_changed(mine: Settings, shelf: Shelf, tmp_path: Path) -> None:
    """A page with one new sentence costs that sentence and the passage it stands in; the new text is what counts."""
    text = [*(line for line in PAGES[QUEUE].split("<p>")[1].removesuffix("</p>").split(". "))]
    newer = page("The Gannet queue", [*text, "Since 2025 Gannet has a fourth frame type, called preen."])
    write_warc(tmp_path / "newer.warc.gz", {QUEUE: newer})
    archives = (shelf.archive, tmp_path / "newer.warc.gz")
    report = rebuild(Request(shelf.list, shelf.notes, archives, offline=True), mine)
    index = Index.load(current(mine.data))

    assert 1 <= report.built.embedded <= 4
    assert any("called preen" in document.text for document in index.documents)


def test_a_moved_topic_keeps_the_pages(mine: Settings, shelf: Shelf, tmp_path: Path) -> None:
    """A link that moves under another heading keeps its page, under the new topic; `hold` sees what comes in use."""
    moved = tmp_path / "moved.md"
    moved.write_text(LIST.replace("### Queues", "## Birds"), "utf-8")
    seen: list[str] = []
    rebuild(
        Request(moved, shelf.notes, offline=True), mine, lambda new: seen.append(new.searcher.index.manifest.corpus)
    )
    index = Index.load(current(mine.data))

    assert seen == [index.manifest.corpus]
    assert {one.document.link.topics for one in index.chunks if one.document.link.url == QUEUE} == {
        (("Harbour", "Birds"),)
    }


def test_a_build_that_is_held_back_changes_nothing(mine: Settings, shelf: Shelf) -> None:
    """`hold` sees the new index whole; when it objects, the old one stays and nothing is left of the new."""
    before = current(mine.data)
    seen: list[int] = []

    def object_to(new: Assistant) -> None:
        seen.append(len(new.searcher.index.links))
        assert current(mine.data) == before
        raise ListUnreadable("this index answers worse", "look at it")

    with pytest.raises(ListUnreadable, match="this index answers worse; look at it"):
        rebuild(Request(shelf.list, shelf.notes, offline=True), mine, object_to)
    assert seen == [5]
    assert current(mine.data) == before
    assert [path.name for path in before.parent.iterdir()] == [before.name]


def test_the_shipped_list_is_the_default(shipped: tuple[Settings, Report]) -> None:
    """With no list the one that ships is built: every link has a note, and each of its documents comes from it."""
    _, report = shipped

    assert len(report.reading.outcomes) == 53
    assert set(sources(report).values()) == {"note"}
    assert report.without_text == ()
    assert report.built.manifest.list_name == "reading-list.md"
