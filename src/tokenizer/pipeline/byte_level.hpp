// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// GPT-2's way to write any bytes as visible characters: printable Latin-1 stands for itself, the other 68 bytes for
// U+0100 on (openai/gpt-2, encoder.py, bytes_to_unicode).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lmulsim::tokenizer::pipeline {

/// How GPT-2 splits a text into words (the same file).
inline constexpr const char* kGpt2Splits =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

[[nodiscard]] std::string spell_bytes(std::string_view bytes);
/// The bytes, or none if a character stands for no byte.
[[nodiscard]] std::optional<std::string> read_spelled_bytes(std::string_view text);

}  // namespace lmulsim::tokenizer::pipeline
