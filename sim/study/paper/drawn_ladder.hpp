// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cost/paired_saving.hpp"
#include "cost/technology.hpp"
#include "report/grid.hpp"

namespace lmulsim::study::paper {

/// The recipes that a designer tries.
inline constexpr int kTries = 8;

/// What L-Mul saves of another design in one unit of one technology, found from drawn netlists.
struct DrawnStep {
  std::string technology;
  std::string unit;  ///< L-Mul's
  std::string rung;  ///< "multiplier" or "pe"
  std::string format;
  std::string sums;     ///< "fp32", "fixed"; empty for a multiplier
  std::string against;  ///< "exact", "exact-cut" or "int8"
  cost::Saved saved = cost::Saved::energy;
  std::optional<double> clock_ns;  ///< that both meet; none: any
  cost::PairedSaving saving;
  std::string missing;  ///< why there is no saving; empty: there is one
};

/// Every multiplier and stationary PE of L-Mul with netlists, against each design that was measured beside it: the
/// exact multiplier and the cut one with the same formats, sums, registers and subnormals, and int8 with one product
/// register. Energy, area and EDP at the slower of both relaxed clocks, at the slower of both hard clocks and at none,
/// and the fastest clock. Nothing for a technology without netlists, whose units cannot be paired.
[[nodiscard]] std::vector<DrawnStep> drawn_ladder(const cost::Technology& technology);

/// A table, a row for each unit, other design and clock.
[[nodiscard]] report::Grid drawn_grid(const std::vector<DrawnStep>& steps);

/// "14.2 % (9.4 to 17.9)", or what is missing.
[[nodiscard]] std::string saving_text(const DrawnStep& step);

}  // namespace lmulsim::study::paper
