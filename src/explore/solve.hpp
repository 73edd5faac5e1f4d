// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "explore/sweep_file.hpp"

namespace lmulsim::explore {

struct Solution {
  std::optional<double> value{};  ///< of the key
  std::string fault{};            ///< why there is none
};

/// The value of the key for which the metric is nearest to its target, found by bisection: the metric is taken to grow,
/// or to fall, with the key, and values beyond the first that is no machine to be none either. `metric_at` gives
/// nothing where there is no machine. No solution where the nearest is farther from the target than may be.
[[nodiscard]] Solution solve(const Solve& wanted, const std::function<std::optional<double>(double)>& metric_at);

}  // namespace lmulsim::explore
