"""Builds the Universal Sentence Encoder (multilingual, version 3) as an ONNX graph; needs no TensorFlow.

The network (Yang et al. 2019, in its variant with convolutions) looks at each word and at windows of 2, 3 and 5 words,
sums over the words by their number's root, and ends in two layers with short cuts around them.

What is done for every word is int8: 2.9 ms a passage where float32 convolutions took 14, at cosines of .9995 and more
with their vectors. Words quantised by the range of their text would cost .02 of cosine; they are six-bit steps to begin
with, and are multiplied as such. The last matrix product is taken once, after the sum.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnx import TensorProto

from index.encoders.graph import Graph, Int8, int8
from index.encoders.use_file import DIMENSION, PARTS, UseFiles

ENDING = ("ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")
WINDOWS = {2: (0, 1), 3: (1, 1), 5: (2, 2)}  # how many words: how many of them before and behind the word itself


@dataclass(frozen=True, slots=True)
class _Words:
    """The names of the words' vectors, float32 [tokens, 512], and of what they are: steps * scale + lowest."""

    vectors: str
    steps: str
    scale: str
    lowest: str
    count: str


def write_use_model(files: UseFiles, path: Path) -> None:
    """Write the model to `path` (74 MB)."""
    graph = Graph()
    for name in ENDING:
        graph.constant(name, files.tensors[name])
    for axis in (0, 1):
        graph.constant(f"axis{axis}", np.array([axis], np.int64))
    words = _words(graph, files)
    columns = _columns(graph, words)
    projected = graph.split(_projected(graph, files, words), [f"window{size}" for size in WINDOWS], axis=1)
    seen = [_window(graph, files, size, part, columns) for size, part in zip(WINDOWS, projected, strict=True)]
    together = _normalised(graph, graph.add("Concat", words.vectors, *seen, axis=1), "ln_g", "ln_b", files)
    _ending(graph, _summed(graph, together, words))
    graph.write("universal-sentence-encoder-multilingual-3", DIMENSION, path)


def _words(graph: Graph, files: UseFiles) -> _Words:
    """Look the words up; each of the table's parts has its own scale and offset."""
    tokens = graph.add("Squeeze", "tokens", "axis0")
    part = graph.add("Mod", tokens, graph.constant("parts", np.array(PARTS, np.int64)))
    steps = graph.add("Gather", graph.constant("words", files.words), tokens)
    scale, lowest = (
        graph.add("Gather", graph.constant(name, files.tensors[name][:, None]), part) for name in ("scale", "lo")
    )
    scaled = graph.add("Mul", graph.add("Cast", steps, to=TensorProto.FLOAT), scale)
    return _Words(graph.add("Add", scaled, lowest), steps, scale, lowest, graph.add("Shape", tokens))


def _projected(graph: Graph, files: UseFiles, words: _Words) -> str:
    """Return what the windows are given, float32 [tokens, 768]; the package normalises the three together."""
    matrix, bias, scale, shift = (
        np.concatenate([files.tensors[f"{name}{size}"] for size in WINDOWS], axis=-1)
        for name in ("proj", "proj_b", "ln_g", "ln_b")
    )
    weights, scales = int8(matrix)
    product = graph.add("MatMulInteger", words.steps, graph.constant("proj", weights))
    ones = graph.constant("proj_sum", weights.sum(axis=0, dtype=np.int64).astype(np.float32))  # what `lowest` adds
    scaled = graph.add("Mul", graph.add("Cast", product, to=TensorProto.FLOAT), words.scale)
    whole = graph.add("Add", scaled, graph.add("Mul", words.lowest, ones))
    floats = graph.add("Mul", whole, graph.constant("proj_scale", scales))
    projected = graph.add("Add", floats, graph.constant("proj_b", bias))
    return _normalised(graph, projected, graph.constant("proj_g", scale), graph.constant("proj_h", shift), files)


def _columns(graph: Graph, words: _Words) -> str:
    """Return the words' places, int64 [tokens, 1]."""
    first, step = (graph.constant(name, np.array(value, np.int64)) for name, value in (("first", 0), ("step", 1)))
    places = graph.add("Range", first, graph.add("Squeeze", words.count, "axis0"), step)
    return graph.add("Unsqueeze", places, "axis1")


def _window(graph: Graph, files: UseFiles, size: int, value: str, columns: str) -> str:
    """Return what windows of so many words show: float32 [tokens, 256]."""
    before, behind = WINDOWS[size]
    pads = graph.constant(f"pads{size}", np.array([before, 0, behind, 0], np.int64))
    places = graph.add("Add", columns, graph.constant(f"places{size}", np.arange(size)[None]))
    flat = graph.constant(f"flat{size}", np.array([0, -1], np.int64))
    for layer in ("1", "2"):
        inside = graph.quantised(value)
        near = graph.add("Gather", graph.add("Pad", inside.values, pads, inside.zero), places)
        windows = Int8(graph.add("Reshape", near, flat), inside.scale, inside.zero)
        weights, bias = (files.tensors[f"{kind}{layer}_{size}"] for kind in "wb")
        shown = graph.linear(f"window{size}_{layer}", windows, weights, bias)
        value = graph.add("Add", graph.add("Relu", shown), value)
    return value


def _normalised(graph: Graph, value: str, scale: str, shift: str, files: UseFiles) -> str:
    return graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=float(files.tensors["eps"]))


def _summed(graph: Graph, together: str, words: _Words) -> str:
    """Return the sum over n words of cnn_W · word + cnn_b, over √n: cnn_W · sum / √n + √n cnn_b."""
    root = graph.add("Sqrt", graph.add("Cast", words.count, to=TensorProto.FLOAT))
    mean = graph.add("Div", graph.add("ReduceSum", together, "axis0"), root)
    return graph.add("Add", graph.add("MatMul", mean, "cnn_W"), graph.add("Mul", "cnn_b", root))


def _ending(graph: Graph, mean: str) -> None:
    first = graph.add("Relu", graph.add("MatMul", mean, "d0"))
    middle = graph.add("Relu", graph.add("Add", graph.add("MatMul", mean, "p1"), graph.add("MatMul", first, "d1")))
    last = graph.add("Relu", graph.add("MatMul", middle, "d2"))
    ending = graph.add("Tanh", graph.add("Add", graph.add("MatMul", middle, "p3"), graph.add("MatMul", last, "d3")))
    graph.add("Div", ending, graph.add("ReduceL2", ending, "axis1", keepdims=1), output="vector")
