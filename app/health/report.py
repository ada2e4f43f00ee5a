"""The link report as data: what is wrong with which link, and what that leads to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.health.groups import Group, is_offline, meaning_of
from app.health.replacement import Replacement, replacement_for
from index.records import LinkRow
from ingest.lists.listing import display_title
from ingest.lists.parts import clean
from ingest.status import FROM_PAGES, Source, Status, Verdict
from ingest.urls import identity_of
from ingest.urls.forms import host_of

MAX_REASON_CHARS = 300
STANDS_IN = {
    Source.LIVE: "its text{date}, kept from an earlier build",
    Source.ARCHIVE: "a recorded copy{date}",
    Source.WAYBACK: "the Wayback Machine's copy{date}",
    Source.NOTE: "the note on it",
    Source.STUB: "only its line on the list",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the report: its group, what is the matter as a clause, and what may stand in the link's place.

    `is_later` says that the page was asked for since the build, so that answers are not taken from what it says now.
    """

    row: LinkRow
    group: Group
    meaning: str
    replacement: Replacement | None
    is_later: bool = False

    @property
    def title(self) -> str:
        """What to call it."""
        return display_title(self.row.link)

    @property
    def url(self) -> str:
        """Its address on the list."""
        return self.row.link.url

    @property
    def lines(self) -> str:
        """Where it stands on the list: "line 3", "lines 3 and 15"."""
        return lines_of([self])

    @property
    def problem(self) -> str:
        """What is the matter, and what exactly happened."""
        reason = " ".join("".join(mark if mark.isprintable() else " " for mark in self.row.reason).split())
        return f"{self.meaning} ({shortened(reason)})" if reason else self.meaning

    @property
    def suggestion(self) -> str:
        """The address that can be written in its place without looking; empty when there is none."""
        return self.replacement.url if self.replacement and not self.replacement.doubt else ""

    @property
    def stands_in(self) -> str:
        """What answers are taken from instead; empty when it is the page itself."""
        if self.group is Group.FINE or (self.group is Group.MOVED and self.row.source in FROM_PAGES):
            return ""
        if self.row.status is Status.THIN and not self.is_later:
            return "that little text" + (" and the note on it" if self.row.documents > 1 else "")
        return STANDS_IN[self.row.source].format(date=f" of {day(self.row.fetched)}" if self.row.fetched else "")

    @property
    def dates(self) -> str:
        """When its text was read, published, and last asked for."""
        known = (("published", self.row.published), ("read", self.row.fetched), ("checked", self.row.checked))
        return ", ".join(f"{word} {day(date)}" for word, date in known if date)


@dataclass(frozen=True, slots=True)
class Report:
    """All links of a list in its order; `built` is when the index was built, `checked` whether links were asked since.

    `total` is how many links the list has: more than there are entries when a check was stopped.
    """

    name: str
    built: str
    checked: bool
    entries: tuple[Entry, ...]
    total: int

    @property
    def counts(self) -> Counter[Group]:
        """How many links are in which group."""
        return Counter(entry.group for entry in self.entries)

    @property
    def summary(self) -> str:
        """The report in one line."""
        of_them = f"{len(self.entries)} of {self.total}" if len(self.entries) < self.total else f"{self.total}"
        counts = ", ".join(f"{self.counts[group]} {group}" for group in Group if self.counts[group])
        asked = "asked just now" if self.checked else f"as of the build of {day(self.built)}"
        return f"{clean(self.name)}: {of_them} link{'s' * (self.total != 1)} ({asked}): {counts}"

    def within(self, group: Group) -> list[Entry]:
        """Return the links of a group."""
        return [entry for entry in self.entries if entry.group is group]

    @property
    def changed(self) -> list[Entry]:
        """The links whose text differs from what the last build read."""
        return [entry for entry in self.entries if entry.row.changed]

    @property
    def repeated(self) -> list[tuple[Entry, Entry | None]]:
        """The links whose article repeats another's, and that other one."""
        by_page = {identity_of(entry.url): entry for entry in self.entries}
        return [(one, by_page.get(identity_of(one.row.same_as))) for one in self.entries if one.row.same_as]

    @property
    def robots(self) -> list[tuple[str, Verdict, list[Entry]]]:
        """Hosts whose robots.txt does not allow programs to read pages of the list, and those pages."""
        found: dict[tuple[str, Verdict], list[Entry]] = {}
        for entry in self.entries:
            if entry.row.robots in (Verdict.DENIED, Verdict.UNREACHABLE):
                found.setdefault((host_of(entry.url), entry.row.robots), []).append(entry)
        return [(host, verdict, entries) for (host, verdict), entries in found.items()]


def report_on(
    rows: Sequence[LinkRow], name: str, built: str, *, checked: bool = False, total: int | None = None
) -> Report:
    """Return the report on a list's links."""
    offline = is_offline(rows)
    entries = []
    for row in rows:
        group, meaning = meaning_of(row, offline=offline)
        entries.append(Entry(row, group, meaning, replacement_for(row, group), checked))
    return Report(name, built, checked, tuple(entries), len(rows) if total is None else total)


def lines_of(entries: Sequence[Entry]) -> str:
    """Return where entries stand on the list: "line 3", "lines 3 and 15"."""
    numbers = sorted({place.line for entry in entries for place in entry.row.link.occurrences})
    named = ", ".join(map(str, numbers[:-1])) + " and " if len(numbers) > 1 else ""
    return f"line{'s' * (len(numbers) > 1)} {named}{numbers[-1]}"


def day(date: str) -> str:
    """Return a date without its time of day."""
    return date[:10]


def shortened(text: str) -> str:
    """Return a stranger's text at a length that a report can bear."""
    return text if len(text) <= MAX_REASON_CHARS else f"{text[: MAX_REASON_CHARS - 1]}…"
