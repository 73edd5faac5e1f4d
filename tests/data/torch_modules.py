# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Small PyTorch modules that the tests trace; each function returns (module, inputs)."""

import torch
import torch.nn.functional as F
from torch import nn


def small_integers(*shape: int) -> torch.Tensor:
    """Integers from -2 to 2, of which bf16 holds every product and sum that occurs here."""
    return torch.randint(-2, 3, shape).float()


class Exact(nn.Module):
    """A convolution in two groups, a linear layer with a bias, and products of activations: no rounding anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, padding=1, groups=2, bias=False)
        self.fc = nn.Linear(4, 3)
        for p in self.parameters():
            p.data = small_integers(*p.shape)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.conv(x).flatten(2).transpose(1, 2)  # [2, 9, 4]
        z = self.fc(y[:, :5])
        return torch.einsum("bik,bjk->bij", x[:, :, 0], x[:, :, 1]), z


class RMSNorm(nn.Module):
    """Written out, as models have it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.weight * x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5)


class Layer(nn.Module):
    """Attention with a mask, and a gated MLP."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = RMSNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.mlp_norm = nn.LayerNorm(8)
        self.gate = nn.Linear(8, 12, bias=False)
        self.up = nn.Linear(8, 12, bias=False)
        self.down = nn.Linear(12, 8)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.norm(x)
        mask = torch.full((3, 3), -1e9).triu(1)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        y = self.mlp_norm(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Decoder(nn.Module):
    """An embedding, a layer, the embedding as head, and something that is no operator of the trace."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.layers = nn.ModuleList([Layer()])

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x)
        return torch.relu(x @ self.embedding.weight.t())


def exact() -> tuple[nn.Module, torch.Tensor]:
    return Exact(), small_integers(2, 2, 3, 3)


def decoder() -> tuple[nn.Module, torch.Tensor]:
    return Decoder().eval(), torch.tensor([[1, 2, 3], [4, 5, 6]])


def transposed() -> tuple[nn.Module, torch.Tensor]:
    return nn.ConvTranspose2d(2, 4, 3), torch.ones(1, 2, 3, 3)


def no_module() -> int:
    return 3
