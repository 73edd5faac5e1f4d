#!/usr/bin/env python3
# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Writes tiny.bin and tok_tiny.bin, a llama2.c checkpoint and its tokenizer, into the folder of this script.

The weights are random with a fixed seed, scaled by fan-in so that activations stay near one, with a few outlier
channels as real models have them. The shape has what can go wrong: grouped queries, more than one layer, an MLP width
that is no power of two, keys narrower than queries.
"""

import pathlib
import random
import struct

DIM, HIDDEN, LAYERS, HEADS, KV_HEADS, VOCAB, POSITIONS = 16, 24, 2, 4, 2, 300, 32
HEAD_DIM = DIM // HEADS
KV_DIM = KV_HEADS * HEAD_DIM


def normal(rng):
    """Sum of uniforms: the same on every platform, unlike library functions of the normal distribution."""
    return sum(rng.random() for _ in range(12)) - 6.0


def matrix(rng, outputs, inputs, outlier=1.0):
    scale = inputs**-0.5
    return [normal(rng) * scale * (outlier if column == 3 else 1.0) for _ in range(outputs) for column in range(inputs)]


def norm(rng):
    return [1.0 + 0.1 * normal(rng) for _ in range(DIM)]


def checkpoint():
    rng = random.Random(20410007)
    weights = [normal(rng) for _ in range(VOCAB * DIM)]
    families = [
        lambda: norm(rng),
        lambda: matrix(rng, DIM, DIM, 4.0),
        lambda: matrix(rng, KV_DIM, DIM, 4.0),
        lambda: matrix(rng, KV_DIM, DIM),
        lambda: matrix(rng, DIM, DIM),
        lambda: norm(rng),
        lambda: matrix(rng, HIDDEN, DIM, 2.0),
        lambda: matrix(rng, DIM, HIDDEN),
        lambda: matrix(rng, HIDDEN, DIM, 2.0),
    ]
    for family in families:
        for _ in range(LAYERS):
            weights += family()
    weights += norm(rng)
    weights += [0.0] * (POSITIONS * (HEAD_DIM // 2) * 2)  # tables no longer used
    header = struct.pack("<7i", DIM, HIDDEN, LAYERS, HEADS, KV_HEADS, VOCAB, POSITIONS)
    return header + struct.pack(f"<{len(weights)}f", *weights)


def tokenizer():
    tokens = [b"<unk>", b"\n<s>\n", b"\n</s>\n"] + [f"<0x{i:02X}>".encode() for i in range(256)]
    tokens += [b" "] + [bytes([c]) for c in b"abcdefghijklmnopqrstuvwxyz."]
    merges = [b" t", b"he", b" the", b" a", b"in", b"re", b"an", b" s", b"nd", b" and", b"ed", b"er", b"er."]
    tokens += merges
    assert len(tokens) == VOCAB, len(tokens)
    out = struct.pack("<i", max(len(t) for t in tokens))
    for i, token in enumerate(tokens):
        out += struct.pack("<fi", -float(i), len(token)) + token
    return out


if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    (folder / "tiny.bin").write_bytes(checkpoint())
    (folder / "tok_tiny.bin").write_bytes(tokenizer())
