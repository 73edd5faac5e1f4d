// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/token_model.hpp"

#include <fmt/format.h>

#include <array>

#include "util/error.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

using util::JsonReader;

struct ModelKind {
  std::string_view name;
  std::unique_ptr<Model> (*read)(JsonReader& r, Vocabulary& vocabulary);
};

constexpr std::array<ModelKind, 4> kTokenModels{
    {{"BPE", read_bpe}, {"Unigram", read_unigram}, {"WordPiece", read_word_piece}, {"WordLevel", read_word_level}}};

/// Files of before 2020 (GPT-2's) do not name the type; their keys do.
std::size_t kind_of(JsonReader& r) {
  if (!r.has("type") && r.has("merges")) {
    return 0;
  }
  if (!r.has("type") && r.has("max_input_chars_per_word")) {
    return 2;
  }
  std::array<std::string_view, kTokenModels.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = kTokenModels[i].name;
  }
  return r.choice("type", names);
}

}  // namespace

std::unique_ptr<Model> read_model(JsonReader& file, Vocabulary& vocabulary) {
  JsonReader r = file.object("model");
  r.ignore("type");
  std::unique_ptr<Model> model = kTokenModels[kind_of(r)].read(r, vocabulary);
  r.finish();
  return model;
}

void read_vocabulary(JsonReader& r, Vocabulary& vocabulary) {
  const boost::json::value* value = r.find("vocab");
  if (value == nullptr || !value->is_object()) {
    r.fail("vocab", fmt::format("expected an object of tokens and numbers, found {}",
                                value == nullptr ? "nothing" : util::describe(*value)));
  }
  const std::string where = r.place("vocab");
  for (const auto& [text, id] : value->get_object()) {
    if (!id.is_int64()) {
      r.fail("vocab",
             fmt::format("token '{}': expected a number, found {}", std::string_view(text), util::describe(id)));
    }
    vocabulary.add(text, id.get_int64(), where);
  }
}

std::optional<int> read_token(JsonReader& r, std::string_view key, const Vocabulary& vocabulary) {
  const auto text = r.optional_string(key);
  if (!text) {
    return std::nullopt;
  }
  const auto token = vocabulary.find(*text);
  if (!token) {
    r.fail(key, fmt::format("expected a token of the vocabulary, found '{}'", *text));
  }
  return token;
}

std::optional<std::vector<int>> read_byte_fallback(JsonReader& r, const Vocabulary& vocabulary) {
  if (!r.optional_boolean("byte_fallback").value_or(false)) {
    return std::nullopt;
  }
  auto tokens = vocabulary.byte_tokens();
  if (!tokens) {
    r.fail("byte_fallback", "expected tokens <0x00> to <0xFF> in the vocabulary, found not all of them");
  }
  return tokens;
}

void fail_without_token(std::string_view character) {
  throw InputError(fmt::format("the tokenizer has no token for '{}' and none for unknown text", character));
}

}  // namespace lmulsim::tokenizer::pipeline
