// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "formats/gguf/gguf.hpp"

namespace lmulsim::formats::gguf {

/// Whether all that the metadata says of a model is done by whoever reads it: of every key below the architecture's
/// name it is known that it is read, that it says nothing of what is computed, or that its value asks for nothing.
/// Throws InputError naming the key otherwise, and for a file that is a part of a model, or no model.
void check_gguf_keys(const Gguf& gguf, std::string_view architecture);

/// The same for the keys of a tokenizer, tokenizer.ggml.*.
void check_gguf_tokenizer_keys(const Gguf& gguf);

}  // namespace lmulsim::formats::gguf
