# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Which calls of PyTorch's dispatcher (`aten`) are which operators of a trace. Called after the operation ran."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from files import InputError
from trace_graph import Graph, Operator, storage_of

# Multiply matrices in forms that are not taken apart here: to leave them out would be to lose work.
FUSED = {
    "_native_multi_head_attention", "_transformer_encoder_layer_fwd", "_transformer_decoder_only_layer_fwd",
    "_scaled_dot_product_attention_forward", "_triton_multi_head_attention", "_trilinear", "addbmm", "conv_tbc",
    "mkldnn_rnn_layer", "_cudnn_rnn", "_convolution", "mkldnn_convolution", "_sparse_mm", "_int_mm", "addr", "ger",
}  # fmt: skip

# Move, select or make values without computing with them.
MOVES = {
    "_reshape_alias", "_to_copy", "_unsafe_view", "alias", "arange", "as_strided", "cat", "clone", "constant_pad_nd", "contiguous", "copy",
    "detach", "diagonal", "empty", "empty_like", "empty_strided", "expand", "fill", "flip", "full", "full_like", "gather", "index",
    "index_put", "index_select", "lift_fresh", "native_dropout", "new_empty", "new_empty_strided", "new_full", "new_ones",
    "new_zeros", "ones", "ones_like", "permute", "repeat", "roll", "scalar_tensor", "scatter", "select", "slice", "split",
    "split_with_sizes", "squeeze", "stack", "t", "transpose", "tril", "triu", "unbind", "unfold", "unsafe_split",
    "unsafe_split_with_sizes", "unsqueeze", "view", "zero", "zeros", "zeros_like",
}  # fmt: skip


@dataclass
class Call:
    """One call: its name without `aten.` and without the underscore of the form that works in place."""

    name: str
    args: tuple
    kwargs: dict
    inputs: list[torch.Tensor]
    outputs: list[torch.Tensor]


Handler = Callable[[Graph, Call], bool]


def record(graph: Graph, call: Call) -> None:
    """Adds what a call did to the graph; what is neither operator nor move is counted and said."""
    if call.name in FUSED:
        raise InputError(f"aten.{call.name}: multiplies matrices in a form that is not traced; use separate operations")
    handler = HANDLERS.get(call.name)
    if handler and any(t.is_floating_point() for t in call.outputs) and handler(graph, call):
        return
    graph.produced(call.outputs, graph.producers(call.inputs))
    moved = call.name in MOVES or not any(t.is_floating_point() for t in call.outputs) or not call.inputs
    if not moved:
        graph.left_out[f"aten.{call.name}"] += call.outputs[0].numel()


def finish(graph: Graph, call: Call, op: Operator) -> bool:
    """The outputs come from this operator."""
    graph.produced(call.outputs, [op["name"]])
    return True


def product(graph: Graph, call: Call, a: torch.Tensor, b: torch.Tensor, out: torch.Tensor | None, **keys: object) -> Operator:
    """A GEMM of a [count, m, k] and b [count, k, n]; a b that is the same memory for every product is stored once. `out` may be
    None: then the product is computed here."""
    count, m, k = a.shape
    shared = count > 1 and b.stride(0) == 0
    sizes = {"m": m, "n": b.shape[2], "k": k} | ({"count": count} if count > 1 else {}) | ({"b_shared": count} if shared else {})
    source = {} if storage_of(b) in graph.learned | graph.buffers else {"b_source": "activation"}
    op = graph.add("gemm", graph.producers(call.inputs), **sizes, **source, **keys)
    if graph.values:
        graph.store(op, "a", a)
        graph.store(op, "b", b[:1] if shared else b)
        graph.store(op, "out", a @ b if out is None else out.reshape(count, m, -1))
    return op


def gemm(graph: Graph, call: Call) -> bool:
    """mm, bmm, mv, dot."""
    a, b = call.args[:2]
    a = a[None] if a.dim() == 1 and call.name == "dot" else a
    b = b[:, None] if b.dim() == 1 else b
    if a.dim() == 2:
        a, b = a[None], b[None]
    return finish(graph, call, product(graph, call, a, b, call.outputs[0]))


def gemm_and_sum(graph: Graph, call: Call) -> bool:
    """addmm, baddbmm, addmv: a product, and something added to it."""
    added, a, b = call.args[:3]
    b = b[:, None] if b.dim() == 1 else b
    a, b = (a[None], b[None]) if a.dim() == 2 else (a, b)
    beta, alpha = call.kwargs.get("beta", 1), call.kwargs.get("alpha", 1)
    is_bias = beta == 1 and added.dim() == 1 and call.name == "addmm" and not graph.producers([added])
    op = product(graph, call, a, b, None, **({"bias": True} if is_bias else {}))
    if alpha != 1:
        graph.notes.add("A constant that scales a product with a sum (alpha) is left out.")
    if beta != 0 and not is_bias:
        depends = list(dict.fromkeys([op["name"], *graph.producers([added])]))
        mask = call.name == "baddbmm" and not graph.producers([added])
        op = graph.add("scale_mask" if mask else "residual_add", depends, elements=call.outputs[0].numel())
    return finish(graph, call, op)


