#!/usr/bin/env python3
# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the ONNX models of the tests into the folder onnx beside this script (needs python3-onnx and python3-numpy).

Weights count up from a seed, so that a test can name the value at a place. Operators are spelt out as exporters do it: norms as means
and square roots, GELU with erf, attention with reshapes and transposes.
"""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 13


class Graph:
    """Nodes and initialisers under construction; every method returns the name of a value."""

    def __init__(self):
        self.nodes = []
        self.initialisers = []

    def constant(self, name, array, dtype=np.float32):
        self.initialisers.append(numpy_helper.from_array(np.asarray(array, dtype), name))
        return name

    def weight(self, name, *shape):
        """Element i is i / 64, so that all values are exact in fp16, too."""
        return self.constant(name, np.arange(np.prod(shape)).reshape(shape) / 64)

    def op(self, op, inputs, name=None, **attributes):
        name = name or f"{op.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    def layer_norm(self, x, size, name):
        centred = self.op("Sub", [x, self.op("ReduceMean", [x], axes=[-1])])
        square = self.op("Pow", [centred, self.constant(f"{name}.two", 2.0)])
        variance = self.op("ReduceMean", [square], axes=[-1])
        root = self.op("Sqrt", [self.op("Add", [variance, self.constant(f"{name}.eps", 1e-5)])])
        scaled = self.op("Mul", [self.op("Div", [centred, root]), self.weight(f"{name}.scale", size)])
        return self.op("Add", [scaled, self.weight(f"{name}.bias", size)], name)

    def rms_norm(self, x, size, name):
        mean = self.op("ReduceMean", [self.op("Mul", [x, x])], axes=[-1])
        root = self.op("Sqrt", [self.op("Add", [mean, self.constant(f"{name}.eps", 1e-6)])])
        return self.op("Mul", [self.op("Mul", [x, self.op("Reciprocal", [root])]), self.weight(f"{name}.scale", size)], name)

    def gelu(self, x, name):
        curve = self.op("Erf", [self.op("Div", [x, self.constant(f"{name}.sqrt2", 2**0.5)])])
        product = self.op("Mul", [x, self.op("Add", [curve, self.constant(f"{name}.one", 1.0)])])
        return self.op("Mul", [product, self.constant(f"{name}.half", 0.5)], name)

    def silu(self, x, name):
        return self.op("Mul", [x, self.op("Sigmoid", [x])], name)

    def linear(self, x, outputs, inputs, name):
        product = self.op("MatMul", [x, self.weight(f"{name}.weight", inputs, outputs)], name)
        return self.op("Add", [self.weight(f"{name}.bias", outputs), product])

    def model(self, name, inputs, output):
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(n, t, shape) for n, t, shape in inputs],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
            self.initialisers,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="make_onnx.py")
        model.ir_version = 8
        return model


def mlp():
    g = Graph()
    x = g.gelu(g.linear("x", 6, 4, "up"), "act")
    x = g.op("Gemm", [x, g.weight("down.weight", 3, 6), g.weight("down.bias", 3)], "down", transB=1)
    return g.model("mlp", [("x", TensorProto.FLOAT, ["batch", 4])], g.op("Softmax", [x], "probabilities", axis=-1))


def decoder(hidden=8, heads=4, kv_heads=2, ffn=12, vocab=10):
    """One layer of a decoder with grouped queries, ids to logits; sequence length open, batch 1."""
    size = hidden // heads
    g = Graph()
    x = g.op("Gather", [g.weight("embedding", vocab, hidden), "ids"], "embed")
    h = g.layer_norm(x, hidden, "norm1")

    def split(value, count, name):
        shape = g.constant(f"{name}.shape", [1, -1, count, size], np.int64)
        return g.op("Reshape", [value, shape])

    q = g.op("Transpose", [split(g.linear(h, hidden, hidden, "q"), heads, "q")], perm=[0, 2, 1, 3])
    # Keys and values are repeated for the query heads that share them.
    rep = heads // kv_heads
    q = g.op("Reshape", [q, g.constant("q.grouped", [1, kv_heads, rep, -1, size], np.int64)])
    k = g.op("Transpose", [split(g.linear(h, kv_heads * size, hidden, "k"), kv_heads, "k")], perm=[0, 2, 3, 1])
    k = g.op("Unsqueeze", [k, g.constant("two", [2], np.int64)])
    v = g.op("Transpose", [split(g.linear(h, kv_heads * size, hidden, "v"), kv_heads, "v")], perm=[0, 2, 1, 3])
    v = g.op("Unsqueeze", [v, "two"])
    scores = g.op("Div", [g.op("MatMul", [q, k], "scores"), g.constant("scale", size**0.5)])
    weights = g.op("Softmax", [g.op("Add", [scores, "mask"], "masked")], "attention", axis=-1)
    mixed = g.op("MatMul", [weights, v], "values")
    mixed = g.op("Reshape", [mixed, g.constant("merged.shape", [1, heads, -1, size], np.int64)])
    mixed = g.op("Transpose", [mixed], perm=[0, 2, 1, 3])
    mixed = g.op("Reshape", [mixed, g.constant("flat.shape", [1, -1, hidden], np.int64)])
    x = g.op("Add", [x, g.linear(mixed, hidden, hidden, "o")], "sum1")
    h = g.rms_norm(x, hidden, "norm2")
    gate = g.op("MatMul", [h, g.weight("gate.weight", hidden, ffn)], "gate")
    up = g.op("MatMul", [h, g.weight("up.weight", hidden, ffn)], "up")
    h = g.op("Mul", [g.silu(gate, "silu"), up], "gated")
    x = g.op("Add", [x, g.op("MatMul", [h, g.weight("down.weight", ffn, hidden)], "down")], "sum2")
    logits = g.op("MatMul", [x, g.op("Transpose", ["embedding"], perm=[1, 0])], "head")
    inputs = [("ids", TensorProto.INT64, [1, "seq"]), ("mask", TensorProto.FLOAT, ["seq", "seq"])]
    return g.model("decoder", inputs, logits)


def cnn():
    g = Graph()
    x = g.op("Conv", ["x", g.weight("conv.weight", 4, 3, 3, 3), g.weight("conv.bias", 4)], "conv", strides=[2, 2], pads=[1, 1, 1, 1])
    x = g.op("Relu", [x], "relu")
    x = g.op("Conv", [x, g.weight("depthwise.weight", 4, 1, 3, 3)], "depthwise", group=4, pads=[1, 1, 1, 1])
    x = g.op("Clip", [x, g.constant("zero", 0.0), g.constant("six", 6.0)], "clip")
    x = g.op("Flatten", [g.op("GlobalAveragePool", [x], "pool")])
    x = g.op("Gemm", [x, g.weight("fc.weight", 4, 5)], "fc")
    return g.model("cnn", [("x", TensorProto.FLOAT, [2, 3, 8, 8])], x)


def shapes():
    """A reshape into [rows, columns / 2] whose sizes are computed from the input's, as exporters do for open dimensions."""
    g = Graph()
    sizes = g.op("Shape", ["x"])

    def size(axis):
        return g.op("Gather", [sizes, g.constant(f"axis{axis}", axis, np.int64)], axis=0)

    half = g.op("Div", [size(2), g.constant("two", 2, np.int64)])
    rows = g.op("Mul", [g.op("Mul", [size(0), size(1)]), "two"])
    axes = g.constant("axes", [0], np.int64)
    target = g.op("Concat", [g.op("Unsqueeze", [rows, axes]), g.op("Unsqueeze", [half, axes])], axis=0)
    product = g.op("MatMul", [g.op("Reshape", ["x", target]), g.weight("w", 3, 5)], "product")
    # The shape of a result, too: [rows, 5] becomes [5, rows].
    last = g.op("Slice", [g.op("Shape", [product]), g.constant("one", [1], np.int64), g.constant("end", [9], np.int64)])
    turned = g.op("Concat", [last, g.constant("rest", [-1], np.int64)], axis=0)
    return g.model("shapes", [("x", TensorProto.FLOAT, ["batch", "seq", 6])], g.op("Relu", [g.op("Reshape", [product, turned])], "relu"))


def external(folder):
    g = Graph()
    x = g.op("MatMul", ["x", g.weight("w", 4, 3)], "product")
    model = g.model("external", [("x", TensorProto.FLOAT, [2, 4])], x)
    tensor = model.graph.initializer[0]
    (folder / "external.weights").write_bytes(b"\0" * 16 + tensor.raw_data)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "external.weights"), ("offset", "16"), ("length", str(len(tensor.raw_data)))):
        tensor.external_data.add(key=key, value=value)
    tensor.ClearField("raw_data")
    return model


if __name__ == "__main__":
    target = pathlib.Path(__file__).parent / "onnx"
    target.mkdir(exist_ok=True)
    for model in (mlp(), decoder(), cnn(), shapes(), external(target)):
        onnx.save(model, target / f"{model.graph.name}.onnx")
