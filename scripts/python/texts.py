# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Texts as documents, documents as windows: the protocol of `lmulsim eval` (src/quality/README.md)."""

from dataclasses import dataclass

SEPARATOR = "<|endoftext|>"
SPACE = " \t\r\n"


@dataclass
class Window:
    """One pass of a model: inputs, the first of which begins a text, and the token asked for after each."""

    inputs: list[int]
    targets: list[int]


def documents(text: str) -> list[str]:
    """The parts between lines `<|endoftext|>`, without white space around them; empty ones are dropped."""
    found, lines = [], []
    for line in [*text.split("\n"), SEPARATOR]:
        if line.strip(SPACE) == SEPARATOR:
            found.append("\n".join(lines).strip(SPACE))
            lines = []
        else:
            lines.append(line)
    return [document for document in found if document]


def joined(parts: list[str]) -> str:
    """Documents as a text file."""
    return f"\n{SEPARATOR}\n".join(parts) + "\n"


def first_tokens(tokens: list[list[int]], count: int) -> list[list[int]]:
    """The documents up to a number of tokens in all."""
    result = []
    for document in tokens:
        result.append(document[:count])
        count -= len(result[-1])
    return [document for document in result if document]


def windows(tokens: list[list[int]], begin: int, context: int) -> list[Window]:
    """Cuts each document into pieces of at most `context` tokens; every piece is asked for whole, after `begin`."""
    cut = []
    for document in tokens:
        for at in range(0, len(document), context):
            piece = document[at : at + context]
            cut.append(Window([begin, *piece[:-1]], piece))
    return cut
