"""Collects the nodes and constants of an ONNX graph that turns the token ids of one text into one vector."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 20  # the first with both LayerNormalization and Gelu as single operators
IR_VERSION = 10


class Graph:
    """A graph in the making; each method adds one thing and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant."""
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def add(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add a node of one output."""
        name = output or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def write(self, name: str, dimension: int, path: Path) -> None:
        """Write the model: int64 `tokens` [1, tokens] in, float32 `vector` [1, dimension] out."""
        inputs = [helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "tokens"])]
        outputs = [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, dimension])]
        body = helper.make_graph(self.nodes, name, inputs, outputs, self.constants)
        opsets = [helper.make_opsetid("", OPSET)]
        onnx.save_model(helper.make_model(body, opset_imports=opsets, ir_version=IR_VERSION), path)
