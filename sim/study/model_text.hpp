// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A model and a text for it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "quality/evaluation.hpp"
#include "transformer/model.hpp"

namespace lmulsim::study {

/// Where a model is.
struct ModelFiles {
  std::string model;
  std::string tokenizer;  ///< empty: tokVOCAB.bin, else tokenizer.bin, else tokenizer.json, beside the model
};

struct ModelText {
  transformer::Model model;
  std::vector<std::vector<int>> documents;
  std::optional<int> start;  ///< token before every window
  std::int64_t context = 0;  ///< tokens of a window, at most
  [[nodiscard]] std::vector<quality::Window> windows() const;
};

/// Which part of a text, and how it is cut.
struct TextCut {
  std::int64_t tokens = 0;   ///< only the first ones; 0: all
  std::int64_t context = 0;  ///< of a window; 0: the model's, at most kDefaultContext
};
inline constexpr std::int64_t kDefaultContext = 2048;

/// Throws InputError for an encoder, and for a context beyond the model's.
[[nodiscard]] ModelText load_model_text(const ModelFiles& files, const std::string& text, const TextCut& cut);

/// Tokens that are asked for.
[[nodiscard]] std::int64_t count_targets(std::span<const quality::Window> windows);

}  // namespace lmulsim::study
