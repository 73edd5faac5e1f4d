// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cost/gate_table.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::flow::characterize {

/// The units of the shipped technologies:
/// - multipliers: every named one on every floating-point format with both subnormal policies; int8
/// - accumulators: fp32 behind each of them in its usual policy; bf16, and for 8-bit formats fixed, behind each but
///   mitchell; int32
/// - PEs, stationary: all multipliers with fp32, and int8, with 0 and 1 product registers; the other accumulators
///   without
/// - PEs, output stationary: each multiplier but mitchell with fp32, int8
/// - registers of 8 and 32 bits, and whatever the shipped accelerators need beyond that
/// No name is there twice.
[[nodiscard]] std::vector<cost::Unit> shipped_units();

/// What the cost of one accelerator asks for: its multiplier, accumulator and PE, and the registers.
[[nodiscard]] std::vector<cost::Unit> accelerator_units(const machine::Accelerator& accelerator);

/// Appends the units whose names are not among `all` yet (a name leaves out what the hardware does not depend on).
void add_new_units(std::vector<cost::Unit>& all, const std::vector<cost::Unit>& more);

/// Largest K that shipped `fixed` accumulators are sized for.
inline constexpr std::uint64_t kFixedMaxK = 16384;

}  // namespace lmulsim::flow::characterize
