"""Fits the decision to answer anew: python -m eval.deciding [--out app/data/decision.json].

The shipped list is built offline, its open questions are asked, with their articles and without; held-out ones are not.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.abstaining import Decision, scales
from app.abstaining.decision import SHIPPED as WEIGHTS
from app.abstaining.decision import Fitted
from app.errors import USER_ERRORS
from app.opening import open_searcher
from app.rebuild import rebuild
from app.settings import read_settings
from app.sources import Request
from eval.deciding.fitting import FALSE_REFUSALS, Numbers, fitted, held_out
from eval.deciding.labelled import Labelled, crossed, labelled
from eval.files import rewrite, writing_to
from eval.questions import SHIPPED, Question, digest, read_questions
from eval.statistics.separation import auc
from index.search import Searcher

SEED = 7


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print what questions that were held out show, and write the weights."""
    parser = argparse.ArgumentParser(prog="deciding", description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help=f"the file ({WEIGHTS.name} in the package)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the folds ({SEED})")
    options = parser.parse_args(arguments)
    try:
        with writing_to(options.out):
            options.out.touch()  # what cannot be written is said before the work
        decision = _decided(options.seed)
        rewrite(options.out, f"{decision.model_dump_json(indent=1)}\n".encode())
    except USER_ERRORS as error:
        print(f"deciding: {error}", file=sys.stderr)
        return 1
    print(f"written to {options.out}", file=sys.stderr)
    return 0


def _decided(seed: int) -> Decision:
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings().model_copy(update={"data": Path(folder)})
        rebuild(Request(offline=True), settings)
        searcher = open_searcher(settings)
        questions = [one for one in read_questions(SHIPPED) if not one.held_out]
        modes = {
            "read": _labelled(questions, searcher),
            "unread": _labelled(questions, Searcher(searcher.index, searcher.encoder)),
            "crossed_read": list(crossed(questions, searcher)),
            "crossed_unread": list(crossed(questions, Searcher(searcher.index, searcher.encoder))),
        }
        for name, some in modes.items():
            _show(name, some, held_out(some, seed))
        return Decision(
            **{name: fitted(some, seed) for name, some in modes.items()},
            fitted=Fitted(
                seed=seed,
                questions=digest(questions),
                index=searcher.index.manifest.corpus,
                answerable=sum(one.answerable for one in modes["read"]),
                unanswerable=sum(not one.answerable for one in modes["read"]),
            ),
        )


def _labelled(questions: Sequence[Question], searcher: Searcher) -> list[Labelled]:
    return list(labelled(questions, searcher, scales.of(searcher)))


def _show(what: str, some: Sequence[Labelled], odds: Numbers) -> None:
    """Print the area under the ROC curve and, at each dial, which share of each kind is refused."""
    answers = np.array([one.answerable for one in some])
    kinds = np.array([one.kind for one in some])
    print(f"{what}: AUC {auc(odds.tolist(), answers.tolist()):.3f}")
    for dial, share in FALSE_REFUSALS.items():
        refused = odds < np.quantile(odds[answers], share)
        print(f"  {dial}: " + ", ".join(f"{kind} {refused[kinds == kind].mean():.2f}" for kind in np.unique(kinds)))


if __name__ == "__main__":
    sys.exit(main())
