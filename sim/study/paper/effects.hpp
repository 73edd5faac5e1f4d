// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cost/paired_saving.hpp"
#include "cost/technology.hpp"
#include "report/grid.hpp"

namespace lmulsim::study::paper {

/// What L-Mul saves of the exact multiplier's PE on e4m3 when something is otherwise than on the ladder: a difference
/// of kind, which no error bar of the ladder holds.
struct Effect {
  std::string technology;
  std::string what;  ///< "operands: uniform", "one cycle", ...
  std::string sums;
  double clock_ns = 0;          ///< the slower of both designs' relaxed clocks
  cost::PairedSaving saving{};  ///< of energy
};

/// Each stream of operands that was measured, the PE in one cycle, an exact multiplier that keeps subnormals, and clock
/// gates. What was not measured is left out; nothing of a technology without netlists.
[[nodiscard]] std::vector<Effect> effects(const cost::Technology& technology);

/// A table for each technology: a row for each effect, a column for each kind of sums.
[[nodiscard]] std::vector<report::Grid> effect_grids(const std::vector<Effect>& effects);

}  // namespace lmulsim::study::paper
