# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Byte-level byte-pair encoding as GPT-2 has it, in the form of Hugging Face's tokenizer.json.

Text is split by GPT-2's pattern (encoder.py of github.com/openai/gpt-2), each piece becomes UTF-8 bytes, each byte a printable
character, and the pair of tokens that was merged earliest in training is merged first.
"""

import functools
import json
import pathlib
import re
import sys
import unicodedata
from collections import Counter, defaultdict

from files import InputError

END_OF_TEXT = "<|endoftext|>"
# White_Space of Unicode; Python's \s also has U+001C to U+001F.
SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

Pair = tuple[str, str]


def _category(letter: str) -> str:
    """Every character of a general category (L: letters, N: numbers), as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code))[0] == letter:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@functools.cache
def pattern() -> re.Pattern:
    """GPT-2's pattern; \\p{L} and \\p{N}, which `re` does not know, are spelled out."""
    letters, numbers = _category("L"), _category("N")
    return re.compile(
        rf"'s|'t|'re|'ve|'m|'ll|'d| ?[{letters}]+| ?[{numbers}]+| ?[^{SPACE}{letters}{numbers}]+"
        rf"|[{SPACE}]+(?![^{SPACE}])|[{SPACE}]+"
    )


@functools.cache
def byte_characters() -> tuple[str, ...]:
    """The character that stands for each byte: itself if it prints, otherwise the next unused one from U+0100 on."""
    prints = {*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAC + 1), *range(0xAE, 0xFF + 1)}
    others = iter(range(0x100, 0x200))
    return tuple(chr(b if b in prints else next(others)) for b in range(256))


def pieces(text: str) -> list[str]:
    """Pre-tokens, as strings of the characters that stand for bytes."""
    characters = byte_characters()
    return ["".join(characters[b] for b in piece.encode()) for piece in pattern().findall(text)]


def merge(word: list[str], pair: Pair) -> list[str]:
    """The word with every occurrence of the pair, from left to right, as one token."""
    out: list[str] = []
    i = 0
    while i < len(word):
        both = i + 1 < len(word) and (word[i], word[i + 1]) == pair
        out.append(word[i] + word[i + 1] if both else word[i])
        i += 2 if both else 1
    return out


def train(text: str, vocab: int) -> list[Pair]:
    """Merges for a vocabulary of `vocab` tokens (the end of text and 256 bytes among them), most frequent pair first; of
    equally frequent ones the first in the order of strings, so that the result is a function of the text."""
    counted = Counter(pieces(text))
    words = [(list(word), count) for word, count in sorted(counted.items())]
    counts: Counter[Pair] = Counter()
    places: dict[Pair, set[int]] = defaultdict(set)
    for at, (word, count) in enumerate(words):
        _count(counts, places, at, word, count)
    merges: list[Pair] = []
    while len(merges) < vocab - 257:
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        for at in sorted(places[best]):
            word, count = words[at]
            _count(counts, places, at, word, -count)
            words[at] = (merge(word, best), count)
            _count(counts, places, at, words[at][0], count)
        del counts[best]
    return merges


def _count(counts: Counter, places: dict[Pair, set[int]], at: int, word: list[str], count: int) -> None:
    for pair in zip(word, word[1:]):
        counts[pair] += count
        if count > 0:
            places[pair].add(at)


def vocabulary(merges: list[Pair]) -> dict[str, int]:
    """Ids: the end of text, the bytes, the merges in their order."""
    tokens = [END_OF_TEXT, *byte_characters(), *(left + right for left, right in merges)]
    return {token: i for i, token in enumerate(tokens)}


def tokenizer_json(merges: list[Pair]) -> dict:
    """The contents of tokenizer.json: the end of text is also what begins one."""
    special = {"SpecialToken": {"id": END_OF_TEXT, "type_id": 0}}
    first, second = ({"Sequence": {"id": name, "type_id": i}} for i, name in enumerate("AB"))
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": 0, "content": END_OF_TEXT, **flags}],
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special, first],
            "pair": [special, first, special, second],
            "special_tokens": {END_OF_TEXT: {"id": END_OF_TEXT, "ids": [0], "tokens": [END_OF_TEXT]}},
        },
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": vocabulary(merges),
            "merges": [" ".join(pair) for pair in merges],
        },
    }


class ByteBpe:
    """Text to token ids, without the token that begins a text, which is `begin`."""

    def __init__(self, merges: list[Pair], ids: dict[str, int], begin: int) -> None:
        self.begin = begin
        self._ids = ids
        self._rank = {pair: i for i, pair in enumerate(merges)}
        self._known: dict[str, list[int]] = {}

    @staticmethod
    def read(path: pathlib.Path) -> "ByteBpe":
        """Reads a tokenizer.json. Raises InputError for any other kind than byte-level BPE with GPT-2's pattern."""
        try:
            data = json.loads(path.read_text())
            model = data["model"]
            kinds = (model["type"], data["normalizer"], data["pre_tokenizer"]["type"])
            prefix = data["pre_tokenizer"]["add_prefix_space"]
            merges = [tuple(m.split(" ") if isinstance(m, str) else m) for m in model["merges"]]
            begin = data["post_processor"]["special_tokens"][END_OF_TEXT]["ids"][0]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: expected a byte-level BPE that begins with {END_OF_TEXT}: {error}") from error
        if kinds != ("BPE", None, "ByteLevel") or prefix:
            raise InputError(f"{path}: expected BPE, no normalizer, ByteLevel without a prefix space, found {kinds}")
        return ByteBpe(merges, model["vocab"], begin)

    def encode(self, text: str) -> list[int]:
        """The ids of a text's tokens."""
        return [i for piece in pieces(text) for i in self._piece(piece)]

    def decode(self, ids: list[int]) -> str:
        """The text of ids; special tokens are left out, bytes that are no UTF-8 become U+FFFD."""
        names = {i: token for token, i in self._ids.items()}
        byte = {character: b for b, character in enumerate(byte_characters())}
        text = "".join(names[i] for i in ids if i != self.begin)
        return bytes(byte[character] for character in text).decode(errors="replace")

    def _piece(self, piece: str) -> list[int]:
        if piece not in self._known:
            word = list(piece)
            while (best := min(zip(word, word[1:]), key=self._order, default=None)) in self._rank:
                word = merge(word, best)
            self._known[piece] = [self._ids[token] for token in word]
        return self._known[piece]

    def _order(self, pair: Pair) -> int:
        return self._rank.get(pair, len(self._rank))
