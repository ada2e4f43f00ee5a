"""When links were added: a build remembers it, and later builds keep it."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import Cli
from pydantic import TypeAdapter
from shelf import QUEUE, write_shelf

from app.catalogue.additions import additions
from app.catalogue.answering import Catalogue
from app.catalogue.recogniser import recognised
from app.catalogue.shelf import Shelf
from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from index.build import now
from index.folder import current
from index.reader import Index
from index.records import LinkRow
from ingest.documents import Link, Occurrence
from ingest.status import Source, Status

TODAY = date(2026, 11, 25)
BUILT = "2026-11-20T10:00:00+00:00"
NEW = "http://new.example/lamp"
Told = Callable[[str], dict[str, Any]]


def row(url: str, added: str | None) -> LinkRow:
    """Return a link that a build of some time added."""
    link = Link(url, (Occurrence(("Quay",), f"About {url}", "", "", "", 3),))
    return LinkRow(link, Status.OK, "", Source.LIVE, url, None, 1, added=added)


OLD, MARCH, LAST = (
    row("http://quay.example/old", None),
    row("http://quay.example/march", "2026-03-05T23:00:00+00:00"),
    row("http://quay.example/last", BUILT),
)


@pytest.mark.parametrize(
    ("when", "built", "expected"),
    [
        ("", BUILT, [LAST]),
        ("recently", "2026-11-24T10:00:00+00:00", [LAST]),
        ("with the last build", BUILT, [LAST]),
        ("with the last build", "2026-11-24T10:00:00+00:00", []),
        ("since 2026-01-01", BUILT, [LAST, MARCH]),
        ("on 5 March 2026", BUILT, [MARCH]),
        ("2026年3月", BUILT, [MARCH]),
        ("last week", BUILT, [LAST]),
        ("in 2020", BUILT, []),
    ],
)
def test_links_added_in_a_time(when: str, built: str, expected: list[LinkRow]) -> None:
    """The newest come first; a link of which nothing is known was added at no time."""
    found = additions([OLD, MARCH, LAST], when, built, TODAY)

    assert found
    assert list(found.rows) == expected


def test_no_time_at_all() -> None:
    """Words that name no day leave the question to the sources."""
    assert additions([LAST], "on 2026-02-30", BUILT, TODAY) is None


def test_a_row_of_an_older_index() -> None:
    """A row that was written before builds took note of it is read, and has no date."""
    adapter = TypeAdapter(LinkRow)
    written = json.loads(adapter.dump_json(LAST))
    del written["added"]

    assert adapter.validate_python(written) == replace(LAST, added=None)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> Path:
    """The data folder of two builds: the second one's list has a link more, in the first place."""
    folder = tmp_path_factory.mktemp("added")
    shelf, settings = write_shelf(folder), Settings(data=folder / "data")
    request = Request(shelf.list, shelf.notes, (shelf.archive,), offline=True)
    before = rebuild(request, settings).built.manifest.built
    shelf.list.write_text(f"# Lamps\n\n[A lamp]({NEW})\n\n{shelf.list.read_text('utf-8')}", "utf-8")
    while now() == before:
        time.sleep(0.02)  # builds are told apart by the second
    rebuild(request, settings)
    return settings.data


@pytest.fixture
def told(data: Path, cli: Cli) -> Told:
    """Asks the command a question about that list."""
    return lambda question: dict(json.loads(cli("ask", question, "--data", data, "--json").out))


@pytest.mark.parametrize("question", ["What was added with the last build?", "最近新增了哪些链接？", "What's new?"])
def test_a_second_build_knows_what_is_new(question: str, told: Told) -> None:
    """Only the link that the first build did not have is new, wherever it stands."""
    answer = told(question)

    assert [one["url"] for one in answer["citations"]] == [NEW]
    assert answer["sentences"][1]["text"].startswith("A lamp (")


def test_all_that_both_builds_added(told: Told) -> None:
    """Since any day before both builds all links were added, the first build's keeping its time."""
    urls = [one["url"] for one in told("What was added since 2020-01-01?")["citations"]]

    assert len(urls) == 6
    assert {NEW, QUEUE} < set(urls)


def test_an_index_that_does_not_know_says_so(data: Path) -> None:
    """Where no link has a date, nothing is said to be new or not."""
    index = Index.load(current(data))
    request = recognised("What was added since 2020-01-01?")
    assert request
    answer = Catalogue(index, Shelf([OLD], {})).answer(request, "What was added since 2020-01-01?")

    assert answer
    assert (answer.reason or "").startswith("this index does not say when")
