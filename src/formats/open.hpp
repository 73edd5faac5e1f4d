// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "tokenizer/tokenizer.hpp"
#include "transformer/model.hpp"

namespace lmulsim::formats {

/// A model from a file or folder:
///   *.bin                            a llama2.c checkpoint
///   a folder with config.json, and   a Hugging Face model (hf_model.hpp)
///   model.safetensors or its index;
///   *.safetensors with config.json beside it
///   *.gguf                           a GGUF model: llama, qwen2, gpt2
/// Throws InputError naming the file and the key or tensor.
[[nodiscard]] transformer::Model load_model(const std::filesystem::path& path);

/// Reads a Hugging Face tokenizer.json (a name that ends in .json), the tokenizer in a GGUF file (.gguf), else a
/// llama2.c tokenizer, for a model of `vocab` tokens. Throws InputError naming the file and the key or token at fault.
[[nodiscard]] std::unique_ptr<tokenizer::Tokenizer> load_tokenizer(const std::filesystem::path& path,
                                                                   std::int64_t vocab);

/// The tokenizer of a model: the file `given`, or, when that is empty, the one in a GGUF file, or what lies beside the
/// model (inside, if it is a folder): tokenizer.json, tokVOCAB.bin, tokenizer.bin, or the only tok*.bin. Throws
/// InputError for none or several.
[[nodiscard]] std::unique_ptr<tokenizer::Tokenizer> find_tokenizer(const std::filesystem::path& model,
                                                                   const std::filesystem::path& given,
                                                                   std::int64_t vocab);

}  // namespace lmulsim::formats
