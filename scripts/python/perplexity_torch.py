# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""The perplexity of a Llama model on a text, computed by PyTorch: an independent check of `lmulsim eval --arithmetic fp32`, whose
protocol it follows (src/quality/README.md). MODEL is a Hugging Face folder or a llama2.c checkpoint."""

import argparse
import json
import pathlib

import numpy as np
import torch

import llama2c
import texts
from byte_bpe import ByteBpe
from files import InputError
from llama import Llama, Shape
from model_folder import read_folder
from quality import Quality, measure

Tokenizer = ByteBpe | llama2c.ScoredBpe


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="perplexity_torch", description=__doc__)
    parser.add_argument("--model", type=pathlib.Path, required=True, help="Hugging Face folder or llama2.c checkpoint")
    parser.add_argument("--text", type=pathlib.Path, required=True, help="documents between lines <|endoftext|>")
    parser.add_argument("--tokenizer", type=pathlib.Path, help="of a checkpoint (default: tok*.bin beside it, the only one)")
    parser.add_argument("--tokens", type=int, help="only the first ones of the text")
    parser.add_argument("--context", type=int, help="tokens of a window (default: the model's)")
    parser.add_argument("--fp64", action="store_true", help="compute in double precision")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch (default %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


def beside(checkpoint: pathlib.Path) -> pathlib.Path:
    """The tokenizer in the folder of a checkpoint."""
    found = sorted(checkpoint.parent.glob("tok*.bin"))
    if len(found) != 1:
        raise InputError(f"{checkpoint}: expected one file tok*.bin beside it, found {len(found)}; use --tokenizer")
    return found[0]


def load(args: argparse.Namespace) -> tuple[Shape, dict[str, np.ndarray], Tokenizer]:
    """Shape, weights and tokenizer of either kind of model."""
    if args.model.is_dir():
        return read_folder(args.model)
    shape, weights = llama2c.read_checkpoint(args.model)
    return shape, weights, llama2c.ScoredBpe.read(args.tokenizer or beside(args.model))


def cut(args: argparse.Namespace, tokenizer: Tokenizer, positions: int) -> list[texts.Window]:
    """The windows of the text."""
    try:
        text = args.text.read_text()
    except UnicodeDecodeError as error:
        raise InputError(f"{args.text}: expected UTF-8: {error.reason} at byte {error.start}") from error
    tokens = [tokenizer.encode(document) for document in texts.documents(text)]
    windows = texts.windows(
        texts.first_tokens(tokens, args.tokens) if args.tokens else tokens, tokenizer.begin, args.context or positions
    )
    if sum(len(w.targets) for w in windows) < 2:
        raise InputError(f"{args.text}: expected at least two tokens")
    return windows


def evaluate(args: argparse.Namespace) -> Quality:
    """Reads everything and computes."""
    for name in ("tokens", "context", "threads"):
        if getattr(args, name) is not None and getattr(args, name) < 1:
            raise InputError(f"--{name}: expected at least 1, found {getattr(args, name)}")
    torch.set_num_threads(args.threads)
    shape, weights, tokenizer = load(args)
    if (args.context or 1) > shape.positions:
        raise InputError(f"--context: expected at most the model's {shape.positions}, found {args.context}")
    dtype = torch.float64 if args.fp64 else torch.float32
    model = Llama(shape, {name: torch.tensor(w, dtype=dtype) for name, w in weights.items()})
    return measure(model, cut(args, tokenizer, shape.positions))


def main() -> None:
    """Prints the perplexity."""
    args = arguments()
    quality = evaluate(args)
    if args.json:
        found = {"tokens": quality.tokens, "loss": quality.loss, "perplexity": quality.perplexity}
        print(json.dumps(found | {"perplexity_error": quality.perplexity_error, "arithmetic": "fp64" if args.fp64 else "fp32"}))
    else:
        print(f"tokens      {quality.tokens}")
        print(f"loss        {quality.loss:.8f}  nats per token")
        print(f"perplexity  {quality.perplexity:.6f} +/- {quality.perplexity_error:.6f}")
