#!/usr/bin/env python3
# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/data/hf/FAMILY/{config.json,model.safetensors,expected.safetensors} (and tokenizer.json of
the encoders): tiny random models of every family,
and what each computes for a few tokens, in double precision, by code that shares nothing with the simulator's.

Formulas: the transformers library's modelling files of each family. Needs numpy. Deterministic.
"""

import json
import pathlib
import struct
import zlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent / "hf"
HIDDEN, LAYERS, HEADS, FFN, VOCAB, POSITIONS = 16, 2, 4, 24, 40, 16
HEAD = HIDDEN // HEADS
TOKENS = [3, 17, 17, 0, 39, 8, 21]


def to_words(values, dtype):
    """Little-endian words of the type, and the values they stand for."""
    f32 = values.astype("<f4")
    if dtype == "F32":
        return f32.tobytes(), f32.astype(np.float64)
    if dtype == "F16":
        half = values.astype("<f2")
        return half.tobytes(), half.astype(np.float64)
    words = (f32.view("<u4") >> 16).astype("<u2")
    return words.tobytes(), (words.astype("<u4") << 16).view("<f4").astype(np.float64)


def write_safetensors(path, tensors):
    """tensors: name -> (dtype, shape, bytes)."""
    header, at = {}, 0
    for name, (dtype, shape, data) in tensors.items():
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at + len(data)]}
        at += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(t[2] for t in tensors.values()))


class Weights:
    """Makes weights as they are asked for, and remembers their words."""

    def __init__(self, seed, dtype):
        self.random, self.dtype, self.words = np.random.RandomState(seed), dtype, {}

    def __call__(self, name, *shape, around=0.0, spread=0.4):
        data, values = to_words(around + spread * self.random.standard_normal(shape), self.dtype)
        self.words[name] = (self.dtype, shape, data)
        return values.reshape(shape)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def erf(x):
    return np.vectorize(__import__("math").erf)(x)


def rms_norm(x, w, eps):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w


def layer_norm(x, w, b, eps):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + eps) * w + b


def rotate(x, frequencies):
    """x [tokens, heads, size]: pairs (i, i + half) of the first 2 * len(frequencies) elements."""
    half = len(frequencies)
    angle = np.arange(x.shape[0])[:, None, None] * frequencies
    a, b = x[..., :half], x[..., half:2 * half]
    return np.concatenate([a * np.cos(angle) - b * np.sin(angle), b * np.cos(angle) + a * np.sin(angle),
                           x[..., 2 * half:]], -1)


def attend(q, k, v, allowed, divisor=None, cap=None):
    """q [T, heads, size], k and v [T, kv_heads, size]."""
    shared = q.shape[1] // k.shape[1]
    k, v = np.repeat(k, shared, 1), np.repeat(v, shared, 1)
    scores = np.einsum("qhd,khd->hqk", q, k) / (np.sqrt(q.shape[2]) if divisor is None else divisor)
    if cap:
        scores = cap * np.tanh(scores / cap)
    return np.einsum("hqk,khd->qhd", softmax(np.where(allowed, scores, -1e30)), v).reshape(len(q), -1)


def llama3_frequencies(f, r):
    """Wavelengths beyond the original length are stretched, short ones kept, a linear passage between."""
    wave = 2 * np.pi / f
    low = r["original_max_position_embeddings"] / r["low_freq_factor"]
    high = r["original_max_position_embeddings"] / r["high_freq_factor"]
    s = (r["original_max_position_embeddings"] / wave - r["low_freq_factor"]) / (
        r["high_freq_factor"] - r["low_freq_factor"])
    return np.where(wave > low, f / r["factor"], np.where(wave < high, f, (1 - s) * f / r["factor"] + s * f))


def llama_like(c, w):
    """llama, mistral, qwen2, phi3, as the config says."""
    kv, eps = c["num_key_value_heads"], c.get("rms_norm_eps", 1e-5 if c["model_type"] == "phi3" else 1e-6)
    fused, bias = c["model_type"] == "phi3", c["model_type"] == "qwen2"
    frequencies = c.get("rope_theta", 10000.0) ** (-np.arange(0, HEAD, 2) / HEAD)
    if c.get("rope_scaling"):
        frequencies = llama3_frequencies(frequencies, c["rope_scaling"])
    t = np.arange(len(TOKENS))
    allowed = t[None, :] <= t[:, None]
    if c.get("sliding_window"):
        allowed &= t[None, :] > t[:, None] - c["sliding_window"]
    embedding = w("model.embed_tokens.weight", VOCAB, HIDDEN)
    x = embedding[TOKENS]

    def linear(name, outputs, inputs, with_bias=False):
        m = w(f"{name}.weight", outputs, inputs)
        b = w(f"{name}.bias", outputs) if with_bias else 0.0
        return lambda y: y @ m.T + b

    for i in range(LAYERS):
        p = f"model.layers.{i}."
        y = rms_norm(x, w(p + "input_layernorm.weight", HIDDEN, around=1.0), eps)
        if fused:
            both = linear(p + "self_attn.qkv_proj", HIDDEN + 2 * kv * HEAD, HIDDEN)(y)
            q, k, v = np.split(both, [HIDDEN, HIDDEN + kv * HEAD], -1)
        else:
            q = linear(p + "self_attn.q_proj", HIDDEN, HIDDEN, bias)(y)
            k = linear(p + "self_attn.k_proj", kv * HEAD, HIDDEN, bias)(y)
            v = linear(p + "self_attn.v_proj", kv * HEAD, HIDDEN, bias)(y)
        q, k, v = (m.reshape(len(TOKENS), -1, HEAD) for m in (q, k, v))
        mixed = attend(rotate(q, frequencies), rotate(k, frequencies), v, allowed)
        x = x + linear(p + "self_attn.o_proj", HIDDEN, HIDDEN)(mixed)
        y = rms_norm(x, w(p + "post_attention_layernorm.weight", HIDDEN, around=1.0), eps)
        if fused:
            gate, up = np.split(linear(p + "mlp.gate_up_proj", 2 * FFN, HIDDEN)(y), 2, -1)
        else:
            gate, up = linear(p + "mlp.gate_proj", FFN, HIDDEN)(y), linear(p + "mlp.up_proj", FFN, HIDDEN)(y)
        x = x + linear(p + "mlp.down_proj", HIDDEN, FFN)(gate / (1 + np.exp(-gate)) * up)
    x = rms_norm(x, w("model.norm.weight", HIDDEN, around=1.0), eps)
    return x @ (embedding if c.get("tie_word_embeddings") else w("lm_head.weight", VOCAB, HIDDEN)).T


def gpt2(c, w):
    eps = c["layer_norm_epsilon"]
    embedding = w("transformer.wte.weight", VOCAB, HIDDEN)
    x = embedding[TOKENS] + w("transformer.wpe.weight", POSITIONS, HIDDEN)[:len(TOKENS)]
    allowed = np.tril(np.ones((len(TOKENS), len(TOKENS)), bool))

    def norm(name, y):
        return layer_norm(y, w(name + ".weight", HIDDEN, around=1.0), w(name + ".bias", HIDDEN), eps)

    def conv1d(name, inputs, outputs, y):
        return y @ w(name + ".weight", inputs, outputs) + w(name + ".bias", outputs)

    for i in range(LAYERS):
        p = f"transformer.h.{i}."
        all_three = conv1d(p + "attn.c_attn", HIDDEN, 3 * HIDDEN, norm(p + "ln_1", x))
        q, k, v = (m.reshape(len(TOKENS), HEADS, HEAD) for m in np.split(all_three, 3, -1))
        x = x + conv1d(p + "attn.c_proj", HIDDEN, HIDDEN, attend(q, k, v, allowed))
        y = conv1d(p + "mlp.c_fc", HIDDEN, FFN, norm(p + "ln_2", x))
        y = 0.5 * y * (1 + np.tanh(np.sqrt(2 / np.pi) * (y + 0.044715 * y**3)))
        x = x + conv1d(p + "mlp.c_proj", FFN, HIDDEN, y)
    # A buffer that real checkpoints carry and nobody reads.
    w.words["transformer.h.0.attn.bias"] = ("U8", (1, 1, 4, 4), bytes(16))
    return norm("transformer.ln_f", x) @ embedding.T


def bert(c, w):
    eps = c["layer_norm_eps"]

    def norm(name, y):
        return layer_norm(y, w(name + ".weight", HIDDEN, around=1.0), w(name + ".bias", HIDDEN), eps)

    def linear(name, outputs, inputs, y):
        return y @ w(name + ".weight", outputs, inputs).T + w(name + ".bias", outputs)

    e = "bert.embeddings."
    x = w(e + "word_embeddings.weight", VOCAB, HIDDEN)[TOKENS]
    x = x + w(e + "position_embeddings.weight", POSITIONS, HIDDEN)[:len(TOKENS)]
    x = norm(e + "LayerNorm", x + w(e + "token_type_embeddings.weight", 2, HIDDEN)[0])
    everywhere = np.ones((len(TOKENS), len(TOKENS)), bool)
    for i in range(LAYERS):
        p = f"bert.encoder.layer.{i}."
        q, k, v = (linear(f"{p}attention.self.{n}", HIDDEN, HIDDEN, x).reshape(len(TOKENS), HEADS, HEAD)
                   for n in ("query", "key", "value"))
        mixed = linear(p + "attention.output.dense", HIDDEN, HIDDEN, attend(q, k, v, everywhere))
        x = norm(p + "attention.output.LayerNorm", x + mixed)
        y = linear(p + "intermediate.dense", FFN, HIDDEN, x)
        y = 0.5 * y * (1 + erf(y / np.sqrt(2)))
        x = norm(p + "output.LayerNorm", x + linear(p + "output.dense", HIDDEN, FFN, y))
    pooled = np.tanh(linear("bert.pooler.dense", HIDDEN, HIDDEN, x[:1]))
    return linear("classifier", 3, HIDDEN, pooled)


def linear(w, name, outputs, inputs, y, bias=True):
    m = w(name + ".weight", outputs, inputs)
    return y @ m.T + (w(name + ".bias", outputs) if bias else 0.0)


def affine_norm(w, name, y, eps):
    return layer_norm(y, w(name + ".weight", y.shape[-1], around=1.0), w(name + ".bias", y.shape[-1]), eps)


def gelu_tanh(y):
    return 0.5 * y * (1 + np.tanh(np.sqrt(2 / np.pi) * (y + 0.044715 * y**3)))


def heads_of(y):
    return y.reshape(len(TOKENS), -1, HEAD)


def causal(window=None):
    t = np.arange(len(TOKENS))
    allowed = t[None, :] <= t[:, None]
    return allowed & (t[None, :] > t[:, None] - window) if window else allowed


def turns(base, size=HEAD):
    return base ** (-np.arange(0, size, 2) / size)


def qwen3(c, w):
    """Each head of queries and keys is normalised before it is rotated."""
    eps, kv = c["rms_norm_eps"], c["num_key_value_heads"]
    embedding = w("model.embed_tokens.weight", VOCAB, HIDDEN)
    x = embedding[TOKENS]
    for i in range(LAYERS):
        p = f"model.layers.{i}."
        y = rms_norm(x, w(p + "input_layernorm.weight", HIDDEN, around=1.0), eps)
        q, k, v = (heads_of(linear(w, f"{p}self_attn.{n}_proj", size * HEAD, HIDDEN, y, bias=False))
                   for n, size in (("q", HEADS), ("k", kv), ("v", kv)))
        q = rms_norm(q, w(p + "self_attn.q_norm.weight", HEAD, around=1.0), eps)
        k = rms_norm(k, w(p + "self_attn.k_norm.weight", HEAD, around=1.0), eps)
        f = turns(c["rope_parameters"]["rope_theta"])
        mixed = attend(rotate(q, f), rotate(k, f), v, causal())
        x = x + linear(w, p + "self_attn.o_proj", HIDDEN, HEADS * HEAD, mixed, bias=False)
        y = rms_norm(x, w(p + "post_attention_layernorm.weight", HIDDEN, around=1.0), eps)
        gate = linear(w, p + "mlp.gate_proj", FFN, HIDDEN, y, bias=False)
        up = linear(w, p + "mlp.up_proj", FFN, HIDDEN, y, bias=False)
        x = x + linear(w, p + "mlp.down_proj", HIDDEN, FFN, gate / (1 + np.exp(-gate)) * up, bias=False)
    return rms_norm(x, w("model.norm.weight", HIDDEN, around=1.0), eps) @ embedding.T


def gemma(c, w):
    """Gemma 1, 2 and 3: embeddings times the root of the hidden size, norms that multiply by 1 + weight, and from 2 on
    norms after each block, caps, a scale of scores of their own, and windows in some layers."""
    eps, kv, kind = c["rms_norm_eps"], c["num_key_value_heads"], c["model_type"]
    embedding = w("model.embed_tokens.weight", VOCAB, HIDDEN)
    x = embedding[TOKENS] * np.sqrt(HIDDEN)
    divisor = np.sqrt(c["query_pre_attn_scalar"]) if kind != "gemma" else None

    def norm(name, y):
        return rms_norm(y, 1 + w(name + ".weight", y.shape[-1]), eps)

    for i in range(LAYERS):
        p = f"model.layers.{i}."
        local = c["layer_types"][i] == "sliding_attention" if kind != "gemma" else False
        y = norm(p + "input_layernorm", x)
        q, k, v = (heads_of(linear(w, f"{p}self_attn.{n}_proj", size * HEAD, HIDDEN, y, bias=False))
                   for n, size in (("q", HEADS), ("k", kv), ("v", kv)))
        f = turns(c.get("rope_theta", 10000.0))
        if kind == "gemma3_text":
            q, k = norm(p + "self_attn.q_norm", q), norm(p + "self_attn.k_norm", k)
            f = turns(c["rope_local_base_freq"]) if local else f / c["rope_scaling"]["factor"]
        mixed = attend(rotate(q, f), rotate(k, f), v, causal(c["sliding_window"] if local else None), divisor,
                       c.get("attn_logit_softcapping"))
        mixed = linear(w, p + "self_attn.o_proj", HIDDEN, HEADS * HEAD, mixed, bias=False)
        after = norm(p + "post_attention_layernorm", mixed if kind != "gemma" else x + mixed)
        if kind == "gemma":
            x, y = x + mixed, after
        else:
            x = x + after
            y = norm(p + "pre_feedforward_layernorm", x)
        gate = linear(w, p + "mlp.gate_proj", FFN, HIDDEN, y, bias=False)
        up = linear(w, p + "mlp.up_proj", FFN, HIDDEN, y, bias=False)
        y = linear(w, p + "mlp.down_proj", HIDDEN, FFN, gelu_tanh(gate) * up, bias=False)
        x = x + (y if kind == "gemma" else norm(p + "post_feedforward_layernorm", y))
    logits = norm("model.norm", x) @ embedding.T
    cap = c.get("final_logit_softcapping")
    return cap * np.tanh(logits / cap) if cap else logits


def phi(c, w):
    """Attention and MLP read one norm of the same sum; half of each head is rotated; everything has a bias."""
    eps = c["layer_norm_eps"]
    x = w("model.embed_tokens.weight", VOCAB, HIDDEN)[TOKENS]
    f = turns(c["rope_theta"], int(HEAD * c["partial_rotary_factor"]))
    for i in range(LAYERS):
        p = f"model.layers.{i}."
        y = affine_norm(w, p + "input_layernorm", x, eps)
        q, k, v = (heads_of(linear(w, f"{p}self_attn.{n}_proj", HIDDEN, HIDDEN, y)) for n in "qkv")
        if c.get("qk_layernorm"):
            q = affine_norm(w, p + "self_attn.q_layernorm", q, eps)
            k = affine_norm(w, p + "self_attn.k_layernorm", k, eps)
        mixed = linear(w, p + "self_attn.dense", HIDDEN, HIDDEN, attend(rotate(q, f), rotate(k, f), v, causal()))
        inner = gelu_tanh(linear(w, p + "mlp.fc1", FFN, HIDDEN, y))
        x = x + mixed + linear(w, p + "mlp.fc2", HIDDEN, FFN, inner)
    return linear(w, "lm_head", VOCAB, HIDDEN, affine_norm(w, "model.final_layernorm", x, eps))


def opt(c, w):
    """Learned positions from row 2 on, relu, norms before each block or after its sum; the token table may be narrower
    than the model."""
    p, eps, before, width = "model.decoder.", 1e-5, c["do_layer_norm_before"], c["word_embed_proj_dim"]
    embedding = w(p + "embed_tokens.weight", VOCAB, width)
    x = embedding[TOKENS]
    if width != HIDDEN:
        x = linear(w, p + "project_in", HIDDEN, width, x, bias=False)
    x = x + w(p + "embed_positions.weight", POSITIONS + 2, HIDDEN)[2:2 + len(TOKENS)]

    def block(name, y, inner):
        y, rest = (affine_norm(w, name, y, eps), y) if before else (y, y)
        y = rest + inner(y)
        return y if before else affine_norm(w, name, y, eps)

    for i in range(LAYERS):
        l = f"{p}layers.{i}."

        def attention(y):
            q, k, v = (heads_of(linear(w, f"{l}self_attn.{n}_proj", HIDDEN, HIDDEN, y)) for n in "qkv")
            return linear(w, l + "self_attn.out_proj", HIDDEN, HIDDEN, attend(q, k, v, causal()))

        x = block(l + "self_attn_layer_norm", x, attention)
        x = block(l + "final_layer_norm", x,
                  lambda y: linear(w, l + "fc2", HIDDEN, FFN, np.maximum(linear(w, l + "fc1", FFN, HIDDEN, y), 0)))
    if before:
        x = affine_norm(w, p + "final_layer_norm", x, eps)
    if width != HIDDEN:
        x = linear(w, p + "project_out", width, HIDDEN, x, bias=False)
    return x @ embedding.T


def roberta(c, w):
    """BERT whose positions begin after the number of the padding token, which has a position of its own."""
    eps, pad = c["layer_norm_eps"], c["pad_token_id"]
    tokens = np.array(TOKENS)
    counted = tokens != pad
    rows = np.where(counted, np.cumsum(counted) + pad, pad)
    e = "roberta.embeddings."
    x = w(e + "word_embeddings.weight", VOCAB, HIDDEN)[tokens]
    x = x + w(e + "position_embeddings.weight", c["max_position_embeddings"], HIDDEN)[rows]
    x = affine_norm(w, e + "LayerNorm", x + w(e + "token_type_embeddings.weight", 1, HIDDEN)[0], eps)
    everywhere = np.ones((len(TOKENS), len(TOKENS)), bool)
    for i in range(LAYERS):
        p = f"roberta.encoder.layer.{i}."
        q, k, v = (heads_of(linear(w, f"{p}attention.self.{n}", HIDDEN, HIDDEN, x)) for n in ("query", "key", "value"))
        mixed = linear(w, p + "attention.output.dense", HIDDEN, HIDDEN, attend(q, k, v, everywhere))
        x = affine_norm(w, p + "attention.output.LayerNorm", x + mixed, eps)
        y = linear(w, p + "intermediate.dense", FFN, HIDDEN, x)
        y = linear(w, p + "output.dense", HIDDEN, FFN, 0.5 * y * (1 + erf(y / np.sqrt(2))))
        x = affine_norm(w, p + "output.LayerNorm", x + y, eps)
    return linear(w, "classifier.out_proj", 3, HIDDEN, np.tanh(linear(w, "classifier.dense", HIDDEN, HIDDEN, x[:1])))


def distilbert(c, w):
    e, eps = "distilbert.embeddings.", 1e-12
    x = w(e + "word_embeddings.weight", VOCAB, HIDDEN)[TOKENS]
    x = x + w(e + "position_embeddings.weight", POSITIONS, HIDDEN)[:len(TOKENS)]
    x = affine_norm(w, e + "LayerNorm", x, eps)
    everywhere = np.ones((len(TOKENS), len(TOKENS)), bool)
    for i in range(LAYERS):
        p = f"distilbert.transformer.layer.{i}."
        q, k, v = (heads_of(linear(w, f"{p}attention.{n}_lin", HIDDEN, HIDDEN, x)) for n in "qkv")
        mixed = linear(w, p + "attention.out_lin", HIDDEN, HIDDEN, attend(q, k, v, everywhere))
        x = affine_norm(w, p + "sa_layer_norm", x + mixed, eps)
        y = linear(w, p + "ffn.lin1", FFN, HIDDEN, x)
        y = linear(w, p + "ffn.lin2", HIDDEN, FFN, 0.5 * y * (1 + erf(y / np.sqrt(2))))
        x = affine_norm(w, p + "output_layer_norm", x + y, eps)
    return linear(w, "classifier", 3, HIDDEN, np.maximum(linear(w, "pre_classifier", HIDDEN, HIDDEN, x[:1]), 0))


SIZES = {"hidden_size": HIDDEN, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "intermediate_size": FFN,
         "vocab_size": VOCAB, "max_position_embeddings": POSITIONS}
GATED = SIZES | {"hidden_act": "silu", "num_key_value_heads": 2}
GEMMA = SIZES | {"hidden_activation": "gelu_pytorch_tanh", "num_key_value_heads": 2, "head_dim": HEAD,
                 "rms_norm_eps": 1e-6}
OPT = {"model_type": "opt", "architectures": ["OPTForCausalLM"], "hidden_size": HIDDEN, "num_hidden_layers": LAYERS,
       "num_attention_heads": HEADS, "ffn_dim": FFN, "vocab_size": VOCAB, "max_position_embeddings": POSITIONS,
       "activation_function": "relu", "enable_bias": True}
FAMILIES = {
    "llama": (llama_like, "F32", GATED | {
        "model_type": "llama", "rms_norm_eps": 1e-5, "rope_theta": 500.0,
        "rope_scaling": {"rope_type": "llama3", "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                         "original_max_position_embeddings": 32}}),
    "mistral": (llama_like, "F32", GATED | {"model_type": "mistral", "sliding_window": 3}),
    "qwen2": (llama_like, "BF16", GATED | {"model_type": "qwen2", "tie_word_embeddings": True}),
    "phi3": (llama_like, "F16", GATED | {"model_type": "phi3", "num_key_value_heads": 4}),
    "gpt2": (gpt2, "BF16", {
        "model_type": "gpt2", "n_embd": HIDDEN, "n_layer": LAYERS, "n_head": HEADS, "n_inner": FFN,
        "vocab_size": VOCAB, "n_positions": POSITIONS, "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5}),
    "qwen3": (qwen3, "BF16", GATED | {
        "model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"], "head_dim": HEAD, "rms_norm_eps": 1e-6,
        "tie_word_embeddings": True, "rope_parameters": {"rope_type": "default", "rope_theta": 700.0}}),
    "gemma": (gemma, "BF16", GEMMA | {"model_type": "gemma", "architectures": ["GemmaForCausalLM"]}),
    "gemma2": (gemma, "F16", GEMMA | {
        "model_type": "gemma2", "architectures": ["Gemma2ForCausalLM"], "query_pre_attn_scalar": 9,
        "attn_logit_softcapping": 2.0, "final_logit_softcapping": 3.0, "sliding_window": 3,
        "layer_types": ["sliding_attention", "full_attention"]}),
    "gemma3": (gemma, "BF16", GEMMA | {
        "model_type": "gemma3_text", "architectures": ["Gemma3ForCausalLM"], "query_pre_attn_scalar": 7,
        "sliding_window": 3, "layer_types": ["full_attention", "sliding_attention"], "rope_theta": 900.0,
        "rope_local_base_freq": 100.0, "rope_scaling": {"rope_type": "linear", "factor": 2.0}}),
    "phi": (phi, "F16", SIZES | {
        "model_type": "phi", "architectures": ["PhiForCausalLM"], "hidden_act": "gelu_new", "layer_norm_eps": 1e-5,
        "rope_theta": 300.0, "partial_rotary_factor": 0.5, "qk_layernorm": True}),
    "opt": (opt, "F16", OPT | {"do_layer_norm_before": True, "word_embed_proj_dim": HIDDEN}),
    "opt_post": (opt, "F16", OPT | {"do_layer_norm_before": False, "word_embed_proj_dim": 8}),
    "roberta": (roberta, "F16", SIZES | {
        "model_type": "roberta", "architectures": ["RobertaForSequenceClassification"], "hidden_act": "gelu",
        "type_vocab_size": 1, "layer_norm_eps": 1e-5, "pad_token_id": 17,
        "max_position_embeddings": 40, "id2label": {"0": "a", "1": "b", "2": "c"}}),
    "distilbert": (distilbert, "F16", {
        "model_type": "distilbert", "architectures": ["DistilBertForSequenceClassification"], "activation": "gelu",
        "dim": HIDDEN, "n_layers": LAYERS, "n_heads": HEADS, "hidden_dim": FFN, "vocab_size": VOCAB,
        "max_position_embeddings": POSITIONS, "id2label": {"0": "a", "1": "b", "2": "c"}}),
    "bert": (bert, "F16", SIZES | {
        "model_type": "bert", "architectures": ["BertForSequenceClassification"], "hidden_act": "gelu",
        "type_vocab_size": 2, "layer_norm_eps": 1e-12, "id2label": {"0": "a", "1": "b", "2": "c"}}),
}


def word_piece():
    """A tokenizer for BERT's 40 tokens: special ones, letters, and ten letters inside words."""
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + [chr(97 + i) for i in range(26)] + ["##" + chr(97 + i) for i in range(10)]
    special = {w: i for i, w in enumerate(words[:4])}
    return {
        "version": "1.0",
        "added_tokens": [{"id": i, "content": w, "special": True} for w, i in special.items()],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
                       "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [],
            "special_tokens": {w: {"id": w, "ids": [special[w]], "tokens": [w]} for w in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": {w: i for i, w in enumerate(words)}}}


def main():
    for name in ("bert", "roberta", "distilbert"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
        (FOLDER / name / "tokenizer.json").write_text(json.dumps(word_piece(), indent=1) + "\n")
    for name, (forward, dtype, config) in FAMILIES.items():
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        weights = Weights(zlib.crc32(name.encode()), dtype)
        logits = forward(config, weights)
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        write_safetensors(folder / "model.safetensors", weights.words)
        write_safetensors(folder / "expected.safetensors", {
            "tokens": ("I8", (len(TOKENS),), bytes(TOKENS)),
            "logits": ("F32", logits.shape, logits.astype("<f4").tobytes())})


if __name__ == "__main__":
    main()
