"""The reader's int8 graph beside the same model in torch, in float32."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from reader_weights import TorchReader, some_ids, untrained

from index.reading.onnx_reader import write_reader
from index.reading.words import Words

LENGTHS = (3, 17, 150, 512)


def outputs(path: Path, words: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
    """Run the graph alone."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    answer, spans = session.run(["answer", "spans"], {"words": words[None]})
    assert (answer.shape, spans.shape) == ((1,), (1, len(words), 2))
    return float(answer[0]), spans[0]


@pytest.mark.parametrize("layers", [1, 2, 6])
def test_the_graph_computes_what_torch_does(tmp_path: Path, layers: int) -> None:
    """At every length both heads agree with float32 but for what int8 rounds off, which grows with the layers."""
    arrays = untrained(layers)
    write_reader(arrays, tmp_path / "reader.onnx")
    torchs = TorchReader(arrays)
    for length in LENGTHS:
        words = Words.load().rows(some_ids(length, length))
        answer, spans = outputs(tmp_path / "reader.onnx", words)
        wanted, wanted_spans = torchs.outputs(words)
        assert answer == pytest.approx(wanted, abs=0.05)
        assert np.abs(spans - wanted_spans).mean() < 0.1 * wanted_spans.std()
        for ours, theirs in zip(spans.T, wanted_spans.T, strict=True):
            assert np.corrcoef(ours, theirs)[0, 1] > 0.99


def test_places_count(tmp_path: Path) -> None:
    """The same words at other places are another text, and no more than 512 can be read at once."""
    write_reader(untrained(1), tmp_path / "reader.onnx")
    words = Words.load().rows(some_ids(20, 1))
    _, forwards = outputs(tmp_path / "reader.onnx", words)
    _, backwards = outputs(tmp_path / "reader.onnx", np.ascontiguousarray(words[::-1]))
    assert np.abs(forwards - backwards[::-1]).max() > 0.5
    with pytest.raises(Exception, match="513"):  # ONNX Runtime's own errors have no public base
        outputs(tmp_path / "reader.onnx", Words.load().rows(some_ids(513, 1)))


def test_one_file_of_int8(tmp_path: Path) -> None:
    """A layer takes a byte a weight and lies in the one file; the whole model of twelve keeps below 25 MB."""
    sizes = []
    for layers in (1, 2):
        write_reader(untrained(layers), tmp_path / f"{layers}.onnx")
        sizes.append((tmp_path / f"{layers}.onnx").stat().st_size)
    weights = 4 * 384 * 384 + 2 * 384 * 1536
    assert weights < sizes[1] - sizes[0] < 1.05 * weights
    assert sizes[0] + 11 * (sizes[1] - sizes[0]) < 25_000_000
    assert len(list(tmp_path.iterdir())) == 2


def test_the_same_weights_give_the_same_file(tmp_path: Path) -> None:
    """Written twice, the model is the same to the byte, so that its digest can stand in its card."""
    for name in ("one", "two"):
        write_reader(untrained(1), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_missing_weights_are_named(tmp_path: Path) -> None:
    """What training left out is an error that names it, not a model without it."""
    arrays = {name: array for name, array in untrained(1).items() if name != "spans.b"}
    with pytest.raises(KeyError, match=r"spans\.b"):
        write_reader(arrays, tmp_path / "reader.onnx")
