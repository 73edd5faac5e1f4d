// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// A part of a text within which tokens are looked for.
struct Piece {
  std::string text;
  bool first = false;  ///< the text begins here
};

/// Splits a text into pieces and writes them as the vocabulary does.
class PreTokenizer {
 public:
  using Step = std::function<void(const Piece& piece, std::vector<Piece>& pieces)>;

  PreTokenizer() = default;
  /// Of the key "pre_tokenizer". Throws InputError naming the key at fault.
  explicit PreTokenizer(util::JsonReader& file);

  [[nodiscard]] std::vector<Piece> operator()(const Piece& piece) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace lmulsim::tokenizer::pipeline
