# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Trains the repository's own small decoder on the King James text and writes it as a Hugging Face folder.

Everything follows from the text and the seed: a byte-level BPE is trained on the training part, then the model with AdamW, and the
folder gets config.json, tokenizer.json, model.safetensors (F32), held_out.txt and training.json, which says how it went."""

import argparse
import json
import math
import pathlib
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import safetensors_file
import texts
from byte_bpe import ByteBpe, tokenizer_json, train as train_bpe
from files import write_atomic
from kjv_text import parts
from llama import Llama, Shape, Weights
from quality import Quality, measure

SHAPE = Shape(vocab=1024, hidden=128, ffn=384, layers=6, heads=4, kv_heads=2, head_dim=32, positions=256)


@dataclass(frozen=True)
class Recipe:
    """How to train: AdamW with a linear warm-up and a cosine down to nothing."""

    steps: int
    batch: int
    rate: float
    seed: int
    warm_up: int = 100
    decay: float = 0.1
    clip: float = 1.0
    watch: int = 250  # steps between looks at the validation part

    def rate_at(self, step: int) -> float:
        """The learning rate of a step."""
        if step < self.warm_up:
            return self.rate * (step + 1) / self.warm_up
        done = (step - self.warm_up) / max(1, self.steps - self.warm_up)
        return self.rate * 0.5 * (1 + math.cos(math.pi * done))


def initial(shape: Shape, generator: torch.Generator) -> Weights:
    """Norms one, the embedding of standard deviation 0.05, matrices scaled by fan-in; what is added to the residual stream
    less, by the number of additions."""
    weights = {}
    for name, size in shape.parameters().items():
        if len(size) == 1:
            weights[name] = torch.ones(size)
            continue
        scale = 0.05 if "embed" in name else size[1] ** -0.5
        if "o_proj" in name or "down_proj" in name:
            scale /= math.sqrt(2 * shape.layers)
        weights[name] = torch.randn(size, generator=generator) * scale
    return {name: w.requires_grad_() for name, w in weights.items()}


def batches(
    documents: list[list[int]], begin: int, shape: Shape, recipe: Recipe, generator: torch.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Inputs and targets [batch, positions], without end. Every epoch shuffles the documents, joins them with the end of text
    after each, and cuts the whole into windows that begin as those of an evaluation do."""
    while True:
        order = torch.randperm(len(documents), generator=generator).tolist()
        stream = torch.tensor([token for at in order for token in (*documents[at], begin)])
        offset = int(torch.randint(shape.positions, (1,), generator=generator))
        count = (len(stream) - offset) // shape.positions
        targets = stream[offset : offset + count * shape.positions].view(count, shape.positions)
        inputs = torch.cat([torch.full((count, 1), begin), targets[:, :-1]], dim=1)
        shuffled = torch.randperm(count, generator=generator)
        for at in range(0, count - recipe.batch + 1, recipe.batch):
            rows = shuffled[at : at + recipe.batch]
            yield inputs[rows], targets[rows]


