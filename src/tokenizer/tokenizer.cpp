// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer.hpp"

namespace lmulsim::tokenizer {

std::vector<int> Tokenizer::encode(std::string_view text) const {
  std::vector<int> tokens = before();
  const std::vector<int> bare = encode_bare(text);
  tokens.insert(tokens.end(), bare.begin(), bare.end());
  return tokens;
}

std::vector<int> Tokenizer::encode_whole(std::string_view text) const {
  std::vector<int> tokens = encode(text);
  const std::vector<int> closing = after();
  tokens.insert(tokens.end(), closing.begin(), closing.end());
  return tokens;
}

std::optional<int> Tokenizer::begin() const {
  const std::vector<int> tokens = before();
  return tokens.empty() ? std::nullopt : std::optional(tokens.front());
}

}  // namespace lmulsim::tokenizer
