"""`citeshelf links --check`: each page is asked for now, ways of failing are told apart, nothing is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from named_hosts import Hosts
from quay import MOVED, SNAPSHOT, afloat, built, founder

from app.health.check import check
from app.health.report import Report, report_on
from index.folder import current
from index.reader import Index

BUILT = "2026-01-02T03:04:05+00:00"


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    """Hosts where all was well when the list was built."""
    with afloat() as found:
        yield found


@pytest.fixture(scope="module")
def data(hosts: Hosts, tmp_path_factory: pytest.TempPathFactory, _own_folders: None) -> Path:
    """That build's data folder."""
    return built(hosts, tmp_path_factory.mktemp("quay"))[1].data


@pytest.fixture(scope="module")
def index(data: Path) -> Index:
    """That build's index."""
    return Index.load(current(data))


@pytest.fixture(scope="module")
def report(hosts: Hosts, index: Index) -> Report:
    """What a check reports after everything went wrong."""
    founder(hosts)
    return report_on(check(index.links, hosts.network()).rows, "quay.md", BUILT, checked=True)


def found(report: Report, host: str) -> tuple[str, str, str]:
    """Return group, status and the reason's last words of a host's link."""
    (entry,) = [entry for entry in report.entries if host in entry.url]
    return entry.group.value, entry.row.status.value, entry.row.reason


@pytest.mark.parametrize(
    ("host", "group", "status"),
    [
        ("good.example", "fine", "ok"),
        ("moved.example", "moved", "moved"),
        ("sold.example", "moved", "moved"),
        ("//gone.example", "dead", "gone"),
        ("guarded.example", "blocked", "blocked"),
        ("thin.example", "thin", "thin"),
        ("soft.example", "dead", "soft_404"),
        ("slow.example", "unreachable for now", "timeout"),
        ("painted.example", "fine", "ok"),
        ("bad.example", "dead", "gone"),
    ],
)
def test_each_way_of_failing(report: Report, host: str, group: str, status: str) -> None:
    """A page ends in the status a build would give it, and in the group that says what to do."""
    assert found(report, host)[:2] == (group, status)


def test_what_is_suggested(report: Report) -> None:
    """A redirect within a site and a readable snapshot replace their links; another site's front page does not."""
    suggested = {entry.url: entry.replacement for entry in report.entries if entry.replacement}
    addresses = {url: (one.url, one.doubt) for url, one in suggested.items()}

    assert addresses == {
        "http://moved.example/old#deck": (MOVED, ""),
        "http://sold.example/boat": ("http://casino.example/", "it is only the site's home page"),
        "http://gone.example/boat": (SNAPSHOT, ""),
    }


def test_what_has_changed_and_what_robots_say(report: Report) -> None:
    """A text that differs from the index's is said to have changed; robots.txt is read, and reported by host."""
    assert [entry.title for entry in report.changed if entry.group == "fine"] == ["The painted boat"]
    assert [(host, verdict.value) for host, verdict, _ in report.robots] == [("painted.example", "denied")]


def test_what_stands_in_is_the_index(report: Report, index: Index) -> None:
    """A check says of a dead page which text answers are taken from, and when that was read."""
    rows = {row.link.url: row for row in index.links}
    (entry,) = [entry for entry in report.entries if entry.row.snapshot]

    assert (entry.row.source, entry.row.fetched) == (rows[entry.url].source, rows[entry.url].fetched)
    assert (entry.row.checked or "") > (rows[entry.url].checked or "")
    assert entry.stands_in == f"its text of {(rows[entry.url].fetched or '')[:10]}, kept from an earlier build"


def test_nothing_is_written(hosts: Hosts, index: Index, data: Path) -> None:
    """No file in the data folder is touched by a check, and none is added."""
    before = {one: one.stat().st_mtime_ns for one in data.rglob("*")}
    rows = check(index.links[:2], hosts.network()).rows

    assert [row.checked is None for row in rows] == [False, False]
    assert {one: one.stat().st_mtime_ns for one in data.rglob("*")} == before


@pytest.mark.usefixtures("report")
def test_without_the_wayback_machine(hosts: Hosts, index: Index) -> None:
    """With --no-wayback no archive is asked, and a dead link has nothing to replace it."""
    hosts.asked.clear()
    rows = check([row for row in index.links if "//gone.example" in row.link.url], hosts.network(wayback=False)).rows

    assert [row.snapshot for row in rows] == [""]
    assert sorted(set(hosts.asked)) == ["gone.example/boat", "gone.example/robots.txt"]
