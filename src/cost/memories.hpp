// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "config/accelerator.hpp"
#include "cost/breakdown.hpp"
#include "cost/sram_table.hpp"
#include "cost/technology.hpp"

namespace lmulsim::cost {

/// One on-chip memory with its figures.
struct MemoryCost {
  Part part = Part::activation_sram;
  int word_bits = 0;  ///< of one operand or accumulator word kept in it
  SramPoint point;
};

/// The activation, weight and accumulator memory, in this order. Throws InputError when the table has no such memory.
[[nodiscard]] std::array<MemoryCost, 3> memories(const config::Accelerator& accelerator, const Technology& technology);

/// `value` with the SRAM table's uncertainty around it.
[[nodiscard]] Band with_band(double value, const Sram& sram);

}  // namespace lmulsim::cost
