"""A run's figures as tables of finished words, for the terminal and for the page."""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.evaluation.figures import Mean
from eval.report.causes import Cause, cause_of
from eval.report.grid import Grid
from eval.report.words import NONE, WIDTH, milliseconds, one_line, share, signed, with_bounds
from eval.rows import Row, Run
from eval.scores.measures import BY_NAME, MEASURES
from eval.statistics.selective import Selective, selective
from eval.statistics.summary import Group, by_part, grouped, mean_of, percentile

HEADLINES = ("right", "recall@5", "nugget_recall", "citation_precision")
"""What groups are compared by."""
TOLD = 10  # worst questions that a terminal names
PARTS = ("open", "held-out")


def by_languages(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return rows by their questions' language, always in the same order."""
    return dict(sorted(grouped(rows, lambda row: row.question.language).items()))


def by_parts(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the open questions and the held-out ones, those that there are; nothing is tuned on the latter."""
    found = grouped(rows, by_part)
    return {part: found[part] for part in PARTS if part in found}


def measured(rows: Sequence[Row]) -> dict[str, dict[str, Mean | None]]:
    """Return each measure that applies to any question, with its mean over each part."""
    parts = by_parts(rows)
    found = {one.name: {part: mean_of(some, one.name) for part, some in parts.items()} for one in MEASURES}
    return {name: means for name, means in found.items() if any(means.values())}


def of_measures(run: Run) -> Grid:
    """Return all means with their intervals, a column a part; n is to how many questions a measure applies."""
    parts = by_parts(run.rows)
    head = ["measure", *(text for part in parts for text in (part, "n"))]
    lines = [
        [BY_NAME[name].label, *(text for mean in means.values() for text in (with_bounds(mean), _number(mean)))]
        for name, means in measured(run.rows).items()
    ]
    return Grid("Means, with their 95 % intervals", head, lines)


def of_groups(run: Run, name: str, group: Group) -> Grid:
    """Return the headline means of each group of the open questions; beside them how many held-out ones are right."""
    parts = by_parts(run.rows)
    has_both = len(parts) > 1
    (first, main), *_ = parts.items() or [("open", [])]
    others = grouped(parts.get("held-out", []), group) if has_both else {}
    found = grouped(main, group)
    head = [name, "n", *(BY_NAME[name].label for name in HEADLINES), *(["right, held-out", "n"] if has_both else [])]
    lines = [
        _group(name, found.get(name, []), others.get(name, []) if has_both else None) for name in {**found, **others}
    ]
    return Grid(f"By {name}, {first} questions", head, lines)


def _group(name: str, rows: Sequence[Row], others: Sequence[Row] | None) -> list[str]:
    beside = [] if others is None else [with_bounds(mean_of(others, "right")), str(len(others))]
    return [name, str(len(rows)), *(with_bounds(mean_of(rows, measure)) for measure in HEADLINES), *beside]


def _number(mean: Mean | None) -> str:
    return str(mean.questions) if mean else NONE


def of_causes(rows: Sequence[Row]) -> Grid:
    """Return how many answers of each part went wrong where."""
    found = {part: Counter(map(cause_of, some)) for part, some in by_parts(rows).items()}
    lines = [
        [cause.value, *(str(counts[cause]) for counts in found.values())]
        for cause in Cause
        if any(counts[cause] for counts in found.values())
    ]
    return Grid("Faults, as far as scores tell", ["where", *found], lines)


def of_refusals(rows: Sequence[Row]) -> Grid:
    """Return what comes of answering only when sure: of each part, and of each language of it."""
    found = {name: one for name, some in _with_languages(rows).items() if (one := selective(some))}
    head = ["part", "n", "answered", "wrong of them", "AURC", "at best", "answered at 5 % risk", "AUROC"]
    return Grid("Refusing", head, [_refusing(name, one) for name, one in found.items()])


def _refusing(name: str, one: Selective) -> list[str]:
    now = one.operating
    shares = (now.coverage, now.risk, one.aurc, one.best_aurc, one.coverage_at_5, one.auroc)
    return [name, str(one.questions), *map(share, shares)]


def _with_languages(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    parts = by_parts(rows)
    languages = {
        f"{part}, {language}": some
        for part, of_part in parts.items()
        for language, some in by_languages(of_part).items()
    }
    return dict(sorted({**parts, **languages}.items(), key=lambda item: PARTS.index(item[0].split(",")[0])))


def of_times(rows: Sequence[Row]) -> str:
    """Return how long answers took."""
    half, most = percentile(rows, 0.5), percentile(rows, 0.95)
    if half is None:
        return "No answer was timed."
    return f"An answer takes {milliseconds(half)} (p50), {milliseconds(most)} (p95)."


def of_worst(rows: Sequence[Row], total: int) -> str:
    """Return a line a question that went wrong: id, cause, scores, and what was asked."""
    if not rows:
        return "No answer has a fault."
    lines = [f"The worst {min(TOLD, len(rows))} of {total} answers"]
    for row in rows[:TOLD]:
        shown = f"  {one_line(row.id, 36)}: {_lost(row)}"
        lines += [shown, f"      {one_line(row.question.question, WIDTH - 6)}"]
    return "\n".join(lines)


def _lost(row: Row) -> str:
    facts = f"facts {share(row.scores.get('nugget_recall'), 2)}"
    return f"{cause_of(row)} ({facts}, sureness {'–' if row.confidence is None else signed(row.confidence)})"
