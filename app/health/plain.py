"""The link report as plain text, for pipes and files."""

from collections.abc import Iterator

from app.health.report import Report
from app.health.sections import Fact, Item, sections_of


def plain(report: Report) -> str:
    """Return the report: a line that sums it up, then a section for each kind of trouble."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield report.summary
    for section in sections_of(report):
        yield from ("", f"{section.title} ({section.links}): {section.advice}")
        for item in section.items:
            yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    yield f"  {item.where}: {item.title}"
    if item.url:
        yield f"      {item.url}"
    for fact in item.facts:
        yield f"      {said(fact)}"


def said(fact: Fact) -> str:
    """Return a fact in words."""
    return f"{fact.label}: {fact.text or fact.url}" if fact.label else fact.text
