"""Writes a corrected copy of a list: new addresses for what has moved, archived copies for what is gone."""

import os
import shlex
import shutil
from codecs import BOM_UTF16_BE
from collections.abc import Sequence
from pathlib import Path

from app.errors import ListNotCorrected
from app.health.report import Report
from app.rebuild import SHIPPED_LIST
from ingest.documents import Link
from ingest.lists.corrected import Correction, corrected
from ingest.lists.link_list import read_list
from ingest.lists.text import list_text
from ingest.urls import identity_of

ENCODINGS = {  # as a list's text is read, and as its bytes are kept
    "utf-8-sig": ("utf-8", "surrogateescape"),
    "gb18030": ("gb18030", "strict"),
    "utf-16": ("utf-16-le", "surrogatepass"),
}


def fixed(report: Report, source: Path, target: Path) -> Correction:
    """Write a list with the report's replacements to a file that is not there yet; with none, write nothing.

    Raises:
        ListUnreadable: the list cannot be read.
        ListNotCorrected: it is another list than the index's, or the file cannot be written.
    """
    _refuse_to_overwrite(source, target)
    links = read_list(source).links
    _refuse_another_list(report, source, links)
    text, encoding = _decoded(source)
    correction = corrected(text, _replacements(report))
    if correction.made:
        _write(correction.text.encode(*encoding), source, target)
    return correction


def said(correction: Correction, source: Path, target: Path) -> str:
    """Return what was written, and what was left, in words."""
    lines = [f"line {one.line} left as it is: {one.old} is part of what the list says" for one in correction.left]
    if not correction.made:
        return "\n".join([*lines, f"nothing to correct in {source}; {target} was not written"])
    count = len(correction.made)
    lines.append(f"{count} address{'es' * (count > 1)} of {source} replaced in {target}; compare the two with")
    return "\n".join([*lines, shlex.join(["git", "diff", "--no-index", str(source), str(target)])])


def list_of(report: Report, given: Path | None) -> Path:
    """Return the list that an index was built from: as the user says, or the one that ships.

    Raises:
        ListNotCorrected: the index was built from another list, and nobody said where that lies.
    """
    if given:
        return given
    shipped = {identity_of(link.url) for link in read_list(SHIPPED_LIST).links}
    if report.name != SHIPPED_LIST.name or not {identity_of(entry.url) for entry in report.entries} <= shipped:
        problem = f"the index was built from a {report.name} of your own"
        raise ListNotCorrected(problem, f"say where that is: --list {report.name}")
    return SHIPPED_LIST


def _replacements(report: Report) -> dict[str, str]:
    """Return the addresses to write, by the identity of the page whose link they replace."""
    return {identity_of(entry.url): entry.suggestion for entry in report.entries if entry.suggestion}


def _refuse_to_overwrite(source: Path, target: Path) -> None:
    if target.exists() and source.exists() and target.samefile(source):
        raise ListNotCorrected(f"{target} is the list itself", "name another file for the corrected copy")
    if target.exists() or target.is_symlink():
        raise ListNotCorrected(f"{target} is there already", "move it away or name another file")


def _refuse_another_list(report: Report, source: Path, links: Sequence[Link]) -> None:
    listed = {identity_of(link.url) for link in links}
    if not any(identity_of(entry.url) in listed for entry in report.entries):
        raise ListNotCorrected(
            f"{source} has no link in common with {report.name}, from which the index was built",
            f"say where that is: --list {report.name}",
        )


def _decoded(source: Path) -> tuple[str, tuple[str, str]]:
    """Return a list's text with all that its bytes hold, and how to get them back."""
    data, text = source.read_bytes(), list_text(source)
    for encoding, (name, errors) in ENCODINGS.items():
        way = ("utf-16-be", errors) if encoding == "utf-16" and data.startswith(BOM_UTF16_BE) else (name, errors)
        if data.decode(encoding, "replace") == text and data.decode(*way).encode(*way) == data:
            return data.decode(*way), way
    raise ListNotCorrected(f"the bytes of {source} cannot be kept as they are", "save the list as UTF-8")


def _write(data: bytes, source: Path, target: Path) -> None:
    """Write a file whole or not at all, with the list's permissions."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(source, part)
        part.rename(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = (error.strerror or "no reason given").lower()
        raise ListNotCorrected(f"{target} cannot be written ({reason})", "name another file") from error
