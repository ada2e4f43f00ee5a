"""The probes: what questions from elsewhere reach on an index, kept beside it, measured anew where it is damaged."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.abstaining import probes
from app.abstaining.probes import LEAST_SPREAD, PROBES, Probes
from app.assistant import Assistant
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from ingest.language import Language, language_asked


def test_what_the_probes_reach(harbour: tuple[Settings, Report], harbour_assistant: Assistant) -> None:
    """Of each language's twenty probes, the best cosine with a sentence of what a search finds."""
    searcher = harbour_assistant.searcher
    starts, vectors = searcher.index.sentence_starts, searcher.index.sentence_vectors.astype(np.float32)
    wanted: dict[Language, list[float]] = {"en": [], "zh": []}
    for line in PROBES.read_text("utf-8").splitlines():
        question = json.loads(line)["question"]
        query = searcher.encoder.encode_query([question])[0]
        rows = [
            range(starts[hit.row], starts[hit.row] + len(hit.chunk.sentences))
            for hit in searcher.near(question, query, 8)
        ]
        wanted[language_asked(question)].append(max(float(vectors[row] @ query) for some in rows for row in some))
    found = probes.load(current(harbour[0].data), searcher).cosines
    assert {language: pytest.approx(some, abs=1e-5) for language, some in wanted.items()} == dict(found)
    assert [len(some) for some in found.values()] == [20, 20]


def test_spreads_by_hand() -> None:
    """Above the mean of the furthest four fifths, in roots of the mean variance within a language, or what is least.

    The fifth probe, 12, is one that the list has something on: it says nothing of what is far.
    """
    probed = Probes({"en": (2.0, 12.0, 1.0, 3.0, 2.0), "zh": (0.5, 0.5)}, least=0.01)

    assert probed.standard(4.0, "en") == pytest.approx(2 / np.sqrt(16.4 / 2))
    assert probed.standard(2.0, "en") == 0.0
    assert replace(probed, least=4.0).standard(4.0, "en") == pytest.approx(2 / 4)
    assert Probes({"en": (0.5, 0.5), "zh": (0.5,)}, LEAST_SPREAD).standard(0.6, "zh") == pytest.approx(
        0.1 / LEAST_SPREAD
    )


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        b"",
        b"{",
        b"{}",
        b"\xff\xfe",
        b'{"cosines": {}}',
        b'{"cosines": {"en": [0.5]}}',
        b'{"cosines": {"en": [], "zh": []}}',
        b'{"cosines": {"en": [0.5], "zh": [NaN]}}',
        b'{"cosines": {"en": ["high"], "zh": [0.5]}}',
        b'{"cosines": {"en": [0.5], "zh": [0.5], "fr": [0.5]}}',
        b'{"scores": {"en": [0.5], "zh": [0.5]}}',
    ],
)
def test_what_is_damaged_is_measured_anew(
    damaged: bytes | None, tmp_path: Path, harbour: tuple[Settings, Report], harbour_assistant: Assistant
) -> None:
    """It is derived data: when its file is missing or holds anything else, the probes are asked again."""
    if damaged is not None:
        (tmp_path / probes.NAME).write_bytes(damaged)
    searcher = harbour_assistant.searcher
    anew, stored = probes.load(tmp_path, searcher), probes.load(current(harbour[0].data), searcher)

    assert {key: pytest.approx(found, abs=1e-6) for key, found in stored.cosines.items()} == dict(anew.cosines)
