// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "tokenizer/pipeline/vocabulary.hpp"
#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// Tokens of one piece of a text.
class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  virtual ~Model() = default;

  /// Appends the tokens of a piece that is not empty. Throws InputError for a character without a token, when there is
  /// none for unknown ones either.
  virtual void encode(std::string_view piece, std::vector<int>& tokens) const = 0;
};

/// Of the key "model"; its tokens are added to the vocabulary. Throws InputError naming the key at fault.
[[nodiscard]] std::unique_ptr<Model> read_model(util::JsonReader& file, Vocabulary& vocabulary);

/// One reader per type; finish() is the caller's.
[[nodiscard]] std::unique_ptr<Model> read_bpe(util::JsonReader& r, Vocabulary& vocabulary);
[[nodiscard]] std::unique_ptr<Model> read_unigram(util::JsonReader& r, Vocabulary& vocabulary);
[[nodiscard]] std::unique_ptr<Model> read_word_level(util::JsonReader& r, Vocabulary& vocabulary);
[[nodiscard]] std::unique_ptr<Model> read_word_piece(util::JsonReader& r, Vocabulary& vocabulary);

/// The key "vocab" of the form {"text": number, ...}.
void read_vocabulary(util::JsonReader& r, Vocabulary& vocabulary);

/// The token that a key names; the key may be null or missing. Throws InputError if the vocabulary does not have it.
[[nodiscard]] std::optional<int> read_token(util::JsonReader& r, std::string_view key, const Vocabulary& vocabulary);

/// The key "byte_fallback": the tokens of single bytes if they stand in for unknown characters. Throws InputError if
/// the vocabulary does not have all of them.
[[nodiscard]] std::optional<std::vector<int>> read_byte_fallback(util::JsonReader& r, const Vocabulary& vocabulary);

[[noreturn]] void fail_without_token(std::string_view character);

}  // namespace lmulsim::tokenizer::pipeline
