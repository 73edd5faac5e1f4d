# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""A Llama decoder in PyTorch: RMSNorm, rotary positions over halves, grouped queries, SwiGLU. Weights are a dictionary with
Hugging Face's names; the head is the embedding unless there is an `lm_head.weight`."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F

Weights = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Shape:
    """Sizes and constants of a model."""

    vocab: int
    hidden: int
    ffn: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    positions: int
    theta: float = 10000.0
    epsilon: float = 1e-5

    def parameters(self) -> dict[str, tuple[int, ...]]:
        """Name and shape of every weight of a model whose head is its embedding."""
        q, kv = self.heads * self.head_dim, self.kv_heads * self.head_dim
        names: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (self.vocab, self.hidden)}
        for layer in range(self.layers):
            at = f"model.layers.{layer}."
            names |= {
                at + "input_layernorm.weight": (self.hidden,),
                at + "self_attn.q_proj.weight": (q, self.hidden),
                at + "self_attn.k_proj.weight": (kv, self.hidden),
                at + "self_attn.v_proj.weight": (kv, self.hidden),
                at + "self_attn.o_proj.weight": (self.hidden, q),
                at + "post_attention_layernorm.weight": (self.hidden,),
                at + "mlp.gate_proj.weight": (self.ffn, self.hidden),
                at + "mlp.up_proj.weight": (self.ffn, self.hidden),
                at + "mlp.down_proj.weight": (self.hidden, self.ffn),
            }
        return names | {"model.norm.weight": (self.hidden,)}


def rotary(shape: Shape, length: int, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and sines [length, head_dim] of position * theta^(-2i / head_dim); both halves of a head have the same."""
    exponent = torch.arange(0, shape.head_dim, 2, dtype=torch.float64) / shape.head_dim
    angles = torch.outer(torch.arange(length, dtype=torch.float64), shape.theta**-exponent)
    angles = torch.cat([angles, angles], dim=1)
    return angles.cos().to(dtype), angles.sin().to(dtype)


def rotate(x: torch.Tensor, table: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
    """x [..., length, head_dim]: entry i of a head turns with entry i + head_dim / 2."""
    first, second = x.chunk(2, dim=-1)
    return x * table[0] + torch.cat([-second, first], dim=-1) * table[1]


def causal_mask(length: int, dtype: torch.dtype) -> torch.Tensor:
    """[length, length]: 0 where a token may look, -inf above the diagonal."""
    return torch.full((length, length), -math.inf, dtype=dtype).triu(1)


class Llama:
    """logits = Llama(shape, weights)(tokens): int64 [batch, length] to [batch, length, vocab], in the weights' type."""

    def __init__(self, shape: Shape, weights: Weights) -> None:
        self.shape = shape
        self.weights = weights
        dtype = weights["model.norm.weight"].dtype
        self._rotary = rotary(shape, shape.positions, dtype)
        self._mask = causal_mask(shape.positions, dtype)

    def __call__(self, tokens: torch.Tensor) -> torch.Tensor:
        x = F.embedding(tokens, self.weights["model.embed_tokens.weight"])
        for layer in range(self.shape.layers):
            weight = self._of_layer(layer)
            x = x + self._attention(self._norm(x, weight("input_layernorm")), weight)
            x = x + self._mlp(self._norm(x, weight("post_attention_layernorm")), weight)
        head = self.weights.get("lm_head.weight", self.weights["model.embed_tokens.weight"])
        return F.linear(self._norm(x, self.weights["model.norm.weight"]), head)

    def _of_layer(self, layer: int) -> Callable[[str], torch.Tensor]:
        return lambda name: self.weights[f"model.layers.{layer}.{name}.weight"]

    def _norm(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        return weight * (x * torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + self.shape.epsilon))

    def _attention(self, x: torch.Tensor, weight: Callable[[str], torch.Tensor]) -> torch.Tensor:
        s, (batch, length) = self.shape, x.shape[:2]
        table = tuple(t[:length] for t in self._rotary)

        def heads(name: str, count: int) -> torch.Tensor:
            return F.linear(x, weight(f"self_attn.{name}")).view(batch, length, count, s.head_dim).transpose(1, 2)

        # Query heads that share keys are one matrix: [batch, kv_heads, group * length, head_dim].
        grouped = (batch, s.kv_heads, s.heads // s.kv_heads * length, s.head_dim)
        q = rotate(heads("q_proj", s.heads), table).reshape(grouped)
        k = rotate(heads("k_proj", s.kv_heads), table)
        scores = (q * s.head_dim**-0.5) @ k.transpose(-1, -2)
        scores = scores.view(batch, s.heads, length, length) + self._mask[:length, :length]
        mixed = scores.softmax(dim=-1).view(batch, s.kv_heads, -1, length) @ heads("v_proj", s.kv_heads)
        mixed = mixed.view(batch, s.heads, length, s.head_dim).transpose(1, 2).reshape(batch, length, -1)
        return F.linear(mixed, weight("self_attn.o_proj"))

    @staticmethod
    def _mlp(x: torch.Tensor, weight: Callable[[str], torch.Tensor]) -> torch.Tensor:
        gate = F.silu(F.linear(x, weight("mlp.gate_proj")))
        return F.linear(gate * F.linear(x, weight("mlp.up_proj")), weight("mlp.down_proj"))
