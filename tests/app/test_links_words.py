"""What the link report makes of a link: its group, its words, what to write instead, and what makes that doubtful."""

from dataclasses import replace

import pytest

from app.health.groups import ADVICE, MEANING, OFFLINE, Group, is_offline, meaning_of
from app.health.replacement import doubt_about
from app.health.report import report_on
from app.health.sections import LEFT_OUT, ROBOTS, sections_of
from index.records import LinkRow
from ingest.documents import Link, Occurrence
from ingest.status import Source, Status, Verdict

NOON = "2026-01-02T12:00:00+00:00"


def row(status: Status, url: str = "http://tide.example/boat", **facts: object) -> LinkRow:
    """Return what a build found out about a link on line 3."""
    link = Link(url, (Occurrence(("Quay",), "A boat", "", "", "", 3),))
    found = LinkRow(link, status, "", Source.NOTE, url, None, 1, checked=NOON)
    return replace(found, **facts)  # type: ignore[arg-type]


def stands_in(found: LinkRow) -> str:
    """Return what the report says that answers are taken from."""
    return report_on([found, row(Status.OK)], "quay.md", NOON).entries[0].stands_in


@pytest.mark.parametrize(
    ("group", "statuses"),
    [
        (Group.DEAD, {"gone", "moved", "soft_404", "dns_error"}),
        (Group.WRONG_ADDRESS, {"blocked_url", "ssrf_blocked"}),
        (Group.FAULTY, {"http_error", "tls_error"}),
        (Group.THIN, {"thin", "empty"}),
        (Group.BLOCKED, {"blocked", "skipped_host"}),
        (Group.ROBOTS, {"robots_denied"}),
        (Group.TEMPORARY, {"timeout", "incomplete", "ok_fallback"}),
        (
            Group.LIMITS,
            {"too_large", "bad_encoding", "unsupported_type", "extract_failed", "extract_timeout"},
        ),
        (Group.UNCHECKED, {"not_in_archive"}),
        (Group.FINE, {"ok"}),
    ],
)
def test_every_status_has_its_group(group: Group, statuses: set[str]) -> None:
    """Each status of the closed set says what to do; a page that turned us away is not called dead."""
    assert {status.value for status in Status if meaning_of(row(status), offline=False)[0] is group} == statuses
    assert set(MEANING) == set(Status)
    assert set(ADVICE) == set(Group)


def test_a_kept_copy_hides_no_dead_page() -> None:
    """A page that is gone is dead, also when an earlier copy of it answers."""
    kept = row(Status.OK_FALLBACK, cause=Status.GONE, source=Source.LIVE, fetched="2025-05-06T07:08:09Z")

    assert meaning_of(kept, offline=False)[0] is Group.DEAD
    assert stands_in(kept) == "its text of 2025-05-06, kept from an earlier build"


def test_a_server_error_that_may_pass() -> None:
    """An error that a later build may not meet needs no action, one that stays does."""
    assert meaning_of(row(Status.HTTP_ERROR, retryable=True), offline=False)[0] is Group.TEMPORARY
    assert meaning_of(row(Status.HTTP_ERROR), offline=False)[0] is Group.FAULTY


def test_a_machine_without_a_network() -> None:
    """When no host's name could be looked up, no host is dead; when others were reached, the one is."""
    names = [row(Status.DNS_ERROR), row(Status.DNS_ERROR, "http://gull.example/")]
    kept = row(Status.OK, "http://old.example/", checked="2025-01-01T00:00:00+00:00")

    assert is_offline([*names, kept])
    assert not is_offline([*names, row(Status.BLOCKED, "http://old.example/")])
    assert not is_offline([names[0], kept])
    assert not is_offline([row(Status.NOT_IN_ARCHIVE, checked=None)] * 2 + [row(Status.OK, checked=None)])
    assert meaning_of(names[0], offline=True) == (Group.TEMPORARY, OFFLINE)
    assert meaning_of(names[0], offline=False)[0] is Group.DEAD


