// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/gguf/gguf.hpp"

namespace lmulsim::formats::gguf {

/// The format's numbers of token types.
enum class GgufTokenType : int { normal = 1, unknown, control, user_defined, unused, byte };

inline constexpr std::string_view kGgufTokens = "tokenizer.ggml.tokens";

/// The tables tokens and token_type: texts in UTF-8, each once. Without types all are normal.
struct GgufTokens {
  std::vector<std::string_view> texts;
  std::vector<GgufTokenType> types;
  std::unordered_map<std::string_view, std::size_t> ids;
};

/// For a model of `vocab` tokens. Throws InputError "file: key: ..." for tables that do not fit it or each other.
[[nodiscard]] GgufTokens read_gguf_tokens(const Gguf& gguf, std::int64_t vocab);

}  // namespace lmulsim::formats::gguf
