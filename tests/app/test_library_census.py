"""How much an index holds under which topic, against counts made another way."""

from collections import Counter

import pytest
from command_line import Cli

from app.health.groups import Group
from app.health.report import Entry, report_on
from app.library.census import Census, census_of, nested
from app.library.states import LinkState, state_of
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.reader import Index
from index.records import LinkRow
from ingest.documents import Link, Occurrence, Topic
from ingest.status import Source, Status

Built = tuple[Settings, Report]


def counted(built: Built) -> tuple[Index, Census]:
    """Return an index and its census."""
    index = Index.load(current(built[0].data))
    return index, census_of(index, report_on(index.links, "list.md", "2026-01-01").entries)


def under(path: Topic, prefix: Topic) -> bool:
    """Return whether a path is a topic or below it."""
    return path == prefix or path[: len(prefix)] == prefix != ()


def test_the_shipped_lists_numbers(shipped: Built, cli: Cli) -> None:
    """Links are those that `links --json` tells, passages those of the documents, each once under a topic."""
    index, census = counted(shipped)
    links = cli("links", "--json", "--data", shipped[0].data).json["links"]

    assert census.whole.links == Counter(link["source"] for link in links)
    assert census.whole.passages == Counter(one.language for one in index.chunks)
    assert len(census.topics) > 20
    for prefix, tally in census.topics:
        named = [link for link in links if any(under(tuple(path.split(" / ")), prefix) for path in link["topics"])]
        chunks = [one for one in index.chunks if any(under(path, prefix) for path in one.document.link.topics)]
        assert tally.links.total() == len(named), prefix
        assert +tally.passages == Counter(one.language for one in chunks), prefix


def test_a_small_list_by_hand(harbour: Built) -> None:
    """Of the harbour's five links three are recorded, one has a note, one only its line; a sub-topic counts above."""
    _, census = counted(harbour)
    links = {path[-1]: dict(+tally.links) for path, tally in census.topics}

    assert [path for path, _ in census.topics] == [
        ("Harbour",),
        ("Harbour", "Storage"),
        ("Harbour", "Storage", "Queues"),
        ("Harbour", "Boats"),
    ]
    recorded, note, stub = LinkState.RECORDED, LinkState.NOTE, LinkState.STUB
    assert links["Storage"] == {recorded: 3}
    assert links["Queues"] == {recorded: 1}
    assert links["Boats"] == {note: 1, stub: 1}
    assert links["Harbour"] == dict(census.whole.links) == {recorded: 3, note: 1, stub: 1}


def test_topics_come_as_the_list_nests_them() -> None:
    """A topic that is taken up again later stands below its parent, what is above a path is there, no heading first."""
    assert nested([("a", "b"), ("c",), ("a", "d"), ()]) == [(), ("a",), ("a", "b"), ("a", "d"), ("c",)]
    assert nested([]) == []


@pytest.mark.parametrize(
    ("status", "source", "state"),
    [
        (Status.OK, Source.LIVE, LinkState.LIVE),
        (Status.TIMEOUT, Source.NOTE, LinkState.NOTE),
        (Status.OK, Source.WAYBACK, LinkState.RECORDED),
        (Status.NOT_IN_ARCHIVE, Source.STUB, LinkState.STUB),
        (Status.GONE, Source.NOTE, LinkState.DEAD),
        (Status.TLS_ERROR, Source.LIVE, LinkState.DEAD),
        (Status.BLOCKED, Source.NOTE, LinkState.BLOCKED),
        (Status.ROBOTS_DENIED, Source.STUB, LinkState.BLOCKED),
    ],
)
def test_a_link_has_one_state(status: Status, source: Source, state: LinkState) -> None:
    """What its page ended in counts before what stands in for it; else it is where its text came from."""
    link = Link("http://tide.example/boat", (Occurrence((), "A boat", "", "", "", 3),))
    other = LinkRow(link, Status.OK, "", Source.LIVE, link.url, None, 1)
    row = LinkRow(link, status, "", source, link.url, None, 1)

    assert state_of(report_on([row, other], "quay.md", "2026-01-01").entries[0]) is state


def test_every_group_has_a_state() -> None:
    """Whatever group and source come together, there is a word for them."""
    link = Link("http://tide.example/boat", (Occurrence((), "A boat", "", "", "", 3),))
    rows = [LinkRow(link, Status.OK, "", source, link.url, None, 1) for source in Source]

    assert {state_of(Entry(row, group, "", None)) for row in rows for group in Group} == set(LinkState)
