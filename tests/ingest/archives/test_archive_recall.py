"""Recall: what earlier builds were answered, the newest whole page first."""

import gzip
from pathlib import Path

import pytest
from archive_parts import BODIES, URL, exchange, failure, record

from ingest.archives.recall import EarlierArchives
from ingest.archives.writer import writing
from ingest.fetching.exchange import Cut, Recalled

DATE = "2024-05-06T07:08:09Z"


def archive(folder: Path, number: int, *exchanges: object) -> Path:
    """Write an archive of exchanges, recalled ones as revisits."""
    path = folder / f"{number}.warc.gz"
    with writing(path) as writer:
        for one in exchanges:
            if isinstance(one, Recalled):
                writer.write_revisit(exchange(one.exchange.url, status=304), one)
            else:
                writer.write(one)  # type: ignore[arg-type] - an exchange
    return path


def recalled(paths: list[Path], url: str = URL) -> bytes | None:
    """Return the body that is remembered."""
    found = EarlierArchives(paths).exchange(url)
    return found.exchange.body if found else None


def test_the_newest_whole_page(tmp_path: Path) -> None:
    """Of several builds the newest counts; redirects, errors, cut bodies and failures are no pages."""
    old = archive(tmp_path, 1, exchange(URL, b"old"), exchange(f"{URL}/b", b"b"))
    new = archive(tmp_path, 2, exchange(URL, b"new"), exchange(URL, b"newer"))
    others = archive(
        tmp_path,
        3,
        exchange(URL, b"", 301),
        exchange(URL, b"", 404),
        exchange(URL, b"ne", cut=Cut.TIME),
        exchange(URL, b"part", 206),
    )

    assert recalled([old, new, others]) == b"newer"
    assert recalled([new, old]) == b"old"
    assert recalled([old, new, others], f"{URL}/b#part") == b"b"
    assert recalled([old, new], f"{URL}/c") is None
    assert recalled([]) is None


def test_what_is_needed_for_a_conditional_request(tmp_path: Path) -> None:
    """Headers and date come back as they were."""
    headers = (("ETag", '"a"'), ("Last-Modified", "Mon, 06 May 2024 07:08:09 GMT"))
    path = archive(tmp_path, 1, exchange(URL, gzip.compress(b"x", mtime=0), headers=headers))
    found = EarlierArchives([path]).exchange(URL)

    assert found
    assert found.exchange.headers == headers
    assert gzip.decompress(found.exchange.body) == b"x"
    assert found.date.endswith("Z")


def test_a_revisit_stands_for_its_original(tmp_path: Path) -> None:
    """After an answer of 304 the page of the build before is what is remembered, with its own date."""
    first = archive(tmp_path, 1, exchange(URL, b"page"))
    known = EarlierArchives([first]).exchange(URL)
    assert known
    second = archive(tmp_path, 2, known)

    assert EarlierArchives([first, second]).exchange(URL) == known


@pytest.mark.parametrize("damage", ["missing", "garbage", "failures"])
def test_archives_that_hold_nothing(damage: str, tmp_path: Path) -> None:
    """An earlier archive that is gone, damaged or without a page is passed over."""
    good = record(tmp_path / "good.warc.gz", BODIES[:1])
    bad = tmp_path / "bad.warc.gz"
    if damage == "garbage":
        bad.write_bytes(b"garbage")
    if damage == "failures":
        with writing(bad) as writer:
            writer.write_failure(f"{URL}/0", failure(), None)

    assert recalled([good, bad], f"{URL}/0") == BODIES[0]
