"""The link report on a terminal: in colour, with addresses that can be clicked; nobody's brackets count as markup."""

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from app.health.plain import said
from app.health.report import Report
from app.health.sections import Fact, Item, Section, sections_of


def show(report: Report, console: Console) -> None:
    """Print the report."""
    console.print(Text(report.summary, style="bold"))
    for section in sections_of(report):
        console.print()
        console.print(_heading(section))
        for item in section.items:
            console.print(Padding(_item(item), (0, 0, 0, 2)))


def _heading(section: Section) -> Text:
    colour = "red" if section.is_urgent else "cyan"
    return Text.assemble((f"{section.title} ({section.links})", f"bold {colour}"), " ", (section.advice, "dim"))


def _item(item: Item) -> Text:
    text = Text.assemble((item.where, "yellow"), "  ", (item.title, "bold"))
    if item.url:
        text.append("\n  ").append_text(_address(item.url))
    for fact in item.facts:
        text.append("\n  ").append_text(_fact(fact))
    return text


def _fact(fact: Fact) -> Text:
    if not fact.url:
        return Text(said(fact))
    return Text.assemble((f"{fact.label}: ", "green")).append_text(_address(fact.url))


def _address(url: str) -> Text:
    return Text(url, style=Style(underline=True, link=url))
