// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which parameter matters: shares of a number's variance, and what a parameter changes with all else equal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "explore/value.hpp"

namespace lmulsim::explore {

/// A parameter with its value at each point; absent ones are a value of their own.
struct Factor {
  std::string name;
  bool is_label = false;  ///< of a bundle: it stands for the keys that it sets
  std::vector<Value> values{};
};

/// Points that differ in one parameter (and in what follows from it) and in nothing else.
struct PairedEffect {
  std::string from, to;  ///< its two values
  std::int64_t pairs = 0;
  /// The number at `to` over the one at `from`, or their difference where the numbers are not all above zero: the
  /// median of the pairs, and where nine of ten lie (the quantiles 0.05 and 0.95).
  double low = 0, median = 0, high = 0;
};

struct FactorImportance {
  std::string name;
  std::vector<std::string> along;  ///< parameters whose value follows from this one's
  std::string part_of;             ///< a parameter from which this one follows; empty: none, it is a dimension
  std::int64_t levels = 0;         ///< different values
  /// Variance of the mean at each value over the variance of all, with the quantiles 0.05 and 0.95 of resampled points.
  double share = 0, share_low = 0, share_high = 0;
  std::vector<PairedEffect> effects{};  ///< of each two values; of more than kMostPairedLevels, of neighbours
};

inline constexpr std::size_t kMostPairedLevels = 8;

struct Importance {
  std::int64_t points = 0;
  /// Whether shares are of the logarithm and effects are ratios: every number is above zero.
  bool is_ratio = true;
  /// Whether each two dimensions are combined equally often. Where not, shares describe the points that there are and
  /// not the space, and what they leave means nothing.
  bool is_balanced = true;
  double rest = 0;                          ///< what the dimensions' shares leave: what they do together
  std::vector<FactorImportance> factors{};  ///< that have more than one value; largest share first
};

/// `numbers` has one value a point, finite. The resampling is the same everywhere.
[[nodiscard]] Importance importance(const std::vector<Factor>& factors, const std::vector<double>& numbers);

}  // namespace lmulsim::explore
