// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace lmulsim::formats::gguf {

/// How texts are split before byte-level merges, by the name in tokenizer.ggml.pre.
struct GgufSplits {
  std::span<const char* const> patterns;  ///< regular expressions, one after the other: each match is a piece
  bool ignore_merges = false;             ///< a piece that is a token is not built up
  bool begins = false;                    ///< texts have a begin token unless the file says otherwise
};

/// Null for a name whose rules are not known.
[[nodiscard]] const GgufSplits* find_gguf_splits(std::string_view name);

/// All names, for messages.
[[nodiscard]] std::vector<std::string_view> gguf_split_names();

}  // namespace lmulsim::formats::gguf
