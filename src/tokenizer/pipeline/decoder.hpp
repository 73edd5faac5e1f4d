// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// Texts of tokens to text.
class Decoder {
 public:
  using Step = std::function<std::vector<std::string>(std::vector<std::string> tokens)>;

  /// Of the key "decoder"; without one, texts are joined by spaces. Throws InputError naming the key at fault.
  explicit Decoder(util::JsonReader& file);

  [[nodiscard]] std::string operator()(std::vector<std::string> tokens) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace lmulsim::tokenizer::pipeline
