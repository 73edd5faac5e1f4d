// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/added_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

bool is_whole_word(std::string_view text, std::size_t begin, std::size_t end) {
  return (begin == 0 || !is_word(character_at(text, character_before(text, begin)))) &&
         (end == text.size() || !is_word(character_at(text, end)));
}

/// Where the white space before `at` begins, not before `first`.
std::size_t before_white_space(std::string_view text, std::size_t at, std::size_t first) {
  while (at > first && is_white_space(character_at(text, character_before(text, at)))) {
    at = character_before(text, at);
  }
  return at;
}

/// Where the white space at `at` ends.
std::size_t after_white_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_white_space(character_at(text, at))) {
    at += character_size(text, at);
  }
  return at;
}

}  // namespace

AddedTokens::AddedTokens(util::JsonReader& file, Vocabulary& vocabulary, const Normalizer& normalizer) {
  const boost::json::array* list = file.optional_array("added_tokens");
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    util::JsonReader r((*list)[i], fmt::format("{}[{}]", file.place("added_tokens"), i));
    const std::int64_t id = r.integer("id", 0);
    const Token token{.content = r.string("content"),
                      .single_word = r.optional_boolean("single_word").value_or(false),
                      .strip_left = r.optional_boolean("lstrip").value_or(false),
                      .strip_right = r.optional_boolean("rstrip").value_or(false),
                      .special = r.optional_boolean("special").value_or(false)};
    const bool in_normalized = r.optional_boolean("normalized").value_or(!token.special);
    r.finish();
    add(token, id, in_normalized ? normalizer(token.content) : "", vocabulary, r);
  }
}

void AddedTokens::add(Token token, std::int64_t id, const std::string& normalized, Vocabulary& vocabulary,
                      const util::JsonReader& r) {
  if (token.content.empty()) {
    r.fail("content", "expected a text, found an empty one");
  }
  if (const auto known = vocabulary.find(token.content); !known) {
    vocabulary.add(token.content, id, r.place("id"));
  } else if (*known != id) {
    r.fail("id", fmt::format("expected {}, the number of '{}' in the vocabulary, found {}", *known, token.content, id));
  }
  token.id = static_cast<int>(id);
  const auto index = static_cast<int>(tokens_.size());
  if (normalized.empty()) {
    raw_.add(token.content, index);
  } else {
    normalized_.add(normalized, index);
  }
  if (token.special) {
    special_.insert(token.id);
  }
  tokens_.push_back(std::move(token));
}

void AddedTokens::split(std::string_view text, const PrefixTree& tree, const Rest& rest,
                        std::vector<Part>& parts) const {
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size();) {
    const PrefixTree::Match match = tree.longest(text.substr(at));
    if (match.bytes == 0) {
      ++at;
      continue;
    }
    const Token& token = tokens_[static_cast<std::size_t>(match.id)];
    std::size_t begin = at;
    at += match.bytes;
    if (token.single_word && !is_whole_word(text, begin, at)) {
      continue;
    }
    begin = token.strip_left ? before_white_space(text, begin, done) : begin;
    at = token.strip_right ? after_white_space(text, at) : at;
    if (begin > done) {
      rest(text.substr(done, begin - done), done == 0);
    }
    parts.push_back({.text = "", .token = token.id});
    done = at;
  }
  if (done < text.size()) {
    rest(text.substr(done), done == 0);
  }
}

std::vector<AddedTokens::Part> AddedTokens::extract(std::string_view text, const Normalizer& normalizer) const {
  std::vector<Part> parts;
  const Rest raw = [&](std::string_view piece, bool first) {
    const Rest normal = [&](std::string_view rest, bool begins) {
      parts.push_back({.text = std::string(rest), .first = first && begins});
    };
    split(normalizer(piece), normalized_, normal, parts);
  };
  split(text, raw_, raw, parts);
  return parts;
}

}  // namespace lmulsim::tokenizer::pipeline
