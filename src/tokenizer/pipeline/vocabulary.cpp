// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/vocabulary.hpp"

#include <fmt/format.h>

#include "util/error.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

/// Longest published tokens have a few hundred bytes. A limit keeps the search for the longest token linear.
constexpr std::size_t kMaxTokenBytes = 4096;

}  // namespace

void Vocabulary::add(std::string_view text, std::int64_t id, const std::string& where) {
  if (id < 0 || id >= limit_) {
    throw InputError(fmt::format("{}: token '{}': expected a number from 0 to {}, found {}", where, text.substr(0, 64),
                                 limit_ - 1, id));
  }
  if (text.size() > kMaxTokenBytes) {
    throw InputError(
        fmt::format("{}: token {}: expected at most {} bytes, found {}", where, id, kMaxTokenBytes, text.size()));
  }
  const auto index = static_cast<std::size_t>(id);
  if (index >= texts_.size()) {
    texts_.resize(index + 1);
    used_.resize(index + 1);
  }
  if (used_[index]) {
    throw InputError(fmt::format("{}: number {} is given to both '{}' and '{}'", where, id, texts_[index], text));
  }
  if (!ids_.emplace(text, static_cast<int>(id)).second) {
    throw InputError(fmt::format("{}: token '{}' has both number {} and {}", where, text, *find(text), id));
  }
  used_[index] = true;
  texts_[index] = text;
}

std::optional<int> Vocabulary::find(std::string_view text) const {
  const auto found = ids_.find(text);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

const std::string& Vocabulary::text(int id) const {
  static const std::string kNone;
  const auto index = static_cast<std::size_t>(id);
  return index < texts_.size() ? texts_[index] : kNone;
}

std::optional<std::vector<int>> Vocabulary::byte_tokens() const {
  std::vector<int> tokens;
  for (int byte = 0; byte < 256; ++byte) {
    const auto token = find(fmt::format("<0x{:02X}>", byte));
    if (!token) {
      return std::nullopt;
    }
    tokens.push_back(*token);
  }
  return tokens;
}

}  // namespace lmulsim::tokenizer::pipeline
