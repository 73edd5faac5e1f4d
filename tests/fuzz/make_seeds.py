#!/usr/bin/env python3
# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the binary seeds of the fuzz targets: the smallest models that each reader reads to the end."""

import base64
import json
import pathlib
import struct

SEEDS = pathlib.Path(__file__).parent / "seeds"
HIDDEN, FFN, HEADS, KV_HEADS, VOCAB, POSITIONS = 4, 4, 2, 1, 3, 8
KV = HIDDEN // HEADS * KV_HEADS
LLAMA = {
    "attn_norm": (HIDDEN,),
    "attn_q": (HIDDEN, HIDDEN),
    "attn_k": (KV, HIDDEN),
    "attn_v": (KV, HIDDEN),
    "attn_output": (HIDDEN, HIDDEN),
    "ffn_norm": (HIDDEN,),
    "ffn_gate": (FFN, HIDDEN),
    "ffn_up": (FFN, HIDDEN),
}
HF_NAMES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
}


def size(shape):
    return shape[0] * (shape[1] if len(shape) > 1 else 1)


def floats(count):
    return struct.pack(f"<{count}f", *((i % 7 - 3) / 4 for i in range(count)))


def halves(count):
    return struct.pack(f"<{count}e", *((i % 7 - 3) / 4 for i in range(count)))


def bf16(count):
    return b"".join(floats(count)[4 * i + 2 : 4 * i + 4] for i in range(count))


def checkpoint(tied):
    head = HIDDEN // HEADS
    layer = 2 * HIDDEN + 2 * HIDDEN * HIDDEN + 2 * HIDDEN * KV + 3 * HIDDEN * FFN
    values = VOCAB * HIDDEN * (1 if tied else 2) + layer + HIDDEN + POSITIONS * (head // 2) * 2
    vocab = VOCAB if tied else -VOCAB
    return struct.pack("<7i", HIDDEN, FFN, 1, HEADS, KV_HEADS, vocab, POSITIONS) + floats(values)


def safetensors(tensors):
    """name -> (dtype, shape, bytes)"""
    header, data = {}, b""
    for name, (dtype, shape, words) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(words)]}
        data += words
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def hf_llama():
    tensors = {"model.embed_tokens.weight": ("F32", (VOCAB, HIDDEN), floats(VOCAB * HIDDEN))}
    for name, shape in LLAMA.items():
        tensors[f"model.layers.0.{HF_NAMES[name]}.weight"] = ("F16", shape, halves(size(shape)))
    tensors["model.layers.0.mlp.down_proj.weight"] = ("BF16", (HIDDEN, FFN), bf16(HIDDEN * FFN))
    tensors["model.norm.weight"] = ("F8_E4M3", (HIDDEN,), b"\x38" * HIDDEN)
    return safetensors(tensors)


def text(t):
    words = t.encode()
    return struct.pack("<Q", len(words)) + words


def gguf(pairs, tensors):
    """pairs: (key, type, bytes); tensors: (name, shape, type, bytes)"""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(pairs))
    for key, kind, value in pairs:
        head += text(key) + struct.pack("<I", kind) + value
    data = b""
    for name, shape, kind, words in tensors:
        data += b"\0" * (-len(data) % 32)
        head += text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *reversed(shape))
        head += struct.pack("<IQ", kind, len(data))
        data += words
    return head + b"\0" * (-len(head) % 32) + data


def u32(value):
    return 4, struct.pack("<I", value)


def sizes(architecture, ffn):
    keys = {
        "embedding_length": HIDDEN,
        "block_count": 1,
        "feed_forward_length": ffn,
        "context_length": POSITIONS,
        "attention.head_count": HEADS,
    }
    pairs = [("general.architecture", 8, text(architecture))]
    return pairs + [(f"{architecture}.{key}", *u32(value)) for key, value in keys.items()]


