// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// SentencePiece's table of replacements (google/sentencepiece, normalizer.cc), as tokenizer.json and GGUF carry it: the
// bytes of a trie, the trie (a double array of darts-clone), and the replacements, each closed by a zero byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::tokenizer::pipeline {

class Charsmap {
 public:
  /// Throws InputError "where: reason" for bytes that are no such table. Whatever its trie says is read within bounds.
  Charsmap(std::string_view bytes, const std::string& where);

  /// The text with what the table has for its parts. As the library "tokenizers" does it: a grapheme of at most five
  /// bytes is replaced whole if the table has one of its beginnings, the shortest first; else each character is. Throws
  /// InputError above `limit` bytes.
  [[nodiscard]] std::string replace(std::string_view text, std::size_t limit) const;

 private:
  /// The replacement for the shortest beginning of `part` that the table has.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view part) const;
  /// Of a grapheme or, where the table has none for it, of its characters.
  void append(std::string_view grapheme, std::string& result) const;

  std::vector<std::uint32_t> trie_;
  std::string replacements_;
};

/// The bytes of a text in base64 (RFC 4648, padded); none for a text that is not.
[[nodiscard]] std::optional<std::string> read_base64(std::string_view text);

}  // namespace lmulsim::tokenizer::pipeline
