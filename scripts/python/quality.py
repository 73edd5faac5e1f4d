# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""How well a model predicts windows of a text: perplexity with its standard error."""

import math
from dataclasses import dataclass
from itertools import groupby

import torch

from llama import Llama
from texts import Window

BATCH = 16


@dataclass(frozen=True)
class Quality:
    """Mean surprise (-ln of a token's probability, nats) and what follows; the error takes tokens as independent."""

    tokens: int
    loss: float
    error: float

    @property
    def perplexity(self) -> float:
        return math.exp(self.loss)

    @property
    def perplexity_error(self) -> float:
        return self.perplexity * self.error


def surprises(model: Llama, windows: list[Window]) -> torch.Tensor:
    """-ln of the probability of every target, in float64 whatever the model computes in; windows of one length run together."""
    parts = []
    ordered = sorted(windows, key=lambda w: len(w.inputs))
    with torch.no_grad():
        for _, same in groupby(ordered, key=lambda w: len(w.inputs)):
            group = list(same)
            for at in range(0, len(group), BATCH):
                batch = group[at : at + BATCH]
                logits = model(torch.tensor([w.inputs for w in batch])).double()
                targets = torch.tensor([w.targets for w in batch])
                parts.append(-logits.log_softmax(dim=-1).gather(-1, targets[..., None]).flatten())
    return torch.cat(parts)


def measure(model: Llama, windows: list[Window]) -> Quality:
    """The quality of a model on windows; at least two tokens."""
    values = surprises(model, windows)
    return Quality(len(values), values.mean().item(), (values.std() / math.sqrt(len(values))).item())
