// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "cost/breakdown.hpp"
#include "cost/sram_table.hpp"
#include "cost/technology.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::cost {

/// One on-chip memory with its figures.
struct MemoryCost {
  Part part = Part::activation_sram;
  int word_bits = 0;  ///< of one operand or accumulator word kept in it
  int banks = 1;
  SramPoint bank;   ///< of the table, at the table's node
  SramPoint whole;  ///< likewise, all of it as one bank

  /// Capacity, leakage and area of all banks; an access is one to a single bank.
  [[nodiscard]] double leakage_mw() const { return banks * bank.leakage_mw; }
  [[nodiscard]] double area_um2() const { return banks * bank.area_um2; }
};

/// The activation, weight and accumulator memory, in this order. One that is slower than the clock is cut into as many
/// banks, 2, 4, 8 and so on, as make each fast enough; when none of the table's memories is, it stays one. Throws
/// InputError when the table has no such memory.
[[nodiscard]] std::array<MemoryCost, 3> memories(const machine::Accelerator& accelerator, const Technology& technology);

/// What entries of the table are called: its file, as portable_path() gives it.
[[nodiscard]] std::string sram_entry_name(const Sram& sram);

/// `value` of the table with the table's uncertainty around it.
[[nodiscard]] Band with_band(double value, const Sram& sram);

/// Adds reads and writes of the three memories and their leakage, and says what does not fit the clock.
void add_sram_energy(Breakdown& out, const machine::Activity& activity, const machine::Accelerator& accelerator,
                     const Technology& technology);

/// Adds the three memories' areas.
void add_sram_area(Breakdown& out, const machine::Accelerator& accelerator, const Technology& technology);

/// Adds the energy of DRAM. By command: one activation per row of bytes read or written (everything streams: an
/// estimate), refresh and standby as long as the cycles last. Else every bit costs the entry's energy.
void add_dram_energy(Breakdown& out, const machine::Activity& activity, const machine::Accelerator& accelerator,
                     const Technology& technology);

}  // namespace lmulsim::cost
