"""Lets a language model judge a run, after it has judged answers whose labels are known."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from app.errors import ModelUnavailable
from app.progress import stage
from app.settings import Settings
from eval.judge.calibration import calibration, share
from eval.judge.judge import PROMPT, Case, Judge
from eval.judge.pairs import Pair, read_pairs
from eval.judge.results import Judged
from eval.judge.verdicts import Verdict, Verdicts
from eval.rows import Row, Run

Step = Callable[[int, int], None]


def judged_by(name: str, run: Run, settings: Settings, out: Path) -> Run:
    """Return a run with what the model `PROVIDER:MODEL` makes of it.

    When the model fails, that is said on stderr and the run comes back as it was; its verdicts stay in `out`, so that
    the same command asks only for the others.
    """
    try:
        from app.chat_model import LangChainModel  # imports LangChain, which only this needs

        model = LangChainModel.open(name, settings.llm_timeout_s)
        verdicts = Verdicts.open(out / f"{run.questions['name']}.verdicts")
        with stage("judging") as reporter:
            found = judged(run.rows, Judge(model, name, verdicts), read_pairs(), reporter.step)
    except ModelUnavailable as error:
        print(f"citeshelf-eval: {error.problem}; the run is written without the judge.", file=sys.stderr)
        return run
    verdicts.close()
    return replace(run, judge=found)


def judged(rows: Sequence[Row], judge: Judge, pairs: Sequence[Pair], step: Step) -> Judged:
    """Judge the labelled answers, then each answer to a question that has one; what was refused is not judged.

    Raises:
        ModelUnavailable: the judge cannot be asked.
    """
    answered = [row for row in rows if row.question.answerable and row.text]
    cases = [pair.case for pair in pairs] + [_case(row) for row in answered]
    said: list[Verdict] = []
    for number, case in enumerate(cases, 1):
        said.append(judge.verdict(case))
        step(number, len(cases))
    of_pairs, of_answers = said[: len(pairs)], said[len(pairs) :]
    labelled = [(pair.right, verdict, pair.question) for pair, verdict in zip(pairs, of_pairs, strict=True)]
    answers = [(verdict, row.question.about) for row, verdict in zip(answered, of_answers, strict=True)]
    return Judged(
        model=judge.name,
        prompt=sha256(PROMPT.template.encode()).hexdigest()[:12],
        calibration=calibration(labelled),
        share=share(answers, labelled),
        verdicts=dict(zip((row.id for row in answered), of_answers, strict=True)),
        labelled=dict(zip((pair.id for pair in pairs), of_pairs, strict=True)),
        asked=judge.asked,
        seconds=round(judge.seconds, 3),
    )


def _case(row: Row) -> Case:
    return Case(row.question.question, row.question.nuggets, row.text)
