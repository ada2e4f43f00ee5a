"""Dead, moved and unreadable links, in the words of the link report."""

import pytest

from app.answers import Answer
from app.assistant import Assistant
from app.catalogue.answering import Catalogue
from app.catalogue.recogniser import recognised
from app.catalogue.shelf import Shelf
from app.health.groups import Group
from app.health.report import report_on
from index.records import LinkRow
from ingest.documents import Link, Occurrence
from ingest.status import Source, Status

CHECKED = "2026-01-02T12:00:00+00:00"
MOVED_TO = "http://status.example/new"


def row(status: Status, **facts: object) -> LinkRow:
    """Return what a build found out about a link."""
    url = f"http://{status.value.replace('_', '-')}.example/"
    link = Link(url, (Occurrence(("Quay", status.value[0]), f"The {status.value} page", "", "", "", 3),))
    return LinkRow(link, status, f"because of {status.value}", Source.STUB, url, None, 1, checked=CHECKED, **facts)  # type: ignore[arg-type]


ROWS = [*map(row, Status), row(Status.OK, moved_to=MOVED_TO)]
REPORT = report_on(ROWS, "quay.md", CHECKED)


def asked(question: str, rows: list[LinkRow], assistant: Assistant, topic: str | None = None) -> Answer:
    """Return the answer that a list of these links gives."""
    request = recognised(question)
    assert request
    shelf = Shelf(rows, {})
    answer = Catalogue(assistant.searcher.index, shelf.only(topic) if topic else shelf).answer(request, question)
    assert answer
    return answer


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("Which links are dead?", {Group.DEAD, Group.FAULTY, Group.WRONG_ADDRESS}),
        ("哪些链接失效了？", {Group.DEAD, Group.FAULTY, Group.WRONG_ADDRESS}),
        ("哪些链接换了地址？", {Group.MOVED}),
        ("Which pages could not be read?", set(Group) - {Group.FINE, Group.MOVED, Group.THIN, Group.UNCHECKED}),
    ],
)
def test_links_in_a_state(question: str, groups: set[Group], harbour_assistant: Assistant) -> None:
    """Each link of the report's groups is told once, with what the report says of it, and the day it was found."""
    entries = [one for one in REPORT.entries if one.group in groups]
    answer = asked(question, ROWS, harbour_assistant)

    assert [one.document.link.url for one in answer.citations] == [one.url for one in entries] != []
    assert f"{len(entries)} " in answer.sentences[0].text
    for entry, said in zip(entries, answer.sentences[1:], strict=True):
        assert said.text.startswith(f"{entry.title} ({entry.problem}")
        assert f"checked {CHECKED[:10]}" in said.text
        assert said.support == "supported"


def test_where_a_moved_link_leads_is_told(harbour_assistant: Assistant) -> None:
    """A redirect is told with its end."""
    answer = asked("Which links have moved?", ROWS, harbour_assistant)

    assert f"it redirects to {MOVED_TO}" in answer.sentences[1].text


def test_links_that_nobody_asked_for_are_not_called_dead(harbour_assistant: Assistant) -> None:
    """Without a dead link the answer says so, and of how many links nothing is known."""
    rows = [row(Status.OK), row(Status.NOT_IN_ARCHIVE)]
    answer = asked("Are there any dead links?", rows, harbour_assistant)

    assert answer.reason == (
        "no link of the list is known to be dead; 1 of 2 were not asked for yet, and `citeshelf links --check` asks for"
        " them"
    )
    assert (
        asked("Which links are dead?", rows[:1], harbour_assistant).reason == "no link of the list is known to be dead"
    )


def test_an_offline_machine_calls_nothing_dead(harbour_assistant: Assistant) -> None:
    """Where no host's name could be looked up, a name that leads nowhere says nothing of the link."""
    answer = asked("Which links are dead?", [row(Status.DNS_ERROR)], harbour_assistant)

    assert answer.refused
