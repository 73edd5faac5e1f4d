// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "cost/best_of.hpp"
#include "cost/recipe_costs.hpp"

namespace lmulsim::cost {

/// A value and its 95 % interval.
struct Interval {
  double low = 0;
  double value = 0;
  double high = 0;

  [[nodiscard]] bool contains(double x) const { return low <= x && x <= high; }
  [[nodiscard]] double half_width() const { return (high - low) / 2; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// What one design saves of another's cost.
struct PairedSaving {
  std::optional<double> cost;     ///< best of `tries` of the design; none: it misses the clock
  std::optional<double> other;    ///< of the other
  std::optional<Interval> saved;  ///< share of the other's cost; negative: the design costs more. None: one misses
  int recipes = 0;                ///< that both designs have
};

/// 1 - best_of(design) / best_of(other) on the recipes that both have. The interval is the jackknife's of the ratio's
/// logarithm: a recipe, or a batch of operands, is left out of both designs at once, so that what is common to them
/// (how good a recipe is, how dear the operands of a batch are) falls out. Batches tell of costs that hold energy. It
/// is the noise of synthesis and operands and nothing systematic. A design misses the clock as best_of() says, and also
/// when it makes the clock by one recipe alone. Throws InputError unless there are more common recipes than tries, the
/// designs were measured on equally many batches, and both cost something.
[[nodiscard]] PairedSaving paired_saving(const DrawnDesign& design, const DrawnDesign& other,
                                         const Criterion& criterion, int tries = kUsualTries);

}  // namespace lmulsim::cost
