"""The summary of a run: what it says, how wide it is, and that nobody's words steer the terminal."""

from io import StringIO

import pytest
from made_runs import EDGES, RIGHT, answer, edge, failed, question, row, run
from rich.cells import cell_len
from rich.console import Console

from eval.report.terminal import show, summary
from eval.rows import Run

WIDTH = 120


def _full() -> Run:
    """Return a run of both parts, all kinds of outcomes and Chinese questions."""
    return run(
        row(question("a"), RIGHT, 0.4, right=1.0, nugget_recall=1.0, citation_precision=1.0, source_1=1.0),
        row(question("b", held_out=True), RIGHT, 0.2, right=1.0, nugget_recall=0.5, citation_precision=1.0),
        row(question("c", language="zh", question="哪个框架能扩展到十亿节点？" * 9), answer("No."), 0.1),
        row(question("d", urls=(), kind="near-miss", held_out=True), answer(), -0.3, right=1.0, refusal_recall=1.0),
        row(question("e", urls=(), kind="far", language="zh"), answer(), -0.3, right=1.0, refusal_recall=1.0),
        failed(question("f")),
    )


def _on_a_terminal(of: Run, width: int = WIDTH) -> str:
    written = StringIO()
    show(of, None, Console(file=written, force_terminal=True, width=width, color_system=None))
    return written.getvalue()


def test_open_and_held_out_means_stand_apart() -> None:
    """Right: of the open a, c, e, f two of four, of the held-out both; facts are for those that have an answer."""
    lines = {line.split("  ")[0]: line.split() for line in reversed(summary(_full()).splitlines())}
    assert lines["right"][1] == "0.500"
    assert lines["right"][4] == "1.000"
    assert lines["nugget recall"][2] == "0.333"  # a 1, c 0, f 0
    assert lines["nugget recall"][5] == "0.500"  # b


def test_the_worst_are_named_with_their_cause_and_failures_with_their_error() -> None:
    """One that says something else, and one that failed."""
    text = summary(_full())
    assert "1 of 6 questions failed\n  f: the model is away; start it." in text
    assert "  c: not found" in text
    assert "  f: an error left no answer" in text


@pytest.mark.parametrize("as_shown", [summary, _on_a_terminal])
def test_the_summary_fits_a_terminal(as_shown: object) -> None:
    """Plain or in rich's tables, no line is wider than 120 cells; a Chinese character takes two."""
    assert callable(as_shown)
    assert max(map(cell_len, as_shown(_full()).splitlines())) <= WIDTH


def test_what_strangers_wrote_does_not_steer_the_terminal() -> None:
    """No control character of a question comes through, and brackets are no markup."""
    hostile = run(row(question("a[red]", question="\x1b[2J[bold]x[/bold]\r\n\u202e?"), answer("No.")))
    for text in (summary(hostile), _on_a_terminal(hostile)):
        assert not set("\x1b\r\u202e") & set(text)
        assert "[bold]x[/bold]" in text
        assert "a[red]" in text


def test_numbers_stand_under_each_other_also_beside_chinese() -> None:
    """A group's cells end where those of the one above end, counted in cells."""
    lines = summary(_full()).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("direction"))
    assert len({cell_len(line) for line in lines[start : start + 4]}) == 1


@pytest.mark.parametrize("kind", EDGES)
def test_a_summary_of_whatever_there_is(kind: str) -> None:
    """A run that lacks a part, a kind or everything is told all the same."""
    assert f"{len(edge(kind).rows)} questions (made" in summary(edge(kind))
    assert "made" in _on_a_terminal(edge(kind), 80)
