// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf/gguf_tokens.hpp"

#include <fmt/format.h>

#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::formats::gguf {

namespace {

constexpr std::string_view kTypes = "tokenizer.ggml.token_type";
constexpr auto kLastType = static_cast<int>(GgufTokenType::byte);

std::vector<GgufTokenType> read_types(const Gguf& gguf, std::size_t count) {
  const std::vector<double> numbers = gguf.numbers(kTypes);
  if (!numbers.empty() && numbers.size() != count) {
    gguf.fail(kTypes, fmt::format("expected {} as there are tokens, found {}", count, numbers.size()));
  }
  std::vector<GgufTokenType> types(count, GgufTokenType::normal);
  for (std::size_t id = 0; id < numbers.size(); ++id) {
    if (!(numbers[id] >= 1 && numbers[id] <= kLastType)) {
      gguf.fail(kTypes, fmt::format("token {}: expected 1 to {}, found {}", id, kLastType, numbers[id]));
    }
    types[id] = static_cast<GgufTokenType>(static_cast<int>(numbers[id]));
  }
  return types;
}

}  // namespace

GgufTokens read_gguf_tokens(const Gguf& gguf, std::int64_t vocab) {
  GgufTokens tokens{gguf.strings(kGgufTokens), {}, {}};
  const std::vector<std::string_view>& texts = tokens.texts;
  if (texts.empty() || std::ssize(texts) > vocab) {
    gguf.fail(kGgufTokens, fmt::format("expected 1 to {} tokens, found {}", vocab, texts.size()));
  }
  tokens.types = read_types(gguf, texts.size());
  for (std::size_t id = 0; id < texts.size(); ++id) {
    if (tokenizer::pipeline::valid_utf8(texts[id]) != texts[id]) {
      gguf.fail(kGgufTokens, fmt::format("token {}: expected UTF-8", id));
    }
    if (!tokens.ids.emplace(texts[id], id).second) {
      gguf.fail(kGgufTokens,
                fmt::format("token {}: expected a text that no other token has, found '{}'", id, texts[id]));
    }
  }
  return tokens;
}

}  // namespace lmulsim::formats::gguf