def optimizer(weights: Weights, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW; norms do not decay."""
    groups = [
        {"params": [w for w in weights.values() if w.dim() == 2], "weight_decay": recipe.decay},
        {"params": [w for w in weights.values() if w.dim() == 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.95))


def train(
    shape: Shape, recipe: Recipe, training: list[list[int]], watched: list[texts.Window], begin: int
) -> tuple[Weights, list[dict]]:
    """The trained weights and what was seen on the way: step, mean training loss since the last look, validation loss."""
    generator = torch.Generator().manual_seed(recipe.seed)
    weights = initial(shape, generator)
    model, steps = Llama(shape, weights), optimizer(weights, recipe)
    source = batches(training, begin, shape, recipe, generator)
    seen, losses, start = [], [], time.monotonic()
    for step in range(recipe.steps):
        losses.append(learn(model, steps, recipe, step, next(source)))
        if (step + 1) % recipe.watch == 0 or step + 1 == recipe.steps:
            validation = measure(model, watched)
            seen.append({"step": step + 1, "training": np.mean(losses), "validation": validation.loss})
            losses = []
            tell(seen[-1], recipe, shape, time.monotonic() - start)
    return {name: w.detach() for name, w in weights.items()}, seen


def learn(
    model: Llama, steps: torch.optim.Optimizer, recipe: Recipe, step: int, batch: tuple[torch.Tensor, torch.Tensor]
) -> float:
    """One step; returns the batch's mean loss in nats per token."""
    for group in steps.param_groups:
        group["lr"] = recipe.rate_at(step)
    loss = F.cross_entropy(model(batch[0]).flatten(0, 1), batch[1].flatten())
    steps.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(list(model.weights.values()), recipe.clip)
    steps.step()
    return loss.item()


def tell(look: dict, recipe: Recipe, shape: Shape, seconds: float) -> None:
    """A line of progress."""
    rate = look["step"] * recipe.batch * shape.positions / seconds
    left = seconds / look["step"] * (recipe.steps - look["step"]) / 60
    print(
        f"step {look['step']:5d} of {recipe.steps}: loss {look['training']:.4f}, validation {look['validation']:.4f}, "
        f"{rate:.0f} tokens/s, {left:.1f} min left",
        flush=True,
    )


def config_json(shape: Shape, name: str) -> dict:
    """The contents of config.json."""
    return {
        "_name": name,
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": shape.vocab,
        "hidden_size": shape.hidden,
        "intermediate_size": shape.ffn,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "head_dim": shape.head_dim,
        "max_position_embeddings": shape.positions,
        "hidden_act": "silu",
        "rms_norm_eps": shape.epsilon,
        "rope_theta": shape.theta,
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "bos_token_id": 0,
        "eos_token_id": 0,
        "torch_dtype": "float32",
    }


def training_json(recipe: Recipe, counts: dict[str, int], seen: list[dict], quality: Quality, seconds: float) -> dict:
    """How it went, and with what."""
    look = {key: round(float(value), 5) for key, value in seen[-1].items() if key != "step"}
    return {
        "recipe": vars(recipe),
        "tokens": counts,
        "loss": look,
        "held_out": {"tokens": quality.tokens, "loss": quality.loss, "perplexity": quality.perplexity}
        | {"perplexity_error": quality.perplexity_error},
        "versions": {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__},
        "threads": torch.get_num_threads(),
        "minutes": round(seconds / 60, 1),
    }


def write_json(path: pathlib.Path, data: dict) -> None:
    """JSON for people: an entry a line, lists too."""
    write_atomic(path, (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode())


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="train_tiny", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("models/kjv-1m"), help="folder (default %(default)s)")
    parser.add_argument("--steps", type=int, default=3600, help="steps of AdamW (default %(default)s)")
    parser.add_argument("--batch", type=int, default=8, help="windows of 256 tokens a step (default %(default)s)")
    parser.add_argument("--rate", type=float, default=3e-3, help="largest learning rate (default %(default)s)")
    parser.add_argument("--seed", type=int, default=2410, help="of weights and batches (default %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="of PyTorch (default %(default)s)")
    return parser.parse_args()


def main() -> None:
    """Trains and writes the folder."""
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(True)
    start = time.monotonic()
    text = parts()
    print(f"chapters: {len(text.training)} for training, {len(text.validation)} for validation, {len(text.held_out)} held out")
    args.out.mkdir(parents=True, exist_ok=True)
    write_json(args.out / "tokenizer.json", tokenizer_json(train_bpe("\n".join(text.training), SHAPE.vocab)))
    tokenizer = ByteBpe.read(args.out / "tokenizer.json")
    tokens = {name: [tokenizer.encode(d) for d in documents] for name, documents in vars(text).items()}
    counts = {name: sum(map(len, documents)) for name, documents in tokens.items()}
    print("tokens:", ", ".join(f"{count} {name}" for name, count in counts.items()), flush=True)
    recipe = Recipe(args.steps, args.batch, args.rate, args.seed)
    watched = texts.windows(tokens["validation"], tokenizer.begin, SHAPE.positions)
    weights, seen = train(SHAPE, recipe, tokens["training"], watched, tokenizer.begin)
    quality = measure(Llama(SHAPE, weights), texts.windows(tokens["held_out"], tokenizer.begin, SHAPE.positions))
    print(f"held out: perplexity {quality.perplexity:.4f} +/- {quality.perplexity_error:.4f} over {quality.tokens} tokens")
    safetensors_file.write(args.out / "model.safetensors", {name: w.numpy() for name, w in weights.items()})
    write_json(args.out / "config.json", config_json(SHAPE, args.out.name))
    write_atomic(args.out / "held_out.txt", texts.joined(text.held_out).encode())
    write_json(args.out / "training.json", training_json(recipe, counts, seen, quality, time.monotonic() - start))


