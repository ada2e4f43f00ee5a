"""What changed between two runs, question by question."""

from eval.rows import Row, Run


def changes(run: Run, before: Run) -> str:
    """Return the questions whose answers differ from an earlier run's."""
    old = {row.id: row for row in before.rows}
    lines = []
    for row in run.rows:
        was = old.get(row.id)
        if was and _answer(was) != _answer(row):
            lines.append(f"{row.id}: {row.question.question}\n  - {_answer(was)}\n  + {_answer(row)}")
    return "\n".join([f"{len(lines)} of {len(run.rows)} answers differ from {before.name}", *lines])


def _answer(row: Row) -> str:
    return f"{row.source_1} {row.text}" if row.source_1 else "refused"
