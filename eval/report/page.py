"""A run as one HTML page that needs nothing else: no network, no script; whatever strangers wrote is text there."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from eval.files import rewrite
from eval.judge.summary import judge_summary
from eval.report import plots, sureness
from eval.report.changes import Changes
from eval.report.figures import of_causes, of_groups, of_measures, of_refusals, of_times
from eval.report.grid import Grid
from eval.report.plots import Plot
from eval.report.views import View
from eval.report.words import NONE, share, signed, written_p
from eval.report.worst import worst
from eval.rows import Run
from eval.scores.measures import BY_NAME, MEASURES
from eval.statistics.summary import by_direction, by_kind

TEMPLATES = Path(__file__).parent / "templates"


def write_page(run: Run, changes: Changes | None, folder: Path) -> Path:
    """Write a run's page beside its JSON in place of an earlier one, never half of it, and return where.

    Raises:
        QuestionsInvalid: it cannot be written.
    """
    path = folder / f"{run.name}.html"
    rewrite(path, page(run, changes).encode())
    return path


def page(run: Run, changes: Changes | None = None) -> str:
    """Return the page of a run, with what changed since an earlier one."""
    return _environment().get_template("page.html.j2").render(_shown(run, changes))


def _shown(run: Run, changes: Changes | None) -> dict[str, Any]:
    """Return what the template names."""
    views = [View.of(row) for row in run.rows]
    return {
        "run": run,
        "changes": changes,
        "style": Markup((TEMPLATES / "page.css").read_text("utf-8")),  # noqa: S704 - our own file
        "grids": _grids(run),
        "times": of_times(run.rows),
        "plots": _plots(run),
        "measures": MEASURES,
        "labels": BY_NAME,
        "worst": [View.of(row) for row in worst(run.rows)],
        "causes": of_causes(run.rows),
        "depends": _depends(run),
        "judge": judge_summary(run.judge) if run.judge else None,
        "views": views,
        "failed": [view for view in views if view.row.failure is not None],
    }


def _environment() -> jinja2.Environment:
    """Return templates in which everything is escaped and nothing is missing."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"share": share, "signed": signed, "p": written_p, "view": View.of, "drawing": _drawing}
    return found


def _grids(run: Run) -> dict[str, Grid]:
    """Return the tables of figures, by where they stand."""
    if not run.rows:
        return {}
    return {
        "measures": of_measures(run),
        "direction": of_groups(run, "direction", by_direction),
        "kind": of_groups(run, "kind", by_kind),
        "refusing": of_refusals(run.rows),
    }


def _depends(run: Run) -> dict[str, dict[str, Any]]:
    """Return all that a run says of itself, flat."""
    parts = {"Questions": run.questions, "Index": run.index, "Settings": run.settings, "Environment": run.environment}
    return {title: dict(_flat("", fields)) for title, fields in parts.items()}


def _flat(before: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        yield before, NONE if value is None else value
        return
    for name, part in value.items():
        yield from _flat(f"{before} {name}".strip(), part)


def _plots(run: Run) -> dict[str, list[Plot]]:
    """Return the plots by their sections' titles; a section without one is left out."""
    found = {
        "Quality by direction": plots.of_groups(run, "direction", by_direction),
        "Quality by kind": plots.of_groups(run, "kind", by_kind),
        "What refusing buys": sureness.of_refusing(run),
        "What sureness is worth": sureness.of_calibration(run),
        "Latency": plots.of_times(run),
    }
    return {title: some for title, some in found.items() if some}


def _drawing(plot: Plot) -> Markup:
    """Let a drawing be markup: it is ours, and no stranger's word is in it."""
    return Markup(plot.svg)  # noqa: S704 - see above
