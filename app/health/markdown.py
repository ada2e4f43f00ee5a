"""The link report as Markdown that GitHub shows as meant, for a pull request or an issue on the list.

Titles and reasons are strangers' text: they may hold no markup, mention nobody and refer to no issue.
"""

import re
from collections.abc import Iterator

from app.health.report import Report
from app.health.sections import Fact, Item, Section, sections_of

NOTHING = "\u200b"  # GitHub looks for @names and #numbers after it has read the Markdown: this stands between
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&]|(?<=:)/(?=/)|(?<=www)\.)", re.IGNORECASE)
_CALLING = re.compile(r"([@#]|\bGH-|:(?=[\w+-]+:))", re.IGNORECASE)
_IN_ADDRESS = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", "&": "&amp;", "\n": "%0A"})


def markdown(report: Report) -> str:
    """Return the report, ready to be pasted."""
    return "\n".join(_lines(report))


def shown(text: str) -> str:
    """Return text that GitHub shows as it stands, and acts on in no way."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _CALLING.sub(rf"\1{NOTHING}", escaped).replace("$", "<span>$</span>")


def _lines(report: Report) -> Iterator[str]:
    sections = sections_of(report)
    yield from ("## Link report", "", shown(report.summary))
    if sections:
        yield from ("", "| | links | |", "|---|---:|---|")
    for section in sections:
        yield f"| **{section.title}** | {section.links} | {section.advice} |"
    for section in sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    """Yield a section; where nothing needs to be done, it is folded."""
    heading = f"{section.title} ({section.links})"
    if section.is_urgent:
        yield from ("", f"### {heading}", "")
    else:
        yield from ("", f"<details><summary>{heading}</summary>", "")
    for item in section.items:
        yield from _item(item)
    if not section.is_urgent:
        yield from ("", "</details>")


def _item(item: Item) -> Iterator[str]:
    title = f"[{shown(item.title)}](<{item.url.translate(_IN_ADDRESS)}>)" if item.url else shown(item.title)
    yield f"- **{item.where}**: {title}"
    for fact in item.facts:
        yield f"  - {_fact(fact)}"


def _fact(fact: Fact) -> str:
    """Return a fact; an address is code, to be copied: were it a link, GitHub would tell issues that it leads to."""
    if not fact.url:
        return f"{fact.label}: {shown(fact.text)}" if fact.label else shown(fact.text)
    ticks = "`" * (max(map(len, re.findall("`+", fact.url)), default=0) + 1)
    gap = " " if "`" in fact.url else ""
    return f"{fact.label}: {ticks}{gap}{fact.url}{gap}{ticks}"
