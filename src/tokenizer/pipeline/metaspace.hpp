// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// SentencePiece's visible space, usually U+2581, and before which pieces one is put.
struct Metaspace {
  enum class Prepend : std::uint8_t { always, first, never };
  std::string replacement;
  Prepend prepend = Prepend::always;
  bool split = true;
};

/// The keys of both the pre-tokenizer and the decoder, also the older add_prefix_space and str_rep.
[[nodiscard]] Metaspace read_metaspace(util::JsonReader& r);

}  // namespace lmulsim::tokenizer::pipeline
