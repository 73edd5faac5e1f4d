// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::tokenizer {

/// Text to the token numbers of a model and back.
class Tokenizer {
 public:
  Tokenizer() = default;
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;
  virtual ~Tokenizer() = default;

  /// The text with what the model wants before it (its begin token, if it has one), ready to be continued. Throws
  /// InputError for text that has no tokens.
  [[nodiscard]] std::vector<int> encode(std::string_view text) const;
  /// The text between before() and after(), as a model reads one that is not continued. Throws like encode().
  [[nodiscard]] std::vector<int> encode_whole(std::string_view text) const;
  /// The text alone. Throws like encode().
  [[nodiscard]] virtual std::vector<int> encode_bare(std::string_view text) const = 0;
  /// What comes before and after a whole text: [CLS] and [SEP] of BERT, <s> and nothing of Llama.
  [[nodiscard]] virtual std::vector<int> before() const = 0;
  [[nodiscard]] virtual std::vector<int> after() const = 0;
  /// The text without special tokens. Throws InputError for tokens outside 0 .. vocab() - 1.
  [[nodiscard]] virtual std::string decode(std::span<const int> tokens) const = 0;

  /// The first of before().
  [[nodiscard]] std::optional<int> begin() const;
  /// The token the model writes when its text ends.
  [[nodiscard]] virtual std::optional<int> end() const = 0;
  /// Tokens are 0 .. vocab() - 1.
  [[nodiscard]] virtual std::int64_t vocab() const = 0;
};

}  // namespace lmulsim::tokenizer
