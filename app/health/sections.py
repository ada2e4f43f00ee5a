"""The link report laid out in sections: what needs action first, then what is worth knowing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.health.groups import ADVICE, Group, has_moved
from app.health.report import Entry, Report, lines_of
from ingest.status import Status, Verdict

DUPLICATES = "Duplicate text"
CHANGED = "Changed since the last build"
ROBOTS = "robots.txt"
FORBIDDEN = {
    Verdict.DENIED: "it asks programs to stay away from {pages}",
    Verdict.UNREACHABLE: "it could not be read, which counts as a no for {pages}",
}
ASKED_ANYWAY = "asked for all the same, once each, as pages that a person's own list names"
LEFT_OUT = "left out, as --respect-robots says"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to say of a link: a label (may be empty), and a text or a URL."""

    label: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A link, or a host, in a section: where it stands on the list, what to call it, its address, what to say."""

    where: str
    title: str
    url: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Links that have one thing in common; `links` are how many, `is_urgent` says whether the list should change."""

    title: str
    advice: str
    items: tuple[Item, ...]
    links: int
    is_urgent: bool = False


def sections_of(report: Report) -> list[Section]:
    """Return the sections that are not empty; links that are fine stand in none of the groups'."""
    groups = [_group(report, group) for group in Group if group is not Group.FINE]
    return [section for section in (*groups, _repeated(report), _changed(report), _robots(report)) if section.items]


def _group(report: Report, group: Group) -> Section:
    items = tuple(_item(entry, _facts(entry)) for entry in report.within(group))
    return Section(group.capitalize(), ADVICE[group], items, len(items), group.needs_action)


def _facts(entry: Entry) -> Iterator[Fact]:
    if entry.group is not Group.UNCHECKED:
        yield Fact("", entry.problem)
    if entry.group is not Group.MOVED and has_moved(entry.row):
        yield Fact("redirects to", url=entry.row.moved_to)
    if found := entry.replacement:
        yield Fact("look before you replace it with" if found.doubt else "replace it with", url=found.url)
        if found.doubt:
            yield Fact("", f"{found.doubt}, so --fix leaves the link as it is")
    if entry.stands_in:
        yield Fact("in the answers", entry.stands_in)
    if entry.dates:
        yield Fact("", entry.dates)


def _repeated(report: Report) -> Section:
    items = []
    for entry, other in report.repeated:
        of_whom = f"{other.title} ({other.lines})" if other else "another link"
        items.append(_item(entry, [Fact("", f"its text repeats that of {of_whom}, almost word for word")]))
    return Section(
        DUPLICATES, "Keep whichever is the original: both are searched, and one is cited.", tuple(items), len(items)
    )


def _changed(report: Report) -> Section:
    items = tuple(_item(entry, [Fact("", entry.dates)]) for entry in report.changed)
    return Section(CHANGED, "Look whether these still say what the list says of them.", items, len(items))


def _robots(report: Report) -> Section:
    items = [
        Item(lines_of(entries), host, "", tuple(_verdict(verdict, entries))) for host, verdict, entries in report.robots
    ]
    links = sum(len(entries) for _, _, entries in report.robots)
    return Section(ROBOTS, "What these hosts ask of programs; it binds with --respect-robots.", tuple(items), links)


def _verdict(verdict: Verdict, entries: Sequence[Entry]) -> Iterator[Fact]:
    pages = "this page" if len(entries) == 1 else f"these {len(entries)} pages"
    obeyed = all(entry.row.verdict is Status.ROBOTS_DENIED for entry in entries)
    yield Fact("", FORBIDDEN[verdict].format(pages=pages))
    yield Fact("", LEFT_OUT if obeyed else ASKED_ANYWAY)


def _item(entry: Entry, facts: Iterator[Fact] | Sequence[Fact]) -> Item:
    return Item(entry.lines, entry.title, entry.url, tuple(fact for fact in facts if fact.text or fact.url))
