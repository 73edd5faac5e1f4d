// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "cost/drawn_netlist.hpp"
#include "cost/recipe_costs.hpp"

namespace lmulsim::cost {

/// A value and its 95 % interval, which may leave the value out.
struct Interval {
  double low = 0;
  double value = 0;
  double high = 0;

  [[nodiscard]] bool contains(double x) const { return low <= x && x <= high; }
  [[nodiscard]] double half_width() const { return (high - low) / 2; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// How a saving is found: of `tries` recipes that a designer tries, with so many draws of the bootstrap.
struct PairedOptions {
  int tries = 8;
  int draws = 400;
  std::uint64_t seed = 1;
};

/// What one design saves of another's cost.
struct PairedSaving {
  std::optional<double> cost;     ///< best of `tries` of the design; none: it misses the clock
  std::optional<double> other;    ///< of the other
  std::optional<Interval> saved;  ///< share of the other's cost; negative: the design costs more. None: one misses
  int recipes = 0;                ///< that both designs have
  int draws = 0;                  ///< of the bootstrap in which both met the clock; the fewer, the more biased
};

/// 1 - best_of(design) / best_of(other) on the recipes that both have. The interval is the paired bootstrap's: each
/// draw takes as many recipes and as many batches as there are, with replacement and the same for both, so that what is
/// common to both designs (how good a recipe is, how dear the operands of a batch are) falls out. Its ends are the 2.5
/// and 97.5 % places of the draws, sqrt(N / (N - tries)) times as far from the value: the recipes that a draw repeats
/// are no further tries, and without the factor an interval of 8 tries out of 32 holds the truth in 88 % of cases. It
/// is the noise of synthesis and operands and nothing systematic. A design misses the clock as best_of() says; no
/// interval either when one does in more than half of the draws. Throws InputError unless there are more common recipes
/// than tries, measured on equally many batches.
[[nodiscard]] PairedSaving paired_saving(std::span<const DrawnNetlist> design, std::span<const DrawnNetlist> other,
                                         const Criterion& criterion, const PairedOptions& options = {});

}  // namespace lmulsim::cost
