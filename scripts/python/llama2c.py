# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Checkpoints and tokenizers of llama2.c (github.com/karpathy/llama2.c: run.c, export.py with version 0)."""

import math
import pathlib
import struct

import numpy as np

from files import InputError
from llama import Shape

HEADER = struct.Struct("<7i")
BEGIN = 1


def _interleaved_to_halves(weight: np.ndarray, heads: int) -> np.ndarray:
    """Rows of a query or key matrix: llama2.c turns neighbours of a head, Hugging Face entry i and i + half."""
    pairs = weight.reshape(heads, -1, 2, weight.shape[1])
    return pairs.transpose(0, 2, 1, 3).reshape(weight.shape)


def _layout(shape: Shape) -> list[tuple[str, tuple[int, ...]]]:
    """What follows the embedding, in the order of the file: name within a layer, size."""
    q, kv = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    return [
        ("input_layernorm", (shape.hidden,)),
        ("self_attn.q_proj", (q, shape.hidden)),
        ("self_attn.k_proj", (kv, shape.hidden)),
        ("self_attn.v_proj", (kv, shape.hidden)),
        ("self_attn.o_proj", (shape.hidden, q)),
        ("post_attention_layernorm", (shape.hidden,)),
        ("mlp.gate_proj", (shape.ffn, shape.hidden)),
        ("mlp.down_proj", (shape.hidden, shape.ffn)),
        ("mlp.up_proj", (shape.ffn, shape.hidden)),
    ]


class _Cursor:
    """Takes arrays from the front of a file's numbers."""

    def __init__(self, path: pathlib.Path, values: np.ndarray) -> None:
        self._path, self._values = path, values

    def take(self, size: tuple[int, ...]) -> np.ndarray:
        count = math.prod(size)
        if count > len(self._values):
            raise InputError(f"{self._path}: expected {count} more numbers, found {len(self._values)}")
        taken, self._values = self._values[:count], self._values[count:]
        return taken.reshape(size)


def read_checkpoint(path: pathlib.Path) -> tuple[Shape, dict[str, np.ndarray]]:
    """Shape and weights under Hugging Face's names. Raises InputError for a file that is too short or of another version."""
    data = path.read_bytes()
    if len(data) < HEADER.size:
        raise InputError(f"{path}: expected a llama2.c checkpoint, found {len(data)} bytes")
    hidden, ffn, layers, heads, kv_heads, vocab, positions = HEADER.unpack(data[: HEADER.size])
    if min(hidden, ffn, layers, heads, kv_heads, abs(vocab), positions) < 1 or hidden % heads or heads % kv_heads:
        raise InputError(f"{path}: expected the sizes of a llama2.c checkpoint, found {HEADER.unpack(data[:HEADER.size])}")
    shape = Shape(abs(vocab), hidden, ffn, layers, heads, kv_heads, hidden // heads, positions)
    cursor = _Cursor(path, np.frombuffer(data, "<f4", (len(data) - HEADER.size) // 4, HEADER.size))
    weights = {"model.embed_tokens.weight": cursor.take((shape.vocab, shape.hidden))}
    for name, size in _layout(shape):
        for layer, weight in enumerate(cursor.take((layers, *size))):
            rotated = {"self_attn.q_proj": heads, "self_attn.k_proj": kv_heads}.get(name)
            weight = _interleaved_to_halves(weight, rotated) if rotated else weight
            weights[f"model.layers.{layer}.{name}.weight"] = weight
    weights["model.norm.weight"] = cursor.take((hidden,))
    if vocab < 0:
        cursor.take((2, positions, shape.head_dim // 2))  # rotary tables, no longer used
        weights["lm_head.weight"] = cursor.take((shape.vocab, hidden))
    return shape, weights


class ScoredBpe:
    """The tokenizer of run.c: of all neighbours that form a token, the pair of the highest score is merged first."""

    begin = BEGIN

    def __init__(self, scores: dict[bytes, tuple[float, int]]) -> None:
        self._scores = scores

    @staticmethod
    def read(path: pathlib.Path) -> "ScoredBpe":
        """Reads tokenizer.bin: the longest length, then score, length and bytes of every token."""
        data, at = path.read_bytes(), 4
        scores: dict[bytes, tuple[float, int]] = {}
        ids = 0
        while at < len(data):
            try:
                score, length = struct.unpack_from("<fi", data, at)
            except struct.error as error:
                raise InputError(f"{path}: token {ids}: {error}") from error
            scores.setdefault(data[at + 8 : at + 8 + length], (score, ids))
            at, ids = at + 8 + max(0, length), ids + 1
        if at != len(data) or ids < 259:
            raise InputError(f"{path}: expected the tokenizer of a llama2.c checkpoint")
        return ScoredBpe(scores)

    def encode(self, text: str) -> list[int]:
        """Ids of a text's tokens, after the space that run.c puts before it, without the token that begins a text."""
        word = [character.encode() for character in (" " + text if text else "")]
        while len(word) > 1:
            best = max(range(len(word) - 1), key=lambda i: (self._score(word[i] + word[i + 1]), -i))
            if self._score(word[best] + word[best + 1]) == -math.inf:
                break
            word[best : best + 2] = [word[best] + word[best + 1]]
        return [i for token in word for i in self._ids(token)]

    def _score(self, token: bytes) -> float:
        return self._scores.get(token, (-math.inf, 0))[0]

    def _ids(self, token: bytes) -> list[int]:
        return [self._scores[token][1]] if token in self._scores else [byte + 3 for byte in token]
