// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "activity/activity.hpp"
#include "config/accelerator.hpp"
#include "cost/band.hpp"
#include "cost/technology.hpp"

namespace lmulsim::cost {

enum class Part : std::uint8_t {
  multipliers,
  accumulators,
  registers,
  activation_sram,
  weight_sram,
  accumulator_sram,
  sram_leakage,  ///< energy only: all three memories, over the whole run
  dram,          ///< energy only
};
inline constexpr std::array<std::string_view, 8> kPartNames{"multipliers",     "accumulators", "registers",
                                                            "activation_sram", "weight_sram",  "accumulator_sram",
                                                            "sram_leakage",    "dram"};
[[nodiscard]] constexpr std::string_view name(Part part) {
  return kPartNames[static_cast<std::size_t>(part)];
}

/// One part's share, and the technology entries it rests on.
struct Component {
  Part part = Part::multipliers;
  Band band;
  std::vector<std::string> entries;
};

/// Components and their sum. `notes` say what is estimated beyond the entries and what is not covered.
struct Breakdown {
  std::vector<Component> components;
  Band total;
  std::vector<std::string> notes;
};

/// Seconds that the activity's cycles take.
[[nodiscard]] double time_s(const activity::Activity& activity, const config::Accelerator& accelerator);

/// Energy in pJ. Every issued multiply-accumulate costs the entry's energy, padding and zero operands included (an
/// upper bound: no gating). SRAM accesses are whole words of memory.word_bits, packed; leakage lasts as long as the
/// cycles. Throws InputError for a missing entry or a memory outside the SRAM table, CheckError for negative counts.
[[nodiscard]] Breakdown energy_pj(const activity::Activity& activity, const config::Accelerator& accelerator,
                                  const Technology& technology);

/// Area in um^2 of the array's arithmetic, its registers if the technology has an entry, and the three memories.
[[nodiscard]] Breakdown area_um2(const config::Accelerator& accelerator, const Technology& technology);

}  // namespace lmulsim::cost
