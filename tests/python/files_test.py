# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Files and texts: safetensors, llama2.c, documents and windows."""

import pathlib
import tempfile
import unittest

import numpy as np

import scripts_path
import llama2c
import safetensors_file
import texts
from files import InputError

DATA = scripts_path.ROOT / "tests" / "data"


class Safetensors(unittest.TestCase):
    def read_back(self, data: bytes) -> dict[str, np.ndarray]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "t.safetensors"
            path.write_bytes(data)
            return safetensors_file.read(path)

    def test_a_file_is_length_header_and_values(self) -> None:
        data = safetensors_file.encode({"x": np.array([[1.0, 2.0]], np.float32)})
        header = b'{"x":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}'
        self.assertEqual(data, len(header).to_bytes(8, "little") + header + b"\0\0\x80\x3f\0\0\0\x40")

    def test_words_of_bf16_are_read_as_the_numbers_they_are(self) -> None:
        found = self.read_back(safetensors_file.encode({"x": np.array([0x3F80, 0xC020], np.uint16)}))
        self.assertEqual(found["x"].tolist(), [1.0, -2.5])

    def test_truncation_anywhere_is_refused(self) -> None:
        data = safetensors_file.encode({"x": np.arange(3, dtype=np.float32)})
        for length in range(len(data)):
            with self.subTest(length=length), self.assertRaises(InputError):
                self.read_back(data[:length])


class Llama2c(unittest.TestCase):
    def test_the_pair_of_the_highest_score_is_merged_first(self) -> None:
        # tok_tiny.bin: 3 special tokens, 256 bytes, space and letters from 259 on, then " t" "he" " the" from 287 on.
        tokenizer = llama2c.ScoredBpe.read(DATA / "tok_tiny.bin")
        self.assertEqual(tokenizer.encode("the"), [289])
        self.assertEqual(tokenizer.encode("T"), [259, 3 + ord("T")])

    def test_a_truncated_checkpoint_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "short.bin"
            path.write_bytes((DATA / "tiny.bin").read_bytes()[:1000])
            with self.assertRaisesRegex(InputError, "more numbers, found"):
                llama2c.read_checkpoint(path)

    def test_rows_of_neighbours_become_rows_of_halves(self) -> None:
        weight = np.arange(8.0).reshape(8, 1)  # two heads of four rows
        found = llama2c._interleaved_to_halves(weight, 2)
        self.assertEqual(found.flatten().tolist(), [0, 2, 1, 3, 4, 6, 5, 7])


class Texts(unittest.TestCase):
    def test_documents_are_between_lines_of_the_separator(self) -> None:
        text = " a <|endoftext|> b\n <|endoftext|>\t\n\n<|endoftext|>\nc\n d\n"
        self.assertEqual(texts.documents(text), ["a <|endoftext|> b", "c\n d"])

    def test_joined_documents_come_back(self) -> None:
        self.assertEqual(texts.documents(texts.joined(["a\nb", "c"])), ["a\nb", "c"])

    def test_windows_ask_for_every_token_once(self) -> None:
        cut = texts.windows([[5, 6, 7], [8]], 0, 2)
        self.assertEqual([(w.inputs, w.targets) for w in cut], [([0, 5], [5, 6]), ([0], [7]), ([0], [8])])

    def test_the_first_tokens_may_end_within_a_document(self) -> None:
        self.assertEqual(texts.first_tokens([[1, 2], [3, 4], [5]], 3), [[1, 2], [3]])


if __name__ == "__main__":
    unittest.main()
