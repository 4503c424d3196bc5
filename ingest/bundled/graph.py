"""How the model computes: token ids of one text to its last layer, and the mean of it, in ONNX.

Integer products with a scale for each token and each output: one scale a tensor, as onnxruntime's
own dynamic quantization has it, would let a text's vector depend on its neighbours, and has four
times the error.
"""

import numpy as np
from onnx import ModelProto, TensorProto, helper

from ingest.bundled.nodes import Nodes
from ingest.bundled.outputs import MEAN, STATES
from ingest.bundled.weights import Weights

_INPUT = "ids"
"""(1, tokens) int64, with those that begin and end a text; at most as many as positions."""
_WEIGHT_MAX = 96
"""Less than 127, since processors without VNNI add products in pairs and cut the sum at 16 bits.
Cosine to the same weights in float32, with VNNI and without: 0.9992 and 0.9987 for 127, 0.9991 and
0.9990 for 96."""
_ACTIVATION_MAX = 127
_ZERO_POINT = 128
_SMALLEST_SCALE = 1e-10


def build_graph(weights: Weights) -> ModelProto:
    """Build the model. Matrices become 8 bits, the table of embeddings stays in its 4."""
    builder = _Builder(weights)
    states = builder.embed()
    for layer in range(weights.layers):
        states = builder.feed_forward(layer, builder.attend(layer, states))
    nodes = builder.nodes
    mean = nodes.add("ReduceMean", states, nodes.constant(np.array([1])), keepdims=0)
    ids = helper.make_tensor_value_info(_INPUT, TensorProto.INT64, [1, "tokens"])
    hidden = weights.hidden
    outputs = {
        mean: helper.make_tensor_value_info(MEAN, TensorProto.FLOAT, [1, hidden]),
        states: helper.make_tensor_value_info(STATES, TensorProto.FLOAT, [1, "tokens", hidden]),
    }
    return nodes.build([ids], outputs)


class _Builder:
    """Adds one part of the model after the other. States are (1, tokens, hidden) float32."""

    def __init__(self, weights: Weights) -> None:
        self.nodes = nodes = Nodes()
        self._weights = weights
        self._last = nodes.constant(np.array([-1]))
        self._first = nodes.constant(np.array([0]))
        self._one = nodes.constant(np.float32(1))
        self._zero_point = nodes.constant(np.uint8(_ZERO_POINT))
        self._shift = nodes.constant(np.float32(_ZERO_POINT))
        self._activation_max = nodes.constant(np.float32(_ACTIVATION_MAX))
        self._smallest_scale = nodes.constant(np.float32(_SMALLEST_SCALE))

    def embed(self) -> str:
        """Word + position + type, normalized. Only the rows that a text needs are unpacked."""
        nodes, weights = self.nodes, self._weights
        positions = weights.vector("emb.pos").reshape(-1, weights.hidden)
        table = nodes.constant(positions + weights.vector("emb.type")[: weights.hidden])
        tokens = nodes.add("Shape", _INPUT, start=1, end=2)
        places = nodes.add("Slice", table, self._first, tokens, self._first)
        return nodes.add(
            "LayerNormalization",
            nodes.add("Add", self._look_up_words(), nodes.add("Unsqueeze", places, self._first)),
            *self._scale_and_shift("emb.ln"),
            axis=-1,
            epsilon=weights.epsilon,
        )

    def attend(self, layer: int, states: str) -> str:
        """Self-attention, with what came in added, normalized."""
        quantized = self._quantize(states)
        parts = [self._multiply(quantized, f"l{layer}.{part}.w") for part in "qkv"]
        biases = [self._weights.vector(f"l{layer}.{part}.b") for part in "qkv"]
        attended = self.nodes.fused(
            "MultiHeadAttention",
            *parts,
            self.nodes.constant(np.concatenate(biases)),
            num_heads=self._weights.heads,
        )
        projected = self._multiply(self._quantize(attended), f"l{layer}.ao.w")
        return self._add_and_normalize(projected, states, f"l{layer}.aln", f"l{layer}.ao.b")

    def feed_forward(self, layer: int, states: str) -> str:
        """Two layers with GELU between them, with what came in added, normalized."""
        inner = self._multiply(self._quantize(states), f"l{layer}.fi.w")
        active = self.nodes.fused("BiasGelu", inner, self._vector(f"l{layer}.fi.b"))
        outer = self._multiply(self._quantize(active), f"l{layer}.fo.w", inputs=4)
        return self._add_and_normalize(outer, states, f"l{layer}.oln", f"l{layer}.fo.b")

    def _look_up_words(self) -> str:
        """Rows of the table of words, gathered in their 4 bits and then unpacked."""
        nodes, hidden = self.nodes, self._weights.hidden
        words = self._weights.matrix("emb.word", hidden)
        rows = nodes.add("Gather", nodes.constant(words.nibbles), _INPUT)
        low = nodes.add("BitwiseAnd", rows, nodes.constant(np.uint8(15)))
        high = nodes.add("BitShift", rows, nodes.constant(np.uint8(4)), direction="RIGHT")
        nibbles = nodes.add("Concat", low, high, axis=-1)
        values = nodes.add("Cast", nibbles, to=TensorProto.FLOAT)
        centred = nodes.add("Sub", values, nodes.constant(np.float32(8)))
        scales = nodes.add("Gather", nodes.constant(words.scales[..., None]), _INPUT)
        scaled = nodes.add("Mul", centred, nodes.add("Cast", scales, to=TensorProto.FLOAT))
        return nodes.add("Reshape", scaled, nodes.constant(np.array([1, -1, hidden])))

    def _quantize(self, states: str) -> tuple[str, str]:
        """Each token's states in unsigned 8 bits around 128, and its scale."""
        nodes = self.nodes
        largest = nodes.add("ReduceMax", nodes.add("Abs", states), self._last, keepdims=1)
        scale = nodes.add(
            "Max", nodes.add("Div", largest, self._activation_max), self._smallest_scale
        )
        rounded = nodes.add("Round", nodes.add("Div", states, scale))
        shifted = nodes.add("Add", rounded, self._shift)
        return nodes.add("Cast", shifted, to=TensorProto.UINT8), scale

    def _multiply(self, quantized: tuple[str, str], name: str, inputs: int = 1) -> str:
        """States times a matrix; `inputs` in multiples of the hidden size.

        Three products for q, k and v: as a single one it would have to be split by copying.
        """
        nodes = self.nodes
        states, scale = quantized
        matrix = self._weights.matrix(name, inputs * self._weights.hidden).unpack()
        scales = np.maximum(np.abs(matrix).max(axis=1) / _WEIGHT_MAX, np.float32(_SMALLEST_SCALE))
        integers = np.round(matrix / scales[:, None]).astype(np.int8)
        product = nodes.fused(
            "MatMulIntegerToFloat",
            states,
            nodes.constant(integers.T),
            self._one,
            nodes.constant(scales),
            self._zero_point,
        )
        return nodes.add("Mul", product, scale)

    def _add_and_normalize(self, states: str, before: str, norm: str, bias: str) -> str:
        return self.nodes.fused(
            "SkipLayerNormalization",
            states,
            before,
            *self._scale_and_shift(norm),
            self._vector(bias),
            epsilon=self._weights.epsilon,
        )

    def _scale_and_shift(self, norm: str) -> tuple[str, str]:
        return self._vector(f"{norm}.w"), self._vector(f"{norm}.b")

    def _vector(self, name: str) -> str:
        return self.nodes.constant(self._weights.vector(name))
