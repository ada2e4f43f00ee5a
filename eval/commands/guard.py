"""`citeshelf-eval guard`: build, ask the new index the questions of an earlier run, swap it in unless it is worse."""

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.assistant import Assistant
from app.cli import given
from app.commands.build import request_of, text_of
from app.rebuild import Hold, rebuild
from app.settings import Settings, read_settings
from eval.gate.guard import AnswersWorse, Change, Pair, Quality, changed, checked, measured_before, paired, shared
from eval.harmless import in_one_line
from eval.measuring import USED, Asking, measured
from eval.questions import read_questions
from eval.rows import Row, Run, read_run, write_run


def run(options: argparse.Namespace) -> int:
    """Build beside the index in use, compare, then swap and print the build's summary, or leave all as it was."""
    settings = read_settings().model_copy(update=given(options))
    before, asking = read_run(options.against), Asking(options.questions.stem, read_questions(options.questions))
    named = options.quality or [("right", None)]
    qualities = checked(Quality(name, options.margin if margin is None else margin) for name, margin in named)
    measured_before(qualities, shared(before, asking.questions))
    report = rebuild(request_of(options), settings, _hold(before, asking, qualities, settings, options.out))
    print(text_of(report, settings))
    return 0


def _hold(before: Run, asking: Asking, qualities: Sequence[Quality], settings: Settings, out: Path) -> Hold:
    def hold(new: Assistant) -> None:
        now = _answered(asking, new, settings)
        pairs = paired(before, now.rows)
        counting = [pair for pair in pairs if not pair.now.question.held_out]
        aside = [pair for pair in pairs if pair.now.question.held_out]
        changes = changed(qualities, counting)
        print(_shown(before, now, changes))
        for one in changed(qualities, aside):
            print(f"held-out, which decide nothing: {_line(one)}")
        _refuse(changes, settings.data)
        print(f"written to {write_run(now, out)}, for the next --against")

    return hold


def _answered(asking: Asking, new: Assistant, settings: Settings) -> Run:
    """Ask all questions; what an interrupted build was asked says nothing of the next one's."""
    name = f"{asking.name}-{new.searcher.index.manifest.corpus}"  # the run compared with keeps its file
    with tempfile.TemporaryDirectory() as folder:
        return measured(Asking(name, asking.questions), new, settings, Path(folder))


def _refuse(changes: Iterable[Change], data: Path) -> None:
    if fallen := [_line(one) for one in changes if one.is_too_far]:
        raise AnswersWorse(
            f"the new index answers worse ({', '.join(fallen)}) and was not put into {data}",
            "look at the questions above, or take it all the same with `citeshelf build`",
        )


def _shown(before: Run, now: Run, changes: Sequence[Change]) -> str:
    worse = {id(pair): pair for one in changes for pair in one.worse()}
    lines = [_line(one) for one in changes]
    lines += [
        f"{name} was {in_one_line(str(before.settings.get(name)))} and is {in_one_line(str(now.settings[name]))}"
        for name in USED
        if before.settings.get(name) != now.settings[name]
    ]
    asked = max((len(one.pairs) for one in changes), default=0)
    lines.append(f"{len(worse)} of {asked} questions got worse" + ":" * bool(worse))
    return "\n".join([*lines, *(_told(pair, changes) for pair in worse.values())])


def _line(one: Change) -> str:
    now = "not measured" if one.now is None else f"{one.now:.3f}"
    return f"{one.quality.name} {one.was:.3f} → {now} on {one.questions} questions, margin {one.quality.margin:g}"


def _told(pair: Pair, changes: Sequence[Change]) -> str:
    """Answers hold what strangers wrote: it is shown without the marks that command a terminal."""
    scores = (f"{one.quality.name} {_score(pair.was, one)} → {_score(pair.now, one)}" for one in changes)
    head = f"{in_one_line(pair.now.id)}: {in_one_line(pair.now.question.question)} ({', '.join(scores)})"
    return f"{head}\n  - {_answer(pair.was)}\n  + {_answer(pair.now)}"


def _score(row: Row, one: Change) -> str:
    score = row.scores.get(one.quality.name)
    return "–" if score is None else f"{score:.2f}"


def _answer(row: Row) -> str:
    if row.failure:
        return in_one_line(f"failed: {row.failure}")
    return in_one_line(f"{row.text} ({row.source_1 or 'no source'})") if row.text else "refused"