def gguf_llama():
    ffn = 32  # a block of Q8_0
    f32 = lambda name, shape: (name, shape, 0, floats(size(shape)))
    pairs = sizes("llama", ffn) + [
        ("llama.attention.head_count_kv", *u32(KV_HEADS)),
        ("llama.attention.layer_norm_rms_epsilon", 6, struct.pack("<f", 1e-5)),
        ("llama.rope.freq_base", 6, struct.pack("<f", 10000)),
        ("llama.rope.scaling.type", 8, text("linear")),
        ("llama.rope.scaling.factor", 6, struct.pack("<f", 2)),
        ("general.alignment", *u32(32)),
        ("tokenizer.ggml.tokens", 9, struct.pack("<IQ", 8, 3) + text("a") + text("") + text("bc")),
        ("tokenizer.ggml.scores", 9, struct.pack("<IQ3f", 6, 3, 0, -1, -2)),
        ("x.nested", 9, struct.pack("<IQ", 9, 2) + struct.pack("<IQ2B", 0, 2, 1, 2) + struct.pack("<IQ", 8, 1) + text("z")),
        ("x.flag", 7, b"\1"),
        ("x.f64", 12, struct.pack("<d", 0.5)),
        ("x.i64", 11, struct.pack("<q", -1)),
        ("x.bytes", 9, struct.pack("<IQ3b", 1, 3, -1, 0, 1)),
        ("x.text", 8, text("as long as it takes to leave room before the data")),
    ]
    tensors = [f32("token_embd.weight", (VOCAB, HIDDEN)), f32("output_norm.weight", (HIDDEN,)), f32("rope_freqs.weight", (1,))]
    tensors[2] = ("rope_freqs.weight", (1,), 0, struct.pack("<f", 2))
    for name, shape in LLAMA.items():
        shape = (ffn, HIDDEN) if name in ("ffn_gate", "ffn_up") else shape
        if len(shape) == 1:
            tensors.append(f32(f"blk.0.{name}.weight", shape))
        elif name == "attn_q":
            tensors.append((f"blk.0.{name}.weight", shape, 30, bf16(size(shape))))
        else:
            tensors.append((f"blk.0.{name}.weight", shape, 1, halves(size(shape))))
    block = struct.pack("<e", 0.25) + bytes(range(112, 144))
    tensors.append(("blk.0.ffn_down.weight", (HIDDEN, ffn), 8, block * HIDDEN))
    return gguf(pairs, tensors)


def gguf_gpt2():
    pairs = sizes("gpt2", FFN) + [("gpt2.attention.layer_norm_epsilon", 6, struct.pack("<f", 1e-5))]
    shapes = {"token_embd.weight": (VOCAB, HIDDEN), "position_embd.weight": (POSITIONS, HIDDEN)}
    for name, outputs in (("attn_qkv", 3 * HIDDEN), ("attn_output", HIDDEN), ("ffn_up", FFN), ("ffn_down", HIDDEN)):
        shapes[f"blk.0.{name}.weight"] = (outputs, HIDDEN)
        shapes[f"blk.0.{name}.bias"] = (outputs,)
    for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        shapes[f"{name}.weight"] = shapes[f"{name}.bias"] = (HIDDEN,)
    return gguf(pairs, [(name, shape, 0, floats(size(shape))) for name, shape in shapes.items()])


def strings(values):
    return 9, struct.pack("<IQ", 8, len(values)) + b"".join(map(text, values))


def gguf_scores():
    """A tokenizer without a model, its merges by score."""
    words = ["\u2581", "a", "e", "r", "t", "1", "re", "ee", "tr", "\u2581t", "tree", "\u2581tree", "\u2581a"]
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)] + words
    types = [2, 3, 3] + [6] * 256 + [1] * len(words)
    scores = [0.0] * 259 + [-float(i) for i in range(len(words))]
    pairs = [
        ("tokenizer.ggml.model", 8, text("llama")),
        ("tokenizer.ggml.tokens", *strings(tokens)),
        ("tokenizer.ggml.scores", 9, struct.pack("<IQ", 6, len(scores)) + struct.pack(f"<{len(scores)}f", *scores)),
        ("tokenizer.ggml.token_type", 9, struct.pack(f"<IQ{len(types)}i", 5, len(types), *types)),
        ("tokenizer.ggml.bos_token_id", *u32(1)),
    ]
    return gguf(pairs, [])


def gguf_ranks():
    """A tokenizer without a model, its merges by rank."""
    merges = ["t r", "e e", "tr ee", "\u0120 tree", "1 2"]
    tokens = ["<|endoftext|>", "\u0120", "\u010A", "a", "e", "r", "s", "t", "1", "2", "<", ">"] + [m.replace(" ", "") for m in merges]
    types = [3] + [1] * (len(tokens) - 1)
    pairs = [
        ("tokenizer.ggml.model", 8, text("gpt2")),
        ("tokenizer.ggml.pre", 8, text("llama-bpe")),
        ("tokenizer.ggml.tokens", *strings(tokens)),
        ("tokenizer.ggml.merges", *strings(merges)),
        ("tokenizer.ggml.token_type", 9, struct.pack(f"<IQ{len(types)}i", 5, len(types), *types)),
        ("tokenizer.ggml.bos_token_id", *u32(0)),
    ]
    return gguf(pairs, [])


