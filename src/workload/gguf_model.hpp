// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "workload/gguf.hpp"
#include "workload/model.hpp"
#include "workload/tensor_file.hpp"

namespace lmulsim::workload {

/// The tensors of a mapped GGUF file. F32, F16, BF16 and Q8_0 are read; other types are refused when they are asked
/// for. Throws InputError (file, place, expected, found).
[[nodiscard]] TensorFile open_gguf(const std::filesystem::path& path);

/// A model of the architectures llama (which Mistral shares), qwen2 and gpt2, as llama.cpp's converter writes them: q
/// and k of a llama are stored for rotary pairs of neighbours, a linear layer has its outputs first, and without
/// output.weight the head is the embedding. Throws InputError naming the file and the key or tensor.
[[nodiscard]] Model load_gguf_model(const std::filesystem::path& path);

}  // namespace lmulsim::workload
