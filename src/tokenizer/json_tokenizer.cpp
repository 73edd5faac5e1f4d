// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/json_tokenizer.hpp"

#include <fmt/format.h>

#include <array>

#include "tokenizer/pipeline/added_tokens.hpp"
#include "tokenizer/pipeline/decoder.hpp"
#include "tokenizer/pipeline/normalizer.hpp"
#include "tokenizer/pipeline/post_processor.hpp"
#include "tokenizer/pipeline/pre_tokenizer.hpp"
#include "tokenizer/pipeline/token_model.hpp"
#include "tokenizer/pipeline/unicode.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::tokenizer {

namespace {

namespace tj = pipeline;

/// The file does not say which of its special tokens ends a text; published models use these.
constexpr std::array<std::string_view, 8> kEnds{
    "<|end_of_text|>", "<|endoftext|>", "</s>",  "<eos>",
    "<|eot_id|>",      "<|im_end|>",    "[SEP]", "<\uFF5Cend\u2581of\u2581sentence\uFF5C>"};

/// The stages of the library "tokenizers" in their order.
class JsonTokenizer : public Tokenizer {
 public:
  JsonTokenizer(util::JsonReader& file, std::int64_t vocab)
      : vocabulary_(vocab),
        model_(tj::read_model(file, vocabulary_)),
        normalizer_(file),
        added_(file, vocabulary_, normalizer_),
        pre_tokenizer_(file),
        post_processor_(tj::read_post_processor(file, vocabulary_)),
        decoder_(file),
        end_(find_end()) {}

  [[nodiscard]] std::vector<int> encode_bare(std::string_view text) const override {
    std::vector<int> tokens;
    for (const tj::AddedTokens::Part& part : added_.extract(tj::valid_utf8(text), normalizer_)) {
      if (part.token >= 0) {
        tokens.push_back(part.token);
        continue;
      }
      for (const tj::Piece& piece : pre_tokenizer_({part.text, part.first})) {
        model_->encode(piece.text, tokens);
      }
    }
    return tokens;
  }

  [[nodiscard]] std::string decode(std::span<const int> tokens) const override {
    std::vector<std::string> texts;
    for (const int token : tokens) {
      if (token < 0 || token >= vocab()) {
        throw InputError(fmt::format("expected tokens from 0 to {}, found {}", vocab() - 1, token));
      }
      if (!added_.is_special(token) && !vocabulary_.text(token).empty()) {
        texts.push_back(vocabulary_.text(token));
      }
    }
    return decoder_(std::move(texts));
  }

  [[nodiscard]] std::vector<int> before() const override { return post_processor_.before; }
  [[nodiscard]] std::vector<int> after() const override { return post_processor_.after; }
  [[nodiscard]] std::optional<int> end() const override { return end_; }
  [[nodiscard]] std::int64_t vocab() const override { return vocabulary_.limit(); }

 private:
  [[nodiscard]] std::optional<int> find_end() const {
    for (const std::string_view text : kEnds) {
      if (const auto token = vocabulary_.find(text); token && added_.is_special(*token)) {
        return token;
      }
    }
    return std::nullopt;
  }

  tj::Vocabulary vocabulary_;
  std::unique_ptr<tj::Model> model_;
  tj::Normalizer normalizer_;
  tj::AddedTokens added_;
  tj::PreTokenizer pre_tokenizer_;
  tj::PostProcessor post_processor_;
  tj::Decoder decoder_;
  std::optional<int> end_;
};

}  // namespace

std::unique_ptr<Tokenizer> read_json_tokenizer(const boost::json::value& document, const std::string& name,
                                               std::int64_t vocab) {
  util::JsonReader file(document, name);
  file.ignore("version");
  file.ignore("truncation");  // of one call in a batch of texts; no property of the tokens
  file.ignore("padding");
  auto tokenizer = std::make_unique<JsonTokenizer>(file, vocab);
  file.finish();
  return tokenizer;
}

}  // namespace lmulsim::tokenizer
