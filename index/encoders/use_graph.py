"""Builds the Universal Sentence Encoder (multilingual, version 3) as an ONNX graph; needs no TensorFlow.

The network (Yang et al. 2019, in its variant with convolutions) looks at each word and at windows of 2, 3 and 5 words,
sums over the words by their number's root, and ends in two layers with short cuts around them.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

from index.encoders.graph import Graph
from index.encoders.use_file import DIMENSION, PARTS, UseFiles

CONSTANTS = frozenset(["scale", "lo", "ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3"])
WINDOWS = {2: (0, 1), 3: (1, 1), 5: (2, 2)}  # how many words: how many of them before and behind the word itself


def write_use_model(files: UseFiles, path: Path) -> None:
    """Write the model to `path` (80 MB)."""
    graph = Graph()
    for name, tensor in files.tensors.items():
        if name in CONSTANTS:
            graph.constant(name, tensor)
    for axis in (0, 1):
        graph.constant(f"axis{axis}", np.array([axis], np.int64))
    words = _words(graph, files)
    seen = [
        _window(graph, files, size, part) for size, part in zip(WINDOWS, _projected(graph, files, words), strict=True)
    ]
    together = _normalised(graph, graph.add("Concat", words, *seen, axis=1), "ln_g", "ln_b", files)
    total = graph.add("ReduceSum", graph.add("Add", graph.add("MatMul", together, "cnn_W"), "cnn_b"), "axis0")
    count = graph.add("Cast", graph.add("Shape", words, start=0, end=1), to=TensorProto.FLOAT)
    _ending(graph, graph.add("Div", total, graph.add("Sqrt", count)))
    graph.write("universal-sentence-encoder-multilingual-3", DIMENSION, path)


def _words(graph: Graph, files: UseFiles) -> str:
    """Return the words' vectors: float32 [tokens, 512]; each of the table's parts has its own scale and offset."""
    graph.constant("words", files.words)
    graph.constant("parts", np.array(PARTS, np.int64))
    tokens = graph.add("Squeeze", "tokens", "axis0")
    part = graph.add("Mod", tokens, "parts")
    steps = graph.add("Cast", graph.add("Gather", "words", tokens), to=TensorProto.FLOAT)
    scale, lowest = (graph.add("Unsqueeze", graph.add("Gather", table, part), "axis1") for table in ("scale", "lo"))
    return graph.add("Add", graph.add("Mul", steps, scale), lowest)


def _projected(graph: Graph, files: UseFiles, words: str) -> list[str]:
    """Return what each window is given, float32 [1, 256, tokens]; the package normalises the three together."""
    for name in ("proj", "proj_b", "ln_g", "ln_b"):
        joined = np.concatenate([files.tensors[f"{name}{size}"] for size in WINDOWS], axis=-1)
        graph.constant(f"{name}_all", joined)
    projected = graph.add("Add", graph.add("MatMul", words, "proj_all"), "proj_b_all")
    turned = graph.add("Transpose", _normalised(graph, projected, "ln_g_all", "ln_b_all", files), perm=[1, 0])
    names = [f"window{size}" for size in WINDOWS]
    graph.nodes.append(helper.make_node("Split", [turned], names, axis=0, num_outputs=len(names)))
    return [graph.add("Unsqueeze", name, "axis0") for name in names]


def _window(graph: Graph, files: UseFiles, size: int, value: str) -> str:
    """Return what windows of so many words show: float32 [tokens, 256]."""
    for layer in ("1", "2"):
        matrix = files.tensors[f"w{layer}_{size}"]
        kernel = matrix.reshape(size, -1, matrix.shape[1]).transpose(2, 1, 0)
        weights = graph.constant(f"kernel{layer}_{size}", np.ascontiguousarray(kernel))
        bias = graph.constant(f"bias{layer}_{size}", files.tensors[f"b{layer}_{size}"])
        convolved = graph.add("Conv", value, weights, bias, pads=list(WINDOWS[size]))
        value = graph.add("Add", graph.add("Relu", convolved), value)
    return graph.add("Transpose", graph.add("Squeeze", value, "axis0"), perm=[1, 0])


def _normalised(graph: Graph, value: str, scale: str, shift: str, files: UseFiles) -> str:
    return graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=float(files.tensors["eps"]))


def _ending(graph: Graph, mean: str) -> None:
    first = graph.add("Relu", graph.add("MatMul", mean, "d0"))
    middle = graph.add("Relu", graph.add("Add", graph.add("MatMul", mean, "p1"), graph.add("MatMul", first, "d1")))
    last = graph.add("Relu", graph.add("MatMul", middle, "d2"))
    ending = graph.add("Tanh", graph.add("Add", graph.add("MatMul", middle, "p3"), graph.add("MatMul", last, "d3")))
    graph.add("Div", ending, graph.add("ReduceL2", ending, "axis1", keepdims=1), output="vector")
