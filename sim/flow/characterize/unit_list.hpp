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
/// - stationary PEs with the registers that somebody would build (machine::reference_pipeline): every multiplier but
///   mitchell without subnormals, with fp32, bf16 and, where they fit, fixed sums, on formats of 8 bits also narrow
///   ones; on e4m3 also with subnormals, and mitchell with fp32; int8
/// - the reference PEs in one cycle, and output-stationary PEs: e4m3 with fp32 sums, int8
/// - the accumulator of each reference PE, registers of 8 and 32 bits, and whatever the shipped accelerators need
/// No name is there twice.
[[nodiscard]] std::vector<cost::Unit> shipped_units();

/// PEs that add groups of eight products a beat: e4m3 without subnormals by every named multiplier, into fp32 and into
/// a narrow sum, and int8; with the multiplier and the accumulator of each. Each takes as long as eight other PEs.
[[nodiscard]] std::vector<cost::Unit> dot_product_units();

/// PEs whose products come from tables: antilogarithms of log43, log34 and log33, and cmean:5 of e4m3, into fp32, a
/// narrow sum and groups of eight into one; with the multiplier and the accumulator of each.
[[nodiscard]] std::vector<cost::Unit> lookup_units();

/// The PEs whose clock gates tell what these do to a saving: the reference PEs of e4m3 without subnormals by L-Mul and
/// by the exact multiplier, with fp32, bf16 and fixed sums, and int8; each without and with clock gates.
[[nodiscard]] std::vector<cost::Unit> clock_gate_units();

/// The same PEs without clock gates, placed: each without wires, with those of the process, and with five times those.
[[nodiscard]] std::vector<cost::Unit> placed_units();

/// What the cost of one accelerator asks for: its multiplier, accumulator and PE, and the registers.
[[nodiscard]] std::vector<cost::Unit> accelerator_units(const machine::Accelerator& accelerator);

/// Appends the units whose names are not among `all` yet (a name leaves out what the hardware does not depend on).
void add_new_units(std::vector<cost::Unit>& all, const std::vector<cost::Unit>& more);

/// Whether savings of the unit, or against it, are found: multipliers and stationary PEs of two equal formats of floats
/// or integers without subnormals (on e4m3 with them, too), but for products from tables.
[[nodiscard]] bool is_compared(const cost::Unit& unit);

/// How many recipes of `families` a unit's netlists are drawn by: all where savings are found, else half. Of PEs of
/// many products a beat, which are as many times as large, a quarter and one: of 32 one more than somebody tries.
[[nodiscard]] int families_of(const cost::Unit& unit, int families);

/// Whether every netlist is measured with every stream of operands: the reference PEs of e4m3 without subnormals and
/// int8, without clock gates.
[[nodiscard]] bool shows_streams(const cost::Unit& unit);

}  // namespace lmulsim::flow::characterize
