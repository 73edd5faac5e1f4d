// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// WordLevel: a piece is a token or unknown.
#include "tokenizer/pipeline/token_model.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

class WordLevel : public Model {
 public:
  WordLevel(const Vocabulary& vocabulary, std::optional<int> unknown) : vocabulary_(vocabulary), unknown_(unknown) {}

  void encode(std::string_view piece, std::vector<int>& tokens) const override {
    const auto token = vocabulary_.find(piece);
    if (!token && !unknown_) {
      fail_without_token(piece);
    }
    tokens.push_back(token ? *token : *unknown_);
  }

 private:
  const Vocabulary& vocabulary_;
  std::optional<int> unknown_;
};

}  // namespace

std::unique_ptr<Model> read_word_level(util::JsonReader& r, Vocabulary& vocabulary) {
  read_vocabulary(r, vocabulary);
  const std::string unknown = r.string("unk_token");  // need not be in the vocabulary until it is needed
  return std::make_unique<WordLevel>(vocabulary, vocabulary.find(unknown));
}

}  // namespace lmulsim::tokenizer::pipeline
