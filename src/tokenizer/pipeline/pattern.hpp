// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unicode/regex.h>

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// A part of a text, in bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool matches = true;

  friend bool operator==(const Span&, const Span&) = default;
};

/// A literal or a regular expression (ICU's, which knows what Oniguruma's of published tokenizers use: \p{L}, (?i:...),
/// look-ahead, possessive repetition).
class Pattern {
 public:
  /// Of a JSON object {"String": "..."} or {"Regex": "..."} at `key`. Throws InputError naming the key for an empty
  /// literal or an expression that does not compile.
  Pattern(util::JsonReader& r, std::string_view key);
  static Pattern regex(const std::string& expression, const std::string& where);
  static Pattern literal(std::string text) { return {std::move(text), ""}; }

  /// All matches, from left to right. Throws InputError when the expression needs too many steps or too much memory.
  [[nodiscard]] std::vector<Span> matches(std::string_view text) const;
  /// The matches and what is between them: covers the text.
  [[nodiscard]] std::vector<Span> spans(std::string_view text) const;
  /// The text with `content` for every match. Throws InputError above `limit` bytes.
  [[nodiscard]] std::string replace(std::string_view text, std::string_view content, std::size_t limit) const;

 private:
  using Regex = std::shared_ptr<const icu::RegexPattern>;
  Pattern(std::variant<std::string, Regex> matcher, std::string where)
      : matcher_(std::move(matcher)), where_(std::move(where)) {}

  static Regex compile(const std::string& expression, const std::string& where);
  [[nodiscard]] std::vector<Span> find_regex(const icu::RegexPattern& regex, std::string_view text) const;

  std::variant<std::string, Regex> matcher_;
  std::string where_;
};

}  // namespace lmulsim::tokenizer::pipeline
