"""Builds a set's passages with the product's own build: a list, recorded pages, no notes, no network."""

import tempfile
from pathlib import Path

from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from eval.public_sets.arrived import Arrived, arrived
from eval.public_sets.pages import check_addresses, write_list, write_pages
from eval.question_sets import QuestionSet
from eval.questions import QuestionsInvalid
from index.errors import IndexMissing, SearchIndexError
from index.folder import current, writing_to
from index.manifest import read_manifest


def build(questions: QuestionSet, settings: Settings) -> Arrived:
    """Build the passages into the settings' data folder; texts that an earlier build there encoded are taken over.

    Raises:
        QuestionsInvalid: two ids are one address, or the data folder holds another index.
        IngestError, SearchIndexError: what `rebuild` raises.
    """
    check_addresses(questions.passages)
    name = f"{questions.name}.md"
    _check_data(settings.data, name)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        notes, pages = folder / "notes", folder / "pages.warc.gz"
        with writing_to(folder):
            notes.mkdir()
            write_list(questions.passages, folder / name)
        write_pages(questions.passages, pages)
        report = rebuild(Request(folder / name, notes, (pages,), offline=True), settings)
    return arrived(questions.passages, report.reading.documents)


def _check_data(data: Path, name: str) -> None:
    """Refuse to put a set's index in another's place: that may be somebody's own."""
    try:
        held = read_manifest(current(data)).list_name
    except IndexMissing:
        return
    except SearchIndexError:
        held = "a list that cannot be told"
    if held != name:
        raise QuestionsInvalid(f"{data} holds the index of {held}, not of {name}", "give another folder with --data")
