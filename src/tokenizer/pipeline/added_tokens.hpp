// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/pipeline/normalizer.hpp"
#include "tokenizer/pipeline/prefix_tree.hpp"
#include "tokenizer/pipeline/vocabulary.hpp"
#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// Tokens that are found in a text before anything else: special ones (<s>, <|endoftext|>) and words of the user's.
class AddedTokens {
 public:
  /// Of the key "added_tokens"; those not in the vocabulary are added to it. Throws InputError naming the key at fault.
  AddedTokens(util::JsonReader& file, Vocabulary& vocabulary, const Normalizer& normalizer);

  /// Part of a text: a token, or (token < 0) normalized text that is still to be encoded.
  struct Part {
    std::string text;
    int token = -1;
    bool first = false;  ///< the text begins here
  };
  /// The text in order, without empty parts.
  [[nodiscard]] std::vector<Part> extract(std::string_view text, const Normalizer& normalizer) const;

  [[nodiscard]] bool is_special(int token) const { return special_.contains(token); }

 private:
  struct Token {
    int id = 0;
    std::string content;
    bool single_word = false;
    bool strip_left = false;
    bool strip_right = false;
    bool special = false;
  };
  using Rest = std::function<void(std::string_view text, bool first)>;

  /// `normalized`: empty for a token that is looked for in the text as it is.
  void add(Token token, std::int64_t id, const std::string& normalized, Vocabulary& vocabulary,
           const util::JsonReader& r);
  /// Appends the tokens of the tree to `parts` and gives what is between them to `rest`.
  void split(std::string_view text, const PrefixTree& tree, const Rest& rest, std::vector<Part>& parts) const;

  std::vector<Token> tokens_;
  PrefixTree raw_;         ///< looked for in the text as it is; numbers are indices into tokens_
  PrefixTree normalized_;  ///< looked for in the normalized text
  std::set<int> special_;
};

}  // namespace lmulsim::tokenizer::pipeline
