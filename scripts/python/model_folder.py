# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""A Llama model in a Hugging Face folder: config.json, tokenizer.json, model.safetensors."""

import json
import pathlib

import numpy as np

import safetensors_file
from byte_bpe import ByteBpe
from files import InputError
from llama import Shape

# Settings that change the computation, and the only value that is computed here.
ONLY = {"model_type": "llama", "hidden_act": "silu", "attention_bias": False, "mlp_bias": False, "rope_scaling": None}


def read_config(path: pathlib.Path) -> Shape:
    """The shape in a config.json. Raises InputError for another architecture."""
    try:
        c = json.loads(path.read_text())
        for key, value in ONLY.items():
            if c.get(key, value) != value:
                raise InputError(f"{path}: {key}: expected {value}, found {c[key]}")
        heads = c["num_attention_heads"]
        return Shape(
            vocab=c["vocab_size"],
            hidden=c["hidden_size"],
            ffn=c["intermediate_size"],
            layers=c["num_hidden_layers"],
            heads=heads,
            kv_heads=c.get("num_key_value_heads", heads),
            head_dim=c.get("head_dim") or c["hidden_size"] // heads,
            positions=c["max_position_embeddings"],
            theta=c.get("rope_theta", 10000.0),
            epsilon=c.get("rms_norm_eps", 1e-6),
        )
    except (ValueError, AttributeError, ZeroDivisionError) as error:
        raise InputError(f"{path}: {error}") from error
    except KeyError as error:
        raise InputError(f"{path}: expected the key {error}") from error


def read_weights(path: pathlib.Path, shape: Shape) -> dict[str, np.ndarray]:
    """Every weight of the shape, in its size; `lm_head.weight` too when it is there."""
    stored = safetensors_file.read(path)
    expected = shape.parameters()
    if "lm_head.weight" in stored:
        expected["lm_head.weight"] = (shape.vocab, shape.hidden)
    for name, size in expected.items():
        found = stored[name].shape if name in stored else "none"
        if found != size:
            raise InputError(f"{path}: {name}: expected a tensor of the shape {size}, found {found}")
    return {name: stored[name] for name in expected}


def read_folder(folder: pathlib.Path) -> tuple[Shape, dict[str, np.ndarray], ByteBpe]:
    """Shape, weights and tokenizer."""
    shape = read_config(folder / "config.json")
    return shape, read_weights(folder / "model.safetensors", shape), ByteBpe.read(folder / "tokenizer.json")
