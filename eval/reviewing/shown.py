"""A candidate for a terminal; all in it is strangers' text: made harmless, and indented, as no prompt of ours is."""

from collections.abc import Iterable, Iterator
from textwrap import shorten

from eval.harmless import harmless, in_one_line
from eval.reviewing.candidates import Candidate
from eval.reviewing.review import SourcePage, seen

QUOTED = 400  # characters of each passage


def candidate_text(candidate: Candidate) -> str:
    """Return what was asked, answered and found; the pages that may be right are numbered."""
    answer = candidate.answer
    lines = [
        f"{candidate.asked:%Y-%m-%d %H:%M}, marked: {candidate.reason}",
        "Question:",
        *_indented(candidate.question),
    ]
    if candidate.history:
        lines += ["Asked before it:", *_each(candidate.history)]
    if candidate.comment.strip():
        lines += ["Comment:", *_indented(candidate.comment)]
    lines += ["Refused:" if answer.refused else "Answer:", *_indented(answer.text)]
    for one in answer.citations:
        lines += [f"    [{one.number}] {in_one_line(one.title)}", f"        {in_one_line(one.url)}"]
        lines += map(_quoted, one.quotes)
    lines.append("Found:" if answer.hits else "Nothing was found.")
    for number, page in enumerate(seen(candidate).values(), 1):
        lines += _page(number, page)
    return "\n".join(lines)


def _page(number: int, page: SourcePage) -> list[str]:
    head = f"    {number}. {in_one_line(page.title)}"
    return [head, f"        {in_one_line(page.url)}", _quoted(page.text)]


def _quoted(text: str) -> str:
    return f"        {shorten(in_one_line(text), QUOTED, placeholder=' …')}"


def _each(texts: Iterable[str]) -> Iterator[str]:
    yield from (f"    {in_one_line(text)}" for text in texts)


def _indented(text: str) -> Iterator[str]:
    yield from _each(harmless(text).split("\n"))
