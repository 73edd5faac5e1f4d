// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "formats/gguf/gguf.hpp"
#include "tensors/tensor_file.hpp"
#include "transformer/model.hpp"

namespace lmulsim::formats::gguf {

/// The tensors of a mapped GGUF file. F32, F16, BF16 and Q8_0 are read; other types are refused when they are asked
/// for. Throws InputError (file, place, expected, found).
[[nodiscard]] tensors::TensorFile open_gguf(const std::filesystem::path& path);

/// A model of the architectures llama (which Mistral shares), qwen2 and gpt2, as llama.cpp's converter writes them: q
/// and k of a llama are stored for rotary pairs of neighbours, a linear layer has its outputs first, and without
/// output.weight the head is the embedding. Throws InputError naming the file and the key or tensor.
[[nodiscard]] transformer::Model load_gguf_model(const std::filesystem::path& path);

}  // namespace lmulsim::formats::gguf
