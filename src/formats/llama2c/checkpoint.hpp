// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "transformer/model.hpp"

namespace lmulsim::formats::llama2c {

/// A llama2.c checkpoint (karpathy/llama2.c, legacy header): seven int32 (dim, hidden_dim, n_layers, n_heads,
/// n_kv_heads, vocab_size, seq_len; a negative vocab_size says that the classifier is not the embedding), then fp32
/// weights, each family for all layers together. The file is mapped, not copied.
///
/// Throws InputError naming the file for a header that cannot be and a file that is not exactly as long as the header
/// says.
[[nodiscard]] transformer::Model load_checkpoint(const std::filesystem::path& path);

}  // namespace lmulsim::formats::llama2c
