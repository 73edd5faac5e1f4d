# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Byte-level BPE: expected values worked out by hand."""

import json
import pathlib
import tempfile
import unittest

import scripts_path  # noqa: F401
import byte_bpe
from files import InputError


class Pieces(unittest.TestCase):
    def test_text_is_split_as_the_pattern_of_gpt2_says(self) -> None:
        found = byte_bpe.pattern().findall("He's 12½ été!?  x\n\n y_z ")
        self.assertEqual(found, ["He", "'s", " 12½", " été", "!?", " ", " x", "\n\n", " y", "_", "z", " "])

    def test_bytes_that_do_not_print_get_characters_of_their_own(self) -> None:
        characters = byte_bpe.byte_characters()
        self.assertEqual(len(set(characters)), 256)
        self.assertEqual((characters[ord(" ")], characters[ord("\n")], characters[0x7F]), ("\u0120", "\u010a", "\u0121"))


class Training(unittest.TestCase):
    # Pieces: "ab", " ab" twice, " abc" twice. Pairs: (a, b) 5, then (space, ab) 4, then (space ab, c) 2.
    def test_the_most_frequent_pair_is_merged_first(self) -> None:
        text = "ab abc abc ab ab"
        self.assertEqual(byte_bpe.train(text, 260), [("a", "b"), ("\u0120", "ab"), ("\u0120ab", "c")])

    def test_of_equally_frequent_pairs_the_first_in_the_order_of_strings_is_merged(self) -> None:
        self.assertEqual(byte_bpe.train("zy\nba", 259), [("b", "a"), ("z", "y")])

    def test_a_pair_that_overlaps_itself_is_merged_from_the_left(self) -> None:
        self.assertEqual(byte_bpe.merge(list("aaaaa"), ("a", "a")), ["aa", "aa", "a"])


class Encoding(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name) / "tokenizer.json"
        self.data = byte_bpe.tokenizer_json([("a", "b"), ("b", "c"), ("\u0120", "ab")])

    def tearDown(self) -> None:
        self.folder.cleanup()

    def tokenizer(self) -> byte_bpe.ByteBpe:
        self.path.write_text(json.dumps(self.data))
        return byte_bpe.ByteBpe.read(self.path)

    # Ids: 0 the end of text, then the bytes in order, so 1 + 97 for a; merges from 257 on.
    def test_the_earliest_merge_comes_first(self) -> None:
        self.assertEqual(self.tokenizer().encode("abc abc"), [257, 100, 259, 100])

    def test_merges_may_be_pairs(self) -> None:
        self.data["model"]["merges"] = [m.split(" ") for m in self.data["model"]["merges"]]
        self.assertEqual(self.tokenizer().encode("bc"), [258])

    def test_any_text_comes_back(self) -> None:
        text = "abc \u00e9\u4e2d\U0001f600\x00\n\t ab"
        tokenizer = self.tokenizer()
        self.assertEqual(tokenizer.decode(tokenizer.encode(text)), text)

    def test_another_kind_of_tokenizer_is_refused(self) -> None:
        self.data["pre_tokenizer"]["type"] = "Metaspace"
        with self.assertRaisesRegex(InputError, "expected BPE, no normalizer, ByteLevel"):
            self.tokenizer()

    def test_the_document_has_what_a_reader_needs(self) -> None:
        self.assertEqual(len(self.data["model"]["vocab"]), 260)
        self.assertEqual(self.data["added_tokens"][0]["content"], "<|endoftext|>")
        self.assertEqual(self.data["post_processor"]["special_tokens"]["<|endoftext|>"]["ids"], [0])


if __name__ == "__main__":
    unittest.main()
