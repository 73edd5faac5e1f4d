// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>

#include "tokenizer/tokenizer.hpp"

namespace lmulsim::formats::llama2c {

/// A llama2.c tokenizer file: int32 length of the longest token, then per token a float score, an int32 length and the
/// bytes. Tokens 1 and 2 begin and end a text, tokens 3 to 258 are the single bytes.
///
/// Throws InputError naming the file when it is cut short or is not of `vocab` tokens.
class Llama2cTokenizer : public tokenizer::Tokenizer {
 public:
  Llama2cTokenizer(const std::filesystem::path& path, std::int64_t vocab);

  /// Byte-pair merges of the best score, as llama2.c does it (with a space put before).
  [[nodiscard]] std::vector<int> encode_bare(std::string_view text) const override;
  [[nodiscard]] std::vector<int> before() const override;
  [[nodiscard]] std::vector<int> after() const override { return {}; }
  /// The text without begin, end and the space that encode() put before.
  [[nodiscard]] std::string decode(std::span<const int> tokens) const override;
  [[nodiscard]] std::optional<int> end() const override;
  [[nodiscard]] std::int64_t vocab() const override { return static_cast<std::int64_t>(tokens_.size()); }

 private:
  struct Token {
    std::string text;
    float score;
  };
  [[nodiscard]] int pair_id(int left, int right) const;  ///< the token of both texts, or -1
  [[nodiscard]] std::vector<int> merge(std::vector<int> tokens) const;

  std::vector<Token> tokens_;
  std::map<std::string, int, std::less<>> ids_;
};

}  // namespace lmulsim::formats::llama2c
