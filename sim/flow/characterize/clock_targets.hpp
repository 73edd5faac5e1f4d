// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "cost/gate_table.hpp"

namespace lmulsim::flow::characterize {

/// The rule, fixed before any result: so many times the fastest clock of the slowest design of a comparison.
inline constexpr double kRelaxedFactor = 1.5;
inline constexpr double kHardFactor = 1.1;

/// The designs that a unit is compared with, itself or its like among them: the unit with each multiplier that the
/// hardware has for its operands, with the same formats, sums (fixed ones as wide as the shipped), registers and
/// subnormals, without clock gates and wires. They depend on nothing that tells the compared designs apart, so that
/// each of them has the same targets, measured together or not. A unit that savings are not found of (is_compared) has
/// clocks of its own.
[[nodiscard]] std::vector<cost::Unit> compared_designs(const cost::Unit& unit);

/// The targets of a unit; `fastest_ns` gives the fastest clock of a design.
[[nodiscard]] cost::ClockTargets clock_targets(const cost::Unit& unit,
                                               const std::function<double(const cost::Unit&)>& fastest_ns);

}  // namespace lmulsim::flow::characterize
