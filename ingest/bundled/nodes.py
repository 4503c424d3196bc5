"""How nodes are put together to an ONNX model: names are given out, constants are kept once."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
"""Operators that only onnxruntime has: https://onnxruntime.ai/docs ("ContribOperators")."""
_OPSET = 18
_IR_VERSION = 9


class Nodes:
    """A graph that grows at its end. An operation is the name of its first output."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}

    def constant(self, value: NDArray[np.generic] | np.generic) -> str:
        """Keep a tensor in the model."""
        name = f"constant{len(self._constants)}"
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add an operation on what others give."""
        output = f"{operator}{len(self._nodes)}"
        self._nodes.append(
            helper.make_node(operator, inputs, [output], domain=domain, **attributes)
        )
        return output

    def fused(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add an operation that onnxruntime does in one step and the standard in several."""
        return self.add(operator, *inputs, domain=MICROSOFT, **attributes)

    def build(
        self, inputs: list[ValueInfoProto], outputs: Mapping[str, ValueInfoProto]
    ) -> ModelProto:
        """Name the model's ends; an output's key is the operation that it comes from."""
        ends = [
            helper.make_node("Identity", [source], [output.name])
            for source, output in outputs.items()
        ]
        graph = helper.make_graph(
            [*self._nodes, *ends],
            "e5",
            inputs,
            [*outputs.values()],
            [*self._constants.values()],
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
