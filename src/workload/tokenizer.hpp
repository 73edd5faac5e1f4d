// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::workload {

/// A llama2.c tokenizer file: int32 length of the longest token, then per token a float score, an int32 length and the
/// bytes. Tokens 1 and 2 begin and end a text, tokens 3 to 258 are the single bytes.
///
/// Throws InputError naming the file when it is cut short or is not of `vocab` tokens.
class Tokenizer {
 public:
  static constexpr int kBegin = 1;
  static constexpr int kEnd = 2;

  Tokenizer(const std::filesystem::path& path, std::int64_t vocab);

  /// kBegin, then the text by byte-pair merges of the best score, as llama2.c does it (with a space put before).
  [[nodiscard]] std::vector<int> encode(std::string_view text) const;
  /// The text without kBegin, kEnd and the space that encode() put before.
  [[nodiscard]] std::string decode(std::span<const int> tokens) const;

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

}  // namespace lmulsim::workload
