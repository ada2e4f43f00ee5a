"""The course of a training: its losses, and the loss on what was held back, as a picture."""

import json
from pathlib import Path

from matplotlib.figure import Figure


def draw(log: Path, picture: Path) -> None:
    """Draw a log (`loop.py` writes it) into a PNG."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for name in ("answer", "spans", "groups"):
        axes.plot(
            [one["step"] for one in lines if name in one],
            [one[name] for one in lines if name in one],
            label=name,
            lw=0.7,
        )
    looks = [(one["step"], one["held back"]) for one in lines if "held back" in one]
    axes.plot([step for step, _ in looks], [one["loss"] for _, one in looks], "o-k", label="answer, held back")
    axes.set_xlabel("step")
    axes.set_ylabel("loss (nats)")
    areas = axes.twinx()
    areas.plot(
        [step for step, _ in looks], [one["auc"] for _, one in looks], "s--", color="grey", label="AUC, held back"
    )
    areas.set_ylabel("AUC")
    figure.legend(loc="outside upper center", ncols=5)
    figure.savefig(picture, dpi=120)
