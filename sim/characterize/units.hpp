// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "config/accelerator.hpp"
#include "cost/gate_table.hpp"

namespace lmulsim::sim {

/// The units of the shipped technologies:
///   multipliers   exact, lmul, mitchell on e4m3, e5m2, bf16, fp16 with both subnormal policies; int8
///   accumulators  fp32 and bf16 behind each of them, fixed behind the 8-bit formats; int32
///   PEs           stationary, with 0 and 1 product registers: all multipliers with fp32; with bf16 and (8-bit formats)
///   fixed
///                 the multipliers in their usual subnormal policy; int8 with int32. Output stationary: the usual
///                 policies with fp32 and int8
///   registers     of 8 and 32 bits
[[nodiscard]] std::vector<cost::Unit> shipped_units();

/// What the cost of one accelerator asks for: its multiplier, accumulator and PE, and the registers.
[[nodiscard]] std::vector<cost::Unit> accelerator_units(const config::Accelerator& accelerator);

/// Largest K that shipped `fixed` accumulators are sized for.
inline constexpr std::uint64_t kFixedMaxK = 16384;

}  // namespace lmulsim::sim
