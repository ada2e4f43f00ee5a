"""What a judge said, in a few lines for a terminal."""

from app.evaluation.intervals import Interval
from eval.judge.results import Judged

NOT_TO_BE_USED = "The judge is no better than chance on answers whose labels are known: do not use its figure."


def judge_summary(judged: Judged) -> str:
    """Return how good the judge is, then its figure; whether that may be used stands last."""
    known, found = judged.calibration, judged.share
    figures = {
        "kappa": _shown(known.kappa, known.kappa_interval),
        "sensitivity": _shown(known.sensitivity),
        "specificity": _shown(known.specificity),
        "right as judged": _shown(found.raw, found.raw_interval),
        "corrected for the judge's errors": _shown(found.corrected, found.corrected_interval),
    }
    lines = [
        f"judge {judged.model}, asked {judged.asked} times in {judged.seconds:.0f} s",
        f"  no verdict on {known.missing} of {known.pairs} labelled answers, {found.missing} of {found.answers} others",
        *(f"  {name:34}{figure}" for name, figure in figures.items()),
    ]
    return "\n".join(lines if known.is_usable else [*lines, f"  {NOT_TO_BE_USED}"])


def _shown(value: float | None, bounds: Interval | None = None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" + (f" [{bounds[0]:.3f}, {bounds[1]:.3f}]" if bounds else "")
