"""A run on a terminal: means by part, by direction and by kind, what refusing buys, times, and the worst questions."""

from rich.console import Console

from eval.report import grid
from eval.report.changes import Changes
from eval.report.figures import of_causes, of_groups, of_measures, of_refusals, of_times, of_worst
from eval.report.grid import Grid, Part
from eval.report.words import NONE, WIDTH, one_line, share, signed, written_p
from eval.report.worst import worst
from eval.rows import Row, Run
from eval.scores.measures import BY_NAME
from eval.statistics.summary import by_direction, by_kind

MOST = 20  # answers that only differ; the page has all


def summary(run: Run, changes: Changes | None = None) -> str:
    """Return what a terminal shows as plain text."""
    return grid.plain(_parts(run, changes))


def show(run: Run, changes: Changes | None, console: Console) -> None:
    """Print a run, and what changed since another."""
    grid.show(_parts(run, changes), console)


def _parts(run: Run, changes: Changes | None) -> list[Part]:
    if not run.rows:
        return [_head(run), "No question was asked."]
    parts: list[Part] = [_head(run), of_measures(run)]
    parts += [of_groups(run, "direction", by_direction), of_groups(run, "kind", by_kind)]
    parts += [of_refusals(run.rows)] if any(row.confidence is not None for row in run.rows) else []
    parts += [of_times(run.rows), *_failures(run), of_causes(run.rows), of_worst(worst(run.rows), len(run.rows))]
    return parts + (_changes(changes) if changes else [])


def _head(run: Run) -> str:
    around = run.environment
    changed = ", with changes" if around["changed"] else ""
    asked = f"{len(run.rows)} questions ({run.questions['name']}, {run.questions['digest']})"
    return one_line(f"{asked} on index {run.index['hash']}, commit {around['commit']}{changed}", WIDTH)


def _failures(run: Run) -> list[Part]:
    failed = [row for row in run.rows if row.failure is not None]
    if not failed:
        return []
    lines = [f"  {one_line(row.id, 36)}: {one_line(row.failure or '', WIDTH - 40)}" for row in failed]
    return ["\n".join([f"{len(failed)} of {len(run.rows)} questions failed", *lines])]


def _changes(changes: Changes) -> list[Part]:
    parts: list[Part] = [changes.told]
    if changes.differences:
        parts.append(_differences(changes))
    for title, pairs in changes.groups.items():
        if pairs:
            shown = [_pair(*pair) for pair in pairs[:MOST]]
            more = [f"  and {len(pairs) - MOST} more, which the page shows"] if len(pairs) > MOST else []
            parts.append("\n".join([f"{title} ({len(pairs)})", *shown, *more]))
    return parts


def _differences(changes: Changes) -> Grid:
    head = ["measure", "before", "after", "change", "95 %", "p", "p of all", "n", "verdict"]
    lines = [
        [
            *(BY_NAME[one.measure].label, share(one.before), share(one.after), signed(one.change)),
            *(f"{one.low:+.2f} … {one.high:+.2f}", written_p(one.p), written_p(one.adjusted)),
            *(str(one.questions), changes.verdict(one)),
        ]
        for one in changes.differences
    ]
    return Grid("Since then, on the same questions", head, lines)


def _pair(was: Row, row: Row) -> str:
    lines = [f"  {one_line(row.id, 36)}: {one_line(row.question.question, WIDTH - 40)}"]
    return "\n".join([*lines, f"    - {_said(was)}", f"    + {_said(row)}"])


def _said(row: Row) -> str:
    if row.failure is not None:
        return one_line(f"failed: {row.failure}", WIDTH - 6)
    return one_line(f"[{row.source_1 or NONE}] {row.text}", WIDTH - 6) if not row.refused else "refused"
