// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the designs that the ladder compares do to a model's answers.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "quality/results.hpp"
#include "report/grid.hpp"

namespace lmulsim::study::paper {

/// Multipliers of one operand format before the same sums.
struct QualityBeside {
  static constexpr std::array<const char*, 3> kMultipliers{"exact", "exact-cut", "lmul"};

  std::string format;
  std::string sums;
  /// Perplexity over that of fp32, a multiplier each, paired token by token; nothing where the table has no row of it
  /// or its perplexity is not finite.
  std::array<std::optional<quality::PairedRatio>, kMultipliers.size()> over_fp32;
};

/// Of every format and sums that `results` has at least one multiplier of, in the ladder's order.
[[nodiscard]] std::vector<QualityBeside> qualities_beside(const quality::Results& results);

[[nodiscard]] report::Grid quality_beside_grid(const std::string& model, const std::vector<QualityBeside>& rows);

}  // namespace lmulsim::study::paper
