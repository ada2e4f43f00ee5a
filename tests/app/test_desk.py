"""The desk: an index to look at before its models are there, and another one after a build."""

from pathlib import Path
from shutil import copytree

import pytest

from app.desk import Desk
from app.rebuild import Report, rebuild
from app.settings import Settings
from app.sources import Request
from index.errors import IndexMissing


def test_the_index_is_there_before_the_models(shipped: tuple[Settings, Report]) -> None:
    """Topics are read without an encoder; the assistant asked for is the one of this index."""
    desk = Desk(shipped[0])

    assert desk.index.topics
    assert desk.assistant.searcher.index.manifest == desk.index.manifest
    assert desk.is_ready


def test_a_later_build_is_taken_up(shipped: tuple[Settings, Report], tmp_path: Path) -> None:
    """After another build and `reopen`, both the index and the assistant are the new one's."""
    settings = shipped[0].model_copy(update={"data": tmp_path / "data"})
    copytree(shipped[0].data, settings.data)
    desk = Desk(settings)
    before = desk.assistant
    other = tmp_path / "list.md"
    other.write_text("## Kettles\n* [Tea](https://tea.example/): boil it.\n", "utf-8")

    rebuild(Request(list_path=other, offline=True), settings)
    desk.reopen()

    assert desk.index.topics == (("Kettles",),)
    assert desk.assistant is not before
    assert desk.assistant.searcher.index.topics == (("Kettles",),)


def test_no_index_is_said(tmp_path: Path) -> None:
    """A desk over nothing says what to do."""
    with pytest.raises(IndexMissing, match="citeshelf build"):
        Desk(Settings(data=tmp_path))
