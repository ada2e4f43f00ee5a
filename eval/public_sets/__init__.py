"""Public question sets end to end: their passages built as any list is, their questions asked as any others."""

import sys
from pathlib import Path

from app.settings import Settings
from eval.measuring import Asking
from eval.public_sets.arrived import said
from eval.public_sets.building import build
from eval.public_sets.wanted import questions_of
from eval.question_sets import read_set

__all__ = ["asking_of"]


def asking_of(folder: Path, limit: int | None, settings: Settings) -> Asking:
    """Read a set, build its passages into the settings' data folder, and return its questions.

    Raises:
        QuestionsInvalid: the folder is no question set, or the data folder holds another index.
        IngestError, SearchIndexError: what `rebuild` raises.
    """
    found = read_set(folder, limit, unanswerable=True)
    questions = questions_of(found)
    arrived = build(found, settings)
    print(said(found.name, arrived), file=sys.stderr)
    name = found.name if limit is None else f"{found.name}-{limit}"
    return Asking(name, questions, {"passages": arrived.described})
