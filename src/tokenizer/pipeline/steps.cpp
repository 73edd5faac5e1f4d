// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/steps.hpp"

#include "tokenizer/pipeline/unicode.hpp"
#include "util/error.hpp"

namespace lmulsim::tokenizer::pipeline {

std::string read_text(util::JsonReader& r, std::string_view key) {
  std::string text = r.string(key);
  if (text.empty()) {
    r.fail(key, "expected a text, found an empty one");
  }
  return text;
}

std::string read_character(util::JsonReader& r, std::string_view key) {
  std::string text = r.string(key);
  if (count_characters(text) != 1) {
    r.fail(key, fmt::format("expected one character, found '{}'", text));
  }
  return text;
}

void check_growth(std::size_t bytes, std::size_t limit, std::string_view part) {
  if (bytes > limit) {
    throw InputError(fmt::format("{}: expected to lengthen a text to at most {} bytes, found {}", part, limit, bytes));
  }
}

}  // namespace lmulsim::tokenizer::pipeline
