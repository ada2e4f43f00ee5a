"""What is installed, built and reachable; each finding says what to do about it."""

import importlib.util
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.settings import Settings
from index.encoders import BUNDLED, load_encoder
from index.encoders.protocol import EncoderIdentity
from index.errors import SearchIndexError
from index.folder import current
from index.reader import Index
from index.rerankers import Reader, load_reranker
from ingest.status import Source

NEEDED_BYTES = 250_000_000  # while the bundled encoder is prepared
REACHED = ("github.com", 443)
TIMEOUT_S = 3.0


class Severity(StrEnum):
    """How bad a finding is; only an error makes answers impossible."""

    OK = "ok"
    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and its remedy when it is not as it could be."""

    severity: Severity
    message: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield the findings, cheap ones first."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(Severity.OK, f"Python {version}, data in {settings.data}, cache in {settings.cache}")
    yield _space(settings)
    encoder, identity = _encoder(settings)
    yield encoder
    yield from _index(settings, identity)
    if identity or settings.reranker != BUNDLED:  # the reader cannot be loaded where the encoder cannot
        yield from _reranker(settings)
    yield _optional("sentence_transformers", "other embedding models", "embedders")
    yield _optional("langchain", "answers in a language model's words", "llm")
    yield _network()


def _space(settings: Settings) -> Finding:
    folder = settings.cache
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        return Finding(
            Severity.NOTE,
            f"{free // 10**6} MB free in {folder}",
            "free 250 MB or set CITESHELF_CACHE to another folder",
        )
    return Finding(Severity.OK, f"{free // 10**9} GB free in {folder}")


def _encoder(settings: Settings) -> tuple[Finding, EncoderIdentity | None]:
    try:
        identity = load_encoder(settings.embedder, settings.cache).identity
    except SearchIndexError as error:
        return Finding(Severity.ERROR, error.problem, error.remedy), None
    name = "the bundled encoder" if settings.embedder == BUNDLED else "the embedder"
    return Finding(Severity.OK, f"{name} {identity.name} works ({identity.dimension} dimensions)"), identity


def _index(settings: Settings, identity: EncoderIdentity | None) -> Iterator[Finding]:
    try:
        index = Index.load(current(settings.data), identity, thorough=True)
    except SearchIndexError as error:
        yield Finding(Severity.ERROR, error.problem, error.remedy)
        return
    manifest = index.manifest
    yield Finding(
        Severity.OK,
        f"the index {manifest.corpus} of {manifest.list_name} holds {manifest.chunks} passages, built {manifest.built}",
    )
    stubs = sum(row.source is Source.STUB for row in index.links)
    notes = sum(row.source is Source.NOTE for row in index.links)
    if stubs + notes:
        counts = (
            f"{notes} of {len(index.links)} links are answered from their note and {stubs} from their line on the list"
        )
        yield Finding(Severity.NOTE, counts, "run `citeshelf build` with a network to read the pages themselves")


def _reranker(settings: Settings) -> Iterator[Finding]:
    try:
        found = load_reranker(settings.reranker, settings.cache)
    except SearchIndexError as error:
        yield Finding(Severity.ERROR, error.problem, error.remedy)
        return
    if found:
        name = "bundled reader" if isinstance(found, Reader) else f"reranker {found.name}"
        yield Finding(Severity.OK, f"the {name} orders the passages found")


def _optional(module: str, purpose: str, extra: str) -> Finding:
    if importlib.util.find_spec(module):
        return Finding(Severity.OK, f"{module} is installed: {purpose}")
    return Finding(
        Severity.NOTE,
        f"{module} is not installed: no {purpose}",
        f"run `pip install 'citeshelf[{extra}]'` if you want that",
    )


def _network() -> Finding:
    try:
        socket.create_connection(REACHED, TIMEOUT_S).close()
    except OSError:
        return Finding(
            Severity.NOTE,
            f"{REACHED[0]} cannot be reached",
            "nothing is needed for answers; builds use notes and archives",
        )
    return Finding(Severity.OK, f"{REACHED[0]} can be reached: builds can fetch pages")