def gguf_words():
    """A tokenizer without a model, of words and parts of words; a tensor of a type that is not read."""
    words = ["\u2581a", "\u2581tree", "s", "\u25811", "2", "\u2581\u4E2D"]
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + words
    types = [3] * 4 + [1] * len(words)
    pairs = [
        ("tokenizer.ggml.model", 8, text("bert")),
        ("tokenizer.ggml.tokens", *strings(tokens)),
        ("tokenizer.ggml.token_type", 9, struct.pack(f"<IQ{len(types)}i", 5, len(types), *types)),
        ("tokenizer.ggml.unknown_token_id", *u32(1)),
        ("tokenizer.ggml.bos_token_id", *u32(2)),
        ("tokenizer.ggml.seperator_token_id", *u32(3)),
    ]
    return gguf(pairs, [("other", (256,), 12, b"\1" * 144)])


def charsmap(replacements):
    """SentencePiece's table of single-byte and longer texts, as a double array of darts-clone."""
    blob, root = b"", {}
    for source, target in replacements.items():
        node = root
        for byte in source.encode():
            node = node.setdefault(byte, {})
        node[0] = len(blob)
        blob += target.encode() + b"\0"
    units, used, bases = {0: 0}, {0}, set()

    def place(node, at, label):
        base = 1
        while base in bases or any(base ^ child in used for child in node):
            base += 1
        bases.add(base)
        used.update(base ^ child for child in node)
        units[at] = (base ^ at) << 10 | (0 in node) << 8 | label
        if 0 in node:
            units[base] = 1 << 31 | node[0]
        for child, below in node.items():
            if child != 0:
                place(below, base ^ child, child)

    place(root, 0, 0)
    size = max(units) + 1
    trie = struct.pack(f"<{size}I", *(units.get(at, 0) for at in range(size)))
    return base64.b64encode(struct.pack("<I", len(trie)) + trie + blob).decode()


def tokenizer_table():
    """A tokenizer.json with a table of replacements, and words by number."""
    steps = {
        "normalizer": [{"type": "Precompiled", "precompiled_charsmap": charsmap({"\u00E9": "e", "e\u0301": "e", "\t": " ", "!": ""})}, {"type": "Nmt"}],
        "pre_tokenizer": [{"type": "WhitespaceSplit"}, {"type": "CharDelimiterSplit", "delimiter": ","}, {"type": "FixedLength", "length": 4}],
    }
    return {
        "normalizer": {"type": "Sequence", "normalizers": steps["normalizer"]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": steps["pre_tokenizer"]},
        "decoder": None,
        "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": {"<unk>": 0, "Once": 1, "upon": 2, "a": 3, "time": 4, "cafe": 5}},
    }


def tokenizer_affixes():
    """A tokenizer.json whose tokens say where in a word they stand."""
    vocab = ["?", "a", "##b", "##b</w>", "a</w>", "ab", "ab</w>", "t", "##h", "th", "##e</w>"]
    return {
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "decoder": {"type": "BPEDecoder", "suffix": "</w>"},
        "model": {
            "type": "BPE", "unk_token": "?", "fuse_unk": True, "continuing_subword_prefix": "##", "end_of_word_suffix": "</w>",
            "vocab": {token: i for i, token in enumerate(vocab)}, "merges": ["a ##b", "a ##b</w>", "t ##h"],
        },
    }


def write_json(target, name, content):
    write(target, name, json.dumps(content, indent=1).encode() + b"\n")


def write(target, name, content):
    (SEEDS / target).mkdir(parents=True, exist_ok=True)
    (SEEDS / target / name).write_bytes(content)


if __name__ == "__main__":
    write("checkpoint", "good-tied.bin", checkpoint(True))
    write("checkpoint", "good-untied.bin", checkpoint(False))
    write("safetensors", "good-llama.safetensors", hf_llama())
    write("gguf", "good-llama.gguf", gguf_llama())
    write("gguf", "good-gpt2.gguf", gguf_gpt2())
    write("gguf", "good-tokenizer_scores.gguf", gguf_scores())
    write("gguf", "good-tokenizer_ranks.gguf", gguf_ranks())
    write("gguf", "good-tokenizer_words.gguf", gguf_words())
    write_json("tokenizer", "good-table.json", tokenizer_table())
    write_json("tokenizer", "good-affixes.json", tokenizer_affixes())
