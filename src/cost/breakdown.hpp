// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/band.hpp"
#include "cost/gate_table.hpp"
#include "cost/technology.hpp"
#include "machine/accelerator.hpp"
#include "machine/activity.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::cost {

/// What energy and area are broken down into. A technology measured in gates knows the parts of the array from
/// pe_registers_and_rest to logic_leakage, one of operations has `registers` instead. DRAM is one part where it is
/// known per bit only, else one part for each kind of command.
enum class Part : std::uint8_t {
  multipliers,
  accumulators,
  registers,
  pe_registers_and_rest,  ///< of a measured PE, what its multiplier and accumulator do not explain
  skew_registers,
  control,
  clock,          ///< energy only: clock pins of all flip-flops, every cycle
  logic_leakage,  ///< energy only
  activation_sram,
  weight_sram,
  accumulator_sram,
  sram_leakage,  ///< energy only: all three memories, over the whole run
  dram,          ///< energy only, as all parts below
  dram_activate,
  dram_read,
  dram_write,
  dram_io,
  dram_refresh,
  dram_standby,
};
inline constexpr auto kPartNames = util::enum_names<Part>(
    "multipliers", "accumulators", "registers", "pe_registers_and_rest", "skew_registers", "control", "clock",
    "logic_leakage", "activation_sram", "weight_sram", "accumulator_sram", "sram_leakage", "dram", "dram_activate",
    "dram_read", "dram_write", "dram_io", "dram_refresh", "dram_standby");
[[nodiscard]] constexpr std::string_view name(Part part) {
  return kPartNames[part];
}

/// One part's share, and the technology entries it rests on.
struct Component {
  Part part = Part::multipliers;
  Band band;
  std::vector<std::string> entries;
};

/// Components and their sum. `notes` say what is estimated beyond the entries and what is not covered; `warnings` what
/// makes the figures those of a machine that cannot be built so.
struct Breakdown {
  std::vector<Component> components;
  Band total;
  std::vector<std::string> notes;
  std::vector<std::string> warnings{};
};

/// Seconds that the activity's cycles take.
[[nodiscard]] double time_s(const machine::Activity& activity, const machine::Accelerator& accelerator);

/// Energy in pJ. Every issued multiply-accumulate costs the entry's energy, padding and zero operands included (an
/// upper bound: no gating). SRAM accesses are whole words of memory.word_bits, packed; leakage lasts as long as the
/// cycles. With a table of gates, a multiply-accumulate costs what the measured PE spends under the operand stream
/// nearest to `stream` (choose_stimulus), every flip-flop is clocked in every cycle, stalls and idle ones included, and
/// every gate leaks. Throws InputError for a missing entry or a memory outside the SRAM table, CheckError for negative
/// counts.
[[nodiscard]] Breakdown energy_pj(const machine::Activity& activity, const machine::Accelerator& accelerator,
                                  const Technology& technology,
                                  const std::optional<StreamStatistics>& stream = std::nullopt);

/// Area in um^2 of the array's arithmetic, its registers where the technology knows them, and the three memories.
[[nodiscard]] Breakdown area_um2(const machine::Accelerator& accelerator, const Technology& technology);

}  // namespace lmulsim::cost
