// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A model and a text for it, as `lmulsim eval` reads them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cli/model_options.hpp"
#include "inference/quality.hpp"

namespace lmulsim::cli {

struct EvalText {
  workload::Model model;
  std::vector<std::vector<int>> documents;
  std::optional<int> start;  ///< token before every window

  [[nodiscard]] std::int64_t context() const { return model.shape.max_positions; }
  [[nodiscard]] std::vector<inference::Window> windows() const;
};

/// The first `tokens` tokens of the text (0: all of it). Throws InputError.
[[nodiscard]] EvalText load_eval_text(const ModelOptionValues& options, const std::string& text, std::int64_t tokens);

/// Tokens that are asked for.
[[nodiscard]] std::int64_t count_targets(std::span<const inference::Window> windows);

}  // namespace lmulsim::cli
