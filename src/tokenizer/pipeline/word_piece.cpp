// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// WordPiece: the longest token of the vocabulary first; all but a word's first begin with a prefix ("##").
#include <string>

#include "tokenizer/pipeline/prefix_tree.hpp"
#include "tokenizer/pipeline/token_model.hpp"
#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

struct WordPieceSettings {
  int unknown = 0;
  std::size_t max_characters = 0;  ///< longer words are unknown
  PrefixTree first;
  PrefixTree others;  ///< without the prefix
};

class WordPiece : public Model {
 public:
  explicit WordPiece(WordPieceSettings settings) : s_(std::move(settings)) {}

  void encode(std::string_view piece, std::vector<int>& tokens) const override {
    const std::size_t before = tokens.size();
    if (count_characters(piece) > s_.max_characters || !encode_known(piece, tokens)) {
      tokens.resize(before);
      tokens.push_back(s_.unknown);
    }
  }

 private:
  bool encode_known(std::string_view piece, std::vector<int>& tokens) const {
    for (std::size_t at = 0; at < piece.size();) {
      const PrefixTree::Match match = (at == 0 ? s_.first : s_.others).longest(piece.substr(at));
      if (match.bytes == 0) {
        return false;
      }
      tokens.push_back(match.id);
      at += match.bytes;
    }
    return true;
  }

  WordPieceSettings s_;
};

}  // namespace

std::unique_ptr<Model> read_word_piece(util::JsonReader& r, Vocabulary& vocabulary) {
  constexpr std::int64_t kMaxCharacters = 100;
  read_vocabulary(r, vocabulary);
  const auto unknown = read_token(r, "unk_token", vocabulary);
  if (!unknown) {
    r.fail("unk_token", "expected a token of the vocabulary, found none");
  }
  WordPieceSettings settings;
  settings.unknown = *unknown;
  const std::string prefix = r.optional_string("continuing_subword_prefix").value_or("##");
  settings.max_characters =
      static_cast<std::size_t>(r.optional_integer("max_input_chars_per_word", 0).value_or(kMaxCharacters));
  for (std::size_t id = 0; id < vocabulary.texts().size(); ++id) {
    const std::string_view text = vocabulary.texts()[id];
    settings.first.add(text, static_cast<int>(id));
    if (text.starts_with(prefix)) {
      settings.others.add(text.substr(prefix.size()), static_cast<int>(id));
    }
  }
  return std::make_unique<WordPiece>(std::move(settings));
}

}  // namespace lmulsim::tokenizer::pipeline
