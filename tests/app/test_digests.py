"""A quote in the other language comes with what the list owner's note says in the reader's."""

import shutil
from pathlib import Path

import pytest
from command_line import Cli, Contract
from shelf import CACHE, Shelf

from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from index.folder import current
from index.reader import Index

CROSSED = "Which entries does the cache delete first at low tide?"
DIGEST = "The article describes a cache of Lin Wanzhou that goes by the tides. It holds 256 KB at most."
CACHE_NOTE = f"""---
url: {CACHE}
title: 潮汐缓存怎样淘汰旧数据
topics: [Harbour, Storage]
language: zh
kind: article
checked-against:
  - written for these tests
---
## 中文
这篇文章讲林晚舟的潮汐缓存。它最多占用 256 KB。
## English
{DIGEST} Nothing else is told here.
"""


@pytest.fixture(scope="module")
def noted(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small shelf, built with a note on a Chinese page that can be read."""
    notes = tmp_path_factory.mktemp("notes")
    shutil.copytree(shelf.notes, notes, dirs_exist_ok=True)
    (notes / "cache.md").write_text(CACHE_NOTE, "utf-8")
    settings = Settings(data=tmp_path_factory.mktemp("noted"))
    rebuild(Request(shelf.list, notes, (shelf.archive,), offline=True), settings)
    return settings


def test_a_page_that_was_read_keeps_its_note_beside_it(noted: Settings) -> None:
    """It is no text of the page's; where a note is the text, none stands beside it."""
    documents = {one.link.url: one for one in Index.load(current(noted.data)).documents if one.kind == "page"}

    assert DIGEST in documents[CACHE].note
    assert DIGEST not in documents[CACHE].text
    assert [url for url, one in documents.items() if one.note] == [CACHE]


def test_an_english_reader_of_a_chinese_quote_is_told_in_short(noted: Settings, cli: Cli, contract: Contract) -> None:
    """Two sentences of the note, in JSON and on the terminal; none for a Chinese reader."""
    (crossed,) = cli("ask", CROSSED, "--json", "--data", noted.data).objects
    (own,) = cli("ask", "涨潮期间潮汐缓存怎样处理条目？", "--json", "--data", noted.data).objects

    contract("ask", crossed)
    assert [(one["language"], one["digest"]) for one in crossed["citations"]] == [("zh", DIGEST)]
    assert [(one["language"], one["digest"]) for one in own["citations"]] == [("zh", None)]
    assert f"    In short: {DIGEST}" in cli("ask", CROSSED, "--data", noted.data).out.splitlines()


def test_without_a_note_nothing_is_said(harbour: tuple[Settings, object], cli: Cli) -> None:
    """The same quote of the same page, for which no note was given, has no digest."""
    (crossed,) = cli("ask", CROSSED, "--json", "--data", harbour[0].data).objects

    assert [(one["url"], one["digest"]) for one in crossed["citations"]] == [(CACHE, None)]


def test_a_rebuild_takes_up_another_note(noted: Settings, shelf: Shelf, tmp_path: Path) -> None:
    """A page that is kept from the last build has the note that is there now, or none."""
    settings = noted.model_copy(update={"data": tmp_path / "data"})
    shutil.copytree(noted.data, settings.data)

    rebuild(Request(shelf.list, shelf.notes, offline=True), settings)

    assert not any(one.note for one in Index.load(current(settings.data)).documents)