def convolution(graph: Graph, call: Call) -> bool:
    """A convolution as a product: rows are places of the output, columns its channels; groups are products of their own."""
    x, weight, bias, stride, padding, dilation, transposed, _, groups = call.args[:9]
    if transposed or weight.dim() not in (3, 4):
        raise InputError("aten.convolution: only one and two dimensions, not transposed, are traced")
    if weight.dim() == 3:
        x, weight = x[:, :, None], weight[:, :, None]
        stride, padding, dilation = [1, *stride], [0, *padding], [1, *dilation]
    kernel = weight.shape[2:]
    columns = F.unfold(x.detach(), kernel, dilation, padding, stride)  # [batch, channels * kernel, places]
    grouped = columns.view(x.shape[0], groups, -1, columns.shape[2])
    a = grouped.permute(1, 0, 3, 2).reshape(groups, x.shape[0] * columns.shape[2], -1)
    b = weight.detach().reshape(groups, weight.shape[0] // groups, -1).transpose(1, 2)
    op = product(graph, call, a, b, None, **({"bias": True} if bias is not None else {}))
    return finish(graph, call, op)


def rows_of(kind: str, rows: Callable[[Call], int]) -> Handler:
    """A kind with reductions."""

    def handler(graph: Graph, call: Call) -> bool:
        keys = {"elements": call.outputs[0].numel(), "rows": rows(call)}
        return finish(graph, call, graph.add(kind, graph.producers(call.inputs), **keys))

    return handler


def elementwise(kind: str) -> Handler:
    """A kind whose results are independent."""

    def handler(graph: Graph, call: Call) -> bool:
        op = graph.add(kind, graph.producers(call.inputs), elements=call.outputs[0].numel())
        return finish(graph, call, op)

    return handler


def softmax_rows(call: Call) -> int:
    """Independent sums of a softmax."""
    x = call.inputs[0]
    return x.numel() // x.shape[call.args[1]]


def norm_rows(call: Call) -> int:
    """Independent sums of a layer norm."""
    return call.inputs[0].numel() // math.prod(call.args[1])


def scale(graph: Graph, call: Call) -> bool:
    """A product or quotient with one number; of two tensors, the product of a gate."""
    if len(call.inputs) > 1 and min(t.numel() for t in call.inputs) > 1:
        return call.name == "mul" and gated(graph, call)
    return scale_or_mask(graph, call)


def scale_or_mask(graph: Graph, call: Call) -> bool:
    """Scaling and masking of one tensor, one after the other, are one operator."""
    x = max((t for t in call.inputs if t.is_floating_point()), key=torch.Tensor.numel)
    before = graph.last(graph.producers([x]))
    if before and before["kind"] == "scale_mask" and before["elements"] == call.outputs[0].numel():
        return finish(graph, call, before)
    return elementwise("scale_mask")(graph, call)


def gated(graph: Graph, call: Call) -> bool:
    """silu(gate) * up and gelu(gate) * up are one operator, which comes after both."""
    for x, other in (call.args[:2], call.args[1::-1]):
        act = graph.last(graph.producers([x]))
        if act and act["kind"] in ("silu", "gelu") and act["elements"] == call.outputs[0].numel() == other.numel():
            act["kind"] += "_multiply"
            depends = [*act.get("depends_on", []), *graph.producers([other])]
            act["depends_on"] = [name for name in dict.fromkeys(depends) if name != act["name"]]
            graph.operators.remove(act)
            graph.operators.append(act)
            return finish(graph, call, act)
    return False


def addition(graph: Graph, call: Call) -> bool:
    """A bias, a mask, or a residual sum."""
    if len(call.inputs) < 2 or min(t.numel() for t in call.inputs) < 2:
        return False
    small, large = sorted(call.inputs, key=torch.Tensor.numel)
    constant = not graph.producers([small])
    before = graph.last(graph.producers([large]))
    if constant and before and is_bias(small, before, large):
        before["bias"] = True
        return finish(graph, call, before)
    if constant and small.numel() < large.numel() and storage_of(small) not in graph.learned:
        return scale_or_mask(graph, call)
    return elementwise("residual_add")(graph, call)


def is_bias(small: torch.Tensor, op: Operator, large: torch.Tensor) -> bool:
    """Whether `small` is one number for each column of a product that has no bias yet."""
    whole = op["kind"] == "gemm" and op["m"] * op["n"] * op.get("count", 1) == large.numel()
    return whole and "bias" not in op and small.numel() == small.shape[-1] == large.shape[-1] == op["n"]


def conversion(graph: Graph, call: Call) -> bool:
    """A change of number format; other copies are moves."""
    changed = call.inputs[0].is_floating_point() and call.inputs[0].dtype != call.outputs[0].dtype
    return changed and elementwise("convert")(graph, call)


HANDLERS: dict[str, Handler] = {
    "mm": gemm,
    "bmm": gemm,
    "mv": gemm,
    "dot": gemm,
    "addmm": gemm_and_sum,
    "baddbmm": gemm_and_sum,
    "addmv": gemm_and_sum,
    "convolution": convolution,
    "_softmax": rows_of("softmax", softmax_rows),
    "_log_softmax": rows_of("softmax", softmax_rows),
    "native_layer_norm": rows_of("layer_norm", norm_rows),
    "embedding": elementwise("embedding"),
    "gelu": elementwise("gelu"),
    "silu": elementwise("silu"),
    "tanh": elementwise("tanh"),
    "mul": scale,
    "div": scale,
    "masked_fill": scale_or_mask,
    "where": scale_or_mask,
    "add": addition,
    "_to_copy": conversion,
}
