// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cost/paired_saving.hpp"
#include "cost/technology.hpp"
#include "report/grid.hpp"

namespace lmulsim::study::paper {

/// What clock gates save of one design whose registers hold by multiplexers: of the same PE, recipe by recipe.
struct ClockGateSaving {
  std::string technology;
  std::string design;  ///< "lmul", "exact", "int8"
  std::string sums;
  double clock_ns = 0;  ///< the design's relaxed clock
  cost::PairedSaving energy{};
  cost::PairedSaving area{};
};

/// Of L-Mul and the exact multiplier on e4m3 and of int8. What was not measured is left out.
[[nodiscard]] std::vector<ClockGateSaving> clock_gate_savings(const cost::Technology& technology);

/// A table for each technology, a row for each design and kind of sums.
[[nodiscard]] std::vector<report::Grid> clock_gate_grids(const std::vector<ClockGateSaving>& savings);

}  // namespace lmulsim::study::paper
