// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lmulsim::tokenizer::pipeline {

/// Texts of tokens, each once, and their numbers, each once. Not every number below the limit needs a text.
class Vocabulary {
 public:
  explicit Vocabulary(std::int64_t limit) : limit_(limit) {}

  /// Throws InputError "where: reason" for a number outside 0 .. limit - 1, a text or number that is there already, or
  /// a text above kMaxTokenBytes.
  void add(std::string_view text, std::int64_t id, const std::string& where);

  [[nodiscard]] std::optional<int> find(std::string_view text) const;
  /// Empty for a number without a token.
  [[nodiscard]] const std::string& text(int id) const;
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  [[nodiscard]] std::int64_t limit() const { return limit_; }

  /// "<0x00>" to "<0xFF>", or none if one of them is missing.
  [[nodiscard]] std::optional<std::vector<int>> byte_tokens() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  std::int64_t limit_;
  std::vector<std::string> texts_;
  std::vector<bool> used_;
  std::unordered_map<std::string, int, Hash, std::equal_to<>> ids_;
};

}  // namespace lmulsim::tokenizer::pipeline
