// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// What is done to a text before anything else.
class Normalizer {
 public:
  /// One step: text to text of at most `limit` bytes.
  using Step = std::function<std::string(std::string_view text, std::size_t limit)>;

  Normalizer() = default;
  /// Of the key "normalizer". Throws InputError naming the key at fault.
  explicit Normalizer(util::JsonReader& file);

  [[nodiscard]] std::string operator()(std::string_view text) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace lmulsim::tokenizer::pipeline