@pytest.mark.parametrize("to", ["https://tide.example/boat", "http://www.tide.example/boat/", ""])
def test_the_same_page_has_not_moved(to: str) -> None:
    """Another scheme, `www.` or slash is no move."""
    assert meaning_of(row(Status.OK, moved_to=to), offline=False)[0] is Group.FINE


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("https://github.com/tide/pool", "https://github.com/gull/pool", ""),
        ("http://docs.tide.example/a", "https://tide.example/docs/a", ""),
        ("http://a.tide.co.uk/x", "http://b.tide.co.uk/x", ""),
        ("https://papers.nips.cc/paper/1", "https://papers.neurips.cc/paper/1", ""),
        ("http://tide.co.uk/x", "http://gull.co.uk/x", "it is on another site"),
        ("http://tide.example/x", "http://tide.parking/x", "it is on another site"),
        ("http://a.example/x", "http://a.example/", "it is only the site's home page"),
        ("http://a.example/", "http://www2.a.example/", ""),
        ("http://a.example/x", "http://a.example/login?next=/x", "it looks like a login or verification page"),
        ("http://a.example/x", "http://id.a.example/Sign-In/", "it looks like a login or verification page"),
        ("http://a.example/x/y", "http://a.example/de-at/x/y", "it may only be the page for our country or language"),
        ("http://a.example/x", "http://a.example/zh/other", ""),
    ],
)
def test_what_makes_a_move_doubtful(old: str, new: str, doubt: str) -> None:
    """A permanent redirect to another site, a login, a country's page or the home page is left to the curator."""
    assert doubt_about(old, new) == doubt


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"source": Source.NOTE}, "the note on it"),
        ({"source": Source.STUB}, "only its line on the list"),
        ({"source": Source.ARCHIVE, "fetched": "2024-03-09T10:11:12Z"}, "a recorded copy of 2024-03-09"),
        ({"source": Source.WAYBACK, "fetched": "2019-02-03"}, "the Wayback Machine's copy of 2019-02-03"),
        ({"source": Source.LIVE}, "its text, kept from an earlier build"),
    ],
)
def test_what_stands_in(facts: dict[str, object], words: str) -> None:
    """The report says from what answers are taken when it is not the page itself."""
    assert stands_in(row(Status.GONE, **facts)) == words
    assert stands_in(row(Status.OK, **facts)) == ""


def test_what_stands_in_for_little_text() -> None:
    """Answers are taken from the little that a thin page says, unless it grew thin since the build."""
    thin = row(Status.THIN, source=Source.LIVE, documents=2)
    built, asked = (report_on([thin], "quay.md", NOON, checked=later).entries[0] for later in (False, True))

    assert built.stands_in == "that little text and the note on it"
    assert asked.stands_in == "its text, kept from an earlier build"


def test_one_text_at_two_addresses() -> None:
    """A repost is reported with the link whose article it repeats."""
    first, second = row(Status.OK), row(Status.OK, "http://gull.example/boat", same_as="https://www.tide.example/boat")
    ((entry, other),) = report_on([first, second], "quay.md", NOON).repeated

    assert (entry.row, other and other.row) == (second, first)


def test_robots_by_host() -> None:
    """Hosts that forbid their pages to programs are named once, with all their links."""
    denied = [row(Status.OK, f"http://tide.example/{n}", robots=Verdict.DENIED) for n in range(3)]
    silent = row(Status.ROBOTS_DENIED, "http://gull.example/", robots=Verdict.UNREACHABLE)
    found = report_on([*denied, silent, row(Status.OK, robots=Verdict.ALLOWED)], "quay.md", NOON).robots

    assert [(host, verdict, len(entries)) for host, verdict, entries in found] == [
        ("tide.example", Verdict.DENIED, 3),
        ("gull.example", Verdict.UNREACHABLE, 1),
    ]


def test_a_verdict_that_was_obeyed() -> None:
    """A page left out because of robots.txt is said to be left out, also when an earlier copy of it answers."""
    denied = row(Status.OK_FALLBACK, cause=Status.ROBOTS_DENIED, robots=Verdict.DENIED)
    (section,) = (one for one in sections_of(report_on([denied], "quay.md", NOON)) if one.title == ROBOTS)

    assert section.items[0].facts[-1].text == LEFT_OUT
