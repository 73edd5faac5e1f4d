// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "formats/gguf/gguf.hpp"
#include "tokenizer/tokenizer.hpp"

namespace lmulsim::formats::gguf {

/// The tokenizer that a GGUF file carries, for a model of `vocab` tokens; null without one. Read are
/// tokenizer.huggingface.json, and the keys tokenizer.ggml.* of the models "llama" (SentencePiece's byte-pair merges by
/// score), "gpt2" (byte-level merges by rank, with the splits that tokenizer.ggml.pre names, gpt-2's by default:
/// gguf_splits.hpp) and "bert" (words and parts of words). Throws InputError "file: key: ..." for another kind, for a
/// key that is not known, and for tables that do not fit each other.
[[nodiscard]] std::unique_ptr<tokenizer::Tokenizer> read_gguf_tokenizer(const Gguf& gguf, std::int64_t vocab);

}  // namespace lmulsim::formats::gguf
