// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cost/technology.hpp"
#include "report/grid.hpp"

namespace lmulsim::study::paper {

/// What L-Mul on e4m3 saves of another PE's energy when both are placed, one netlist each.
struct WireSaving {
  std::string technology;
  std::string sums;     ///< of L-Mul's PE
  std::string against;  ///< "exact" with the same sums, "int8"
  int times = 0;        ///< wires of so many times the process's capacitance; 0: none
  double lmul_pj = 0;   ///< of an operation, data and clock
  double other_pj = 0;
  double lmul_ns = 0;  ///< critical path
  double other_ns = 0;

  [[nodiscard]] double saved() const { return 1 - lmul_pj / other_pj; }
};

/// Of the exact multiplier with fp32, bf16 and fixed sums, and of int8 by fixed sums. What was not measured is left
/// out.
[[nodiscard]] std::vector<WireSaving> wire_savings(const cost::Technology& technology);

/// A table for each technology: a row for each comparison, a column for each capacitance, and what the wires of the
/// process add to L-Mul's energy and critical path.
[[nodiscard]] std::vector<report::Grid> wire_grids(const std::vector<WireSaving>& savings);

}  // namespace lmulsim::study::paper
