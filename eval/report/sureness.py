"""The page's plots of what an answerer's sureness is worth: risk by coverage, and calibration."""

from collections.abc import Sequence

from eval.charts import Axis, Curve, Dot, Mark, curves, inline
from eval.report.figures import by_languages, by_parts
from eval.report.plots import Plot
from eval.rows import Run
from eval.statistics.calibration import Calibration, calibration
from eval.statistics.selective import Point, Selective, selective

STEPS = 60  # of a drawn curve
RIGHT = Axis("share that would be right")


def of_refusing(run: Run) -> list[Plot]:
    """Return risk by coverage for each part, a curve a language, with a mark where the answerer stands."""
    plots = []
    for part, rows in by_parts(run.rows).items():
        whole = selective(rows)
        found = {name: one for name, some in by_languages(rows).items() if (one := selective(some))}
        if whole:
            title = f"Risk and coverage, {part} questions"
            plots.append(Plot(inline(_risk(whole, found), f"risk-{part}", title), title, _area(whole)))
    return plots


def _risk(whole: Selective, found: dict[str, Selective]) -> str:
    lines = [Curve(name, _joined(one.points)) for name, one in found.items()]
    lines.append(Curve("best possible", _joined(whole.best), "dashes"))
    marks = [
        Mark(f"{name}, as it stands", [(one.operating.coverage, Dot(one.operating.risk))], place)
        for place, (name, one) in enumerate(found.items())
    ]
    return curves(lines, marks, Axis("coverage: share that is answered"), Axis("risk: share of those wrong"))


def _joined(points: Sequence[Point]) -> list[tuple[float, float]]:
    """Return steps: up to a point's coverage the risk is the point's."""
    starts = [0.0, *(point.coverage for point in points)]
    pairs = zip(starts, points, strict=False)
    return [place for start, point in pairs for place in ((start, point.risk), (point.coverage, point.risk))]


def _area(whole: Selective) -> str:
    now = whole.operating
    return (
        f"It answers {now.coverage:.0%} of the questions, {now.risk:.0%} of those wrongly. Area under the curve of "
        f"both languages (AURC): {whole.aurc:.3f}; with as many right answers {whole.best_aurc:.3f} is possible."
    )


def of_calibration(run: Run) -> list[Plot]:
    """Return for each part how often answers of like sureness are right, beside what Platt's curve says of them."""
    found = {part: one for part, rows in by_parts(run.rows).items() if (one := calibration(rows))}
    return [plot for part, one in found.items() for plot in (_by_sureness(one, part), _by_promise(one, part))]


def _by_sureness(found: Calibration, part: str) -> Plot:
    """Draw bins where they lie, with the curve that is fitted on all of the part."""
    least, most = min(found.bins[0].least, 0.0), max(found.bins[-1].most, 0.0)
    places = [least + (most - least) * step / STEPS for step in range(STEPS + 1)]
    lines = [
        Curve("Platt's curve", [(place, found.logistic(place)) for place in places]),
        Curve("refused to the left", [(0.0, 0.0), (0.0, 1.0)], "dashes"),
    ]
    bins = [((one.least + one.most) / 2, Dot(one.right, one.low, one.high)) for one in found.bins]
    svg = curves(lines, [Mark("bins of questions", bins, 1)], Axis("sureness", (least, most)), RIGHT)
    title = f"Right by sureness, {part} questions"
    note = f"{found.questions} questions in {len(found.bins)} bins of like size, with 95 % intervals."
    return Plot(inline(svg, f"sureness-{part}", title), title, note)


def _by_promise(found: Calibration, part: str) -> Plot:
    bins = [(one.predicted, Dot(one.right, one.low, one.high)) for one in found.bins]
    marks = [Mark("bins of questions", bins, 1)]
    svg = curves(
        [Curve("as promised", [(0.0, 0.0), (1.0, 1.0)], "dashes")],
        marks,
        Axis("promised share, by Platt's curve"),
        RIGHT,
    )
    title = f"Reliability, {part} questions"
    return Plot(inline(svg, f"reliability-{part}", title), title, _errors(found))


def _errors(found: Calibration) -> str:
    return (
        f"Each question's promise comes from a curve fitted without it. Expected calibration error {found.error:.3f}; "
        f"promises that hold exactly would show {found.error_by_chance:.3f} on as many questions. Brier score "
        f"{found.brier:.3f}; always promising the share that is right gives {found.brier_of_share:.3f}."
    )
